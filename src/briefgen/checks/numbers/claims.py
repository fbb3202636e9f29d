"""Where a character of a value stands in the file that it was written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from briefgen.checks.numbers.lexicon import lexicon
from briefgen.checks.numbers.reader import read
from briefgen.checks.numbers.scan import Found
from briefgen.languages.locale import Locale
from briefgen.model.base import Node, NodePath, text_fields
from briefgen.model.diagnostics import Place
from briefgen.model.figures import POWERS, Claim, DataFile, Evidence, FigureBase, Unit
from briefgen.model.outline import Column, Finding, KeyNumber, Outline, Recommendation, Table
from briefgen.model.quantity import Qualifier, Quantity
from briefgen.model.source_map import Scalar, TreeNode


def place_of(node: TreeNode, start: int, end: int, lines: Sequence[str]) -> Place:
    """The place of characters `start` to `end` of a scalar's value, or of the whole value where that fails.

    `lines` are those of the scalar's file. YAML folds lines, doubles quotes and escapes; the value's letters
    are met in the file in the same order, so they are walked along together.
    """
    if not isinstance(node, Scalar) or node.value is None or node.place.line > len(lines):
        return node.place
    line, column = node.place.line - 1, node.place.column - 1
    wanted = "".join(node.value[:start].split())
    goal = node.value[start : start + 1]
    if lines[line][column : column + 1] in ("|", ">"):
        line, column = line + 1, 0
    index = misses = 0
    while line < len(lines):
        text = lines[line]
        while column < len(text):
            here = text[column]
            if index == len(wanted):
                if here == goal:
                    length = max(1, min(end - start, len(text.rstrip()) - column))
                    return replace(
                        node.place, line=line + 1, column=column + 1, length=length, text=text
                    )
            elif here == wanted[index]:
                index += 1
                misses = 0
                column += 1
                continue
            misses += not here.isspace()
            if misses > 12:
                return node.place
            column += 1
        line, column = line + 1, 0
    return node.place


# The texts and values of an outline that make claims, each with the evidence it may rest on.


_CURRENCIES = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "UAH": "₴", "PLN": "zł", "CAD": "C$",
               "AUD": "A$"}  # fmt: skip
# Texts of a part that claim nothing themselves.
_SILENT = frozenset(("source", "actor", "kind", "highlight", "unit", "deck"))
_UNITS = frozenset(("subtitle", "header", "counts"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A text, or a value of a chart, at `path` of the outline, and the numbers it states.

    `part` and `field` name it; `audience` is whose words they are, "" for the outline's.
    """

    part: str
    field: str
    path: NodePath
    text: str
    numbers: tuple[Found, ...]
    audience: str = ""


@dataclass(slots=True)
class Group:
    """Statements that rest on the same evidence; `claim` is the part, None for the outline's own texts."""

    part: str
    claim: Claim | Outline
    evidence: tuple[Evidence, ...]
    statements: list[Statement] = field(default_factory=list)


def groups(o: Outline) -> Iterator[Group]:
    """Every part of the outline with all that it states, then the texts that sum it up."""
    by_id: dict[str, Group] = {}
    findings: dict[str, list[Finding]] = {}
    for f in o.findings:
        for shown in {f.figure, f.table, f.key_number} - {None}:
            findings.setdefault(str(shown), []).append(f)
    asked = {f.id: f for f in o.findings}
    parts: tuple[Any, ...] = (
        *o.key_numbers,
        *o.findings,
        *o.figures,
        *o.tables,
        *o.recommendations,
        *(r for a in o.audiences for r in a.own_recommendations),
    )
    for part in parts:
        own = tuple(part.evidence)
        carrying = findings.get(part.id, ())
        if isinstance(part, Recommendation):
            carrying = [asked[id] for id in part.findings if id in asked]
        evidence = (*own, *(e for f in carrying for e in f.evidence))
        group = Group(part.id, part, evidence)
        group.statements += _stated(part, o.language)
        by_id[part.id] = group
    for a in o.audiences:
        for id, words in a.reword.items():
            for name, said in words.items():
                if id not in by_id or name in _SILENT:
                    continue
                path = (*a.path, "reword", id, name)
                inside = (
                    {(*path, old): text for old, text in said.items()}
                    if isinstance(said, dict)
                    else {path: said}
                )
                for at, text in inside.items():
                    numbers = read(text, o.language, units=name in _UNITS)
                    by_id[id].statements.append(Statement(id, name, at, text, numbers, a.id))
    yield from by_id.values()
    whole = Group("", o, tuple(e for part in parts for e in part.evidence))
    for owner, audience in ((o, ""), *((a, a.id) for a in o.audiences)):
        for name in ("title", "subtitle", "message", "about"):
            if text := getattr(owner, name):
                whole.statements.append(
                    Statement("", name, (*owner.path, name), text, read(text, o.language), audience)
                )
    yield whole


