"""What a YAML parser says, in words for somebody who has written a text and no program: what, where and what to write."""

from __future__ import annotations

import re

import yaml

# What libyaml says, and what to do.
_HINTS = (
    ("unknown escape character", "write two backslashes for one, or put the text in '…'"),
    ("scanning an alias", "quote a text that starts with *"),
    ("scanning an anchor", "quote a text that starts with &"),
    ("scanning a block scalar", "quote a text that starts with > or |"),
    ("block sequence entries are not allowed", "begin a list on the next line, or quote a text that starts with -"),
    ("mapping keys are not allowed", "quote a text that starts with ?"),
    ("cannot start any token", "indent with spaces, not tabs, and quote a text that starts with @, ` or %"),
    ("tab character", "indent with spaces, not tabs"),
    ("could not find expected ':'", "indent it more than the key of the text that it belongs to, or write `key: …`"),
    ("block end", "look at the indentation, and at quotes or brackets that are not closed"),
    ("did not find expected", "look at the indentation, and at quotes or brackets that are not closed"),
)  # fmt: skip
_CLOSED_EARLY = re.compile(r"""[:\-]\s+(?:(?P<quote>["']).*(?P=quote)|\[.*\]|\{.*\})\s*$""")
_FIRST_KEY = re.compile(r"\s*(?:-\s+)*[\w.-]+")


def explained(exc: yaml.MarkedYAMLError, text: str) -> tuple[yaml.Mark | None, str, str | None]:
    """Where something is wrong, what, and what to write instead; `text` is the line that the parser stopped at."""
    said = " ".join(part for part in (exc.context, exc.problem) if part)
    mark = exc.problem_mark or exc.context_mark
    opened = exc.context_mark
    if opened is not None and "quoted scalar" in said and "end of stream" in said:
        what = "the quotation mark that opens here is not closed"
        return opened, what, "close it; write one that is in the text twice"
    if opened is not None and mark is not None and "parsing a flow" in said:
        what = f"the bracket that opens here is not closed, or a comma is missing, before line {mark.line + 1}"
        if mark.line == opened.line:
            what = f"a comma or the closing bracket is missing before column {mark.column + 1}"
        return opened, what, "close it; quote a text that starts with a bracket"
    before = text[: mark.column] if mark is not None else ""
    if "mapping values are not allowed" in said:
        if _FIRST_KEY.fullmatch(before):
            hint = "look at the line above: at a space missing after its `:`, at its `- `, and at the indentation"
            return mark, said, hint
        return mark, said, 'put a text that contains ": " in quotes'
    if "did not find expected key" in said and _CLOSED_EARLY.search(before[-500:]):
        hint = "put all of a text in quotes that has some in it: \"Its 'new' plan\", 'It''s so'"
        return mark, "the text goes on after its closing quotation mark or bracket", hint
    if "did not find expected key" in said and before.rstrip().endswith(('"', "'")):
        hint = "look for a quotation mark above that opens a text and does not close it"
        return mark, "the text goes on after a closing quotation mark", hint
    return mark, said, next((hint for part, hint in _HINTS if part in said), None)
