"""An audience can reword every text of every part: the models say which these are."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

import briefgen
from briefgen.model.base import Node, text_fields
from briefgen.model.edition import Edition
from briefgen.model.figures import DataFile, Evidence
from briefgen.model.outline import Outline
from briefgen.model.registry import CHART_KINDS
from briefgen.model.rich_text import plain
from briefgen.model.selection import inner_texts
from conftest import ROOT

CHARTS = ROOT / "docs" / "charts"
EVIDENCE = [{"source": "report", "quote": "it is so", "says": "A witness", "locator": "page 1"}]
# Names of files, and a date that a source is found by.
NOT_WORDS = {"logo", "text"}


def _outline(folder: Path, audience: dict[str, Any] | None = None) -> Path:
    """An outline with a part of each kind, each with all the texts that it can have."""
    for file in CHARTS.glob("*.csv"):
        shutil.copy(file, folder)
    figures = []
    for kind in sorted(CHART_KINDS.own):
        spec = yaml.safe_load((CHARTS / f"{kind}.yaml").read_text(encoding="utf-8"))
        full = {"subtitle": "A subtitle", "note": "A note", "source": "A source", "alt": "Alt text"}
        figures.append({**full, **spec, "id": f"fig-{kind}", "evidence": EVIDENCE})
    written: dict[str, Any] = {
        "title": "A title", "date": "2026-01-02", "message": "The message.",
        "organisation": {"name": "An institute", "contact": "Someone"},
        "report": {"title": "A report", "author": "Its author", "published": "May 2020"},
        "sources": [{"id": "report", "title": "The report", "short": "Report", "author": "A", "publisher": "B",
                     "date": "2020", "url": "https://example.org", "note": "A note"}],
        "key_numbers": [{"id": "many", "value": 3, "unit": "pills", "label": "of them", "evidence": EVIDENCE}],
        "findings": [{"id": "one", "headline": "It is so", "body": "A body", "evidence": EVIDENCE, "key_number": "many",
                      "table": "grid"}],
        "figures": figures,
        "exhibits": [f["id"] for f in figures],
        "tables": [{"id": "grid", "title": "A grid", "subtitle": "Cells", "source": "From there", "note": "A note",
                    "columns": ["Who", "What"], "rows": [["He", "this"], ["She", "that"]], "evidence": EVIDENCE}],
        "recommendations": [{"id": "act", "actor": "All", "action": "Act", "body": "Because"}],
        "audiences": [{"id": "x", "label": "X",
                       "own_recommendations": [{"id": "own", "actor": "You", "action": "Go", "body": "Why"}],
                       **(audience or {})}],
    }  # fmt: skip
    path = folder / "brief.yaml"
    path.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return path


def _parts(o: Outline) -> dict[str, Node]:
    whole = {"organisation": o.organisation, **({"report": o.report} if o.report else {})}
    return {**whole, **{part.id: part for part in o.parts}}


def _said(e: Edition) -> dict[str, str]:
    """All that the edition shows of each part."""
    shown: dict[str, list[Any]] = {
        "organisation": [e.organisation.name, e.organisation.url, plain(e.contact)],
        "report": [plain(e.report)],
    }
    for k in e.key_numbers:
        shown[k.id] = [k.number, plain(k.label)]
    for f in e.findings:
        shown[f.id] = [plain(f.headline), plain(f.body)]
    for r in e.recommendations:
        shown[r.id] = [r.actor, plain(r.action), plain(r.body)]
    for s in e.sources:
        shown[s.id] = [plain(s.text), s.short]
        shown[s.id] += [run.url for run in s.text if getattr(run, "url", None)]
    for f in e.findings:
        if f.table:
            t = f.table
            shown[t.id] = [*map(plain, (t.title, t.subtitle, t.note, t.source, *t.headers))]
            shown[t.id] += [plain(cell) for row in t.rows for cell in row]
    for x in e.figures:
        shown[x.id] = [
            *map(plain, (x.title, x.subtitle, x.note, x.source)),
            x.alt,
            *inner_texts(x.spec),
        ]
        shown[x.id] += [
            getattr(node, n) or "" for node in _nodes(x.spec) for n in text_fields(type(node))
        ]
    return {id: "\n".join(str(t) for t in texts) for id, texts in shown.items()}


def _nodes(node: Any) -> list[Node]:
    if isinstance(node, Evidence | DataFile):
        return []
    if isinstance(node, Node):
        return [node, *(n for name in type(node).model_fields for n in _nodes(getattr(node, name)))]
    return [n for item in node for n in _nodes(item)] if isinstance(node, tuple) else []


def test_every_text_field_of_every_part_can_be_reworded(tmp_path: Path) -> None:
    parts = _parts(briefgen.load(_outline(tmp_path)).outline)
    words: dict[str, dict[str, str]] = {}
    for id, part in parts.items():
        names = [n for n in text_fields(type(part))
                 if n not in NOT_WORDS and isinstance(getattr(part, n), str | None)]  # fmt: skip
        words[id] = {name: f"other-{id}-{name}" for name in names}
    assert sum(map(len, words.values())) > 150
    loaded = briefgen.load(_outline(tmp_path, {"reword": words}))
    said = _said(briefgen.edition(loaded, "x"))
    missing = [
        t for id, texts in words.items() for t in texts.values() if t not in said.get(id, "")
    ]
    assert missing == []
    plainly = _said(briefgen.edition(loaded))
    assert not any("other-" in text for text in plainly.values())


def test_every_text_inside_a_figure_or_table_can_be_reworded(tmp_path: Path) -> None:
    parts = _parts(briefgen.load(_outline(tmp_path)).outline)
    words: dict[str, dict[str, dict[str, str]]] = {}
    for id, part in parts.items():
        if not hasattr(part, "evidence") or id == "fig-tilemap":
            continue  # what a map has inside are the names of states, which say where they lie
        own = {
            getattr(part, n) for n in text_fields(type(part)) if isinstance(getattr(part, n), str)
        }
        inside = [
            t
            for t in dict.fromkeys(inner_texts(part))
            if any(c.isalpha() for c in t) and t not in own
        ]
        if inside:
            words[id] = {"texts": {old: f"new {n}" for n, old in enumerate(inside)}}
    assert sum(len(w["texts"]) for w in words.values()) > 100
    said = _said(briefgen.edition(briefgen.load(_outline(tmp_path, {"reword": words})), "x"))
    left = {
        (id, old) for id, w in words.items() for old in w["texts"] if old in said[id].split("\n")
    }
    assert left == set()


def test_inner_texts_reworded_are_translated_by_what_the_outline_calls_them(tmp_path: Path) -> None:
    words = {
        "reword": {
            "grid": {"title": "Another grid", "texts": {"He": "The man", "this": "that one"}}
        }
    }
    path = _outline(tmp_path, words)
    spanish = {
        "fallback": True,
        "phrases": {"that one": "aquel"},
        "parts": {"grid": {"columns": ["Quién", "Qué"], "rows": [["Él", "esto"], ["Ella", "eso"]]}},
        "audiences": {"x": {"reword": {"grid": {"title": "Otra", "texts": {"He": "El hombre"}}}}},
    }
    beside = tmp_path / "brief.es.yaml"
    beside.write_text(yaml.safe_dump(spanish, allow_unicode=True), encoding="utf-8")
    table = briefgen.edition(briefgen.load(path), "x", "es").findings[0].table
    assert table is not None
    shown = [plain(cell) for row in (table.headers, *table.rows) for cell in row]
    assert (plain(table.title), shown) == (
        "Otra",
        ["Quién", "Qué", "El hombre", "aquel", "Ella", "eso"],
    )


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"texts": "x"}, "wrong-type"),
        ({"title": {"a": "b"}}, "wrong-type"),
        ({"texts": {"Hee": "x"}}, "unknown-text"),
    ],
)
def test_a_wrong_translation_of_a_rewording_is_refused(
    texts: Any, code: str, tmp_path: Path
) -> None:
    path = _outline(
        tmp_path, {"reword": {"grid": {"title": "Another grid", "texts": {"He": "The man"}}}}
    )
    spanish = {"fallback": True, "audiences": {"x": {"reword": {"grid": texts}}}}
    (tmp_path / "brief.es.yaml").write_text(yaml.safe_dump(spanish), encoding="utf-8")
    assert [d.code for d in briefgen.check(path) if d.severity == "error"] == [code]


def test_a_translated_option_takes_no_other_option_with_it(tmp_path: Path) -> None:
    path = _outline(tmp_path, {"deck": {"footer": "Foot"}})
    path.write_text(path.read_text(encoding="utf-8") + "deck: {minutes: 20}\n", encoding="utf-8")
    spanish = {"fallback": True, "audiences": {"x": {"deck": {"footer": "Pie"}}}}
    (tmp_path / "brief.es.yaml").write_text(yaml.safe_dump(spanish), encoding="utf-8")
    deck = briefgen.edition(briefgen.load(path), "x", "es").deck
    assert (deck.footer, deck.minutes) == ("Pie", 20)
