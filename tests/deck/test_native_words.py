"""What PowerPoint's own charts say in words as the pictures do, and what makes a chart a picture after all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import briefgen
from briefgen.charts import draw
from briefgen.deck import compose, write_pptx
from briefgen.deck.boxes import ChartBox, Picture
from briefgen.languages.locale import locale_of
from conftest import MINIMAL

from .reading import OFFICES, VALIDATOR, slides, validator_errors


@pytest.mark.parametrize("kind", ["stacked", "stacked100", "grouped"])
def test_a_row_without_data_says_so(kind: str, tmp_path: Path) -> None:
    """In the native chart as in the picture, and it has neither a mark nor a total."""
    path = tmp_path / "brief.yaml"
    path.write_text(
        MINIMAL + "deck: {charts: native}\nexhibits: [some]\nfigures:\n"
        f"  - {{id: some, kind: {kind}, title: Some are empty, unit: percent, evidence: [{{source: report, datum: rows}}],\n"
        "     data: [{label: North, values: {Young: 40, Old: 60}},\n"
        "            {label: Empty, values: {Young: missing, Old: missing}}]}\n"
    )
    edition = briefgen.edition(briefgen.load(path))
    (picture,) = edition.figures
    drawn = [x.text for x in draw(picture, edition.theme, locale_of(edition), 700, 300).labels]
    stream = io.BytesIO()
    assert write_pptx(edition, stream).diagnostics == ()
    (chart,) = [s.chart for slide in slides(stream.getvalue()) for s in slide.shapes if s.has_chart]
    plot = chart.plots[0]
    assert [str(c) for c in plot.categories] == ["North", "Empty (no data)"]
    assert "Empty" in drawn and "no data" in " ".join(drawn).replace("\u00a0", " ")
    assert all(series.values[1] is None for series in plot.series)
    assert [s.values[0] for s in plot.series][:2] == [40, 60]
    if VALIDATOR:
        (tmp_path / "deck.pptx").write_bytes(stream.getvalue())
        assert validator_errors(tmp_path / "deck.pptx", OFFICES[1]) == []


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (kind, more)
        for kind in ("bar", "column", "area")
        for more in ("note: a reason", "status: forecast")
    ]
    + [("grouped", "status: provisional"), ("line", "status: forecast")],
)
def test_words_that_a_native_chart_would_lose_make_it_a_picture(
    kind: str, more: str, tmp_path: Path
) -> None:
    over_time = "x: '2019', value: 3"
    rows = {"area": over_time, "line": over_time, "grouped": "label: North, values: {A: 1, B: 2}"}
    row = rows.get(kind, "label: North, value: 3")
    path = tmp_path / "brief.yaml"
    path.write_text(
        MINIMAL + "deck: {charts: native}\nexhibits: [some]\nfigures:\n"
        f"  - {{id: some, kind: {kind}, title: Some are so, evidence: [{{source: report, datum: rows}}],\n"
        f"     data: [{{{row}, {more}}}, {{{row.replace('2019', '2020').replace('North', 'South')}}}]}}\n"
    )
    edition = briefgen.edition(briefgen.load(path))
    deck = compose(edition)
    assert [type(p) for s in deck.slides for p in s.parts if isinstance(p, Picture | ChartBox)] == [
        Picture
    ]
    (said,) = deck.diagnostics
    assert said.code == "slide-chart" and said.place is not None
