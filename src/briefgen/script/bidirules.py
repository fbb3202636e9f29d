"""Rules that resolve the types of one sequence of runs (UAX #9, 3.3.4 and 3.3.5): weak ones, brackets, neutral ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

ISOLATES = ("LRI", "RLI", "FSI")
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"))
_PAIRS = 63  # BD16


def weak(kinds: list[str], start: str) -> None:
    """W1 to W7."""
    before = start
    for i, kind in enumerate(kinds):  # W1
        if kind == "NSM":
            kinds[i] = "ON" if before in (*ISOLATES, "PDI") else before
        before = kinds[i]
    strong = start
    for i, kind in enumerate(kinds):  # W2, W3
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for i in range(1, len(kinds) - 1):  # W4
        around = kinds[i - 1], kinds[i + 1]
        if (kinds[i] in ("ES", "CS") and around == ("EN", "EN")) or (
            kinds[i] == "CS" and around == ("AN", "AN")
        ):
            kinds[i] = kinds[i - 1]
    for begin, stop in _stretches(kinds, ("ET",)):  # W5
        if "EN" in (kinds[begin - 1] if begin else start, kinds[stop] if stop < len(kinds) else ""):
            kinds[begin:stop] = ["EN"] * (stop - begin)
    kinds[:] = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]  # W6
    strong = start
    for i, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _stretches(kinds: Sequence[str], wanted: Iterable[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i, kind in enumerate(kinds):
        if kind in wanted:
            if found and found[-1][1] == i:
                found[-1] = found[-1][0], i + 1
            else:
                found.append((i, i + 1))
    return found


def _strong(kind: str) -> str:
    """A number counts as right to left among neutrals (N0, N1)."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _closing(opening: str) -> str:
    """The bracket that closes `opening`: they are neighbours, but for those of ASCII with a letter between."""
    return chr(ord(opening) + (2 if opening in "[{" else 1))


_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}


def brackets(
    characters: Sequence[str], kinds: list[str], original: Sequence[str], level: int, start: str
) -> None:
    """N0: both brackets of a pair get one direction."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, given in enumerate(characters):
        if original[i] != "ON" or not unicodedata.mirrored(given):
            continue
        character = _CANONICAL.get(given, given)
        category = unicodedata.category(character)
        if category == "Ps":
            if len(stack) == _PAIRS:
                break
            stack.append((_closing(character), i))
        elif category == "Pe":
            for k in range(len(stack) - 1, -1, -1):
                if stack[k][0] == character:
                    pairs.append((stack[k][1], i))
                    del stack[k:]
                    break
    own = "R" if level % 2 else "L"
    for begin, stop in sorted(pairs):
        inside = {_strong(kind) for kind in kinds[begin + 1 : stop]} - {""}
        if own in inside:
            side = own
        elif inside:
            side = next((s for k in reversed(kinds[:begin]) if (s := _strong(k))), start)
        else:
            continue
        for i in (begin, stop):
            kinds[i] = side
            for follower in range(i + 1, len(kinds)):  # marks on a bracket go with it
                if original[follower] != "NSM":
                    break
                kinds[follower] = side


def neutral(kinds: list[str], level: int, start: str, end: str) -> None:
    """N1 and N2."""
    own = "R" if level % 2 else "L"
    for begin, stop in _stretches(kinds, _NEUTRAL):
        left = _strong(kinds[begin - 1]) if begin else start
        right = _strong(kinds[stop]) if stop < len(kinds) else end
        kinds[begin:stop] = [left if left == right else own] * (stop - begin)
