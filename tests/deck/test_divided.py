"""Charts with more rows than a slide holds: they go on, all of them alike, and no type is too small."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import briefgen
from briefgen import charts
from briefgen.charts.kinds import kind_of
from briefgen.charts.layout import divide
from briefgen.charts.sheet import Sheet
from briefgen.deck import compose, write_pptx
from briefgen.deck.boxes import ChartBox, Deck, Picture, Slide, TableBox, TextBox
from briefgen.languages.locale import Locale, locale_of
from briefgen.model.edition import Edition
from briefgen.model.registry import CHART_KINDS
from briefgen.model.rich_text import plain
from briefgen.pipeline import gallery
from briefgen.pipeline.rendering import render as make_file
from conftest import MINIMAL, ROOT

from . import foreign
from .reading import LEAST, misplaced, slides

WIDE, NARROW = None, foreign.standard
ROWS = ("bar", "dot", "lollipop", "column", "range", "bullet")
SERIES = ("grouped", "stacked", "stacked100", "heat", "dumbbell", "slope")
NATIVE = ("bar", "column", "grouped", "stacked", "stacked100")
EXAMPLES = ROOT / "docs" / "charts"
HIGHLIGHT = "Constituency no. 5"


def row(kind: str, number: int) -> str:
    value = 5 + number * 7 % 83
    if kind in SERIES:
        said = f"values: {{First: {value}, Second: {100 - value}}}"
    elif kind == "range":
        said = f"value: {value}..{value + 9}"
    else:
        said = f"value: {value}" + (", target: 60" if kind == "bullet" else "")
    return f"{{label: Constituency no. {number}, {said}}}"


def edition(folder: Path, kind: str, count: int, more: str = "") -> Edition:
    rows = ", ".join(row(kind, number) for number in range(1, count + 1))
    path = folder / "brief.yaml"
    path.write_text(
        MINIMAL.replace("    evidence", "    figure: many\n    evidence", 1)
        + f"figures: [{{id: many, kind: {kind}, title: Districts differ, subtitle: Points,\n"
        + f"  highlight: {HIGHLIGHT}, evidence: [{{source: report, datum: a table}}], data: [{rows}]}}]\n"
        + more
    )
    return briefgen.edition(briefgen.load(path))


def shown(deck: Deck) -> Iterator[tuple[Slide, Picture | ChartBox]]:
    for slide in deck.slides:
        for part in slide.parts:
            if isinstance(part, Picture | ChartBox) and part.figure is not None:
                yield slide, part


def smallest(deck: Deck, edition: Edition) -> float:
    """The smallest type drawn in any of the deck's charts, in points."""
    sizes = []
    for _, part in shown(deck):
        assert isinstance(part, Picture) and part.figure is not None
        figure = charts.draw(
            part.figure, deck.theme, locale_of(edition), part.box.width, part.box.height,
            text_scale=part.text_scale,
        )  # fmt: skip
        sizes += [label.size for label in figure.labels]
    return min(sizes)


@pytest.mark.parametrize("make", [WIDE, NARROW], ids=["16:9", "4:3"])
@pytest.mark.parametrize("count", [15, 30])
@pytest.mark.parametrize("kind", [*ROWS, *SERIES])
def test_rows_go_on_over_slides(
    kind: str, count: int, make: Callable[[Path], Path] | None, tmp_path: Path
) -> None:
    given = edition(tmp_path, kind, count)
    whole: Any = given.figures[0].spec
    deck = compose(given, make(tmp_path) if make else None)
    assert misplaced(deck) == []
    assert deck.diagnostics == ()
    found = list(shown(deck))
    figures = [part.figure for _, part in found if part.figure]
    assert len(figures) > 1
    specs: list[Any] = [figure.spec for figure in figures]
    assert [r.label for s in specs for r in s.data] == [r.label for r in whole.data]
    sizes = [len(s.data) for s in specs]
    assert max(sizes) - min(sizes) <= 1
    assert {s.highlight for s in specs} == {(HIGHLIGHT,)}
    assert {figure.domain for figure in figures} == {kind_of(whole).extent((whole,))}
    assert all(part.text_scale * 9 >= LEAST for _, part in found if isinstance(part, Picture))
    titles = [slide.title_text for slide, _ in found]
    assert titles[:2] == ["One thing is so", "One thing is so (continued)"]
    assert len(set(titles)) == len(titles)
    for number, (slide, part) in enumerate(found, 1):
        assert part.alt.endswith(f"Part {number} of {len(found)}.")
        (source,) = [p for p in slide.parts if isinstance(p, TextBox) and p.role == "source"]
        assert "The report" in plain(source.lines[0].runs)
    assert [bool(slide.notes) for slide, _ in found] == [True] + [False] * (len(found) - 1)


