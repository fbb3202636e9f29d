"""Charts that PowerPoint can edit: values, labels, workbook."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

import briefgen
from briefgen.charts.kinds import kind_of
from briefgen.charts.native import NativeChart
from briefgen.deck import compose, write_pptx
from briefgen.deck.boxes import ChartBox, Picture
from briefgen.languages.locale import Locale, locale_of
from briefgen.model.edition import Edition
from conftest import MINIMAL

from .package import problems
from .reading import (
    NO_VALIDATOR,
    OFFICES,
    SOFFICE,
    VALIDATOR,
    converted,
    misplaced,
    parts,
    slides,
    validator_errors,
)

FIGURES = """\
deck: {charts: native}
exhibits: [column, bar, line, grouped, stacked, stacked100, area, share, scatter]
figures:
  - {id: column, kind: column, title: Columns show growth, magnitude: million, unit: pills, highlight: FY2021,
     data: [{label: FY2019, value: 2.6}, {label: FY2020, value: missing}, {label: FY2021, value: more than 20}]}
  - {id: bar, kind: bar, title: Bars compare, unit: percent, highlight: Mexico,
     data: [{label: Average, value: 3}, {label: Mexico, value: less than 1}, {label: A third one, value: 2}]}
  - {id: line, kind: line, title: Lines change, highlight: Raised,
     data: [{x: "2019", value: 24, series: Raised}, {x: "2020", value: 12, series: Raised},
            {x: "2019", value: 20, series: Level}, {x: "2020", value: ~19, series: Level}]}
  - {id: grouped, kind: grouped, title: Groups compare,
     data: [{label: North, values: {2019: 12, 2021: 20}}, {label: South, values: {2019: 8, 2021: ">30"}}]}
  - {id: stacked, kind: stacked, title: Stacks add up,
     data: [{label: North, values: {Young: 12, Old: 20}}, {label: South, values: {Young: 8, Old: 30}}]}
  - {id: stacked100, kind: stacked100, title: Shares differ, unit: percent,
     data: [{label: North, values: {Agree: 60, Disagree: 40}}, {label: South, values: {Agree: 55, Disagree: 45}}]}
  - {id: area, kind: area, title: Areas grow,
     data: [{x: "2019", value: 24, series: A}, {x: "2020", value: 22, series: A},
            {x: "2019", value: 20, series: B}, {x: "2020", value: 21, series: B}]}
  - {id: share, kind: share, title: A share of it, unit: percent, value: 66, label: In favor, rest: Against}
  - {id: scatter, kind: scatter, title: Dots scatter, x: {title: Income}, y: {title: Years}, highlight: Bela,
     data: [{label: Alfa, x: 1, y: 50}, {label: Bela, x: 2, y: 65}, {label: Cara, x: 3, y: 60}]}
