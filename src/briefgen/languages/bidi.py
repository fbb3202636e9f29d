"""Embedding levels of the Unicode Bidirectional Algorithm (UAX #9, revision 48), character by character.

Own code, because python-bidi gives a reordered line and no levels. To shape a line, to tag it and to put links under it,
one must know which character went where. The names of the rules below are the annex's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

ISOLATES = ("LRI", "RLI", "FSI")
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"))
_PAIRS = 63  # BD16


def _resolve_weak(kinds: list[str], start: str) -> None:
    """Apply W1 to W7."""
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


def _stretches(kinds: Sequence[str], wanted: Container[str]) -> list[tuple[int, int]]:
    """Start and end of each stretch of `wanted` types."""
    groups = groupby(range(len(kinds)), key=lambda i: kinds[i] in wanted)
    stretches = [list(group) for is_wanted, group in groups if is_wanted]
    return [(stretch[0], stretch[-1] + 1) for stretch in stretches]


def _strong(kind: str) -> str:
    """A number counts as right to left among neutrals (N0, N1)."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _closing(opening: str) -> str:
    """The bracket that closes `opening`: they are neighbours, but for those of ASCII with a letter between."""
    return chr(ord(opening) + (2 if opening in "[{" else 1))


_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}


def _resolve_brackets(
    characters: Sequence[str], kinds: list[str], original: Sequence[str], level: int, start: str
) -> None:
    """Apply N0: both brackets of a pair get one direction."""
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


def _resolve_neutral(kinds: list[str], level: int, start: str, end: str) -> None:
    """Apply N1 and N2."""
    own = "R" if level % 2 else "L"
    for begin, stop in _stretches(kinds, _NEUTRAL):
        left = _strong(kinds[begin - 1]) if begin else start
        right = _strong(kinds[stop]) if stop < len(kinds) else end
        kinds[begin:stop] = [left if left == right else own] * (stop - begin)


_DEEPEST = 125  # BD2
_STACKS = {"RLE": (1, ""), "LRE": (0, ""), "RLO": (1, "R"), "LRO": (0, "L")}
_REMOVED = frozenset(("RLE", "LRE", "RLO", "LRO", "PDF", "BN"))  # X9


class _Status(Struct, frozen=True):
    level: int
    override: str = ""
    isolate: bool = False


def levels(text: str, base: int) -> list[int]:
    """Return the level of each character of one paragraph: even from left to right, odd from right to left.

    `base` is the paragraph's, 0 or 1. Characters that X9 removes have the level of the one before.
    """
    kinds = [unicodedata.bidirectional(c) or "L" for c in text]
    matches = _match_isolates(kinds)
    given, types = _explicit_levels(kinds, matches, base)
    out = list(given)
    for sequence in _sequences(kinds, matches, given):
        _resolve(text, sequence, given, out, types, base, matches)
    for i, kind in enumerate(kinds):
        if kind in _REMOVED:
            out[i] = out[i - 1] if i else base
    _reset(kinds, out, base)
    return out


def line_levels(line: str, given: Sequence[int], base: int) -> list[int]:
    """Return the levels of `line`, the next of a paragraph with the levels `given`: `base` for white space at its end (L1)."""
    out = list(given[: len(line)])
    _reset([unicodedata.bidirectional(c) for c in line], out, base)
    return out


