"""Charts as matplotlib Figures: what any of its renderers draws is what the display list has."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from PIL import Image

import briefgen
from briefgen import charts
from briefgen.charts.drawing import to_svg
from briefgen.charts.matplotlib_backend import Chart, outline, record, to_png
from briefgen.languages.locale import Locale
from briefgen.model.registry import CHART_KINDS
from briefgen.model.theme import own_theme
from briefgen.pipeline import gallery

EXAMPLES = Path(__file__).parents[2] / "docs" / "charts"
DPI = 96


def plotted(kind: str, *, greyscale: bool = False) -> Chart:
    figure = gallery.read_example(kind, EXAMPLES)
    return charts.plot(
        figure, own_theme(), Locale("en-US"), 300, furniture=True, greyscale=greyscale
    )


def pixels(png: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(float)


@pytest.mark.parametrize("kind", CHART_KINDS.own)
def test_marks_are_drawn_as_matplotlibs_own_patches(kind: str) -> None:
    chart = plotted(kind, greyscale=True)  # with patterns
    chart.patch.set_snap(False)
    for mark in chart.artists:
        mark.set_snap(False)  # else a hair more or less is a whole pixel
    drawing = record(chart)
    theirs = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=DPI)
    FigureCanvasAgg(theirs)
    ax = theirs.add_axes((0, 0, 1, 1), xlim=(0, drawing.width), ylim=(0, drawing.height))
    ax.set_axis_off()
    for order, shape in enumerate(drawing.paths):
        ax.add_artist(PathPatch(
            outline(shape.commands), facecolor=shape.fill or "none", edgecolor=shape.stroke or "none",
            linewidth=shape.line_width, capstyle=shape.cap, joinstyle=shape.join, zorder=order,
            linestyle=(0, [d / shape.line_width for d in shape.dash]) if shape.dash else "solid", snap=False,
        ))  # fmt: skip
    for word in [artist for artist in chart.artists if hasattr(artist, "text")]:
        word.remove()
    ours, others = pixels(to_png(chart, DPI)), pixels(to_png(theirs, DPI))
    assert ours.shape == others.shape
    assert np.sqrt(np.mean((ours - others) ** 2)) < 2


def test_a_figure_can_be_saved_by_matplotlib_in_any_format() -> None:
    chart = plotted("bar")
    words = [label.text for label in record(chart).labels]
    stream = io.StringIO()
    with rc_context({"svg.fonttype": "none"}):
        chart.savefig(stream, format="svg")
    assert all(word.replace("&", "&amp;") in stream.getvalue() for word in words)
    for ending in ("pdf", "png", "eps"):
        data = io.BytesIO()
        chart.savefig(data, format=ending)
        assert len(data.getvalue()) > 3000


def test_letters_stand_where_they_were_measured() -> None:
    chart = plotted("bar")
    labels = list(record(chart).labels)
    for mark in [artist for artist in chart.artists if not hasattr(artist, "text")]:
        mark.remove()
    chart.patch.set_alpha(0)
    ink = pixels(to_png(chart, 144))[..., 3] > 60
    inside = np.zeros_like(ink)
    for label in labels:
        left, top = 2 * label.x, ink.shape[0] - 2 * label.y
        down = slice(max(0, int(top - 2 * label.size)), int(top + 0.6 * label.size) + 1)
        across = slice(max(0, int(left) - 2), int(left + 2 * label.width) + 2)
        assert ink[down, across].any()
        inside[down, across] = True
    assert not (ink & ~inside).any()


def test_few_colours_look_the_same_and_make_a_smaller_file() -> None:
    chart = plotted("heat")
    full, few = (to_png(chart, DPI, few=few) for few in (False, True))
    assert Image.open(io.BytesIO(few)).mode == "P"
    assert len(few) < len(full)
    assert np.sqrt(np.mean((pixels(few) - pixels(full)) ** 2)) < 2


@pytest.mark.parametrize("kind", ["range", "heat", "timeline", "tilemap"])
def test_areas_keep_their_colour_among_few(kind: str) -> None:
    chart = plotted(kind)
    full, few = (pixels(to_png(chart, DPI, few=few)) for few in (False, True))
    colours, counts = np.unique(full.reshape(-1, 4), axis=0, return_counts=True)
    areas = colours[counts > full[..., 0].size / 200]
    assert len(areas) > 1
    for colour in areas:
        assert (few[(full == colour).all(axis=-1)] == colour).all()


def test_recording_leaves_a_figure_as_it_was() -> None:
    chart = plotted("line")
    chart.set_dpi(200)
    before = record(chart)
    assert chart.get_dpi() == 200
    assert record(chart) == before


def test_the_library_gives_a_figure() -> None:
    edition = briefgen.edition(briefgen.load(EXAMPLES.parents[1] / "brief.yaml"))
    assert isinstance(briefgen.chart(edition, edition.figures[0].id), Figure)


def test_nothing_is_left_over_from_other_charts() -> None:
    def made(kind: str) -> tuple[str, str, bytes]:
        chart = plotted(kind)
        drawing = record(chart)
        return (
            drawing.to_json(),
            to_svg(drawing, own_theme()),
            to_png(chart, DPI, few=True),
        )

    first = {kind: made(kind) for kind in ("stacked", "line", "tilemap")}
    for kind in reversed(first):
        assert made(kind) == first[kind]
