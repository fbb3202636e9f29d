"""A chart as a picture and as PowerPoint's own: the same values, labels, highlights and source line."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from msgspec.structs import replace
from pptx.oxml.ns import qn

import briefgen
from briefgen import charts
from briefgen.charts.drawing import Drawing
from briefgen.deck import compose, native_charts, write_pptx
from briefgen.deck.boxes import ChartBox, Picture, TextBox
from briefgen.languages.locale import Locale, locale_of
from briefgen.model.edition import Edition
from briefgen.model.figures import Unit
from briefgen.model.rich_text import plain
from briefgen.model.theme import as_hex
from conftest import MINIMAL

from .reading import slides
from .test_native import FIGURES

KINDS = ("column", "bar", "line", "area", "grouped", "stacked", "stacked100", "share", "scatter")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    path = tmp_path_factory.mktemp("alike") / "brief.yaml"
    evidence = "evidence: [{source: report, datum: a table}]"
    figures = re.sub(r"kind: (\w+),", rf"kind: \1, {evidence},", FIGURES)
    path.write_text(MINIMAL + figures)
    return briefgen.edition(briefgen.load(path))


def as_picture(edition: Edition) -> Edition:
    return replace(edition, deck=edition.deck.model_copy(update={"charts": "picture"}))


def sources(edition: Edition) -> dict[str, str]:
    """The source line of each figure's slide."""
    out = {}
    for slide in compose(edition).slides:
        said = [p for p in slide.parts if isinstance(p, TextBox) and p.role == "source"]
        for part in slide.parts:
            if isinstance(part, Picture | ChartBox) and part.figure is not None:
                out[part.figure.id] = " ".join(plain(line.runs) for p in said for line in p.lines)
    return out


@pytest.fixture(scope="module")
def pictures(edition: Edition) -> dict[str, Drawing]:
    deck = compose(as_picture(edition))
    return {
        part.figure.id: charts.draw(
            part.figure, deck.theme, locale_of(edition), part.box.width, part.box.height,
            text_scale=part.text_scale,
        )
        for slide in deck.slides for part in slide.parts
        if isinstance(part, Picture) and part.figure is not None
    }  # fmt: skip


@pytest.fixture(scope="module")
def natives(edition: Edition) -> dict[str, Any]:
    stream = io.BytesIO()
    write_pptx(edition, stream)
    found = [s for slide in slides(stream.getvalue()) for s in slide.shapes if s.has_chart]
    return {shape.name.removeprefix("Chart: "): shape.chart for shape in found}


def labels(chart: Any) -> set[str]:
    """What is written on the marks of one of PowerPoint's charts."""
    return {
        "".join(t.text or "" for t in rich.iter(qn("a:t"))).replace("\u00a0", " ").strip()
        for rich in chart._chartSpace.iter(qn("c:rich"))
        if any(e.tag == qn("c:dLbl") for e in rich.iterancestors())
    }


# Numbers along the axes that PowerPoint chooses by itself.
AXES = {
    "line": {"0", "10", "20", "30"},
    "area": {"0", "20", "40", "60"},
    "scatter": {"0", "1", "2", "3", "50", "55", "60", "65"},
}


@pytest.mark.parametrize("kind", AXES)
def test_both_write_the_same_numbers_along_axes(kind: str, natives: dict[str, Any]) -> None:
    chart = natives[kind]
    axes = [chart.value_axis, *([chart.category_axis] if kind == "scatter" else [])]
    said = set()
    for axis in axes:
        low, step = axis.minimum_scale, axis.major_unit
        count = round((axis.maximum_scale - low) / step)
        said |= {f"{low + step * i:g}" for i in range(count + 1)}
        assert axis.tick_labels.number_format == "#,##0"
    assert said == AXES[kind]
    crossing = [e.get("val") for e in chart._chartSpace.iter(qn("c:crossBetween"))]
    assert kind != "line" or crossing == ["midCat"]  # from side to side, as the picture's


@pytest.mark.parametrize(
    ("values", "unit", "written"),
    [
        ((0, 10, 20), "unit: percent", '#,##0"%"'),
        ((0, 2.5, 5), "magnitude: million, currency: USD", '"$"General" million"'),
        ((-10, 0, 10), "unit: pills", "#,##0"),
        ((0, 250_000_000, 500_000_000), "unit: pills", None),
    ],
)
def test_numbers_along_axes_have_the_format_of_the_picture(
    values: tuple[float, ...], unit: str, written: str | None
) -> None:
    fields = dict(pair.split(": ") for pair in unit.split(", "))
    assert (
        native_charts.number_format(values, Unit.model_validate(fields), Locale("en-US")) == written
    )


