"""Values that are not exact, not final or not there are drawn as what they are, in every kind, and labelled so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from briefgen.charts.drawing import Drawing, PathShape
from briefgen.model.quantity import Qualifier, Quantity, parse, total
from briefgen.model.registry import CHART_KINDS

from .test_values import COLOURS, drawn, height, middle, shapes, spec, texts, wide, width

MIXED = {"Exact": "12", "About": "~9", "More": ">14", "Less": "<4", "Range": "6..11"}
ROWS = [{"label": name, "value": value} for name, value in MIXED.items()]


def dashed(picture: Drawing) -> list[PathShape]:
    """Outlines with dashes, left to right."""
    return sorted((p for p in picture.paths if p.dash and len(p.commands) > 4), key=middle)


def rings(picture: Drawing) -> list[PathShape]:
    """Hollow dots."""
    round_ = (p for p in picture.paths if any(c[0] == "C" for c in p.commands))
    return [p for p in round_ if p.fill == (1.0, 1.0, 1.0) and p.stroke]


def of(kind: str, value: str, status: str | None = None) -> Any:
    """A figure of `kind` with `value` among exact ones."""
    rows = [{"label": "2019", "value": "6"}, {"label": "2020", "value": value, "status": status}]
    table = [
        {"label": "2019", "values": {"a": "5", "b": "6"}},
        {"label": "2020", "values": {"a": value, "b": "4"}, "status": status},
    ]
    points = [
        {"x": "2018", "value": "6"},
        {"x": "2019", "value": value, "status": status},
        {"x": "2020", "value": "5", "status": status},
    ]
    # By the form of its rows, so that a kind with rows of a known form needs no word here.
    keys = CHART_KINDS[kind].row_keys()
    fields: dict[str, Any] = {"data": rows}
    if "values" in keys:
        fields = {"data": table, **({"of": "column"} if kind == "multiples" else {})}
    elif keys.keys() >= {"x", "value"}:
        fields = {"data": points}
    elif "target" in keys:
        fields = {"data": [{**row, "target": 8} for row in rows]}
    elif keys.keys() == {"value"}:
        fields = {"data": [{"value": "3"}, {"value": "7"}, {"value": value}]}
    elif kind == "share":
        fields = {"value": value, "unit": "percent", "label": "part", "rest": "others"}
    elif kind == "waffle":
        fields = {"data": [{"label": "part", "value": value, "status": status}], "rest": "others"}
    elif kind == "scatter":
        data = [{"label": "A", "x": 1, "y": "6"}, {"label": "B", "x": 2, "y": value}]
        fields = {"x": {"title": "x"}, "y": {"title": "y"}, "data": data}
    elif kind == "tilemap":
        data = [{"label": "TX", "value": "6"}, {"label": "CA", "value": value, "status": status}]
        fields = {"data": data}
    elif kind == "flow":
        fields = {"data": [{"label": "A", "to": {"B": value}}, {"label": "B", "to": {}}]}
    elif kind == "timeline":
        fields = {"data": [{"date": "2019", "label": "A"}, {"date": "2020", "label": value}]}
    return spec(kind, **fields)


@pytest.mark.parametrize("value", ["~9", ">9", "<9", "4..9"])
@pytest.mark.parametrize("kind", [k for k in CHART_KINDS.own if k != "timeline"])
def test_what_is_not_exact_looks_and_reads_so(kind: str, value: str) -> None:
    exact, loose = drawn(of(kind, "9")), drawn(of(kind, value))
    said = texts(loose)
    if kind == "histogram":
        assert "1 not exact, counted by the number given" in said
        return
    sign = value[0]
    if kind == "panel":
        assert {"~": "about", ">": "more than", "<": "less than", "4": "4–9"}[sign] in said
        return
    if kind == "stacked100":
        assert any(text.startswith("~") for text in said)
    else:
        wanted = "4–9" if sign == "4" else value
        assert any(wanted in text for text in said), said
    assert not any(wanted in text for text in texts(exact) for wanted in ("~", ">", "<", "–"))
    if kind != "flow":  # which says it in words alone: an arrow has no end to show it at
        assert [p.commands for p in loose.paths] != [p.commands for p in exact.paths] or [
            (p.fill, p.dash) for p in loose.paths
        ] != [(p.fill, p.dash) for p in exact.paths]


@pytest.mark.parametrize("status", ["provisional", "forecast"])
@pytest.mark.parametrize(
    "kind",
    [k for k in CHART_KINDS.own if k not in ("histogram", "share", "scatter", "flow", "timeline")],
)
def test_what_is_not_final_looks_and_reads_so(kind: str, status: str) -> None:
    final, loose = drawn(of(kind, "9")), drawn(of(kind, "9", status))
    assert any(status in text for text in texts(loose))
    if kind == "panel":  # numbers alone: the label says it
        return
    styles = [(len(p.commands), p.fill, bool(p.dash)) for p in loose.paths]
    assert styles != [(len(p.commands), p.fill, bool(p.dash)) for p in final.paths]


@pytest.mark.parametrize(
    "kind", [k for k in CHART_KINDS.own if k not in ("waterfall", "area", "share", "waffle", "timeline", "line", "flow")]
)  # fmt: skip
def test_what_is_missing_is_said(kind: str) -> None:
    said = texts(drawn(of(kind, "missing")))
    wanted = {"heat": "–", "histogram": "1 without data", "scatter": "no data: B"}
    assert any(wanted.get(kind, "no data") in text for text in said), said


@pytest.mark.parametrize(
    ("parts", "sum_"),
    [
        ((">14", "7"), Quantity(Decimal(21), Decimal(21), Qualifier.MORE_THAN)),
        ((">=14", "7"), Quantity(Decimal(21), Decimal(21), Qualifier.AT_LEAST)),
        ((">=14", ">7"), Quantity(Decimal(21), Decimal(21), Qualifier.MORE_THAN)),
        (("<4", "<=7"), Quantity(Decimal(11), Decimal(11), Qualifier.LESS_THAN)),
        (("6..11", "7"), Quantity(Decimal(13), Decimal(18), Qualifier.RANGE)),
        (("~9", ">7"), Quantity(Decimal(16), Decimal(16), Qualifier.ABOUT)),
        ((">9", "<7"), Quantity(Decimal(16), Decimal(16), Qualifier.ABOUT)),
        (("0.10", "0.25"), Quantity(Decimal("0.35"), Decimal("0.35"))),
        (("1", "missing"), Quantity(None, None, Qualifier.MISSING)),
    ],
)  # fmt: skip
def test_sums_are_known_as_well_as_their_parts(parts: tuple[str, ...], sum_: Quantity) -> None:
    assert total([parse(part) for part in parts]) == sum_


def test_parts_of_a_bar_that_are_not_exact_are_pale_and_dashed() -> None:
    picture = drawn(spec("stacked", data=wide(("A", {"x": 10, "y": ">30"}), ("B", {"x": 20}))))
    (part,) = dashed(picture)
    (first, _) = sorted((p for p in shapes(picture, COLOURS.series[0]) if height(p) > 9), key=width)
    assert width(part) / width(first) == pytest.approx(3, rel=0.03)
    assert part.box[0] >= first.box[2]
    assert {">40", "y: no data"} <= set(texts(picture))


def test_units_are_left_out_where_a_part_is_too_short_for_them() -> None:
    rows = wide(("A", {"x": 90, "y": 6}))
    picture = drawn(spec("stacked", data=rows, currency="USD", magnitude="million"), 300)
    assert {"$90\u00a0million", "6", "$96\u00a0million"} <= set(texts(picture))


def test_counts_with_a_missing_part_have_no_shares() -> None:
    picture = drawn(spec("stacked100", data=wide(("A", {"x": 3, "y": 1}), ("B", {"x": 7}))))
    assert "100%" not in texts(picture)
    assert {"no data", "y: no data", "75%", "25%"} <= set(texts(picture))


@pytest.mark.parametrize(
    ("value", "solid"), [("~40", 0.4), (">40", 0.4), ("<40", 0.0), ("20..40", 0.2)]
)
def test_a_share_is_solid_as_far_as_it_is_sure(value: str, solid: float) -> None:
    picture = drawn(spec("share", value=value, unit="percent", label="part", rest="others"))
    (whole,) = shapes(picture, COLOURS.panel)
    parts = shapes(picture, COLOURS.accent)
    if value == "<40":
        assert parts == []
        (part,) = dashed(picture)
        assert width(part) / width(whole) == pytest.approx(0.4, abs=0.003)
        return
    (part,) = parts
    assert part.box[0] == pytest.approx(whole.box[0], abs=0.01)
    assert width(part) / width(whole) == pytest.approx(solid, abs=0.02)
    if value == "20..40":
        (span,) = (p for p in shapes(picture, "#ffffff") if height(p) > 10)
        assert span.box[2] / width(whole) == pytest.approx(0.4, abs=0.003)


@pytest.mark.parametrize(("value", "solid", "loose"), [("~37", 36, 1), ("<9", 0, 9), ("10..20", 10, 10), ("37", 37, 0)])  # fmt: skip
def test_waffle_squares_that_are_not_sure_are_dashed(value: str, solid: int, loose: int) -> None:
    picture = drawn(spec("waffle", data=[{"label": "a", "value": value}], rest="others"))
    assert len(shapes(picture, COLOURS.series[0])) == solid + 1  # and the key's
    assert len(dashed(picture)) == loose


def test_targets_that_are_not_exact_are_dashed() -> None:
    picture = drawn(spec("bullet", data=[{"label": "A", "value": 5, "target": "~10"},
                                         {"label": "B", "value": 5, "target": "8..10"}]))  # fmt: skip
    strokes = [p for p in picture.paths if p.stroke and p.line_width > 2 and p.box[0] > 20]
    assert sorted(bool(p.dash) for p in strokes) == [False, False, True]
    left, right, about = sorted(strokes, key=middle)[0], *sorted(strokes, key=middle)[1:]
    (bar, _) = shapes(picture, COLOURS.series[0])
    unit = width(bar) / 5
    assert middle(left) - bar.box[0] == pytest.approx(8 * unit, abs=0.5)
    assert middle(right) == pytest.approx(middle(about), abs=0.5)


def test_a_dumbbell_shows_the_span_of_a_range() -> None:
    picture = drawn(spec("dumbbell", data=wide(("A", {"2019": "20..30", "2025": 50}))))
    first = sorted(middle(p) for p in shapes(picture, COLOURS.mute) if height(p) > 8)
    (second,) = (middle(p) for p in shapes(picture, COLOURS.primary) if height(p) > 8)
    unit = (second - first[0]) / 30
    assert first[1] - first[0] == pytest.approx(10 * unit, abs=0.3)


def test_scatter_intervals_span_their_ends() -> None:
    axes = {"x": {"title": "x"}, "y": {"title": "y"}}
    data = [
        {"label": "A", "x": 0, "y": 0},
        {"label": "B", "x": 10, "y": 10},
        {"label": "C", "x": "2..6", "y": 5},
    ]
    picture = drawn(spec("scatter", **axes, data=data))
    dots = sorted(shapes(picture, COLOURS.primary), key=middle)
    unit = (middle(dots[-1]) - middle(dots[0])) / 10
    (span,) = (p for p in picture.paths if p.stroke and p.fill is None and abs(p.line_width - 1.6) < 0.01
               and p.stroke == dots[0].fill)  # fmt: skip
    assert width(span) == pytest.approx(4 * unit, abs=0.3)
    assert "C (2–6)" in texts(picture)


def test_a_step_that_is_not_exact_is_as_long_as_its_number_and_dashed() -> None:
    data = [{"label": "A", "value": 10, "total": True}, {"label": "B", "value": "~5"}]
    picture = drawn(spec("waterfall", data=data))
    (total_,) = shapes(picture, COLOURS.primary)
    (step,) = dashed(picture)
    assert width(step) / width(total_) == pytest.approx(0.5, rel=0.01)


def test_areas_ring_what_is_not_exact_on_their_edge() -> None:
    data = [{"x": "2010", "value": 4}, {"x": "2011", "value": "~2"}, {"x": "2012", "value": 4}]
    picture = drawn(spec("area", data=data))
    (area,) = shapes(picture, COLOURS.series[0])
    (ring,) = rings(picture)
    centre = (ring.box[1] + ring.box[3]) / 2
    assert (centre - area.box[1]) / height(area) == pytest.approx(0.5, abs=0.01)
    assert middle(ring) == pytest.approx(middle(area), abs=0.6)


def test_a_line_says_when_values_begin_to_be_provisional() -> None:
    data: list[dict[str, Any]] = [{"x": str(2010 + i), "value": i} for i in range(8)]
    data[5]["status"] = "provisional"
    data[6]["status"] = data[7]["status"] = "forecast"
    said = texts(drawn(spec("line", data=data), 400))
    assert "2015 (provisional)" in said
    assert "2017 (forecast)" in said


def test_exact_values_have_no_sign_of_doubt() -> None:
    data = [{"label": n, "value": i + 1} for i, n in enumerate("ABC")]
    for kind in ("bar", "column", "lollipop", "dot"):
        picture = drawn(spec(kind, data=data))
        assert rings(picture) == []
        assert not any(p.dash for p in picture.paths)


def test_arrows_that_are_not_exact_are_dashed_and_missing_ones_say_so() -> None:
    data = [
        {"label": "A", "to": {"B": 4, "C": "~4", "D": "missing"}},
        *({"label": n, "to": {}} for n in "BCD"),
    ]
    picture = drawn(spec("flow", data=data))
    lines = [p for p in picture.paths if p.stroke and p.fill is None]
    assert {bool(p.dash) for p in lines} == {True, False}
    # Each arrow is opened around its text.
    assert sum(bool(p.dash) for p in lines) == 4
    assert {"4", "~4", "no data"} <= set(texts(picture))


@pytest.mark.parametrize("kind", ["line", "column"])
def test_what_an_axis_cannot_tell_is_said_below_it(kind: str) -> None:
    data: list[dict[str, Any]] = [{"label": str(1990 + i), "value": i + 1} for i in range(30)]
    data[7]["value"], data[9]["value"] = "missing", ">25"
    if kind == "line":
        data = [{"x": row["label"], "value": row["value"]} for row in data]
    picture = drawn(spec(kind, data=data), 231)
    assert {"no data: 1997", ">25"} <= set(texts(picture))
    assert picture.dropped == ()


def test_a_dash_in_a_heat_table_is_explained() -> None:
    rows = wide(("A", {"x": 1, "y": "missing"}))
    assert {"–", "– no data"} <= set(texts(drawn(spec("heat", data=rows))))
    rows = wide(("A", {"x": 1, "y": 2}))
    assert "– no data" not in texts(drawn(spec("heat", data=rows)))


def test_small_tiles_have_smaller_values_and_then_a_warning() -> None:
    data = [{"label": state, "value": 12.5} for state in ("TX", "OH", "Nevada")]
    made = spec("tilemap", data=data, unit="percent")
    assert texts(drawn(made, 504)).count("12.5%") == 3
    assert texts(drawn(made, 170)).count("12.5") == 3  # the key has the sign
    small = drawn(made, 110)
    assert "12.5" not in texts(small)
    assert small.dropped == ("TX: 12.5%", "OH: 12.5%", "Nevada: 12.5%")