@pytest.mark.parametrize("kind", [k for k in (*ROWS, *SERIES) if k not in ("slope", "heat")])
def test_values_have_the_same_length_on_each_part(kind: str) -> None:
    """Equal bars of two parts are drawn from and to the same values: the scale is the whole chart's."""
    figure = gallery.read_example(kind, EXAMPLES)
    parts = divide(figure, 2, Locale("en-US"))
    assert [p for part in parts for p in kind_of(part.spec).pieces(part.spec)] or kind in SERIES
    domain = kind_of(figure.spec).extent((figure.spec,))
    assert {part.domain for part in parts} == {domain}
    if domain is not None and kind in ROWS:
        ends = [b for r in kind_of(figure.spec).pieces(figure.spec) for b in r.value.bounds or ()]
        assert domain[0] <= min(ends) and max(ends) <= domain[1]


@pytest.mark.parametrize("make", [WIDE, NARROW], ids=["16:9", "4:3"])
def test_no_chart_has_small_type(make: Callable[[Path], Path] | None, tmp_path: Path) -> None:
    """Each example of the gallery on a slide, its type measured where it is drawn."""
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL)
    base = briefgen.edition(briefgen.load(path))
    figures = tuple(
        replace(gallery.read_example(kind, EXAMPLES), id=f"{kind}-example")
        for kind in CHART_KINDS.own
    )
    given = replace(base, exhibits=figures)
    deck = compose(given, make(tmp_path) if make else None)
    assert misplaced(deck) == []
    assert {p.figure.id for _, p in shown(deck) if p.figure} == {f.id for f in figures}
    assert smallest(deck, given) >= LEAST - 0.01


def test_parts_keep_the_series_of_the_whole() -> None:
    figure = gallery.read_example("grouped", EXAMPLES)
    spec: Any = figure.spec
    bare = spec.data[0].model_copy(update={"values": dict(list(spec.data[0].values.items())[:1])})
    figure = replace(figure, spec=spec.model_copy(update={"data": (bare, *spec.data[1:])}))
    names = [
        list(r.values)
        for p in divide(figure, 3, Locale("en-US"))
        for r in kind_of(p.spec).pieces(p.spec)
    ]
    assert names == [list(spec.data[0].values)] * 3


@pytest.mark.parametrize("kind", [kind for kind in CHART_KINDS.own if CHART_KINDS[kind].divisible])
def test_parts_hold_everything_once(kind: str) -> None:
    figure = gallery.read_example(kind, EXAMPLES)
    named = figure.spec.alt or "Part"
    parts = divide(figure, 2, Locale("en-US"))
    every = [
        str(getattr(p, "label", p)) for part in parts for p in kind_of(part.spec).pieces(part.spec)
    ]
    assert every == [str(getattr(p, "label", p)) for p in kind_of(figure.spec).pieces(figure.spec)]
    assert all(named.rstrip(".") in part.alt and f"{i} of 2" in part.alt
               for i, part in enumerate(parts, 1))  # fmt: skip


def test_the_analysts_own_alternative_says_what_stands_on_a_part(tmp_path: Path) -> None:
    given = edition(tmp_path, "bar", 16)
    figure = given.figures[0]
    figure = replace(figure, spec=figure.spec.model_copy(update={"alt": "Bars of all sizes."}))
    first, second = (part.alt for part in divide(figure, 2, Locale("en-US")))
    assert first == "Bars of all sizes. Part 1 of 2: Constituency no. 1 – Constituency no. 8."
    assert second == "Bars of all sizes. Part 2 of 2: Constituency no. 9 – Constituency no. 16."


@pytest.mark.parametrize("kind", NATIVE)
def test_native_charts_go_on_with_one_axis(kind: str, tmp_path: Path) -> None:
    given = edition(tmp_path, kind, 15, "deck: {charts: native}\n")
    deck = compose(given)
    found = [part for _, part in shown(deck) if isinstance(part, ChartBox)]
    assert len(found) > 1 and len(found) == len(list(shown(deck)))
    stream = io.BytesIO()
    write_pptx(given, stream)
    drawn = [s.chart for slide in slides(stream.getvalue()) for s in slide.shapes if s.has_chart]
    ends = {(c.value_axis.minimum_scale, c.value_axis.maximum_scale) for c in drawn}
    assert len(ends) == 1
    whole = kind_of(given.figures[0].spec).extent((given.figures[0].spec,))
    if whole is not None:
        ((low, high),) = ends
        assert low <= whole[0] and whole[1] < high
    names = [str(name) for c in drawn for name in c.plots[0].categories]
    assert names == [f"Constituency no. {number}" for number in range(1, 16)]


