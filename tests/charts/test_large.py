"""Tables of thousands of rows: what is drawn of them is bounded, and none of it is one mark a row."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen import charts
from briefgen.charts.kinds import figure_of
from briefgen.charts.sheet import Taken, overlap
from briefgen.languages import font_metrics
from briefgen.languages.locale import Locale
from briefgen.model.theme import own_theme
from briefgen.pipeline.gallery import resolve_figure

from .boxes import faults

LOCALE = Locale("en-US")


def spread(index: int) -> str:
    """A number from 0 to 1000 that looks as if drawn by chance."""
    return str(index * 7919 % 10007 / 10)


@pytest.mark.parametrize("qualifier", ["", "~"])
@pytest.mark.parametrize("kind", ["scatter", "line", "histogram"])
def test_ten_thousand_rows_are_few_marks(kind: str, qualifier: str) -> None:
    made: dict[str, Any] = {"kind": kind, "id": "a", "title": "A title"}
    if kind == "scatter":
        made |= {"x": {"title": "x"}, "y": {"title": "y"}}
        keys: Any = lambda i: {"label": f"i{i}", "x": str(i), "y": qualifier + spread(i)}  # noqa: E731
    elif kind == "line":
        keys = lambda i: {"x": str(i), "value": qualifier + spread(i)}  # noqa: E731
    else:
        keys = lambda i: {"value": qualifier + spread(i)}  # noqa: E731
    figure = resolve_figure(figure_of({**made, "data": [keys(i) for i in range(10_000)]}), 1)
    picture = charts.draw(figure, own_theme(), LOCALE, 504.0)
    assert faults(picture) == []
    assert len(picture.items) < 300
    # Nearly all points of a line that are not exact lack room for their value, which is reported.
    assert (len(picture.dropped) > 9_000) is (kind == "line" and qualifier == "~")


def test_a_row_costs_as_much_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    width = font_metrics.Face.width

    def counted(self: font_metrics.Face, text: str, size: float) -> float:
        nonlocal asked
        asked += 1
        return width(self, text, size)

    monkeypatch.setattr(font_metrics.Face, "width", counted)
    found = []
    for rows in (100, 400):
        events = [{"date": str(1500 + n), "label": f"Event {n}"} for n in range(rows)]
        figure = resolve_figure(
            figure_of({"kind": "timeline", "id": "a", "title": "A", "data": events}), 1
        )
        asked = 0
        charts.draw(figure, own_theme(), LOCALE, 504.0)
        found.append(asked)
    assert found[1] < 5 * found[0]


def test_parts_of_a_chart_are_measured_once_for_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And not once for each: a chart of thousands of rows has hundreds."""
    from briefgen.charts.layout import divide
    from briefgen.model.registry import CHART_KINDS

    bar, drawn = CHART_KINDS["bar"], 0
    draw = bar.draw

    def counted(*args: Any) -> None:
        nonlocal drawn
        drawn += 1
        draw(*args)

    monkeypatch.setattr(bar, "draw", counted)
    counted.__module__ = draw.__module__
    rows = [{"label": f"Row {i}", "value": str(i)} for i in range(120)]
    made = {"kind": "bar", "id": "a", "title": "A title", "data": rows}
    parts = divide(resolve_figure(figure_of(made), 1), 12, LOCALE)
    for part in parts:
        charts.draw(part, own_theme(), LOCALE, 504.0, 240.0)
    assert len(parts) == 12
    assert drawn == 2 * len(parts)


def test_boxes_are_found_wherever_they_lie() -> None:
    taken = Taken()
    boxes = [
        (x * 11.0, y * 9.0, x * 11.0 + 30.0, y * 9.0 + 40.0)
        for x in range(8)
        for y in range(-9, 9, 4)
    ]
    for box in boxes[::3]:
        taken.append(box)
    for box in boxes:
        assert taken.meets(box) is any(overlap(box, other) for other in boxes[::3])
    assert list(taken) == boxes[::3]
