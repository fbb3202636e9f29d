"""What the analyst most likely meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(written: str, choices: Iterable[str]) -> str | None:
    """The choice most like `written` (Damerau-Levenshtein similarity of 0.6 or more), or None."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    found = process.extractOne(
        written[:200].casefold(),
        list(dict.fromkeys(choices)),
        scorer=DamerauLevenshtein.normalized_similarity,
        processor=str.casefold,
        score_cutoff=0.6,
    )
    return found[0] if found else None


def did_you_mean(written: str, choices: Iterable[str], kind: str = "one of") -> str:
    """A hint: the nearest choice, or all of them when none is near."""
    known = list(dict.fromkeys(choices))
    near = nearest(written, known)
    if near:
        return f"did you mean `{near}`?"
    if not known:
        return "there is none to choose from"
    shown = ", ".join(f"`{name}`" for name in known[:12]) + (", …" if len(known) > 12 else "")
    return f"write {kind} {shown}"