"""
WANTED: dict[str, list[tuple[float | None, ...]]] = {
    "column": [(2.6, None, 20.0)], "bar": [(3.0, 1.0, 2.0)], "line": [(24.0, 12.0), (20.0, 19.0)],
    "grouped": [(12.0, 8.0), (20.0, 30.0)], "stacked": [(12.0, 8.0), (20.0, 30.0), (32.0, 38.0)],
    "stacked100": [(60.0, 55.0), (40.0, 45.0)], "area": [(24.0, 22.0), (20.0, 21.0)], "share": [(66.0,), (34.0,)],
    "scatter": [(50.0, 60.0), (65.0,)],
}  # fmt: skip


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    path = tmp_path_factory.mktemp("native") / "brief.yaml"
    path.write_text(MINIMAL + FIGURES)
    return briefgen.edition(briefgen.load(path))


@pytest.fixture(scope="module")
def pptx(edition: Edition) -> bytes:
    stream = io.BytesIO()
    write_pptx(edition, stream)
    return stream.getvalue()


def charts(pptx: bytes) -> dict[str, Any]:
    shapes = [s for slide in slides(pptx) for s in slide.shapes if s.has_chart]
    return {s.name.removeprefix("Chart: "): s for s in shapes}


def test_values_are_the_outlines(pptx: bytes) -> None:
    for name, wanted in WANTED.items():
        plot = charts(pptx)[name].chart.plots[0]
        assert [tuple(s.values) for s in plot.series] == wanted


def test_the_workbook_agrees_with_the_cached_values(pptx: bytes) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for name, wanted in WANTED.items():
        if name == "scatter":  # its sheet has the series one below the other
            continue
        blob = charts(pptx)[name].chart.part.chart_workbook.xlsx_part.blob
        sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert [tuple(r[i + 1] for r in rows) for i in range(len(wanted))] == wanted


def test_labels_keep_their_qualifiers_and_missing_values_are_said(pptx: bytes) -> None:
    xml = {name: data.decode() for name, data in parts(pptx).items() if "/charts/chart" in name}
    text = "\n".join(xml.values())
    for label in ("more than", "less than", "&gt;30", "~19  Level", "FY2020 (no data)", "66%"):
        assert label.replace(" ", "\u00a0") in text.replace(" ", "\u00a0")


def test_highlights_and_bounds_are_formats_of_points(pptx: bytes, edition: Edition) -> None:
    accent = edition.theme.colours.accent[1:].upper()
    column = charts(pptx)["column"].chart.plots[0].series[0]
    assert str(column.points[2].format.fill.fore_color.rgb) == accent
    assert str(column.points[0].format.fill.fore_color.rgb) != accent
    bar = charts(pptx)["bar"].chart.plots[0].series[0]
    assert str(bar.points[1].format.line.color.rgb) == accent
    assert bar.points[1].format.line.dash_style is not None


def test_charts_sit_in_placeholders_with_alternatives(pptx: bytes, edition: Edition) -> None:
    alternatives = {f.id: f.alt for f in edition.figures}
    found = charts(pptx)
    assert set(found) == set(WANTED)
    for name, shape in found.items():
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == alternatives[name]
        assert shape.is_placeholder


def test_parts_types_relationships_ids_and_notes(pptx: bytes) -> None:
    assert problems(pptx) == []
    assert sum(name.endswith(".xlsx") for name in parts(pptx)) == len(WANTED)


def test_everything_fits(edition: Edition) -> None:
    deck = compose(edition)
    assert misplaced(deck) == []
    assert deck.diagnostics == ()


def test_same_bytes_twice(pptx: bytes, edition: Edition) -> None:
    again = io.BytesIO()
    write_pptx(edition, again)
    assert again.getvalue() == pptx


@pytest.mark.skipif(not VALIDATOR, reason=NO_VALIDATOR)
@pytest.mark.parametrize("office", OFFICES)
def test_opens_without_repair(pptx: bytes, office: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(pptx)
    assert validator_errors(path, office) == []


def test_python_pptx_saves_charts_again(pptx: bytes) -> None:
    again = io.BytesIO()
    Presentation(io.BytesIO(pptx)).save(again)
    assert {
        n: tuple(s.chart.plots[0].series[0].values) for n, s in charts(again.getvalue()).items()
    } == {name: wanted[0] for name, wanted in WANTED.items()}


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice (soffice)")
def test_libreoffice_keeps_the_values(pptx: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(pptx)
    (tmp_path / "out").mkdir()
    saved = converted(path, "pptx:Impress MS PowerPoint 2007 XML", tmp_path / "out").read_bytes()
    found = [s.chart for slide in slides(saved) for s in slide.shapes if s.has_chart]
    values = [[_ended(tuple(s.values)) for s in chart.plots[0].series] for chart in found]
    assert sorted(values, key=str) == sorted(WANTED.values(), key=str)


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice (soffice)")
def test_libreoffice_reads_the_alternatives(pptx: bytes, edition: Edition, tmp_path: Path) -> None:
    """It keeps them in its own format; its export to PPTX writes none for charts and tables."""
    path = tmp_path / "deck.pptx"
    path.write_bytes(pptx)
    content = parts(converted(path, "odp", tmp_path).read_bytes())["content.xml"]
    found = {e.text for e in etree.fromstring(content).iter("{*}desc")}
    assert {f.alt for f in edition.figures} <= found


def _ended(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """LibreOffice makes the series of a scatter chart of one length."""
    return _ended(values[:-1]) if values and values[-1] is None else values


def figure(edition: Edition, name: str, **changed: Any) -> Any:
    spec = next(f.spec for f in edition.figures if f.id == name)
    return type(spec).model_validate({**dict(spec), **changed})


def planned(spec: Any, edition: Edition, locale: Locale | None = None) -> NativeChart | str:
    return kind_of(spec).plan_native(spec, edition.theme, locale or locale_of(edition))


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("bar", {"data": [{"label": "A", "value": "18..39"}]}, "ranges"),
        ("bar", {"references": [{"value": "2", "label": "Average"}]}, "lines to compare"),
        ("line", {"data": [{"x": x, "value": "1"} for x in ("2010", "2019", "2020")]}, "evenly"),
    ],
)
def test_what_powerpoint_cannot_show_stays_a_picture(
    edition: Edition, name: str, changed: dict[str, Any], said: str
) -> None:
    made = planned(figure(edition, name, **changed), edition)
    assert isinstance(made, str)
    assert said in made


def test_a_figure_has_its_own_say(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL + FIGURES.replace("{id: bar,", "{id: bar, deck: picture,"))
    deck = compose(briefgen.edition(briefgen.load(path)))
    shown = {
        p.figure.id: type(p)
        for s in deck.slides
        for p in s.parts
        if isinstance(p, (ChartBox, Picture)) and p.figure
    }
    assert shown["bar"] is Picture
    assert {kind for name, kind in shown.items() if name != "bar"} == {ChartBox}


def test_formats_write_exact_values_as_the_edition_does(edition: Edition) -> None:
    formats = {name: planned(figure(edition, name), edition) for name in WANTED}
    assert all(isinstance(made, NativeChart) for made in formats.values())
    assert {n: m.number_format for n, m in formats.items() if isinstance(m, NativeChart)}[
        "bar"
    ] == '#,##0"%"'


def test_chinese_labels_count_in_ten_thousands_and_axes_that_cannot_are_pictures(
    edition: Edition,
) -> None:
    locale = Locale("zh")
    made = planned(figure(edition, "column"), edition, locale)
    assert isinstance(made, NativeChart) and made.number_format == "General"
    assert made.series[0].labels == ("260万", "无数据", "超过2000万")
    line = figure(edition, "line", magnitude="million")
    assert "万" in str(planned(line, edition, locale))
    assert isinstance(planned(line, edition), NativeChart)


ACTIVE = ("=1+1", "=cmd|calc!A0", "external:c:\\evil.exe", "internal:Sheet1!A1", "http://evil/",
          "mailto:a@evil", "= average", "@x", "+44", "-1", "{=1}")  # fmt: skip


def _active() -> str:
    """Charts whose labels, names of series and titles a spreadsheet would take for formulas and links."""
    names = [f"'{text}'" for text in ACTIVE]
    rows = ", ".join(f"{{label: {name}, value: {n}}}" for n, name in enumerate(names, 1))
    values = ", ".join(f"{name}: {n}" for n, name in enumerate(names, 1))
    points = ", ".join(
        f"{{x: '{x}', value: {n}, series: {name}}}"
        for x in (2019, 2020)
        for n, name in enumerate(names[:3], 1)
    )
    dots = ", ".join(f"{{label: {name}, x: {n}, y: {n}}}" for n, name in enumerate(names, 1))
    return f"""\