def _stated(part: Claim, language: str) -> Iterator[Statement]:
    id = str(getattr(part, "id", ""))
    if isinstance(part, Table):
        yield from _table(part, language)
        return
    context = f"{getattr(part, 'subtitle', '') or ''} {getattr(part, 'title', '') or ''}"
    for node, unit in _nodes(part, part if isinstance(part, Unit) else Unit()):
        for name in type(node).model_fields:
            value = getattr(node, name)
            path = (*node.path, name)
            if name in _SILENT or value is None:
                continue
            if isinstance(value, Quantity):
                if name not in node.model_fields_set:
                    continue  # a default, such as 100 percent for a whole, is no claim
                measure = (
                    getattr(part, name) if isinstance(getattr(part, name, None), Unit) else unit
                )
                yield _value(id, name, path, value, measure, context, language)
            elif isinstance(value, dict):
                for key, item in value.items():
                    yield Statement(id, name, (*path, key), key, read(key, language))
                    if isinstance(item, Quantity):
                        yield _value(id, name, (*path, key), item, unit, context, language)
            elif isinstance(value, str) and name in text_fields(type(node)):
                yield Statement(id, name, path, value, read(value, language, units=name in _UNITS))


def _nodes(node: Node, unit: Unit) -> Iterator[tuple[Node, Unit]]:
    """`node` and what it holds except evidence, each with the unit its numbers are in."""
    yield node, unit
    for name in type(node).model_fields:
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Node) and not isinstance(item, Evidence | DataFile):
                own = (
                    item
                    if isinstance(item, Unit) and (item.unit or item.currency or item.magnitude)
                    else unit
                )
                yield from _nodes(item, own)


def _table(table: Table, language: str) -> Iterator[Statement]:
    about = f"{table.subtitle or ''} {table.title}"
    for name in ("title", "subtitle", "note"):
        if text := getattr(table, name):
            numbers = read(text, language, units=name in _UNITS)
            yield Statement(table.id, name, (*table.path, name), text, numbers)
    for column in table.columns:
        numbers = read(column.header, language, units=True)
        yield Statement(table.id, "header", _header_path(column), column.header, numbers)
    for index, row in enumerate(table.rows):
        for at, cell in enumerate(row):
            if cell:
                header = table.columns[at].header if at < len(table.columns) else ""
                numbers = tuple(
                    _in_context(f, f"{header} {about}", language) for f in read(cell, language)
                )
                yield Statement(table.id, "cell", (*table.path, "rows", index, at), cell, numbers)


def _header_path(column: Column) -> NodePath:
    return (*column.path, "header")


def _value(
    id: str, name: str, path: NodePath, value: Quantity, unit: Unit, context: str, language: str
) -> Statement:
    if value.low is None or value.high is None:
        return Statement(id, name, path, "", ())
    by = Decimal(10) ** POWERS[unit.magnitude] if unit.magnitude else Decimal(1)
    places = max(0, -int(value.low.as_tuple().exponent))
    written = Unit(
        unit=unit.unit, magnitude=unit.magnitude, currency=unit.currency
    )  # as it is, unrounded
    locale = Locale(language)
    text = locale.join_qualifier(*locale.parts(value, written, named=False)).replace("\u00a0", " ")
    step = Decimal(1).scaleb(-places) * by
    found = Found(value.low * by, value.high * by, text, 0, 0, (0, 0), value.qualifier, "count", step, base=value.low,
                  currency=_CURRENCIES.get(unit.currency or "", unit.currency or ""), decimals=places)  # fmt: skip
    if value.is_range:
        ends = tuple(replace(found, low=n * by, high=n * by, base=n, qualifier=Qualifier.EXACT)
                     for n in (value.low, value.high))  # fmt: skip
        found = replace(found, parts=ends)
    measure = (unit.unit or "").lower()
    if measure in ("percent", "%"):
        found = replace(
            found, kind="percent", parts=tuple(replace(p, kind="percent") for p in found.parts)
        )
    elif measure in ("percentage points", "points"):
        found = replace(found, kind="points")
    elif measure in ("times", "x", "×"):
        found = replace(found, kind="times")
    elif not unit.currency and not unit.magnitude:
        found = _in_context(found, f"{unit.unit or ''} {context}", language)
    return Statement(id, name, path, text, (found,))


def _in_context(found: Found, context: str, language: str) -> Found:
    """`found` also read in the unit that a heading gives: "Millions", "Thousand dollars", "percent"."""
    if found.kind != "count" or found.low != found.base:
        return found
    lx = lexicon(language)
    others = list(found.others)
    for word in re.findall(r"[^\W\d_]+|%", context.lower()):
        exponent = lx.words.magnitudes.get(word, 0)
        if exponent >= 3:
            by = Decimal(10) ** exponent
            others.append(replace(found, low=found.low * by, high=found.high * by, step=found.step * by, others=(),
                                  date=None))  # fmt: skip
        elif word in ("%", *lx.words.percent):
            others.append(replace(found, kind="percent", others=(), date=None))
    return replace(found, others=tuple(others))


def is_figure(part: Claim | Outline) -> bool:
    """Whether a group's part is a chart."""
    return isinstance(part, FigureBase)


def is_key_number(part: Claim | Outline) -> bool:
    """Whether a group's part is a key number."""
    return isinstance(part, KeyNumber)