def test_a_key_number_that_finds_no_room_has_its_own_slide(tmp_path: Path) -> None:
    given = edition(tmp_path, "bar", 12)
    path = tmp_path / "brief.yaml"
    path.write_text(
        path.read_text().replace("    figure: many", "    figure: many\n    key_number: k", 1)
        + "key_numbers: [{id: k, value: 20, unit: districts, label: spend less}]\n"
    )
    given = briefgen.edition(briefgen.load(path))
    deck = compose(given)
    claimed = [s for s in deck.slides if s.title_text.startswith("One thing is so")]
    said = "\n".join(
        plain(line.runs)
        for s in claimed
        for p in s.parts
        if isinstance(p, TextBox)
        for line in p.lines
    )
    assert "spend less" in said
    assert misplaced(deck) == []


FLOW = """\
exhibits: [steps]
figures:
  - id: steps
    kind: flow
    title: One step leads to many
    data:
      - {label: Applied, to: {S0: 1, S1: 1, S2: 1, S3: 1, S4: 1, S5: 1, S6: 1, S7: 1, S8: 1, S9: 1}}
""" + "".join(f"      - {{label: S{i}, to: {{}}}}\n" for i in range(10))


def test_what_cannot_be_divided_becomes_a_table_and_is_reported(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    path = write(FLOW)
    loaded = briefgen.load(path)
    deck = compose(briefgen.edition(loaded))
    assert list(shown(deck)) == []
    tables = [p for s in deck.slides for p in s.parts if isinstance(p, TableBox)]
    cells = [plain(cell) for t in tables for r in t.rows for cell in r]
    assert all(f"S{i}" in cells for i in range(10))
    written = make_file(briefgen.edition(loaded), "pptx", loaded=loaded)
    (said,) = written.diagnostics
    assert said.code == "slide-chart" and "`steps`" in said.message
    assert said.place is not None
    lines = path.read_text().splitlines()
    assert lines[said.place.line - 1] == "  - id: steps"
    assert (Path(said.place.file).name, said.place.column) == ("brief.yaml", 5)


def uneven(kind: str, number: int) -> str:
    """Rows alike but for their names, which are longer in the second half, and one value that is not exact there."""
    name = f"No. {number}" if number <= 8 else f"The constituency that is called no. {number}"
    value = "40" if number != 12 else "'>40'"
    if kind in SERIES:
        said = f"values: {{First: {value}, Second: 60}}"
    else:
        said = "value: 38..40" if kind == "range" else f"value: {value}"
        said += ", target: 60" if kind == "bullet" else ""
    return f"{{label: {name}, {said}}}"


@pytest.mark.parametrize("make", [WIDE, NARROW], ids=["16:9", "4:3"])
@pytest.mark.parametrize("kind", [k for k in (*ROWS, *SERIES) if k not in ("slope", "heat")])
def test_a_value_is_as_long_on_each_part(
    kind: str, make: Callable[[Path], Path] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scale stands from and to the same points on all slides, whatever names and values need beside it."""
    monkeypatch.setattr("deck.test_divided.row", uneven)
    monkeypatch.setattr("deck.test_divided.HIGHLIGHT", "No. 5")
    given = edition(tmp_path, kind, 18)
    deck = compose(given, make(tmp_path) if make else None)
    ends: list[tuple[float, float]] = []
    agree = Sheet._agree

    def note(
        sheet: Sheet, direction: str, whole: float, start: float, end: float
    ) -> tuple[float, float]:
        ends.append(agree(sheet, direction, whole, start, end))
        return ends[-1]

    monkeypatch.setattr(Sheet, "_agree", note)
    found, bars = set(), set()
    parts = [part for _, part in shown(deck) if isinstance(part, Picture)]
    for part in parts:
        assert part.figure is not None
        drawing = charts.draw(part.figure, deck.theme, locale_of(given), part.box.width, part.box.height,
                              text_scale=part.text_scale)  # fmt: skip
        found.add(ends[-1])
        widths = Counter(round(p.box[2] - p.box[0], 1) for p in drawing.paths if p.fill is not None)
        bars.add(widths.most_common(1)[0][0])
    assert len(parts) > 1
    assert len(found) == 1
    assert len(bars) == 1 or kind not in ("bar", "stacked", "stacked100")
