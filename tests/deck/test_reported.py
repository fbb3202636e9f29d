"""Where a title that is too long for its slide is reported: at the text that the audience gets."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import briefgen
from briefgen.deck import compose
from conftest import MINIMAL

LONG = "A claim that goes on and on and on " * 8
FIGURE = """\
exhibits: [bars, table]
figures:
  - id: bars
    kind: bar
    title: Bars differ
    evidence: [{source: report, datum: a table}]
    data: [{label: First, value: 3}]
tables:
  - id: table
    title: Rows differ
    columns: [Name, What]
    rows: [[First, one]]
    evidence: [{source: report, datum: a table}]
"""
TITLES = {
    "bars": ("Bars differ", "title"), "table": ("Rows differ", "title"), "one": ("One thing is so", "headline"),
}  # fmt: skip


def places(path: Path, audience: str | None, language: str | None = None) -> list[str]:
    edition = briefgen.edition(briefgen.load(path), audience, language, fallback=True)
    found = [d for d in compose(edition).diagnostics if d.code == "slide-title"]
    return [f"{Path(d.place.file).name}:{d.place.line}:{d.place.column}" for d in found if d.place]


def found_in(path: Path, text: str) -> str:
    """Where `text` stands in the file, as a place is written."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if text in line:
            return f"{path.name}:{number}:{line.index(text) + 1}"
    raise AssertionError(text)


@pytest.mark.parametrize("part", TITLES)
def test_a_long_title_is_reported_where_it_is_written(part: str, tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text((MINIMAL + FIGURE).replace(TITLES[part][0], LONG))
    assert places(path, None) == [found_in(path, LONG.strip())]


@pytest.mark.parametrize("part", TITLES)
@pytest.mark.parametrize("audience", ["own", "heir"])
def test_one_of_an_audience_is_reported_in_its_words(
    part: str, audience: str, tmp_path: Path
) -> None:
    """An audience's own `reword`, and one that it has from the audience it extends."""
    path = tmp_path / "brief.yaml"
    reword = {part: {TITLES[part][1]: LONG.strip()}}
    audiences = [{"id": "own", "label": "Own", "reword": reword},
                 {"id": "heir", "label": "Heir", "extends": "own"}]  # fmt: skip
    path.write_text(MINIMAL + FIGURE + yaml.safe_dump({"audiences": audiences}, width=10**9))
    assert places(path, None) == []
    assert places(path, audience) == [found_in(path, LONG.strip())]


@pytest.mark.parametrize("part", TITLES)
@pytest.mark.parametrize("beside", [True, False], ids=["in a file beside", "in the outline"])
def test_one_of_a_translation_is_reported_there(part: str, beside: bool, tmp_path: Path) -> None:
    path, other = tmp_path / "brief.yaml", tmp_path / "brief.es.yaml"
    words = {"parts": {part: {TITLES[part][1]: LONG.strip()}}, "fallback": True}
    if beside:
        path.write_text(MINIMAL + FIGURE)
        other.write_text(yaml.safe_dump(words, width=10**9))
    else:
        path.write_text(
            MINIMAL + FIGURE + yaml.safe_dump({"languages": {"es": words}}, width=10**9)
        )
    assert places(path, None) == []
    assert places(path, None, "es") == [found_in(other if beside else path, LONG.strip())]


@pytest.mark.parametrize("beside", ["own", "translated"])
def test_a_reworded_headline_is_reported_where_that_language_has_it(
    beside: str, tmp_path: Path
) -> None:
    path, other = tmp_path / "brief.yaml", tmp_path / "brief.es.yaml"
    audiences = [{"id": "own", "label": "Own", "reword": {"one": {"headline": LONG.strip()}}}]
    path.write_text(MINIMAL + FIGURE + yaml.safe_dump({"audiences": audiences}, width=10**9))
    spanish = {"own": {"reword": {"one": {"headline": "Es " + LONG.strip()}}}}
    words = {"fallback": True, **({"audiences": spanish} if beside == "translated" else {})}
    other.write_text(yaml.safe_dump(words, width=10**9))
    where = other if beside == "translated" else path
    assert places(path, "own", "es") == [
        found_in(where, "Es " + LONG.strip() if where == other else LONG.strip())
    ]


def test_a_long_title_of_the_brief_is_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL.replace("A title", LONG * 2))
    assert places(path, None) == [found_in(path, LONG.strip())]
