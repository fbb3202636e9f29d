"""Whole builds of outlines whose parts are shared: one figure, table, key number, phrase or source in several places.

Every outline either is refused with diagnostics that have a place, or is built as brief, deck and handout, in which
each id is one thing.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

import briefgen
from briefgen.deck.handout import write_handout
from briefgen.model.diagnostics import BriefgenError, Diagnostic
from briefgen.model.loaded import LoadedOutline
from briefgen.pipeline.rendering import write_stream
from deck.package import problems
from tagged.validators import structural

EVIDENCE = [
    {"source": "report", "locator": "page 3", "quote": "it is so"},
    {"source": "report", "locator": "page 3", "quote": "it is so", "id": "named"},
    {"source": "report", "datum": "7 of 9"},
    {"source": "survey", "locator": "page 3", "quote": "it is so"},
]
FIGURES = [
    {"id": "chart", "kind": "bar", "title": "One bar is longer", "data": [{"label": "A", "value": 1}, {"label": "B", "value": 2}]},
    {"id": "bars", "kind": "column", "title": "One column is higher", "data": [{"label": "A", "value": 3}, {"label": "B", "value": 2}]},
]  # fmt: skip


def evidence(rng: random.Random) -> list[dict[str, str]]:
    """Some of the same evidence, perhaps the very same twice."""
    return [dict(rng.choice(EVIDENCE)) for _ in range(rng.choice([1, 1, 2, 3]))]


def finding(rng: random.Random, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {"id": f"f{number}", "headline": f"Thing {number} is so", "evidence": evidence(rng)}  # fmt: skip
    if rng.random() < 0.7:
        made["body"] = "A body."
    if rng.random() < 0.3:
        named = {"source": "report", "locator": "page 3", "quote": "it is so", "id": "named"}
        made |= {"body": "A body[^named] that says it twice[^named].", "evidence": [named]}
    for key, chosen in (("figure", ["chart", "chart", "bars"]), ("table", ["table"]), ("key_number", ["number", "other"])):  # fmt: skip
        if rng.random() < 0.55:
            made[key] = rng.choice(chosen)
    return made


def outline(seed: int) -> dict[str, Any]:
    """A small outline that follows from `seed`."""
    rng = random.Random(seed)
    ids = [f"f{n}" for n in range(rng.choice([2, 3, 4]))]

    def some(chosen: list[str], most: int = 3) -> list[str]:
        return [rng.choice(chosen) for _ in range(rng.randrange(most + 1))]

    shown = ["chart", "bars", "table"]
    made: dict[str, Any] = {
        "title": "Shared parts",
        "date": "2026-01-02",
        "organisation": {"name": "An institute"},
        "message": "The message.",
        "sources": [{"id": "report", "title": "A report"}, {"id": "survey", "title": "A report"}],
        "key_numbers": [
            {"id": "number", "value": 7, "label": "things", "evidence": evidence(rng)},
            {"id": "other", "value": 7, "label": "things", "evidence": evidence(rng)},
        ],
        "findings": [finding(rng, n) for n in range(len(ids))],
        "figures": [dict(f, evidence=evidence(rng)) for f in FIGURES],
        "tables": [{"id": "table", "title": "A table", "columns": ["A", "B"], "rows": [["x", "1"], ["y", "2"]],
                    "evidence": evidence(rng)}],
        "exhibits": some(shown),
        "recommendations": [
            {"id": f"r{n}", "actor": "The town", "action": "Do it.", "findings": some(ids) or [ids[0]], "evidence": evidence(rng)}
            for n in range(rng.randrange(3))
        ],
        "brief": {"layout": rng.choice(["auto", "full", "full", "highlights"])},
        "deck": {"charts": rng.choice(["native", "picture"])},
        "audiences": [
            {"id": "all", "label": "All", "exhibits": some(shown), "key_numbers": some(["number", "other"])},
            {"id": "few", "label": "Few", "extends": "all", "findings": {"ids": some(ids) or ids}},
        ],
    }  # fmt: skip
    return made


def repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def complaints(path: Path) -> list[str]:
    """Names that stand for two things in a PDF, links that lead nowhere, and what its structure lacks."""
    found = structural(path)
    with pikepdf.open(path) as pdf:
        files = pdf.Root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
        found += [f"two files {name}" for name in repeated([str(n) for n in list(files)[::2]])]
        names = [str(name) for name in pdf.Root.get("/Dests", {})]
        asked = [a.Dest for page in pdf.pages for a in page.get("/Annots", []) if "/Dest" in a]
        found += [f"no destination {d}" for d in asked if isinstance(d, pikepdf.Name) and str(d) not in names]  # fmt: skip
        titles = []
        with pdf.open_outline() as entries:
            stack = list(entries.root)
            while stack:
                entry = stack.pop()
                stack += entry.children
                titles.append(entry.title)
                if entry.destination is None:
                    found.append(f"bookmark without destination: {entry.title}")
        if "Contents" in titles:  # headings of a full brief have titles of their own
            found += [f"two bookmarks {title}" for title in repeated(titles)]
    return found


def build(loaded: LoadedOutline, audience: str | None, folder: Path) -> list[str]:
    """What is wrong with the brief, the deck, the handout and the table of evidence of an edition."""
    edition = briefgen.edition(loaded, audience)
    rows, _ = write_stream(edition, "evidence-csv", io.BytesIO(), loaded=loaded)
    assert rows
    brief, deck, handout = io.BytesIO(), io.BytesIO(), io.BytesIO()
    briefgen.write_pdf(edition, brief)
    briefgen.write_pptx(edition, deck)
    write_handout(edition, handout)
    found = problems(deck.getvalue())
    for name, stream in (("brief", brief), ("handout", handout)):
        path = folder / f"{name}.pdf"
        path.write_bytes(stream.getvalue())
        found += [f"{name}: {said}" for said in complaints(path)]
    return found


@pytest.mark.parametrize("share", range(4))
def test_outlines_that_share_parts_are_built_or_refused_with_a_place(
    share: int, tmp_path: Path
) -> None:
    built = 0
    for seed in range(share, 40, 4):
        path = tmp_path / "brief.yaml"
        path.write_text(yaml.safe_dump(outline(seed), sort_keys=False), encoding="utf-8")
        refused: tuple[Diagnostic, ...] = ()
        try:
            loaded = briefgen.load(path)
            for audience in (None, "few"):
                assert build(loaded, audience, tmp_path) == [], f"seed {seed}"
                built += 1
        except BriefgenError as error:
            refused = error.diagnostics
        for said in refused:
            assert said.place is not None, f"seed {seed}: {said}"
    assert built > 15, "most of them are good outlines"
