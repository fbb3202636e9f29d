"""What each kind draws against the data: lengths, places, areas and texts read back from the drawing."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic_core import ValidationError

from briefgen import charts
from briefgen.charts.axis import tick_text
from briefgen.charts.drawing import Drawing, PathShape
from briefgen.charts.kinds import figure_of
from briefgen.charts.kinds.flow import assign_layers
from briefgen.charts.kinds.histogram import bins
from briefgen.charts.kinds.waffle import squares
from briefgen.charts.kinds.waterfall import ends
from briefgen.languages.locale import Locale
from briefgen.model.figures import Unit
from briefgen.model.theme import own_theme
from briefgen.pipeline.gallery import resolve_figure

LOCALE = Locale("en-US")
THEME = own_theme()
COLOURS = THEME.colours


def spec(kind: str, **fields: Any) -> Any:
    return figure_of({"kind": kind, "id": "a", "title": "A title", **fields})


def drawn(made: Any, width: float = 504, **options: Any) -> Drawing:
    return charts.draw(resolve_figure(made, 1), THEME, LOCALE, width, **options)


def shapes(picture: Drawing, colour: str) -> list[PathShape]:
    rgb = tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [
        p
        for p in picture.paths
        if p.fill and all(abs(a - b) < 0.01 for a, b in zip(p.fill, rgb, strict=True))
    ]


def width(path: PathShape) -> float:
    return path.box[2] - path.box[0]


def height(path: PathShape) -> float:
    return path.box[3] - path.box[1]


def middle(path: PathShape) -> float:
    return (path.box[0] + path.box[2]) / 2


def texts(picture: Drawing) -> list[str]:
    return [label.text for label in picture.labels]


def wide(*rows: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"label": label, "values": values} for label, values in rows]


# -- amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bar", "lollipop", "column"])
def test_negative_values_lie_on_the_other_side_of_zero(kind: str) -> None:
    picture = drawn(spec(kind, data=[{"label": "A", "value": -2}, {"label": "B", "value": 4}]))
    marks = shapes(picture, COLOURS.series[0])
    if kind == "lollipop":
        down, up = sorted(marks, key=middle)
        stems = [p for p in picture.paths if p.stroke and p.fill is None and height(p) == 0]
        zero = {round(x, 1) for s in stems for x in (s.box[0], s.box[2])}
        assert any(
            abs((middle(up) - z) / (z - middle(down)) - 2) < 0.02 for z in zero if z > middle(down)
        )
        return
    sizes = sorted(height(p) if kind == "column" else width(p) for p in marks)
    assert sizes[1] / sizes[0] == pytest.approx(2, rel=0.01)
    low, high = sorted(marks, key=lambda p: p.box[1] if kind == "column" else p.box[0])
    side = 3 if kind == "column" else 2
    assert low.box[side] == pytest.approx(high.box[side - 2], abs=0.01)


def test_grouped_bars_are_proportional() -> None:
    picture = drawn(
        spec(
            "grouped", data=wide(("North", {"W": 10, "M": 20}), ("South", {"W": 5, "M": "missing"}))
        )
    )
    first = sorted(width(p) for p in shapes(picture, COLOURS.series[0]))[-2:]
    (second,) = [width(p) for p in shapes(picture, COLOURS.series[1]) if width(p) > 20]
    assert first == pytest.approx([second / 4, second / 2], rel=0.01)
    assert texts(picture).count("no data") == 1


def test_dots_are_on_their_axis() -> None:
    picture = drawn(spec("dot", data=[{"label": "A", "value": 500}, {"label": "B", "value": 508}]))
    a, b = sorted(middle(p) for p in shapes(picture, COLOURS.series[0]))
    ticks = {t.text: t.x + t.width / 2 for t in picture.labels if t.y < 9}
    step = (ticks["508"] - ticks["500"]) / 8
    assert a == pytest.approx(ticks["500"], abs=0.5)
    assert b - a == pytest.approx(8 * step, abs=0.5)


def test_dumbbells_join_their_values() -> None:
    picture = drawn(
        spec(
            "dumbbell", data=wide(("A", {"2019": 20, "2025": 40}), ("B", {"2019": 60, "2025": 30}))
        )
    )
    firsts = sorted(middle(p) for p in shapes(picture, COLOURS.mute) if height(p) > 8)
    seconds = sorted(middle(p) for p in shapes(picture, COLOURS.primary) if height(p) > 8)
    unit = (firsts[1] - firsts[0]) / 40
    assert seconds[0] - firsts[0] == pytest.approx(10 * unit, abs=0.3)
    assert seconds[1] - firsts[0] == pytest.approx(20 * unit, abs=0.3)


def test_targets_stand_at_their_value() -> None:
    picture = drawn(spec("bullet", data=[{"label": "A", "value": 30, "target": 60}]))
    (bar,) = shapes(picture, COLOURS.series[0])
    (target,) = [
        p for p in picture.paths if p.stroke and p.line_width > 2 and p.box[0] > bar.box[0] + 10
    ]
    assert (middle(target) - bar.box[0]) / width(bar) == pytest.approx(2, rel=0.01)
    assert "30 of 60" in texts(picture)


def test_histogram_counts_every_value_once() -> None:
    values = [0.0, 0.1, 0.5, 1.0, 1.0, 2.9, 3.0]
    found = bins(values, 1.0)
    assert [count for *_, count in found] == [3, 2, 1, 1]
    assert sum(count for *_, count in bins(values, None)) == len(values)
    assert bins([5.0, 5.0], None)[0][2] == 2
    picture = drawn(spec("histogram", data=[{"value": str(v)} for v in values], width="1"))
    bars = sorted(shapes(picture, COLOURS.series[0]), key=middle)
    assert [height(b) / height(bars[-1]) for b in bars] == pytest.approx([3, 2, 1, 1], rel=0.01)


@pytest.mark.parametrize("kind", ["grouped", "stacked", "stacked100"])
def test_years_stand_side_by_side_where_they_fit(kind: str) -> None:
    rows = wide(*((str(2019 + i), {"x": 10 + i, "y": 30 - i}) for i in range(5)))
    made = spec(kind, data=rows)
    first = [p for p in shapes(drawn(made, 504), COLOURS.series[0]) if height(p) > 9]
    if kind == "stacked100":
        heights = [(10 + i) / 40 for i in range(5)]
    else:
        heights = [float(10 + i) for i in range(5)]
    up = sorted(first, key=middle)
    gap = 0.8  # points that part the marks
    unit = (height(up[4]) - height(up[0])) / (heights[4] - heights[0])
    for path, wanted in zip(up, heights, strict=True):
        assert height(path) == pytest.approx(wanted * unit - gap * (kind != "grouped"), abs=0.3)
    lying = [p for p in shapes(drawn(made, 95), COLOURS.series[0]) if height(p) > 7]
    assert len({round(p.box[0], 1) for p in lying[1:]}) == 1


def test_a_range_below_zero_is_written_out() -> None:
    picture = drawn(
        spec(
            "range",
            data=[{"label": "A", "value": "-3..4", "note": "as said", "status": "forecast"}],
        )
    )
    assert {"−3 to 4", "as said", "A (forecast)"} <= set(texts(picture))


# -- parts ----------------------------------------------------------------------------------------


def test_stacked_parts_and_totals() -> None:
    picture = drawn(
        spec("stacked", data=wide(("A", {"x": 10, "y": 30}), ("B", {"x": 20, "y": "~5"})))
    )
    x = [width(p) for p in shapes(picture, COLOURS.series[0]) if height(p) > 9]
    y = [width(p) for p in shapes(picture, COLOURS.series[1]) if height(p) > 9]
    assert y[0] / x[0] == pytest.approx(3, rel=0.03)
    assert x[1] / x[0] == pytest.approx(2, rel=0.03)
    assert {"40", "~25"} <= set(texts(picture))


def test_shares_of_counts_are_worked_out() -> None:
    picture = drawn(
        spec("stacked100", data=wide(("A", {"x": 10, "y": 30}), ("B", {"x": 2, "y": 2})))
    )
    assert texts(picture).count("50%") == 2
    assert {"25%", "75%"} <= set(texts(picture))


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("stacked100", {"unit": "percent", "data": wide(("A", {"x": 40, "y": 30}))}, "30 percent"),
        ("stacked100", {"unit": "percent", "data": wide(("A", {"x": 80, "y": 30}))}, "more than 100"),
        ("stacked", {"data": wide(("A", {"x": -1, "y": 30}))}, "below zero"),
        ("waffle", {"data": [{"label": "A", "value": 40}]}, "60 percent"),
        ("waffle", {"data": [{"label": "A", "value": "missing"}]}, "share from 0 to 100"),
        ("share", {"value": 120, "label": "a", "rest": "b"}, "between 0 and its whole"),
        ("waterfall", {"data": [{"label": "A", "value": 4}, {"label": "B", "value": 7, "total": True}]}, "add up to 4"),
        ("waterfall", {"data": [{"label": "A", "value": 4}, {"label": "B", "value": "missing"}]}, "no value"),
        ("histogram", {"width": "0.1", "data": [{"value": 0}, {"value": 21}]}, "more than 200 columns"),
        ("slope", {"data": wide(("A", {"2019": 1}))}, "two values"),
        ("dumbbell", {"data": wide(("A", {"1": 1, "2": 1, "3": 1}))}, "two values"),
        ("area", {"data": [{"x": "2019", "value": 1}, {"x": "2020", "value": "missing"}]}, "missing or below"),
        ("area", {"data": [{"x": "2019", "value": 1, "series": "a"}, {"x": "2020", "value": 1, "series": "a"},
                           {"x": "2020", "value": 1, "series": "b"}]}, "one value of"),
        ("line", {"data": [{"x": "2019-13", "value": 1}, {"x": "2020", "value": 1}]}, "not a date"),
        ("line", {"data": [{"x": "soon", "value": 1}, {"x": "2020", "value": 1}]}, "not a place on a line"),
        ("tilemap", {"data": [{"label": "Texsa", "value": 1}]}, "did you mean `Texas`"),
        ("tilemap", {"data": [{"label": "TX", "value": 1}, {"label": "Texas", "value": 1}]}, "there twice"),
        ("flow", {"data": [{"label": "A", "to": {"B": 1}}, {"label": "B", "to": {"A": 1}}]}, "in a circle"),
        ("flow", {"data": [{"label": "Alpha", "to": {"Beto": 1}}, {"label": "Beta", "to": {}}]}, "no step `Beto`"),
        ("flow", {"data": [{"label": "A"}, {"label": "A"}]}, "same label"),
        ("multiples", {"of": "line", "data": wide(("soon", {"a": 1}), ("2020", {"a": 1}))}, "not rows of a `line`"),
    ],
)  # fmt: skip
def test_refused_with_a_reason(kind: str, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        spec(kind, **fields)
    assert said in caught.value.errors()[0]["msg"]


def test_rounded_shares_may_miss_the_whole() -> None:
    made = spec("stacked100", unit="percent", data=wide(("A", {"x": 33, "y": 33, "z": 33})))
    assert texts(drawn(made)).count("33%") == 3


def test_waffle_squares_add_up() -> None:
    assert squares([33.3, 33.3, 33.4], whole=True) == [33, 33, 34]
    assert sum(squares([0.4, 99.6], whole=True)) == 100
    picture = drawn(spec("waffle", data=[{"label": "a", "value": 37}, {"label": "b", "value": 63}]))
    # One more in each colour: the key's own square.
    assert len(shapes(picture, COLOURS.series[0])) == 38
    assert len(shapes(picture, COLOURS.series[1])) == 64


def test_waterfall_steps_begin_where_the_last_ended() -> None:
    made = spec("waterfall", data=[{"label": "A", "value": 10, "total": True}, {"label": "B", "value": 4},
                                   {"label": "C", "value": -8}, {"label": "D", "value": 6, "total": True}])  # fmt: skip
    assert ends(made.data) == [(0, 10), (10, 14), (14, 6), (0, 6)]
    picture = drawn(made)
    first, last = sorted(shapes(picture, COLOURS.primary), key=lambda p: -p.box[3])
    (rise,) = shapes(picture, COLOURS.mute)
    assert rise.box[0] == pytest.approx(first.box[2], abs=0.01)
    assert width(rise) / width(first) == pytest.approx(0.4, rel=0.01)
    assert width(last) / width(first) == pytest.approx(0.6, rel=0.01)
    assert {"+4", "−8"} <= set(texts(picture))


# -- change ---------------------------------------------------------------------------------------


def test_line_points_are_to_scale_in_time_and_value() -> None:
    made = spec(
        "line",
        data=[{"x": "2010", "value": 0}, {"x": "2012", "value": 10}, {"x": "2020", "value": 20}],
    )
    picture = drawn(made)
    dots = sorted(shapes(picture, COLOURS.series[0]), key=middle)
    xs, ys = [middle(d) for d in dots], [(d.box[1] + d.box[3]) / 2 for d in dots]
    assert (xs[1] - xs[0]) / (xs[2] - xs[0]) == pytest.approx(0.2, abs=0.005)
    assert (ys[1] - ys[0]) / (ys[2] - ys[0]) == pytest.approx(0.5, abs=0.005)


def test_a_missing_value_breaks_the_line_and_a_forecast_is_dashed() -> None:
    data = [{"x": str(2010 + i), "value": v} for i, v in enumerate([1, 2, "missing", 3, 4])]
    data.append({"x": "2015", "value": 5, "status": "forecast"})
    picture = drawn(spec("line", data=data))
    lines = [
        p
        for p in picture.paths
        if p.stroke and p.fill is None and abs(p.line_width - THEME.chart.line) < 0.01
    ]
    assert len(lines) == 3
    assert [bool(p.dash) for p in sorted(lines, key=lambda p: p.box[0])] == [False, False, True]
    assert any("forecast" in text for text in texts(picture))
    assert len(shapes(picture, COLOURS.series[0])) == 4  # the forecast's mark is hollow


def test_a_scale_that_does_not_begin_at_zero_is_said() -> None:
    data = [{"x": "2010", "value": 101}, {"x": "2011", "value": 104}]
    assert not any("starts at" in t for t in texts(drawn(spec("line", data=data))))
    assert "The scale starts at 101" in texts(drawn(spec("line", data=data, from_zero=False)))


def test_areas_stand_on_each_other() -> None:
    data = [
        {"x": x, "value": v, "series": s}
        for s, vs in (("a", (2, 4)), ("b", (2, 2)))
        for x, v in zip(("2010", "2011"), vs, strict=True)
    ]
    picture = drawn(spec("area", data=data))
    (low,), (high,) = shapes(picture, COLOURS.series[0]), shapes(picture, COLOURS.series[1])
    assert high.box[3] - low.box[1] == pytest.approx(height(low) / 4 * 6, rel=0.01)


def test_slopes_end_at_their_values() -> None:
    picture = drawn(
        spec("slope", data=wide(("A", {"2015": 10, "2025": 30}), ("B", {"2015": 20, "2025": 20})))
    )
    dots = shapes(picture, COLOURS.primary)
    ys = sorted((d.box[1] + d.box[3]) / 2 for d in dots)
    assert ys[1] - ys[0] == pytest.approx(ys[3] - ys[2], abs=0.2)
    assert ys[1] == pytest.approx(ys[2], abs=0.01)
    assert "30 A" in texts(picture)


def test_small_multiples_share_their_scale() -> None:
    made = spec(
        "multiples",
        of="column",
        data=wide(("2020", {"A": 10, "B": 1}), ("2021", {"A": 20, "B": 2})),
    )
    bars = sorted(shapes(drawn(made), COLOURS.series[0]), key=middle)
    assert [height(b) / height(bars[2]) for b in bars] == pytest.approx([10, 20, 1, 2], rel=0.01)


# -- relations and the rest ---------------------------------------------------------------------


def test_scatter_places_and_areas() -> None:
    axes = {"x": {"title": "x"}, "y": {"title": "y"}}
    made = spec("scatter", **axes, data=[{"label": "A", "x": 0, "y": 0, "size": 1}, {"label": "B", "x": 10, "y": 10, "size": 4},
                                         {"label": "C", "x": 5, "y": 10, "size": 4}])  # fmt: skip
    dots = sorted(shapes(drawn(made), COLOURS.primary), key=middle)
    assert width(dots[1]) / width(dots[0]) == pytest.approx(2, rel=0.02)  # four times the area
    assert middle(dots[1]) == pytest.approx((middle(dots[0]) + middle(dots[2])) / 2, abs=0.3)


def test_heat_is_darker_for_more_and_says_each_value() -> None:
    picture = drawn(
        spec("heat", data=wide(("A", {"x": 1, "y": 5}), ("B", {"x": 9, "y": "missing"})))
    )
    fills = [p.fill for p in picture.paths if p.fill]
    assert len(fills) == 3
    assert fills[0][0] > fills[1][0] > fills[2][0]
    assert {"1", "5", "9", "–"} <= set(texts(picture))


def test_every_state_has_a_tile() -> None:
    picture = drawn(
        spec("tilemap", data=[{"label": "Texas", "value": 10}, {"label": "CA", "value": 20}])
    )
    tiles = [
        label.text for label in picture.labels if len(label.text) == 2 and label.text.isalpha()
    ]
    assert len(tiles) == 51
    assert {"10", "20", "no data"} <= set(texts(picture))


def test_tiles_are_alike_in_size_and_darker_for_more() -> None:
    rows = [{"label": s, "value": v} for s, v in (("WA", 1), ("OR", 12), ("CA", 35))]
    picture = drawn(spec("tilemap", data=rows))
    tiles = [p for p in picture.paths if abs(width(p) - height(p)) < 0.01 and width(p) > 12]
    assert len({round(width(p), 2) for p in tiles}) == 1
    filled = [p for p in tiles if p.fill and p.fill != (1.0, 1.0, 1.0)]
    top, *_, foot = sorted(filled, key=lambda p: -p.box[1])
    assert len(filled) == 3
    assert middle(top) == pytest.approx(middle(foot), abs=0.01)  # Washington lies above California
    shades = [p.fill[0] for p in sorted(filled, key=lambda p: -p.box[1]) if p.fill]
    assert shades[0] > shades[1] > shades[2]


def test_intervals_begin_and_end_at_their_values() -> None:
    rows = [{"label": "A", "value": "10..40"}, {"label": "B", "value": 20}]
    picture = drawn(spec("range", data=rows))
    low, single, high = sorted(middle(p) for p in shapes(picture, COLOURS.series[0]))
    (zero,) = [p.x + p.width / 2 for p in picture.labels if p.text == "0"]
    assert [low - zero, single - zero] == pytest.approx(
        [(high - zero) / 4, (high - zero) / 2], abs=0.4
    )


def test_key_numbers_are_alike_in_size() -> None:
    data = [
        {"label": "a", "value": 7},
        {"label": "b", "value": 9, "unit": "percent"},
        {"label": "c", "value": "missing"},
    ]
    picture = drawn(spec("panel", data=data))
    sizes = {label.text: label.size for label in picture.labels}
    assert sizes["7"] == sizes["9%"] > 2 * sizes["a"]
    assert sizes["no data"] < sizes["7"]


def test_timelines_keep_years_apart_to_scale() -> None:
    data = [{"date": d, "label": d} for d in ("2010", "2012", "2020")]
    dots = sorted(middle(p) for p in shapes(drawn(spec("timeline", data=data)), COLOURS.primary))
    assert (dots[1] - dots[0]) / (dots[2] - dots[0]) == pytest.approx(0.2, abs=0.002)


def test_flow_arrows_are_as_wide_as_they_are_large() -> None:
    made = spec(
        "flow",
        data=[
            {"label": "A", "to": {"B": 30, "C": 10}},
            {"label": "B", "to": {}},
            {"label": "C", "to": {}},
        ],
    )
    rgb = tuple(int(COLOURS.mute[i : i + 2], 16) / 255 for i in (1, 3, 5))
    lines = [
        p
        for p in drawn(made).paths
        if p.stroke and p.fill is None and abs(p.stroke[0] - rgb[0]) < 0.01
    ]
    widths = sorted({round(p.line_width, 2) for p in lines})
    assert widths[1] / widths[0] == pytest.approx(3, rel=0.01)


def test_layers_lead_forward_and_long_arrows_get_lanes() -> None:
    layers, paths = assign_layers(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")])
    assert [level[0] for level in layers] == ["a", "b", "c"]
    assert len(paths[2]) == 3


def test_panel_numbers_keep_their_qualifier() -> None:
    picture = drawn(
        spec("panel", data=[{"label": "pills", "value": "more than 20", "magnitude": "million"}])
    )
    assert texts(picture)[:2] == ["more than", "20\u00a0million"]


@pytest.mark.parametrize("kind", ["bar", "column", "lollipop", "dot"])
def test_reference_lines_stand_at_their_value(kind: str) -> None:
    made = spec(kind, data=[{"label": "A", "value": 0}, {"label": "B", "value": 10}, {"label": "C", "value": 5}],
                references=[{"value": 5, "label": "Half"}])  # fmt: skip
    picture = drawn(made)
    assert "Half" in texts(picture)
    dashes = [p for p in picture.paths if p.dash]
    marks = sorted(
        shapes(picture, COLOURS.series[0]), key=lambda p: (p.box[3] - p.box[1], p.box[2])
    )
    if kind == "column":
        assert dashes[0].box[1] == pytest.approx(marks[-2].box[3], abs=0.1)
    elif kind == "bar":
        ends = sorted(p.box[2] for p in marks)
        assert dashes[0].box[0] == pytest.approx(ends[-2], abs=0.1)
    else:
        places = sorted(middle(p) for p in marks)
        assert dashes[0].box[0] == pytest.approx(places[1], abs=0.1)


def test_notes_stand_with_their_marks() -> None:
    data = [{"label": "A", "value": 1, "note": "first year"}, {"label": "B", "value": 2}]
    for kind in ("bar", "column"):
        assert "first year" in texts(drawn(spec(kind, data=data)))
    line = [
        {"x": "2019", "value": 1},
        {"x": "2020", "value": 2, "note": "new law"},
        {"x": "2021", "value": 2},
    ]
    assert "new law" in texts(drawn(spec("line", data=line)))


def test_names_without_room_below_columns_make_bars() -> None:
    names = ["Ministry of Agriculture", "Ministry of Education", "Ministry of Infrastructure", "Ministry of Justice",
             "Ministry of Labour", "Ministry of Transportation"]  # fmt: skip
    made = spec("column", data=[{"label": n, "value": i + 1} for i, n in enumerate(names)])
    bars = shapes(drawn(made, 231), COLOURS.series[0])
    assert max(map(width, bars)) / min(map(width, bars)) == pytest.approx(6, rel=0.01)
    upright = shapes(drawn(made, 850), COLOURS.series[0])
    assert max(map(height, upright)) / min(map(height, upright)) == pytest.approx(6, rel=0.01)


def test_many_years_are_labelled_in_part() -> None:
    made = spec("column", data=[{"label": str(1980 + i), "value": i + 1} for i in range(45)])
    picture = drawn(made, 400)
    assert {"1980", "2024", "45"} <= set(texts(picture))
    assert len(shapes(picture, COLOURS.series[0])) == 45


def test_a_label_without_room_is_noted() -> None:
    made = spec("grouped", data=wide(("A", {"x": "123456789012.345"})))
    picture = charts.draw(resolve_figure(made, 1), THEME, LOCALE, 60)
    assert "123,456,789,012.345" in picture.dropped


@pytest.mark.parametrize(
    ("language", "unit", "text"),
    [
        ("en-US", Unit(magnitude="thousand", currency="USD"), "$250M"),
        ("en-US", Unit(magnitude="thousand"), "250M"),
        ("en-US", Unit(currency="EUR"), "€250,000"),
        ("de-DE", Unit(magnitude="thousand", currency="EUR"), "250\u00a0Mio.\u00a0€"),
    ],
)
def test_a_short_tick_keeps_magnitude_and_currency(language: str, unit: Unit, text: str) -> None:
    assert tick_text(250_000, unit, Locale(language)) == text
