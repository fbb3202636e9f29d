"""Each number of an outline beside the piece of evidence, or the calculation, that supports it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from briefgen.checks.numbers.claims import Group, Statement, groups
from briefgen.checks.numbers.compare import Support, supports
from briefgen.checks.numbers.found import Found
from briefgen.checks.numbers.places import place_of
from briefgen.checks.numbers.proofs import Proof, calculated, data_files, from_file, proofs_of
from briefgen.checks.numbers.reader import read
from briefgen.diagnostics import Diagnostic, Place, warning
from briefgen.outline import yamltree
from briefgen.outline.files import Folder, shown_path
from briefgen.outline.loaded import LoadedOutline
from briefgen.outline.models import Outline

Status = Literal["traced", "overstated", "untraced", "not a claim"]


@dataclass(frozen=True, slots=True)
class Trace:
    """A number of a statement, and what it was traced to, or came nearest to."""

    statement: Statement
    found: Found
    status: Status
    proof: Proof | None = None


@dataclass(slots=True)
class Tracing:
    """The traces of a whole outline, the proofs of each part by its id, and what was found on the way."""

    traces: list[Trace] = field(default_factory=list)
    proofs: dict[str, list[Proof]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def trace_text(
    text: str, language: str, proofs: Sequence[Proof]
) -> list[tuple[Found, Status, Proof | None]]:
    """The numbers of any text in any language, each with its status among `proofs` and the proof it rests on."""
    return [(found, *match(found, proofs)) for found in read(text, language)]


def match(found: Found, proofs: Sequence[Proof]) -> tuple[Status, Proof | None]:
    """The status of a number among its proofs: itself, else both its parts; and the proof."""
    best, by = _best(found, proofs)
    if best is not Support.YES and found.parts:
        parts = [_best(part, proofs) for part in found.parts]
        if all(support is Support.YES for support, _ in parts):
            return "traced", parts[0][1]
    if best is Support.YES:
        return "traced", by
    return ("overstated", by) if best is Support.STRONGER else ("untraced", None)


def _best(found: Found, proofs: Sequence[Proof]) -> tuple[Support, Proof | None]:
    best, by = Support.NO, None
    for proof in proofs:
        support = supports(found, proof.found)
        if support > best:
            best, by = support, proof
            if best is Support.YES:
                break
    return best, by


def trace(loaded: LoadedOutline) -> Tracing:
    """Every number of the outline and of its audiences' words, in the order of the parts. Reads data files."""
    result = Tracing()
    o = loaded.outline
    made: list[Proof] = []
    folder = Folder(loaded.path.parent, loaded.allow_outside)
    for group in groups(o):
        proofs = proofs_of(group.evidence, o)
        files = data_files(group, folder, loaded, result.diagnostics)
        proofs += [proof for held in files.values() for proof in held.proofs]
        if isinstance(group.claim, Outline):
            proofs += made
        else:
            made += calculated(group, proofs, loaded, result.diagnostics)
        result.proofs[group.part] = proofs
        used: set[str] = set()
        phrases = _phrases(group, o)
        for statement in group.statements:
            if not statement.numbers:
                continue
            node = yamltree.find(loaded.tree, statement.path)[0]
            for number in statement.numbers:
                if _not_claimed(number, statement, phrases, used, loaded):
                    result.traces.append(Trace(statement, number, "not a claim"))
                elif proof := from_file(number, node, files):
                    result.traces.append(Trace(statement, number, "traced", proof))
                else:
                    status, proof = match(number, proofs)
                    result.traces.append(
                        Trace(statement, number, status, proof or nearest(number, proofs))
                    )
        _unused(group, used, loaded, result)
    return result


def _phrases(group: Group, o: Outline) -> list[tuple[str, re.Pattern[str]]]:
    return [(phrase, _phrase(phrase)) for phrase in group.claim.not_claims]


@lru_cache(maxsize=1024)
def _phrase(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<![\d])(?<!\d[.,]){words}(?![\d]|[.,]\d)", re.IGNORECASE)