def runs(line: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of one level in a line, from left to right on paper (L2)."""
    indices = [list(same) for _, same in groupby(range(len(line)), key=lambda i: line[i])]
    pieces = [(same[0], same[-1] + 1) for same in indices]
    odd = [level for level in line if level % 2]
    for lowest in range(max(line, default=0), min(odd, default=1) - 1, -1):
        groups = groupby(pieces, key=lambda piece: line[piece[0]] >= lowest)
        pieces = [p for high, group in groups for p in (reversed(list(group)) if high else group)]
    yield from pieces


def _match_isolates(kinds: Sequence[str]) -> dict[int, int]:
    """Map each isolate initiator to its PDI, and the other way round (BD9)."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for i, kind in enumerate(kinds):
        if kind in ISOLATES:
            stack.append(i)
        elif kind == "PDI" and stack:
            start = stack.pop()
            found[start], found[i] = i, start
    return found


def _first_strong(kinds: Sequence[str]) -> int:
    """P2 and P3 for what stands in a first-strong isolate."""
    depth = 0
    for kind in kinds:
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth -= 1
        elif depth == 0 and kind in ("L", "R", "AL"):
            return int(kind != "L")
    return 0


def _explicit_levels(
    kinds: Sequence[str], matches: dict[int, int], base: int
) -> tuple[list[int], list[str]]:
    """Apply X1 to X8: levels from the formatting characters, types as overrides leave them."""
    out, types = [base] * len(kinds), list(kinds)
    stack = [_Status(base)]
    too_deep_isolates = too_deep_embeddings = valid = 0
    for i, kind in enumerate(kinds):
        top = stack[-1]
        if kind in _STACKS or kind in ISOLATES:
            isolate = kind in ISOLATES
            out[i] = top.level
            types[i] = (top.override or kind) if isolate else kind
            if kind == "FSI":
                odd, override = _first_strong(kinds[i + 1 : matches.get(i, len(kinds))]), ""
            else:
                odd, override = _STACKS.get(kind, (int(kind == "RLI"), ""))
            deeper = (top.level + 1) | 1 if odd else (top.level + 2) & ~1
            if deeper <= _DEEPEST and not too_deep_isolates and not too_deep_embeddings:
                valid += isolate
                stack.append(_Status(deeper, override, isolate))
            elif isolate:
                too_deep_isolates += 1
            elif not too_deep_isolates:
                too_deep_embeddings += 1
            continue
        if kind == "PDI":
            if too_deep_isolates:
                too_deep_isolates -= 1
            elif valid:
                too_deep_embeddings = 0
                while not stack[-1].isolate:
                    stack.pop()
                stack.pop()
                valid -= 1
        elif kind == "PDF":
            if not too_deep_isolates and too_deep_embeddings:
                too_deep_embeddings -= 1
            elif not too_deep_isolates and not top.isolate and len(stack) > 1:
                stack.pop()
        top = stack[-1]
        out[i] = base if kind == "B" else top.level
        if top.override and kind not in ("B", "PDF", "BN"):
            types[i] = top.override
    return out, types


def _sequences(
    kinds: Sequence[str], matches: dict[int, int], out: Sequence[int]
) -> Iterator[list[int]]:
    """Isolating run sequences (BD13), as indices."""
    remaining = (i for i, kind in enumerate(kinds) if kind not in _REMOVED)
    level_runs = [list(run) for _, run in groupby(remaining, key=lambda i: out[i])]
    starting = {run[0]: run for run in level_runs}
    for run in level_runs:
        if kinds[run[0]] == "PDI" and run[0] in matches:
            continue
        sequence = list(run)
        while kinds[sequence[-1]] in ISOLATES and sequence[-1] in matches:
            sequence += starting[matches[sequence[-1]]]
        yield sequence


def _resolve(
    text: str, at: Sequence[int], given: Sequence[int], out: list[int], types: Sequence[str], base: int,
    matches: dict[int, int],
) -> None:  # fmt: skip
    """Resolve the weak and neutral types and the implicit levels of one sequence."""
    level = given[at[0]]
    before = next((given[i] for i in range(at[0] - 1, -1, -1) if types[i] not in _REMOVED), base)
    last = at[-1]
    open_ended = types[last] in ISOLATES and last not in matches
    after = base if open_ended else next(
        (given[i] for i in range(last + 1, len(given)) if types[i] not in _REMOVED), base)  # fmt: skip
    start, end = ("R" if max(level, near) % 2 else "L" for near in (before, after))
    kinds = [types[i] for i in at]
    original = list(kinds)
    _resolve_weak(kinds, start)
    _resolve_brackets([text[i] for i in at], kinds, original, level, start)
    _resolve_neutral(kinds, level, start, end)
    for i, kind in zip(at, kinds, strict=True):
        if level % 2 == 0:  # I1
            out[i] = level + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
        else:  # I2
            out[i] = level + (kind in ("L", "EN", "AN"))


def _reset(kinds: Sequence[str], out: list[int], base: int) -> None:
    """Apply L1: separators, and white space before them or at the end, have the paragraph's level."""
    trailing = True
    for i in range(len(kinds) - 1, -1, -1):
        if kinds[i] in ("B", "S"):
            out[i], trailing = base, True
        elif trailing and (kinds[i] in ("WS", "PDI", *ISOLATES) or kinds[i] in _REMOVED):
            out[i] = base
        else:
            trailing = False
