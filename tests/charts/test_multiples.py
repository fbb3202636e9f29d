"""Small multiples of every kind: the rows of the kind with the name of their small chart, on one scale."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_core import ValidationError

import briefgen
from briefgen import charts
from briefgen.charts.drawing import Drawing
from briefgen.charts.kinds import figure_of
from briefgen.charts.kinds.multiples import OF, panels
from briefgen.languages.locale import Locale
from briefgen.model.quantity import format_quantity
from briefgen.model.theme import own_theme
from briefgen.pipeline.gallery import read_example, resolve_figure

from .boxes import faults
from .test_gallery import EXAMPLES, SIZES

LOCALE = Locale("en-US")
AROUND = {"kind", "id", "title", "subtitle", "source", "note", "alt", "data", "highlight"}
ROW = {"label", "value", "whole"}  # what a share has where others have rows


def small(kind: str, names: tuple[str, ...] = ("North", "South")) -> Any:
    """The example of `kind` as small charts, the same in each."""
    made = read_example(kind, EXAMPLES).spec
    keys = yaml.load((EXAMPLES / f"{kind}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    data = getattr(made, "data", None) or [{key: keys[key] for key in ROW & set(keys)}]
    axes = {"x", "y"} if kind == "scatter" else set()
    rows = [
        row
        if isinstance(row, dict)
        else {
            k: format_quantity(getattr(row, k)) if k in axes else getattr(row, k)
            for k in row.model_fields_set
        }
        for row in data
    ]
    return figure_of(
        {
            "kind": "multiples", "of": kind, "id": "a", "title": "A title",
            "data": [{**row, "panel": name} for name in names for row in rows],
            "options": {key: keys[key] for key in set(keys) - AROUND - ROW},
        }
    )  # fmt: skip


def drawn(
    made: Any, width: float = 504, height: float | None = None, scale: float = 1.0
) -> Drawing:
    return charts.draw(
        resolve_figure(made, 1), own_theme(), LOCALE, width, height, text_scale=scale
    )


@pytest.mark.parametrize("kind", OF)
def test_each_kind_makes_small_charts(kind: str) -> None:
    made = small(kind)
    assert [name for name, _ in panels(made)] == ["North", "South"]
    for width, height, scale in SIZES.values():
        picture = drawn(made, width, height, scale)
        assert faults(picture) == []
        assert {"North", "South"} <= {label.text for label in picture.labels}
    header, rows = charts.data_table(made, LOCALE)
    alone, own = charts.data_table(panels(made)[0][1], LOCALE)
    assert header == ("Series", *alone)
    assert rows == [(name, *row) for name in ("North", "South") for row in own]
    alt = resolve_figure(made, 1).alt
    assert "North" in alt
    assert len(alt) <= 300


def lengths(picture: Drawing, upright: bool) -> list[float]:
    """Lengths of the bars in the colour of a first series."""
    rgb = tuple(int(own_theme().colours.series[0][i : i + 2], 16) / 255 for i in (1, 3, 5))
    boxes = [p.box for p in picture.paths if p.fill and all(abs(a - b) < 0.01 for a, b in zip(p.fill, rgb, strict=True))]  # fmt: skip
    return [
        b[3] - b[1] if upright else b[2] - b[0] for b in boxes if max(b[2] - b[0], b[3] - b[1]) > 8
    ]


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("bar", {"value": 1}),
        ("column", {"value": 1}),
        ("bullet", {"value": 1, "target": 1}),
        ("grouped", {"values": {"x": 1, "y": 1}}),
        ("stacked", {"values": {"x": 1, "y": 1}}),
    ],
)
def test_small_charts_share_their_scale(kind: str, rows: dict[str, Any]) -> None:
    def times(factor: int) -> dict[str, Any]:
        return {
            key: {k: factor * v for k, v in value.items()} if isinstance(value, dict) else factor * value
            for key, value in rows.items()
        }  # fmt: skip

    made = {"kind": "multiples", "of": kind, "id": "a", "title": "A title",
            "data": [{"panel": "A", "label": "W", **times(10)}, {"panel": "B", "label": "W", **times(40)}]}  # fmt: skip
    found = sorted(lengths(drawn(figure_of(made)), kind == "column"))
    assert found[-1] / found[0] == pytest.approx(4, rel=0.06)


@pytest.mark.parametrize("width", [231.0, 504.0, 850.0])
@pytest.mark.parametrize("kind", ["bar", "column", "grouped", "stacked", "lollipop"])
def test_names_notes_and_texts_do_not_change_the_scale(kind: str, width: float) -> None:
    def row(panel: str, label: str, value: str, note: str | None = None) -> dict[str, Any]:
        many = kind in ("grouped", "stacked")
        cell = {"values": {"u": value, "v": "1"}} if many else {"value": value, "note": note}
        return {"panel": panel, "label": label, **cell}

    data = [row("A", "2020", "30"), row("A", "2021", "60"), row("A", "2022", "10"),
            row("B", "2020", "30", "a note"), row("B", "2021", ">60"), row("B", "2022", "missing")]  # fmt: skip
    made = {"kind": "multiples", "of": kind, "id": "a", "title": "A title", "data": data}
    picture = drawn(figure_of(made), width)
    if kind == "lollipop":
        stems = [p.box[2] - p.box[0] for p in picture.paths if p.stroke and p.fill is None and abs(p.line_width - 1.6) < 0.01]  # fmt: skip
        assert sorted(stems)[1] == pytest.approx(sorted(stems)[2], abs=0.01)
        return
    rgb = tuple(int(own_theme().colours.series[0][i : i + 2], 16) / 255 for i in (1, 3, 5))
    boxes = [p.box for p in picture.paths if p.fill and all(abs(a - b) < 0.01 for a, b in zip(p.fill, rgb, strict=True))]  # fmt: skip
    wide, high = (sorted(b[i + 2] - b[i] for b in boxes if b[2] - b[0] > 7 or b[3] - b[1] > 7) for i in (0, 1))  # fmt: skip
    # Bars differ in length, not in breadth.
    found = wide if wide[-1] / wide[0] > high[-1] / high[0] else high
    assert any(other == pytest.approx(one, abs=0.02) for one, other in pairwise(found[1:-1])), found


def test_histograms_share_intervals_and_heights() -> None:
    data = [{"panel": "A", "value": v} for v in (1, 1, 1, 1, 9)] + [
        {"panel": "B", "value": v} for v in (9, 9)
    ]
    made = figure_of({"kind": "multiples", "of": "histogram", "id": "a", "title": "A title",
                                    "data": data, "options": {"width": 5}})  # fmt: skip
    picture = drawn(made)
    assert [label.text for label in picture.labels].count("10") == 2
    heights = sorted(p.box[3] - p.box[1] for p in picture.paths if p.fill and p.box[3] > p.box[1])
    assert heights[-1] / heights[-2] == pytest.approx(2, rel=0.01)


def test_a_scatters_circles_are_of_one_scale() -> None:
    data = [{"panel": p, "label": n, "x": "1", "y": y, "size": s}
            for p, s in (("A", 1), ("B", 4)) for n, y in (("v", 1), ("w", 2))]  # fmt: skip
    axes = {"x": {"title": "x"}, "y": {"title": "y"}}
    made = figure_of({"kind": "multiples", "of": "scatter", "id": "a", "title": "A title",
                                    "data": data, "options": axes})  # fmt: skip
    dots = [
        p.box[2] - p.box[0]
        for p in drawn(made).paths
        if p.fill and any(c[0] == "C" for c in p.commands)
    ]
    assert max(dots) / min(dots) == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"of": "bar", "data": [{"label": "A", "value": 1}]}, "`label` and `values`, or `panel`"),
        ({"of": "bar", "data": [{"panel": "A", "label": "A", "value": 1}, {"label": "A", "values": {"B": 1}}]},
         "others do not"),
        ({"of": "bar", "data": [{"panel": "A", "value": 1}]}, "`data.0.label`"),
        ({"of": "share", "data": [{"panel": "A", "value": 1}] * 2, "options": {"label": "a", "rest": "b"}}, "a share is one"),
        ({"of": "line", "data": [{"panel": "A", "x": "1", "value": 1, "series": "u"}, {"panel": "A", "x": "2", "value": 1, "series": "u"},
                                 {"panel": "B", "x": "1", "value": 1, "series": "v"}]}, "not the same series"),
        ({"of": "bar", "data": [{"panel": "A", "label": "A", "value": 1}], "options": {"colour": "red"}}, "`colour`"),
    ],
)  # fmt: skip
def test_refused_with_a_reason(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        figure_of({"kind": "multiples", "id": "a", "title": "A title", **fields})
    assert said in caught.value.errors()[0]["msg"]


@pytest.mark.parametrize(
    ("of", "columns", "text"),
    [
        ("bar", "{panel: region, label: who, value: n}", "region,who,n\nN,a,1\nN,b,2\nS,a,3\nS,b,4\n"),
        ("stacked", "{panel: region, label: who, values: [u, v]}", "region,who,u,v\nN,a,1,2\nS,a,3,4\n"),
        ("grouped", "{panel: region, label: who, series: s, value: n}", "region,who,s,n\nN,a,u,1\nN,a,v,2\nS,a,u,3\nS,a,v,4\n"),
        ("line", "{panel: region, x: year, values: [u, v]}", "region,year,u,v\nN,2020,1,2\nN,2021,1,3\nS,2020,3,4\nS,2021,3,5\n"),
        ("share", "{panel: region, value: n}", "region,n\nN,40\nS,30\n"),
        ("column", "{label: year, values: [N, S]}", "year,N,S\n2020,1,2\n2021,3,4\n"),
    ],
)  # fmt: skip
def test_a_column_of_a_file_names_the_small_charts(
    of: str, columns: str, text: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(text)
    options = "    options: {label: yes, rest: no}\n" if of == "share" else ""
    path = write(
        f"figures:\n  - id: chart\n    kind: multiples\n    of: {of}\n    title: A chart\n{options}"
        f"    data: {{file: t.csv, columns: {columns}}}\nexhibits: [chart]\n"
    )
    spec: Any = briefgen.load(path).outline.figures[0]
    assert [name for name, _ in panels(spec)] == ["N", "S"]
    assert faults(drawn(spec)) == []


@pytest.mark.parametrize("width", [231.0, 504.0])
@pytest.mark.parametrize("kind", ["grouped", "stacked", "stacked100", "dumbbell"])
def test_the_key_stands_once_above_the_small_charts(kind: str, width: float) -> None:
    made = small(kind, ("North", "South", "West"))
    series = [*made.data[0].values, *([made.options["rest"]] if "rest" in made.options else [])]
    picture = drawn(made, width)
    names = {label.text: label.box for label in picture.labels}
    for name in series:
        assert [label.text for label in picture.labels].count(name) == 1
        assert names[name][1] > names["North"][3]