def axis_titles(chart: Any) -> list[str]:
    axes = (chart.category_axis, chart.value_axis)
    return [axis.axis_title.text_frame.text for axis in axes if axis.has_title]


def drawn(drawing: Drawing) -> str:
    return " | ".join(label.text for label in drawing.labels).replace("\u00a0", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_both_write_the_same_labels(
    kind: str, pictures: dict[str, Drawing], natives: dict[str, Any]
) -> None:
    said = drawn(pictures[kind])
    native = labels(natives[kind])
    assert native
    for label in native:
        assert all(word in said for word in label.split("  ")), (label, said)
    # And back: what the picture writes are labels, names, titles of axes, or numbers along an axis.
    chart = natives[kind]
    others = {str(c) for c in chart.plots[0].categories} | {s.name for s in chart.plots[0].series}
    every = " | ".join([*native, *others, *axis_titles(chart)])
    along = AXES.get(kind, set())
    for text in (label.text.replace("\u00a0", " ") for label in pictures[kind].labels):
        assert text in along or all(word in every for word in text.split("  ")), (text, every)


@pytest.mark.parametrize("kind", KINDS)
def test_both_name_the_same_categories_and_series(
    kind: str, pictures: dict[str, Drawing], natives: dict[str, Any]
) -> None:
    said = drawn(pictures[kind]).replace(" | ", " ")
    plot = natives[kind].plots[0]
    names = [] if kind == "scatter" else [str(c) for c in plot.categories if str(c).strip()]
    names += [s.name for s in plot.series if len(plot.series) > 1 and kind != "scatter"]
    for name in names:
        assert name.removesuffix(" (no data)") in said
    assert ("no data" in said) == any("(no data)" in name for name in names)


@pytest.mark.parametrize("kind", ["column", "bar", "line", "scatter", "share"])
def test_both_set_off_the_same(
    kind: str, edition: Edition, pictures: dict[str, Drawing], natives: dict[str, Any]
) -> None:
    """The accent is on as many marks, and in PowerPoint's chart on the one that is named."""
    accent = edition.theme.colours.accent
    painted = [p for p in pictures[kind].paths if accent in (_hex(p.fill), _hex(p.stroke))]
    xml = natives[kind]._chartSpace.xml
    assert painted
    assert accent[1:].upper() in xml
    assert edition.theme.colours.series[0][1:].upper() not in xml or kind == "share"


def _hex(colour: tuple[float, float, float] | None) -> str:
    return as_hex(colour) if colour is not None else ""


def test_both_have_the_same_values(edition: Edition, natives: dict[str, Any]) -> None:
    """The picture's marks are placed by the figure's quantities, which are PowerPoint's values."""
    for figure in edition.figures:
        spec: Any = figure.spec
        if figure.id not in ("column", "bar"):
            continue
        (series,) = natives[figure.id].plots[0].series
        assert tuple(series.values) == tuple(row.value.value for row in spec.data)


def test_both_have_the_same_source_line(edition: Edition) -> None:
    native, picture = sources(edition), sources(as_picture(edition))
    assert native == picture
    assert set(native) == {figure.id for figure in edition.figures}
    assert all("The report" in line for line in native.values())


def test_bars_of_pictures_are_as_long_as_their_values(
    edition: Edition, pictures: dict[str, Drawing], natives: dict[str, Any]
) -> None:
    """Of exact values in one colour: lengths in the picture are in the ratio of PowerPoint's values."""
    (series,) = natives["bar"].plots[0].series
    spec: Any = edition.figures[1].spec
    values = [v for v, row in zip(series.values, spec.data, strict=True) if row.value.is_exact]
    muted = edition.theme.colours.mute
    boxes = [p.box for p in pictures["bar"].paths if _hex(p.fill) == muted]
    lengths = sorted(right - left for left, _, right, _ in boxes)
    assert len(lengths) == len(values)
    assert lengths[0] / lengths[-1] == pytest.approx(min(values) / max(values), rel=0.02)
