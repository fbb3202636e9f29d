"""Reading back the operators a canvas has collected, to see what lies outside every mark."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from .objects import deflated

# Literal strings, hex strings, names and dictionaries hold no operators.
_OPAQUE = re.compile(
    r"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)|<<|>>|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]/]*", re.S
)
_REVERSED = re.compile(r"/ReversedChars BMC(.*?)EMC")
_PAINTING = "S s f F f* B B* b b* sh Do Tj TJ ' \" EI"
_CONSTRUCTION = "m l c v y h re W W* n"
_PAINT = frozenset(_PAINTING.split())
_PATH = frozenset(_CONSTRUCTION.split())
_APART = frozenset(["BDC", "BMC", "q", "Q"])  # across these no artifact reaches

LONG = 2000  # characters of an entry of which nothing is remembered
ARTIFACT = "/Artifact BMC"
END = "EMC"


def compressed(data: str | bytes) -> bytes:
    """Operators deflated so that the last byte is no line end.

    A reader that finds the end of a stream by the line end before ``endstream`` would take one of the
    data's for that (ISO 19005-2, 6.1.7.1, wants Length to be exact). White space after the last operator
    changes the checksum that comes last. Binary data are deflated as they come.
    """
    raw = data.encode("utf-8") if isinstance(data, str) else bytes(data)
    while ends_line(raw) and b"\0" not in raw:
        raw += b" "
    return deflated(raw)


def ends_line(raw: bytes) -> bool:
    """Whether ``raw`` deflated ends in CR or LF: the last byte is its Adler-32's (RFC 1950, 2.2)."""
    return zlib.adler32(raw) & 0xFF in b"\r\n"


def plain_where_needed(streams: Iterable[Any], compress: Any) -> None:
    """Leave binary streams whose compressed form would end in a line end uncompressed."""
    for stream in streams:
        content = getattr(stream, "content", None)
        if getattr(stream, "filters", None) != [compress] or not isinstance(content, bytes):
            continue
        if ends_line(content) and content[-1] not in b"\r\n":
            stream.filters = None


def operators(entry: str) -> list[str]:
    """The words of one entry of a canvas's code that may be operators; a note that text is reversed tags nothing."""
    if "(" in entry or "<" in entry or "/" in entry:
        entry = _OPAQUE.sub(" ", _REVERSED.sub(r"\1", entry))
    return entry.split()


@lru_cache(maxsize=10_000)  # most entries are the same on every page, and in the next file
def _effect(entry: str) -> tuple[int, frozenset[int]]:
    """By how much an entry leaves marks deeper than it finds them, and at which of these depths it paints."""
    depth, painted = 0, set()
    for op in operators(entry):
        if op in ("BDC", "BMC"):
            depth += 1
        elif op == END:
            depth -= 1
        elif op in _PAINT:
            painted.add(depth)
    return depth, frozenset(painted)


def stray(code: list[str]) -> Iterator[str]:
    """Entries of ``code`` that paint outside every marked-content sequence."""
    depth = 0
    for entry in code:
        if depth and END not in entry and not entry.endswith(("BDC", "BMC")):
            continue
        deeper, painted = (_effect if len(entry) < LONG else _effect.__wrapped__)(entry)
        if -depth in painted:
            yield entry
        depth += deeper


def wrap_stray(code: list[str], start: int) -> None:
    """Wrap in an Artifact, in place, whatever paints unmarked in ``code[start:]``.

    Neighbours share one sequence; it never reaches across ``q``, ``Q`` or another mark, and it
    takes in the path that leads to a painting operator, since marks may not stand inside a path
    object (ISO 32000-1, 8.2).
    """
    out: list[str] = []
    run: list[str] = []
    painted = -1  # index in run of the last entry that paints
    depth = 0

    def flush() -> None:
        nonlocal painted
        if painted >= 0:
            first = next(i for i, entry in enumerate(run) if _draws(entry))
            out.extend(run[:first])
            out.extend([ARTIFACT, *run[first : painted + 1], END])
            out.extend(run[painted + 1 :])
        else:
            out.extend(run)
        run.clear()
        painted = -1

    for entry in code[start:]:
        ops = operators(entry) if depth == 0 or END in entry or entry.endswith("C") else []
        before = depth
        depth += ops.count("BDC") + ops.count("BMC") - ops.count(END)
        if before or depth or not _APART.isdisjoint(ops):
            flush()
            out.append(entry)
            continue
        run.append(entry)
        if not _PAINT.isdisjoint(ops):
            painted = len(run) - 1
    flush()
    code[start:] = out


def _draws(entry: str) -> bool:
    ops = operators(entry)
    return not _PAINT.isdisjoint(ops) or not _PATH.isdisjoint(ops)