deck: {{charts: native}}
exhibits: [bar, grouped, stacked, line, scatter]
figures:
  - {{id: bar, kind: bar, title: '=1+1', data: [{rows}]}}
  - {{id: grouped, kind: grouped, title: '=cmd|calc!A0', data: [{{label: '@x', values: {{{values}}}}}]}}
  - {{id: stacked, kind: stacked, title: 'http://evil/', data: [{{label: '+44', values: {{{values}}}}}]}}
  - {{id: line, kind: line, title: '+44', data: [{points}]}}
  - {{id: scatter, kind: scatter, title: '@x', x: {{title: '=1'}}, y: {{title: '=2'}}, data: [{dots}]}}
"""


def test_texts_of_workbooks_are_no_formulas_and_no_links(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL + _active())
    edition = briefgen.edition(briefgen.load(path))
    stream = io.BytesIO()
    write_pptx(edition, stream)
    books = [n for n in parts(stream.getvalue()) if n.startswith("ppt/embeddings/")]
    assert len(books) >= 4
    found: set[str] = set()
    for name in books:
        data = parts(stream.getvalue())[name]
        for part, xml in parts(data).items():
            assert b"<f>" not in xml and b"<f " not in xml, part
            assert b"hyperlink" not in xml, part
            assert b'TargetMode="External"' not in xml, part
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        for row in sheet.iter_rows():
            found |= {cell.value for cell in row if cell.data_type == "s"}
            assert all(cell.data_type in ("s", "n") for cell in row)
            assert all(cell.hyperlink is None for cell in row)
    assert set(ACTIVE) <= found, sorted(set(ACTIVE) - found)
