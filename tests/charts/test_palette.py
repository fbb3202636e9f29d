"""The theme's chart colours, measured: for three dichromacies, in greyscale, against the paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import pytest

import briefgen
from briefgen import charts
from briefgen.charts.matplotlib_backend import record
from briefgen.charts.sheet import Fill, Sheet
from briefgen.languages.locale import Locale
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.theme import MATRICES, ciede2000, contrast, difference, luma, own_theme, step
from briefgen.pipeline import gallery

THEME = own_theme()
EXAMPLES = Path(__file__).parents[2] / "docs" / "charts"


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [  # from the test data of Sharma, Wu and Dalal 2005
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
    ],
)
def test_the_measure_is_right(
    one: tuple[float, float, float], other: tuple[float, float, float], wanted: float
) -> None:
    assert ciede2000(one, other) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("vision", MATRICES)
def test_series_are_told_apart(vision: str) -> None:
    series = THEME.colours.series
    for one, other in combinations(series, 2):
        assert difference(one, other, vision) >= 15, (one, other)
    for one, other in combinations(series[:4], 2):
        assert difference(one, other, vision) >= 19, (one, other)


@pytest.mark.parametrize("vision", MATRICES)
def test_the_highlight_stands_out(vision: str) -> None:
    colours = THEME.colours
    assert difference(colours.accent, colours.mute, vision) >= 20
    assert difference(colours.accent, colours.primary, vision) >= 20


def test_marks_stand_out_from_the_paper() -> None:
    """Graphical objects need 3:1 (WCAG 2.2, 1.4.11), text 4.5:1 (1.4.3)."""
    colours = THEME.colours
    for shade in (*colours.series, colours.accent, colours.primary, colours.mute):
        assert contrast(shade, "#ffffff") >= 3, shade
    for shade in (colours.ink, colours.muted):
        assert contrast(shade, "#ffffff") >= 4.5, shade


def test_greyscale_series_differ_by_pattern_or_much_in_shade() -> None:
    sheet = Sheet(THEME, Locale("en-US"), 100, 100, greyscale=True)
    fills = [sheet.series(i) for i in range(6)]
    for one, other in combinations(fills, 2):
        same_pattern = (one.angle, one.crossed) == (other.angle, other.crossed)
        assert not same_pattern or abs(luma(one.colour) - luma(other.colour)) >= 0.25


def test_greyscale_highlight_is_darker_by_far() -> None:
    colours = Sheet(THEME, Locale("en-US"), 100, 100, greyscale=True).theme.colours
    assert luma(colours.mute) - luma(colours.accent) >= 0.35


def test_patterns_are_vectors_inside_their_shape() -> None:
    figure = gallery.read_example("stacked", EXAMPLES)
    picture = charts.draw(figure, THEME, Locale("en-US"), 400, greyscale=True)
    strokes = [p for p in picture.paths if len(p.commands) > 8 and p.fill is None]
    assert strokes
    bars = [p for p in picture.paths if p.fill == (1.0, 1.0, 1.0)]
    for stroke in strokes:
        left, bottom, right, top = stroke.box
        assert any(
            b.box[0] - 0.01 <= left
            and b.box[1] - 0.01 <= bottom
            and right <= b.box[2] + 0.01
            and top <= b.box[3] + 0.01
            for b in bars
        )


def test_a_pale_surface_has_an_edge() -> None:
    sheet = Sheet(THEME, Locale("en-US"), 100, 100)
    sheet.rect(10, 10, 20, 20, Fill(THEME.colours.panel, THEME.colours.muted))
    (path,) = record(sheet.fig).paths
    assert path.stroke is not None


def found(write: Callable[..., Path], folder: Path, colours: str) -> list[Diagnostic]:
    (folder / "look.yaml").write_text(f"name: Ours\ncolours:\n{colours}")
    loaded = briefgen.load(write("figures: []\ntheme: look.yaml\n"))
    return [d for d in loaded.warnings if d.code == "theme-colour"]


@pytest.mark.parametrize(
    ("colours", "line", "said"),
    [
        ("  accent: '#ffe000'\n", 3, "`colours.accent`: #ffe000 has a contrast of 1.3 to paper, a mark needs 3"),
        ("  link: '#12476b'\n  muted: '#999999'\n", 4, "`colours.muted`: #999999 has a contrast of 2.8 to #ffffff"),
        ("  on_primary: '#b4501a'\n", 3, "to #12476b, a text needs 4.5"),
        ("  series:\n  - '#006400'\n  - '#8b3a00'\n  - '#12476b'\n", 5, "look alike to eyes with"),
        ("  series: ['#12476b', '#164c70', '#b4501a']\n", 3, "#12476b and #164c70 look alike"),
        ("  accent: '#86929d'\n", 3, "#86929d and #86929d look alike"),
        ("  mute: '#333c46'\n", 3, "cannot be told from #1c2530"),
    ],
)  # fmt: skip
def test_an_organisations_colours_are_measured(
    colours: str, line: int, said: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    doubt = next(d for d in found(write, tmp_path, colours) if said in d.message)
    assert doubt.place is not None
    assert (Path(doubt.place.file).name, doubt.place.line) == ("look.yaml", line)
    assert doubt.hint


def test_good_colours_are_not_complained_of(write: Callable[..., Path], tmp_path: Path) -> None:
    own = dict(THEME.colours)
    assert (
        found(write, tmp_path, "".join(f"  {k}: {json.dumps(v)}\n" for k, v in own.items())) == []
    )


def test_steps_grow_darker_evenly() -> None:
    lumas = [luma(step(THEME, share / 4)) for share in range(5)]
    assert all(b < a - 0.1 for a, b in pairwise(lumas))
    assert luma("#ffffff") - lumas[0] > 0.05