def _not_claimed(number: Found, statement: Statement, phrases: list[tuple[str, re.Pattern[str]]], used: set[str],
                 loaded: LoadedOutline) -> bool:  # fmt: skip
    text, core = statement.text, number.core
    if number.end == 0:  # a chart's value, whose words are its own
        text, core = f"{number.base:f}", (0, 0)
    for phrase, pattern in phrases:
        for match in pattern.finditer(text):
            inside = match.start() <= core[0] and core[1] <= match.end()
            # "2020" marks the year of "FY2020" too, "two" the number of "two sides".
            named = core[0] <= match.start() and match.end() <= core[1]
            if inside or named:
                used.add(phrase)
                return True
    return False


def _unused(group: Group, used: set[str], loaded: LoadedOutline, result: Tracing) -> None:
    for index, phrase in enumerate(group.claim.not_claims):
        if phrase not in used:
            here = loaded.place((*group.claim.path, "not_claims", index))
            message = f"no number is marked by `{phrase}`"
            result.diagnostics.append(
                warning(
                    "unused-not-claim", message, here, "delete it, or write it as the text does"
                )
            )


def nearest(number: Found, proofs: Sequence[Proof]) -> Proof | None:
    """The number of the evidence that is most like the one that was not found."""

    def apart(proof: Proof) -> tuple[bool, object]:
        f = proof.found
        size = max(abs(number.low), abs(f.low))
        return (
            f.kind != number.kind or bool(f.date) != bool(number.date),
            abs(number.low - f.low) / size if size else 0,
        )

    return min((p for p in proofs if not p.date_only), key=apart, default=None)


def untraced_numbers(loaded: LoadedOutline) -> Iterator[Diagnostic]:
    """A warning for each number that its evidence does not state, or states with less certainty."""
    tracing = trace(loaded)
    yield from tracing.diagnostics
    from briefgen.checks.numbers.translated import translated

    lines: dict[str, list[str]] = {}
    named = shown_path(loaded.path)
    read_in: dict[tuple[str, str], list[Place]] = {}
    for t in tracing.traces:
        if t.status not in ("untraced", "overstated"):
            continue
        node, walked = yamltree.find(loaded.tree, t.statement.path)
        if node.place.file != named:
            read_in.setdefault((t.statement.part, node.place.file), []).append(node.place)
            continue
        whole = len(walked) == len(t.statement.path)
        yield _said(t, _place(node, t.found if whole else None, lines))
    for t, node in translated(loaded, tracing.proofs, tracing.traces):
        if t.status in ("untraced", "overstated"):
            yield _said(t, _place(node, t.found, lines))
    for (part, file), places in read_in.items():
        many = f"{len(places)} numbers" if len(places) > 1 else "a number"
        yield warning("untraced-number", f"{many} that `{part}` reads from `{file}` cannot be traced", places[0],
                      "name the file in its evidence where it holds the source's data: `data: …`")  # fmt: skip


def _said(t: Trace, place: Place) -> Diagnostic:
    if t.status == "overstated":
        assert t.proof is not None
        message = f"“{t.found.text}” says more than its evidence, “{t.proof.found.text}”"
        hint = f"write it as the evidence does: “{t.proof.found.text}”"
        return warning("overstated", message, place, hint)
    near = (
        f"the nearest there is “{t.proof.found.text}”; "
        if t.proof
        else "its evidence states no number; "
    )
    hint = f"{near}quote the phrase that has it, state it in `calculations`, or list it in `not_claims`"
    return warning("untraced-number", f"“{t.found.text}” is not in the evidence", place, hint)


def _place(node: yamltree.Node, found: Found | None, lines: dict[str, list[str]]) -> Place:
    """The place of a number in the text that `node` holds, or of the text; `lines` keeps the files' lines."""
    if found is None or found.end == 0:
        return node.place
    file = node.place.file
    if file not in lines:
        try:
            lines[file] = Path(file).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            lines[file] = []
    return place_of(node, found.start, found.end, lines[file])
