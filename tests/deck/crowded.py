"""Outlines with very long texts and very many items, and what of them can be read on the slides."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import yaml

import briefgen
from briefgen.deck.boxes import Deck, Slide, TableBox, TextBox
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import Edition
from briefgen.model.rich_text import plain

Outline: TypeAlias = dict[str, Any]
Put: TypeAlias = Callable[[Outline, str], None]

EVENT: Outline = {
    "id": "events", "kind": "timeline", "title": "Things happened",
    "evidence": [{"source": "work", "datum": "dates"}],
    "data": [{"date": "2019", "label": "This"}, {"date": "2021", "label": "That"}],
}  # fmt: skip
BASE: Outline = {
    "title": "A title",
    "date": "2026-01-02",
    "organisation": {"name": "An institute"},
    "message": "The message.",
    "findings": [
        {"id": "one", "headline": "One thing is so",
         "evidence": [{"source": "work", "quote": "it is so", "locator": "page 3"}]}
    ],
    "sources": [{"id": "work", "title": "The report"}],
}  # fmt: skip


def words(name: str, count: int) -> list[str]:
    """`count` words that are found nowhere else."""
    return [f"{name}{number}x" for number in range(count)]


def at(*path: str | int) -> Put:
    """Puts a text where `path` leads in the outline."""

    def put(outline: Outline, text: str) -> None:
        node: Any = outline
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = text

    return put


def with_parts(parts: Outline, *path: str | int) -> Put:
    """Adds `parts` to the outline, then puts the text where `path` leads."""

    def put(outline: Outline, text: str) -> None:
        outline.update(copy.deepcopy(parts))
        at(*path)(outline, text)

    return put


def finding(**more: Any) -> Outline:
    return {"findings": [{**copy.deepcopy(BASE["findings"][0]), **more}]}


def quotes(count: int, **more: Any) -> Outline:
    said = [
        {"source": "work", "quote": f"it is number {i}", "says": f"Speaker {i}", **more}
        for i in range(count)
    ]
    return finding(evidence=said)


NUMBER = {
    "id": "k0",
    "value": 20,
    "unit": "people",
    "label": "were counted",
    "evidence": [{"source": "work", "datum": "20"}],
}
NUMBERS = {"key_numbers": [{**NUMBER, "id": f"k{i}"} for i in range(5)]}
ONE_NUMBER = {"key_numbers": [NUMBER]}
BARS = {
    "id": "bars", "kind": "bar", "title": "Bars differ", "subtitle": "People", "note": "A note.",
    "evidence": [{"source": "work", "datum": "a table"}],
    "data": [{"label": "First", "value": 3}, {"label": "Second", "value": 5}],
}  # fmt: skip
LINE = {**BARS, "kind": "line", "data": [{"x": "2019", "value": 3}, {"x": "2020", "value": 4}]}
CHART = {**finding(figure="bars"), "figures": [BARS]}
LINES = {**finding(figure="bars"), "figures": [LINE]}
NUMBERED = {**finding(figure="bars", key_number="k0"), "figures": [BARS], **ONE_NUMBER}
ALONE = {**finding(key_number="k0"), **ONE_NUMBER}
TABLE = {
    "tables": [{"id": "table", "title": "Rows differ", "subtitle": "People", "note": "A note.",
                "columns": ["Name", "What", "Much"], "rows": [["First", "one", "3"], ["Second", "two", "5"]],
                "evidence": [{"source": "work", "datum": "a table"}]}],
}  # fmt: skip
TABLED = {**finding(table="table"), **TABLE}
EXHIBIT = {**TABLE, "exhibits": ["table"]}
EVENTS = {"exhibits": ["events"], "figures": [EVENT]}
ASKS = {
    "recommendations": [
        {"id": f"r{i}", "actor": f"Actor {i}", "action": "Do it.", "body": "It is better."}
        for i in range(3)
    ]
}
ASK = {"recommendations": ASKS["recommendations"][:1]}
REPORT = {"report": {"title": "The report", "author": "Somebody", "published": "May 2025"}}
AUDIENCE = {"audiences": [{"id": "all", "label": "For all"}]}
SECTIONS = {"deck": {"sections": True}}
TWO = quotes(2)
THREE = quotes(3)

# Each text of an outline that slides show.
FIELDS: dict[str, Put] = {
    "title": at("title"),
    "subtitle": at("subtitle"),
    "report title": with_parts(REPORT, "report", "title"),
    "report author": with_parts(REPORT, "report", "author"),
    "organisation": at("organisation", "name"),
    "contact": at("organisation", "contact"),
    "contact after about": with_parts({"about": "It is."}, "organisation", "contact"),
    "audience": with_parts(AUDIENCE, "audiences", 0, "label"),
    "audience title": with_parts(AUDIENCE, "audiences", 0, "title"),
    "message": at("message"),
    "about": at("about"),
    "number label": with_parts(ONE_NUMBER, "key_numbers", 0, "label"),
    "number unit": with_parts(ONE_NUMBER, "key_numbers", 0, "unit"),
    "label of one of numbers": with_parts(NUMBERS, "key_numbers", 2, "label"),
    "unit of one of numbers": with_parts(NUMBERS, "key_numbers", 2, "unit"),
    "label of a number alone": with_parts(ALONE, "key_numbers", 0, "label"),
    "label beside a chart": with_parts(NUMBERED, "key_numbers", 0, "label"),
    "unit beside a chart": with_parts(NUMBERED, "key_numbers", 0, "unit"),
    "number source": with_parts(ONE_NUMBER, "sources", 0, "short"),
    "headline": at("findings", 0, "headline"),
    "headline over a chart": with_parts(CHART, "findings", 0, "headline"),
    "headline over a table": with_parts(TABLED, "findings", 0, "headline"),
    "headline in contents": with_parts(SECTIONS, "findings", 0, "headline"),
    "quote": at("findings", 0, "evidence", 0, "quote"),
    "says": at("findings", 0, "evidence", 0, "says"),
    "locator": at("findings", 0, "evidence", 0, "locator"),
    "datum": with_parts(finding(evidence=[{"source": "work"}]), "findings", 0, "evidence", 0, "datum"),
    "first of two quotes": with_parts(TWO, "findings", 0, "evidence", 0, "quote"),
    "second of two quotes": with_parts(TWO, "findings", 0, "evidence", 1, "quote"),
    "second of two speakers": with_parts(TWO, "findings", 0, "evidence", 1, "says"),
    "first of three quotes": with_parts(THREE, "findings", 0, "evidence", 0, "quote"),
    "second of three quotes": with_parts(THREE, "findings", 0, "evidence", 1, "quote"),
    "third of three quotes": with_parts(THREE, "findings", 0, "evidence", 2, "quote"),
    "third of three speakers": with_parts(THREE, "findings", 0, "evidence", 2, "says"),
    "quote beside a number": with_parts(ALONE, "findings", 0, "evidence", 0, "quote"),
    "speaker beside a number": with_parts(ALONE, "findings", 0, "evidence", 0, "says"),
    "second quote beside a number": with_parts(
        {**THREE, "findings": [{**THREE["findings"][0], "key_number": "k0"}], **ONE_NUMBER},
        "findings", 0, "evidence", 1, "quote"),
    "figure title": with_parts(CHART, "figures", 0, "title"),
    "figure subtitle": with_parts(CHART, "figures", 0, "subtitle"),
    "figure source": with_parts(CHART, "figures", 0, "source"),
    "figure note": with_parts(CHART, "figures", 0, "note"),
    "title of lines": with_parts(LINES, "figures", 0, "title"),
    "note of lines": with_parts(LINES, "figures", 0, "note"),
    "exhibit title": with_parts({**CHART, **finding(), "exhibits": ["bars"]}, "figures", 0, "title"),
    "table title": with_parts(TABLED, "tables", 0, "title"),
    "table subtitle": with_parts(TABLED, "tables", 0, "subtitle"),
    "table source": with_parts(TABLED, "tables", 0, "source"),
    "table note": with_parts(TABLED, "tables", 0, "note"),
    "table header": with_parts(TABLED, "tables", 0, "columns", 1),
    "table row name": with_parts(TABLED, "tables", 0, "rows", 1, 0),
    "table cell": with_parts(TABLED, "tables", 0, "rows", 0, 1),
    "title of a table alone": with_parts(EXHIBIT, "tables", 0, "title"),
    "timeline title": with_parts(EVENTS, "figures", 0, "title"),
    "actor": with_parts(ASK, "recommendations", 0, "actor"),
    "actor among others": with_parts(ASKS, "recommendations", 1, "actor"),
    "actor in contents": with_parts({**ASKS, **SECTIONS}, "recommendations", 1, "actor"),
    "action": with_parts(ASK, "recommendations", 0, "action"),
    "action among others": with_parts(ASKS, "recommendations", 1, "action"),
    "ask": with_parts(ASK, "recommendations", 0, "body"),
    "ask among others": with_parts(ASKS, "recommendations", 1, "body"),
    "source title": at("sources", 0, "title"),
    "source author": at("sources", 0, "author"),
    "source publisher": at("sources", 0, "publisher"),
    "source note": at("sources", 0, "note"),
}  # fmt: skip


# One outline with all kinds of slides, and the texts in it.
RICH: Outline = {
    **copy.deepcopy(BASE), **REPORT, **ONE_NUMBER, **ASKS, **SECTIONS, "subtitle": "It is", "about": "It is.",
    "figures": [BARS, EVENT], "tables": TABLE["tables"], "exhibits": ["events", "table"],
    "findings": [
        finding(figure="bars")["findings"][0], {**ALONE["findings"][0], "id": "two", "headline": "Two is so"},
        {**THREE["findings"][0], "id": "three", "headline": "Three is so"},
    ],
}  # fmt: skip
RICH_TEXTS: list[tuple[str | int, ...]] = [
    ("title",), ("subtitle",), ("message",), ("about",), ("organisation", "contact"), ("report", "title"),
    ("key_numbers", 0, "label"), ("findings", 0, "headline"), ("findings", 1, "headline"),
    ("findings", 1, "evidence", 0, "quote"), ("findings", 2, "evidence", 0, "quote"),
    ("findings", 2, "evidence", 1, "says"), ("figures", 0, "title"), ("figures", 0, "subtitle"),
    ("figures", 0, "note"), ("figures", 0, "source"), ("figures", 1, "title"), ("figures", 1, "note"),
    ("tables", 0, "title"), ("tables", 0, "subtitle"), ("tables", 0, "note"), ("tables", 0, "columns", 1),
    ("tables", 0, "rows", 0, 1), ("recommendations", 0, "actor"), ("recommendations", 1, "action"),
    ("recommendations", 2, "body"), ("sources", 0, "title"), ("sources", 0, "note"),
]  # fmt: skip


def many_numbers(outline: Outline, texts: list[str]) -> None:
    outline["key_numbers"] = [
        {**NUMBER, "id": f"k{i}", "label": text} for i, text in enumerate(texts)
    ]


def many_quotes(outline: Outline, texts: list[str]) -> None:
    outline.update(quotes(0))
    outline["findings"][0]["evidence"] = [
        {"source": "work", "quote": t, "locator": "page 2"} for t in texts
    ]


def many_quotes_beside(outline: Outline, texts: list[str]) -> None:
    many_quotes(outline, texts)
    outline["findings"][0]["key_number"] = "k0"
    outline.update(copy.deepcopy(ONE_NUMBER))


def many_data(outline: Outline, texts: list[str]) -> None:
    outline["findings"][0]["evidence"] = [{"source": "work", "datum": text} for text in texts]


def many_findings(outline: Outline, texts: list[str]) -> None:
    one = outline["findings"][0]
    outline["findings"] = [
        {**copy.deepcopy(one), "id": f"f{i}", "headline": t} for i, t in enumerate(texts)
    ]
    outline["deck"] = {"sections": True}


def many_actors(outline: Outline, texts: list[str]) -> None:
    outline["recommendations"] = [
        {"id": f"r{i}", "actor": t, "action": "Do it."} for i, t in enumerate(texts)
    ]
    outline["deck"] = {"sections": True}


def many_asks(outline: Outline, texts: list[str]) -> None:
    outline["recommendations"] = [
        {"id": f"r{i}", "actor": "Actor", "action": t} for i, t in enumerate(texts)
    ]


def many_sources(outline: Outline, texts: list[str]) -> None:
    outline["sources"] += [{"id": f"s{i}", "title": text} for i, text in enumerate(texts)]


def many_rows(outline: Outline, texts: list[str]) -> None:
    outline.update(copy.deepcopy(TABLED))
    outline["tables"][0]["rows"] = [[text, "1", "2"] for text in texts]


def many_columns(outline: Outline, texts: list[str]) -> None:
    outline.update(copy.deepcopy(TABLED))
    outline["tables"][0] |= {"columns": texts[:12], "rows": [texts[:12]] * 2}


MANY: dict[str, Callable[[Outline, list[str]], None]] = {
    "numbers": many_numbers, "quotes": many_quotes, "quotes beside a number": many_quotes_beside,
    "data": many_data, "findings": many_findings, "actors": many_actors, "asks": many_asks,
    "sources": many_sources, "rows": many_rows, "columns": many_columns,
}  # fmt: skip


def put_many(outline: Outline, items: str, count: int, length: int) -> list[str]:
    """Put `count` items of `length` words into the outline; returns their words. A table has 12 columns at most."""
    wanted = words("many", min(count, 12) * length if items == "columns" else count * length)
    texts = [" ".join(wanted[i : i + length]) for i in range(0, len(wanted), length)]
    MANY[items](outline, texts)
    return wanted


def edition(outline: Outline, folder: Path) -> Edition:
    """The first audience's edition of `outline`, each of its texts on one line of the file."""
    path = folder / "brief.yaml"
    text = yaml.safe_dump(outline, width=10**9, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    loaded = briefgen.load(path)
    return briefgen.edition(loaded, next(iter(loaded.audiences), None))


def texts_of(slide: Slide) -> Iterator[str]:
    """What can be read on a slide, charts apart."""
    yield slide.title_text
    for part in slide.parts:
        if isinstance(part, TextBox):
            yield from (plain(line.runs) for line in part.lines)
        elif isinstance(part, TableBox):
            yield from (plain(cell) for row in part.rows for cell in row)


def read(deck: Deck, wanted: list[str]) -> list[str]:
    """Which of the wanted words stand on slides, each once, in the order in which they are first met."""
    known = set(wanted)
    said = (word for slide in deck.slides for text in texts_of(slide) for word in text.split())
    return list(dict.fromkeys(w for w in (word.strip("“”‘’.,;:·") for word in said) if w in known))


def reported(diagnostics: Iterable[Diagnostic], wanted: list[str]) -> bool:
    """Whether a diagnostic names the line where these words are written."""
    places = [d.place for d in diagnostics if d.place]
    return any(place.text and wanted[0] in place.text for place in places)
