"""Values of parts too thin to hold them stand outside the bar, with a line to their part."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen import charts
from briefgen.charts.drawing import Drawing
from briefgen.charts.kinds import figure_of
from briefgen.languages.locale import Locale
from briefgen.model.theme import own_theme
from briefgen.pipeline.gallery import resolve_figure

from .boxes import faults

SIZES = [(231.0, None, 1.0), (504.0, None, 1.0), (864.0, 400.0, 2.0)]


def picture(labels: list[str], values: dict[str, str], size: Any, **keys: Any) -> Drawing:
    data = [{"label": label, "values": values} for label in labels]
    made = {"kind": "stacked", "id": "a", "title": "A title", "data": data, **keys}
    figure = resolve_figure(figure_of(made), 1)
    width, height, scale = size
    return charts.draw(figure, own_theme(), Locale("en-US"), width, height, text_scale=scale)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("labels", [["North", "Coast", "West"], ["2023", "2024", "2025"]])
def test_thin_parts_are_told_outside(labels: list[str], size: Any) -> None:
    drawn = picture(labels, {"Wages": "94", "Energy": "1.5", "Other": "0.7"}, size)
    assert faults(drawn) == []
    assert drawn.dropped == ()
    texts = [label for label in drawn.labels if label.text in ("1.5", "0.7")]
    assert len(texts) == 2 * len(labels)
    # All have the size of the other labels: none was made smaller.
    assert len({label.size for label in drawn.labels}) == 1
    leaders = [
        p for p in drawn.paths if p.fill is None and abs(p.line_width - 0.6 * size[2]) < 0.01
    ]
    assert len(leaders) == len(texts)


def test_parts_that_hold_their_values_ask_for_no_room() -> None:
    wide = picture(["North", "Coast"], {"Wages": "50", "Other": "50"}, SIZES[1])
    thin = picture(["North", "Coast"], {"Wages": "99", "Other": "1"}, SIZES[1])
    assert wide.height < thin.height


def test_more_thin_parts_than_a_line_holds_are_reported() -> None:
    values = {"Wages": "9000", **{f"s{i}": f"{i}.25" for i in range(1, 40)}}
    drawn = picture(["North"], values, SIZES[0])
    assert faults(drawn) == []
    assert "North: 39.25" in drawn.dropped
