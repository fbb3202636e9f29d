"""What a text file may hold: UTF-8 without what nobody can see, or what shows something else than it says."""

from __future__ import annotations

import codecs
import html
import re

from briefgen.diagnostics import BriefgenError, Place, error

# Code points that a terminal, an XML part or a PDF text string cannot hold, noncharacters (Unicode 23.7),
# and the overrides by which a text shows something else than it says (Unicode Technical Report 36, 2.3).
_NEVER = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u206a-\u206f\ufff9-\ufffb\ufdd0-\ufdef"
    "\ud800-\udfff"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
)
_FORBIDDEN = re.compile(f"[{_NEVER}]")
_FORBIDDEN_IN_VALUE = re.compile(f"[{_NEVER}\r]")
_ISOLATES = re.compile("[\u2066-\u2069]")

HIDDEN_HINT = "delete it: it is invisible, and was most likely pasted along"
MAX_FOUND = 20  # errors of one sort, of which a file that is broken throughout has thousands
_ENCODING_HINT = "save the file as UTF-8 in your editor"


def decode(data: bytes, file: str) -> str:
    """Decode UTF-8 (a byte order mark is dropped); raise BriefgenError naming the place of what is not."""
    if data.count(0) * 4 > len(data) and not data.startswith(codecs.BOM_UTF16_LE):
        message = "the file is not UTF-8 text: it looks like UTF-16 or UTF-32"
        raise BriefgenError(error("encoding", message, Place(file), _ENCODING_HINT))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        before = data[: exc.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"the file is not UTF-8 text: {_guess(data, exc.start)}"
        raise BriefgenError(
            error("encoding", message, Place(file, line, column), _ENCODING_HINT)
        ) from None
    if all(line.isprintable() for line in text.split("\n")):
        return text  # which none of these characters is
    found = []
    for match in _FORBIDDEN.finditer(text):
        above = text[: match.start()]
        line_start = above.rfind("\n") + 1
        content = text[line_start:].partition("\n")[0]
        place = Place(file, above.count("\n") + 1, len(above) - line_start + 1, 1, content)
        found.append(
            error(
                "control-character",
                f"the character U+{ord(match[0]):04X} cannot be in a text",
                place,
                HIDDEN_HINT,
            )
        )
        if len(found) == MAX_FOUND:
            break
    if found:
        raise BriefgenError(found)
    return text


def _guess(data: bytes, at: int) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "it is UTF-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "it is UTF-16"
    shown = data[at : at + 1].decode("cp1252", "replace")
    return f"the byte 0x{data[at]:02X} is `{shown}` in Latin-1 or Windows-1252"


def hidden(value: str) -> str | None:
    """What is wrong with a value that escapes (YAML's, JSON's, HTML's) have filled with what a text cannot hold.

    Isolates (U+2066 to U+2069) belong in a text of two directions, as long as each is closed.
    """
    if value.isprintable() and "&" not in value:
        return None  # nearly all are: a table has a million
    text = html.unescape(value) if "&" in value else value
    if found := _FORBIDDEN_IN_VALUE.search(text):
        return f"the character U+{ord(found[0]):04X} cannot be in a text"
    if _ISOLATES.search(text):
        depth = 0
        for match in _ISOLATES.finditer(text):
            depth += -1 if match[0] == "\u2069" else 1
            if depth < 0:
                break
        if depth:
            return "an isolate for the direction of writing (U+2066 to U+2069) has no partner here"
    return None
