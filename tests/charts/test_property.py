"""Whatever data a chart gets, its labels stay inside and apart; the drawing is the same each time."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import ValidationError

from briefgen import charts
from briefgen.charts.drawing import Drawing
from briefgen.charts.kinds import figure_of
from briefgen.charts.kinds.tilemap import TILES
from briefgen.charts.sheet import plain_label
from briefgen.languages.locale import Locale
from briefgen.model.figures import Unit
from briefgen.model.quantity import Quantity
from briefgen.model.registry import CHART_KINDS
from briefgen.model.theme import own_theme
from briefgen.pipeline.gallery import resolve_figure

from .boxes import faults

LOCALE = Locale("en-US")

numbers = st.one_of(
    st.sampled_from(["0", "1", "-1", "0.000001", "1000000000000", "-1000000000000", "5"]),
    st.integers(-(10**12), 10**12).map(str),
    st.decimals(-1000, 1000, places=2, allow_nan=False).map(str),
)
quantities = st.one_of(
    numbers,
    st.tuples(st.sampled_from([">", "<", "~", ">=", "nearly ", "more than "]), numbers).map(
        "".join
    ),
    st.tuples(numbers, numbers).map(lambda p: "..".join(sorted(p, key=float))),
    st.just("missing"),
)
positive = st.integers(0, 10**12).map(str)
words = st.text("abcdefghijklmnop W.-é", min_size=1, max_size=24)
labels = st.one_of(
    words,
    st.lists(words, min_size=3, max_size=16).map(" ".join),
    st.sampled_from([" ", "\u200b", "x" * 180, "W" * 60]),
)
statuses = st.sampled_from([None, None, None, "provisional", "forecast"])


def _names(draw: Callable[..., Any], least: int, most: int) -> list[str]:
    return draw(st.lists(labels, min_size=least, max_size=most, unique=True))


def _rows(
    draw: Callable[..., Any], most: int = 60, value: Any = quantities
) -> list[dict[str, Any]]:
    names = draw(st.lists(labels, min_size=1, max_size=most))
    same = draw(st.one_of(st.none(), value))
    return [
        {"label": n, "value": same or draw(value), "status": draw(statuses),
         "note": draw(st.sampled_from([None, None, "a note of some words"]))}
        for n in names
    ]  # fmt: skip


def _table(
    draw: Callable[..., Any], series: tuple[int, int], value: Any, most: int = 60
) -> list[Any]:
    columns = _names(draw, *series)
    names = draw(st.lists(labels, min_size=1, max_size=most))
    return [
        {"label": n, "values": {c: draw(value) for c in columns}, "status": draw(statuses)}
        for n in names
    ]


def _points(draw: Callable[..., Any], value: Any) -> list[Any]:
    xs = draw(st.lists(st.integers(1000, 2200), min_size=2, max_size=60, unique=True))
    return [
        {"x": str(x), "value": draw(value), "series": s, "status": draw(statuses)}
        for s in _names(draw, 1, 6)
        for x in xs
    ]


def _shares(draw: Callable[..., Any], count: int) -> list[int]:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=count - 1, max_size=count - 1)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


@st.composite
def specs(draw: Callable[..., Any], kind: str) -> dict[str, Any]:
    """What an outline might say of a figure of `kind`."""
    made: dict[str, Any] = {"kind": kind, "id": "a", "title": "A title"}
    if kind in ("column", "bar", "lollipop", "dot", "range"):
        made["data"] = _rows(draw)
        if kind in ("column", "bar", "lollipop", "dot") and draw(st.booleans()):
            made["references"] = [{"value": draw(numbers), "label": draw(labels)}]
    elif kind == "bullet":
        made["data"] = [{**row, "target": draw(quantities)} for row in _rows(draw)]
    elif kind == "histogram":
        made["data"] = [{"value": draw(quantities)} for _ in range(draw(st.integers(2, 60)))]
    elif kind == "waterfall":
        made["data"] = _rows(draw, 60, numbers)
        made["data"] = made["data"] * 2 if len(made["data"]) < 2 else made["data"]
    elif kind == "share":
        made.update(
            value=str(draw(st.integers(0, 100))),
            label=draw(labels),
            rest=draw(labels),
            unit="percent",
        )
    elif kind == "waffle":
        parts = _shares(draw, draw(st.integers(1, 6)))
        made["data"] = [{"label": draw(labels), "value": str(p)} for p in parts]
    elif kind in ("dumbbell", "slope"):
        made["data"] = _table(draw, (2, 2), quantities)
    elif kind in ("grouped", "heat"):
        made["data"] = _table(draw, (1, 8), quantities)
    elif kind in ("stacked", "stacked100"):
        made["data"] = _table(draw, (1, 8), positive)
    elif kind == "multiples":
        made["data"] = _table(draw, (1, 9), quantities, 8)
        made["of"] = draw(st.sampled_from(["column", "bar", "dot", "lollipop", "line", "range"]))
        if made["of"] == "line":
            for year, row in enumerate(made["data"], 2000):
                row["label"] = str(year)
            made["data"] *= 2 if len(made["data"]) < 2 else 1
    elif kind == "line":
        made["data"] = _points(draw, quantities)
    elif kind == "area":
        made["data"] = _points(draw, positive)
    elif kind == "timeline":
        years = draw(st.lists(st.integers(1000, 2100), min_size=2, max_size=60))
        made["data"] = [
            {"date": str(y), "label": draw(labels), "ongoing": draw(st.booleans())} for y in years
        ]
    elif kind == "scatter":
        made["x"], made["y"] = {"title": draw(labels)}, {"title": draw(labels)}
        names = _names(draw, 2, 60)
        made["data"] = [
            {"label": n, "x": draw(quantities), "y": draw(quantities), "size": draw(positive)}
            for n in names
        ]
    elif kind == "tilemap":
        states = draw(st.lists(st.sampled_from(sorted(TILES)), min_size=1, unique=True))
        made["data"] = [{"label": s, "value": draw(quantities)} for s in states]
    elif kind == "flow":
        names = _names(draw, 2, 24)
        made["data"] = [
            {"label": n, "value": draw(st.one_of(st.none(), quantities)),
             "to": {m: draw(quantities) for m in draw(st.lists(st.sampled_from(names[i + 1 :]), max_size=3, unique=True))}
             if names[i + 1 :] else {}}
            for i, n in enumerate(names)
        ]  # fmt: skip
    else:
        made["data"] = _rows(draw, 12)
    shown = [str(r["label"]) for r in made.get("data", ()) if "label" in r]
    if shown:
        made["highlight"] = draw(st.lists(st.sampled_from(shown), max_size=2))
    return made


# Kinds with an axis: an exact value is read from it, unless it is written; the others are written all.
READ = ("column", "line", "area", "scatter", "multiples")
# Kinds whose labels along an axis of points in time, or in a cloud of many items, are thinned by design.
THINNED = ("line", "area", "multiples", "column")


def unsaid(kind: str, spec: Any, picture: Drawing) -> list[str]:
    """Labels and values that are neither written nor reported as without room."""
    wanted = {*_labels(kind, spec), *_values(kind, spec)}
    # What is broken into lines is compared without its blanks and hyphens.
    drawn = _bare(" ".join(label.text for label in picture.labels))
    lost = _bare(" ".join(picture.dropped))
    return sorted(text for text in wanted if _bare(text) not in drawn and _bare(text) not in lost)


def _labels(kind: str, spec: Any) -> set[str]:
    found = {plain_label(getattr(spec, name, None) or "", LOCALE) for name in ("label", "rest")}
    if kind in THINNED:
        found |= {point.series for point in spec.data if getattr(point, "series", None)}
        found |= set(spec.data[0].values) if kind == "multiples" else set()
    elif kind == "scatter":
        found |= {plain_label(spec.x.title, LOCALE), plain_label(spec.y.title, LOCALE)}
        known = [i for i in spec.data if i.x.bounds and i.y.bounds]
        found |= {plain_label(i.label, LOCALE) for i in known}
    elif kind not in ("share", "histogram"):
        found |= {plain_label(row.label, LOCALE) for row in spec.data}
    return found


def _values(kind: str, spec: Any) -> set[str]:
    """What is said of each quantity, but for those that a shade or an axis tells."""
    if kind == "share":
        return {LOCALE.quantity(spec.value, spec, short=True)}
    if kind in ("histogram", "stacked100", "timeline"):
        return set()
    found = []
    for row in spec.data:
        fields = [getattr(row, name, None) for name in ("value", "target", "x", "y")]
        fields += [*(getattr(row, "values", None) or {}).values()]
        fields += [*(getattr(row, "to", None) or {}).values()]
        found += [(q, row if kind == "panel" else spec) for q in fields if isinstance(q, Quantity)]
    if kind == "scatter":
        known = [i for i in spec.data if i.x.bounds and i.y.bounds]
        found = [(q, Unit()) for i in known for q in (i.x, i.y)]
    if kind in READ:
        found = [(q, unit) for q, unit in found if q.bounds and not q.is_exact]
    if kind == "panel":
        return {LOCALE.parts(q, unit, named=False)[1] for q, unit in found}
    if kind == "stacked":
        found = [(q, unit) for q, unit in found if q.value]
    return {LOCALE.quantity(q, unit, short=True) for q, unit in found if q.bounds}


def test_columns_with_an_axis_say_how_high_they_are() -> None:
    """Counts that do not fit on the columns of a histogram are read from an axis instead."""
    data = [{"value": str(v)} for v in range(1000) for _ in range(1 + v // 100)]
    spec = figure_of(
        {"kind": "histogram", "id": "a", "title": "A title", "data": data, "width": "20"}
    )
    picture = charts.draw(resolve_figure(spec, 1), own_theme(), LOCALE, 150.0)
    assert {"0", "50", "100", "150", "200"} <= {label.text for label in picture.labels}
    assert picture.dropped == ()


def _bare(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


SIZES = [(150.0, None, 1.0), (231.0, None, 1.0), (504.0, None, 1.0), (850.0, 380.0, 2.0)]


@pytest.mark.parametrize("kind", CHART_KINDS.own)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_data_is_drawn_readably(kind: str, data: st.DataObject) -> None:
    try:
        spec = figure_of(data.draw(specs(kind)))
    except ValidationError as exc:
        # Refused with a reason that a person can act on.
        assert all(len(e["msg"]) > 10 for e in exc.errors())  # noqa: PT017
        return
    width, height, scale = data.draw(st.sampled_from(SIZES))
    grey = data.draw(st.booleans())
    figure = resolve_figure(spec, 1)
    natural = charts.natural_height(figure, own_theme(), width, locale=LOCALE, text_scale=scale)
    assert natural > 0
    assert math.isfinite(natural)
    picture = charts.draw(
        figure, own_theme(), LOCALE, width, height, text_scale=scale, greyscale=grey
    )
    assert picture.height == pytest.approx(height or natural)
    assert faults(picture) == []
    assert unsaid(kind, spec, picture) == []
    assert 0 < len(figure.alt) <= 300
    header, rows = charts.data_table(spec, LOCALE)
    assert rows
    assert all(len(row) == len(header) for row in rows)
    assert charts.data_csv(spec, LOCALE).count("\n") >= len(rows)


def test_the_point_of_a_bar_below_zero_stays_inside() -> None:
    spec = figure_of(
        {"kind": "bar", "id": "a", "title": "A title", "data": [{"label": "W", "value": ">-1"}],
         "references": [{"value": "-27", "label": "W"}]}
    )  # fmt: skip
    assert faults(charts.draw(resolve_figure(spec, 1), own_theme(), LOCALE, 150.0)) == []
