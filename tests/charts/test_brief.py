"""Charts: what is drawn against what the outline says."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest

import briefgen
from briefgen import charts
from briefgen.charts import drawing
from briefgen.charts.axis import nice_ticks, position
from briefgen.charts.drawing import Drawing
from briefgen.languages.locale import locale_of
from briefgen.model.edition import Edition, EditionFigure
from briefgen.model.loaded import LoadedOutline

SIZES = {
    "column": (241.0, 1.0),
    "page": (504.0, 1.0),
    "slide": (850.0, 2.0),
    "narrow": (150.0, 1.0),
}


@pytest.fixture(scope="module")
def edition(outline: LoadedOutline) -> Edition:
    return briefgen.edition(outline)


def figure_of(edition: Edition, id: str) -> EditionFigure:
    return next(f for f in edition.figures if f.id == id)


def drawn(edition: Edition, id: str, width: float = 400, **options: float) -> Drawing:
    return charts.draw(figure_of(edition, id), edition.theme, locale_of(edition), width, **options)  # type: ignore[arg-type]


def filled(drawing: Drawing, colour: str) -> list[tuple[float, float, float, float]]:
    rgb = tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [
        p.box
        for p in drawing.paths
        if p.fill and all(abs(a - b) < 0.01 for a, b in zip(p.fill, rgb, strict=True))
    ]


def test_columns_are_proportional_and_start_at_zero(edition: Edition) -> None:
    picture = drawn(edition, "pills")
    colours = edition.theme.colours
    (low,) = filled(picture, colours.mute)
    (path,) = [p for p in picture.paths if p.fill and p.box in filled(picture, colours.accent)]
    ys = sorted({c[2] for c in path.commands if len(c) > 2})
    assert low[1] == pytest.approx(ys[0])
    # The highest point is that of the open end; the bar's own end is the one below it.
    assert (low[3] - low[1]) / (ys[-2] - ys[0]) == pytest.approx(2.6 / 20, rel=0.01)


def test_more_than_has_an_open_end_above_the_bar(edition: Edition) -> None:
    picture = drawn(edition, "pills")
    (box,) = filled(picture, edition.theme.colours.accent)
    (path,) = [p for p in picture.paths if p.fill and p.box == box]
    tops = [c for c in path.commands if len(c) > 2 and c[2] == box[3]]
    assert len(tops) == 1
    assert tops[0][1] == pytest.approx((box[0] + box[2]) / 2)


def test_less_than_is_an_outline_up_to_its_bound(edition: Edition) -> None:
    picture = drawn(edition, "security")
    (solid,) = filled(picture, edition.theme.colours.mute)
    (dashed,) = [p for p in picture.paths if p.dash]
    assert dashed.fill is None
    assert (dashed.box[2] - dashed.box[0]) / (solid[2] - solid[0]) == pytest.approx(1 / 3, rel=0.01)


def test_missing_is_said_and_not_drawn(edition: Edition) -> None:
    texts = [label.text for label in drawn(edition, "pills").labels]
    assert "no data" in texts
    assert not any(text.startswith("0") for text in texts)


def test_ranges_span_their_ends(edition: Edition) -> None:
    picture = drawn(edition, "revenue")
    dots = sorted(
        {round((b[0] + b[2]) / 2, 1) for b in filled(picture, edition.theme.colours.series[0])}
    )
    spec: Any = figure_of(edition, "revenue").spec
    ends = sorted({float(e) for row in spec.data for e in (row.value.low, row.value.high)})
    scale = (dots[-1] - dots[0]) / (ends[-1] - ends[0])
    for dot, end in zip(dots, ends, strict=True):
        assert dot == pytest.approx(dots[0] + (end - ends[0]) * scale, abs=0.3)


def test_share_is_its_part_of_the_whole(edition: Edition) -> None:
    picture = drawn(edition, "tablets")
    (part,) = filled(picture, edition.theme.colours.accent)
    (whole,) = filled(picture, edition.theme.colours.panel)
    assert (part[2] - part[0]) / (whole[2] - whole[0]) == pytest.approx(0.71, abs=0.001)
    assert {"71%", "29%"} <= {label.text for label in picture.labels}


def test_timelines_are_to_scale(edition: Edition) -> None:
    picture = drawn(edition, "estimates-timeline", 504)
    colours = edition.theme.colours
    boxes = filled(picture, colours.primary) + filled(picture, colours.accent)
    dots = sorted((b[0] + b[2]) / 2 for b in boxes)
    spec: Any = figure_of(edition, "estimates-timeline").spec
    dates = sorted(position(e.date) for e in spec.data)
    for dot, date in zip(dots, dates, strict=True):
        share = (date - dates[0]) / (dates[-1] - dates[0])
        assert dot == pytest.approx(dots[0] + share * (dots[-1] - dots[0]), abs=0.2)


@pytest.mark.parametrize("size", SIZES)
def test_labels_stay_inside_and_apart(edition: Edition, size: str) -> None:
    width, scale = SIZES[size]
    for figure in edition.figures:
        picture = charts.draw(figure, edition.theme, locale_of(edition), width, text_scale=scale)
        labels = list(picture.labels)
        for label in labels:
            left, bottom, right, top = label.box
            assert left >= -0.5, (figure.id, label.text)
            assert right <= picture.width + 0.5, (figure.id, label.text)
            assert bottom >= -0.5, (figure.id, label.text)
            assert top <= picture.height + 0.5, (figure.id, label.text)
            if size == "slide":
                assert label.size >= 16
        for i, one in enumerate(labels):
            for other in labels[i + 1 :]:
                a, b = one.box, other.box
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.6 or b[3] <= a[1] + 0.6
                assert apart, (figure.id, one.text, other.text)


def test_json_round_trip_and_repeatable(edition: Edition) -> None:
    for figure in edition.figures:
        first, again = drawn(edition, figure.id), drawn(edition, figure.id)
        assert first == again
        assert drawing.from_json(first.to_json()) == first


def test_svg_is_well_formed_with_its_text(edition: Edition) -> None:
    figure = figure_of(edition, "pills")
    svg = drawing.to_svg(
        drawn(edition, "pills"), edition.theme, title="A & B", description=figure.alt
    )
    root = ET.fromstring(svg)
    texts = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "more than 20\u00a0million" in texts
    assert root.find("{http://www.w3.org/2000/svg}title").text == "A & B"  # type: ignore[union-attr]


def test_greyscale_has_no_colour(edition: Edition) -> None:
    for figure in edition.figures:
        picture = charts.draw(figure, edition.theme, locale_of(edition), 300, greyscale=True)
        for item in picture.items:
            for colour in (getattr(item, n, None) for n in ("fill", "stroke", "colour")):
                assert colour is None or max(colour) - min(colour) < 0.01


def test_alt_text_names_values(edition: Edition) -> None:
    pills = figure_of(edition, "pills").alt.replace("\u00a0", " ")
    assert len(pills) < 300
    for said in ("FY2019", "2.6 million", "more than 20 million"):
        assert said in pills
    assert "less than 1%" in figure_of(edition, "security").alt
    assert all(f.alt and len(f.alt) <= 300 for f in edition.figures)


def test_chart_with_furniture_carries_title_and_source(edition: Edition) -> None:
    picture = charts.draw(
        edition.figure("pills"), edition.theme, locale_of(edition), 400, furniture=True
    )
    text = " ".join(label.text for label in picture.labels)
    assert "grew more than sevenfold" in text
    assert "Source: DEA" in text


def test_importing_briefgen_loads_no_renderer() -> None:
    code = (
        "import sys, briefgen, briefgen.cli\n"
        "assert briefgen.check('brief.yaml') == []\n"
        "bad = {'matplotlib', 'reportlab', 'pptx'} & set(sys.modules)\n"
        "sys.exit(f'loaded {bad}' if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 20, [0, 5, 10, 15, 20]), (0, 0.07, [0, 0.02, 0.04, 0.06, 0.08]), (-3, 9, [-5, 0, 5, 10])],
)
def test_ticks_are_round_and_enclose(low: float, high: float, ticks: list[float]) -> None:
    assert nice_ticks(low, high, 4) == pytest.approx(ticks)
