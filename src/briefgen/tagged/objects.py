"""PDF objects as bytes at once: a tree has thousands, and reportlab formats each entry of each in turn.

Spacing is reportlab's, so that files are the same whichever formats an object.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc

LONG = 500  # characters of a string that is not remembered
KEPT = 4_000_000  # bytes of streams, deflated or not, that a process remembers


class Formatted(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object whose bytes are known by the time that the file is written."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data

    def format(self, document: Any) -> bytes:
        return self.data


class Entries(pdfdoc.PDFDictionary):  # type: ignore[misc]
    """A dictionary formatted with less ado; its values may be objects that get their number later."""

    def format(self, document: Any, IND: bytes = b"\n ") -> bytes:  # noqa: N803
        return dictionary({k: formatted(v, document) for k, v in self.dict.items()})


def formatted(value: Any, document: Any) -> bytes:
    """A value within another object."""
    kind = type(value)
    if kind is bytes:
        return bytes(value)
    if kind is pdfdoc.PDFObjectReference and value.name in document.idToObjectNumberAndVersion:
        return b"%d %d R" % document.idToObjectNumberAndVersion[value.name]
    if kind is pdfdoc.Destination and type(value.fmt) is pdfdoc.PDFDestinationXYZ:
        to = value.fmt
        parts = (document.Reference(value.page), "/XYZ", to.left, to.top, to.zoom)
        return array(formatted(part, document) for part in parts)
    if kind is int or kind is float:
        return number(value)
    if kind is str and value.isascii():
        return bytes(value.encode("ascii"))
    return bytes(pdfdoc.format(value, document))


def number(value: float) -> bytes:
    """A number (7.3.3) as reportlab rounds it."""
    return bytes(fp_str(value).encode("ascii"))


@lru_cache(maxsize=1000)
def name(text: str) -> bytes:
    """A name (ISO 32000-1, 7.3.5)."""
    return str(pdfdoc.PDFName(text)).encode("ascii")


class _Plain:
    """What stands for a document where strings are formatted: its files are not encrypted."""

    encrypt = pdfdoc.NoEncryption()


@lru_cache(maxsize=2000)
def _string(text: str) -> bytes:
    return bytes(pdfdoc.PDFString(text).format(_Plain))


def string(text: str) -> bytes:
    """A text string (7.9.2.2)."""
    return (_string if len(text) < LONG else _string.__wrapped__)(text)


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """A dictionary (7.3.7) of formatted values."""
    return rows([name(k) + b" " + v for k, v in sorted(entries.items())])


def rows(entries: list[bytes]) -> bytes:
    """A dictionary of entries, each its key and its value, in the order of keys."""
    return b"<<\n" + _row(entries, 6) + b"\n>>"


def array(values: Iterable[bytes]) -> bytes:
    """An array (7.3.6) of formatted values."""
    return b"[ " + _row(list(values), 10) + b" ]"


def _row(parts: list[bytes], most: int) -> bytes:
    if len(parts) <= most:
        return b" ".join(parts)
    rows = (b" ".join(parts[n : n + most]) for n in range(0, len(parts), most))
    return b" \n  ".join(rows)


class _Deflated:
    """Streams deflated before: fonts, profile and most pages are the same when one text is edited."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[bytes, int], bytes] = OrderedDict()
        self._size = 0

    def __call__(self, raw: bytes, level: int = -1) -> bytes:
        key = raw, level
        data = self._known.get(key)
        if data is not None:
            self._known.move_to_end(key)
            return data
        data = self._known[key] = zlib.compress(raw, level)
        self._size += len(raw) + len(data)
        while self._size > KEPT:
            (old, _), made = self._known.popitem(last=False)
            self._size -= len(old) + len(made)
        return data


#: `deflated(raw, level)` is what `zlib.compress` makes.
deflated = _Deflated()
