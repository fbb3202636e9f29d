"""One type for everything briefgen has to say about an outline.

The loader's errors, the checks' findings and a renderer's complaints are all `Diagnostic`s, printed one
way by the formatters at the foot of this module. Stages return or raise them and never print.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_LONG_QUOTE = 120
_QUOTED = re.compile(rf"`[^`]{{{_LONG_QUOTE},}}`")


MAX_SHOWN = 200


class Severity(StrEnum):
    """How bad it is: an error stops a build, a warning does not unless `--strict` asks for it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text file: 1-based line and column (in characters), and the text of that line.

    `length` is how many characters the caret line underlines, at least 1.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    text: str | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong, where, and what to write instead (`hint`).

    `code` is a short stable kebab-case name, such as `unknown-key`, to filter and to search by.
    """

    severity: Severity
    code: str
    message: str
    place: Place | None = None
    hint: str | None = None

    def __post_init__(self) -> None:
        # What they quote was written by others: it must neither drive a terminal nor fill it.
        object.__setattr__(self, "message", _one_line(self.message))
        if self.hint is not None:
            object.__setattr__(self, "hint", _one_line(self.hint))


class BriefgenError(Exception):
    """Work that could not be done, with every reason found. The CLI prints these, never a traceback."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        found = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        if not found:
            raise ValueError("BriefgenError needs at least one diagnostic")
        self.diagnostics: tuple[Diagnostic, ...] = found
        super().__init__("\n".join(format_text(d) for d in found))

    def __reduce__(self) -> tuple[type[BriefgenError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


def error(
    code: str, message: str, place: Place | None = None, hint: str | None = None
) -> Diagnostic:
    """A `Diagnostic` of severity error."""
    return Diagnostic(Severity.ERROR, code, message, place, hint)


def failure(
    code: str, message: str, place: Place | None = None, hint: str | None = None
) -> BriefgenError:
    """An exception to raise, with one `Diagnostic` of severity error."""
    return BriefgenError(error(code, message, place, hint))


def warning(
    code: str, message: str, place: Place | None = None, hint: str | None = None
) -> Diagnostic:
    """A `Diagnostic` of severity warning."""
    return Diagnostic(Severity.WARNING, code, message, place, hint)


def has_errors(diagnostics: Iterable[Diagnostic], strict: bool = False) -> bool:
    """Whether any of these stops a build; warnings do if it is `strict`."""
    stopping = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(d.severity in stopping for d in diagnostics)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by file, line and column; what has no place comes first; the same one twice comes once."""

    def key(d: Diagnostic) -> tuple[str, int, int]:
        return (d.place.file, d.place.line, d.place.column) if d.place else ("", 0, 0)

    return sorted(dict.fromkeys(diagnostics), key=key)


def at_most(diagnostics: Sequence[Diagnostic], limit: int = MAX_SHOWN) -> list[Diagnostic]:
    """The first `limit` of `diagnostics`, errors before others, in their order, and one that counts the rest."""
    if len(diagnostics) <= limit:
        return list(diagnostics)
    ranked = sorted(diagnostics, key=lambda d: d.severity is not Severity.ERROR)
    kept, left = set(map(id, ranked[:limit])), ranked[limit:]
    more = f"{len(left):,} more like these are not shown"
    hint = "correct these first, then check again"
    rest = Diagnostic(left[0].severity, "too-many", more, left[0].place, hint)
    return [*(d for d in diagnostics if id(d) in kept), rest]


def format_text(diagnostic: Diagnostic) -> str:
    """The diagnostic for people: a line, the outline's line with a caret below, and the hint."""
    d = diagnostic
    head = f"{printable(str(d.place))}: " if d.place else ""
    lines = [f"{head}{d.severity}: {d.message} [{d.code}]"]
    if d.place and d.place.text is not None and d.place.text.strip():
        shown, offset = _window(printable(d.place.text), d.place.column - 1)
        gutter = f"{d.place.line:>5} | "
        length = max(1, min(d.place.length, len(shown) - offset))
        lines += [f"{gutter}{shown}", f"{' ' * (len(gutter) - 2)}| {' ' * offset}{'^' * length}"]
    if d.hint:
        lines.append(f"      = {d.hint}")
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """`text` on one line, printable, a long quotation in it cut, and all of it at most 1,000 characters."""
    if not text.isprintable():
        text = printable(text.replace("\n", " "))
    if len(text) > _LONG_QUOTE:
        text = _QUOTED.sub(lambda quoted: f"{quoted[0][:_LONG_QUOTE]}…`", text)
    return text if len(text) <= 1_000 else f"{text[:600]}…{text[-300:]}"


def printable(text: str) -> str:
    """Control and bidirectional characters could drive or fool a terminal: show them as a dot."""
    return "".join(c if c.isprintable() else "·" for c in text)


def _window(text: str, offset: int, width: int = 96) -> tuple[str, int]:
    """Cut a long line down to about `width` characters around `offset`."""
    if len(text) <= width:
        return text, min(offset, len(text))
    start = max(0, min(offset - width // 3, len(text) - width))
    head = "…" if start else ""
    tail = "…" if start + width < len(text) else ""
    return f"{head}{text[start : start + width]}{tail}", offset - start + len(head)


def format_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A JSON array of objects with severity, code, message, file, line, column and hint."""
    return json.dumps(
        [
            {
                "severity": d.severity.value,
                "code": d.code,
                "message": d.message,
                "file": d.place.file if d.place else None,
                "line": d.place.line if d.place else None,
                "column": d.place.column if d.place else None,
                "hint": d.hint,
            }
            for d in diagnostics
        ],
        ensure_ascii=False,
        indent=2,
    )


def format_github(diagnostic: Diagnostic) -> str:
    """A GitHub Actions workflow command, which shows on the changed line of a pull request.

    Source: GitHub Docs, "Workflow commands for GitHub Actions", Setting an error message; escapes as in
    @actions/core's `command.ts`.
    """
    d = diagnostic
    level = {"error": "error", "warning": "warning", "note": "notice"}[d.severity.value]

    def escape(value: str, extra: str = "") -> str:
        for char in "%\r\n" + extra:
            value = value.replace(char, f"%{ord(char):02X}")
        return value

    fields = [f"title={escape(d.code, ',:')}"]
    if d.place:
        fields = [
            f"file={escape(d.place.file, ',:')}",
            f"line={d.place.line}",
            f"col={d.place.column}",
            *fields,
        ]
    message = d.message if d.hint is None else f"{d.message} ({d.hint})"
    return f"::{level} {','.join(fields)}::{escape(message)}"


# What the analyst most likely meant.


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
