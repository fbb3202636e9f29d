"""Display lists as pixels: as matplotlib draws the same list as a Figure, and nothing left over for the next."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from briefgen import charts
from briefgen.charts import figures, gallery
from briefgen.charts.drawing import Drawing, Label
from briefgen.charts.kinds import KINDS
from briefgen.locale import Locale
from briefgen.theme import own_theme

EXAMPLES = Path(__file__).parents[2] / "docs" / "charts"
DPI = 96


def drawn(kind: str, *, greyscale: bool = False) -> Drawing:
    figure = gallery.example(kind, EXAMPLES)
    return charts.draw(
        figure, own_theme(), Locale("en-US"), 300, furniture=True, greyscale=greyscale
    )


def pixels(png: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(float)


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_are_as_matplotlib_draws_them(kind: str) -> None:
    whole = drawn(kind, greyscale=True)  # with patterns
    shapes = replace(whole, items=tuple(whole.paths))
    theirs = figures.pixels(shapes, own_theme(), DPI).astype(float)
    ours = pixels(charts.to_png(shapes, own_theme(), DPI))
    assert ours.shape == theirs.shape
    assert np.sqrt(np.mean((ours - theirs) ** 2)) < 2


def test_letters_stand_where_they_were_measured() -> None:
    for label in drawn("bar").labels:
        alone = Drawing(300, 200, (replace(label, x=20.0, y=100.0, colour=(0.0, 0.0, 0.0)),))
        ink = pixels(charts.to_png(alone, own_theme(), 72))[..., 3] > 60
        across, down = np.flatnonzero(ink.any(0)), np.flatnonzero(ink.any(1))
        assert across[0] >= 19 and across[-1] <= 20 + label.width + 1
        assert across[-1] - across[0] > label.width - label.size
        assert 100 - label.size <= down[0] and down[-1] <= 100 + 0.3 * label.size


def test_a_label_may_be_turned() -> None:
    def ink(turned: float) -> tuple[int, int]:
        label = Label("lily", 20.0, 20.0, 12.0, 20.0, rotation=turned)
        seen = pixels(charts.to_png(Drawing(60, 60, (label,)), own_theme(), 144))[..., 3] > 60
        return int(np.ptp(np.flatnonzero(seen.any(0)))), int(np.ptp(np.flatnonzero(seen.any(1))))

    level, upright = ink(0), ink(90)
    assert level[0] > level[1]
    assert np.allclose(level, upright[::-1], atol=2)


def test_few_colours_look_the_same_and_make_a_smaller_file() -> None:
    drawing = drawn("heat")
    full, few = (charts.to_png(drawing, own_theme(), DPI, few=few) for few in (False, True))
    assert Image.open(io.BytesIO(few)).mode == "P"
    assert len(few) < len(full)
    assert np.sqrt(np.mean((pixels(few) - pixels(full)) ** 2)) < 2


def test_without_the_rasteriser_a_figure_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = drawn("bar")
    usual = charts.to_png(drawing, own_theme(), DPI)
    monkeypatch.setitem(sys.modules, "matplotlib.backends._backend_agg", None)
    monkeypatch.setattr(
        figures, "pixels", lambda *_: np.zeros((4, 4, 4), dtype=np.uint8), raising=True
    )
    other = charts.to_png(drawing, own_theme(), DPI)
    assert Image.open(io.BytesIO(usual)).size == (400, int(drawing.height / 72 * DPI))
    assert Image.open(io.BytesIO(other)).size == (4, 4)


def test_nothing_is_left_over_from_other_charts() -> None:
    def made(kind: str) -> tuple[str, str, bytes]:
        drawing = drawn(kind)
        svg = charts.to_svg(drawing, own_theme())
        return drawing.to_json(), svg, charts.to_png(drawing, own_theme(), DPI, few=True)

    first = {kind: made(kind) for kind in ("stacked", "line", "tilemap")}
    for kind in reversed(first):
        assert made(kind) == first[kind]
