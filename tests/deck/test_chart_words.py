"""What a chart has no room for on a slide or a handout is reported at its row; a table in its place says all of it."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import briefgen
from briefgen import charts
from briefgen.deck import compose, write_pptx
from briefgen.deck.boxes import Picture, TableBox
from briefgen.deck.handout import write_handout
from briefgen.languages.locale import locale_of
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import Edition
from briefgen.model.rich_text import plain

from . import foreign
from .crowded import BASE, edition, texts_of


def figure(kind: str, data: list[Any], **more: Any) -> dict[str, Any]:
    return {"id": "many", "kind": kind, "title": "It differs", "data": data,
            "evidence": [{"source": "work", "datum": "a table"}], **more}  # fmt: skip


def noted(kind: str, count: int, key: str) -> dict[str, Any]:
    """A point or a column a year, each with a note."""
    return figure(
        kind,
        [
            {key: str(1980 + i), "value": 3 + i * 7 % 50, "note": f"note{i}x of{i}x"}
            for i in range(count)
        ],
    )


def steps(count: int) -> dict[str, Any]:
    return figure(
        "waterfall",
        [{"label": f"label{i}x", "value": i + 1, "note": f"note{i}x of{i}x"} for i in range(count)],
    )


def dots(count: int) -> dict[str, Any]:
    data = [{"label": f"label{i}x", "x": i * 13 % 47, "y": i * 7 % 31} for i in range(count)]
    return figure("scatter", data, x={"title": "Across"}, y={"title": "Up"})


def layers(count: int) -> dict[str, Any]:
    return figure(
        "area",
        [
            {"x": str(year), "value": 5, "series": f"label{i}x"}
            for i in range(count)
            for year in (2019, 2020)
        ],
    )


def parts_of_all(count: int) -> dict[str, Any]:
    data = [
        {"label": " ".join(f"label{i}x{j}x" for j in range(12)), "value": 10} for i in range(count)
    ]
    return figure("waffle", data, unit="percent", rest="note0x are others")


CASES: dict[str, dict[str, Any]] = {
    "notes of a line": noted("line", 40, "x"), "notes of an area": noted("area", 12, "x"),
    "notes of columns": noted("column", 30, "label"), "dots": dots(60), "layers": layers(14),
    "few columns": noted("column", 4, "label"), "steps": steps(30), "parts of all": parts_of_all(6),
    "bars": figure("bar", [{"label": f"label{i}x", "value": i, "note": f"note{i}x"} for i in range(40)]),
    "references": figure("bar", [{"label": f"label{i}x", "value": i} for i in range(9)],
                         references=[{"value": i, "label": f"note{i}x"} for i in range(6)]),
}  # fmt: skip


def wanted(shown: dict[str, Any]) -> set[str]:
    return set(re.findall(r"\b(?:label|note|of)\d+x\w*", str(shown)))


def readable(given: Edition, template: Path | None) -> set[str]:
    """The words on the slides and in their charts, these drawn anew."""
    deck = compose(given, template)
    said = [text for slide in deck.slides for text in texts_of(slide)]
    for part in (part for slide in deck.slides for part in slide.parts):
        if isinstance(part, Picture) and part.figure is not None:
            drawing = charts.draw(part.figure, deck.theme, locale_of(given), part.box.width, part.box.height,
                                  text_scale=part.text_scale)  # fmt: skip
            assert all(label.size >= 17.99 for label in drawing.labels)
            said += [label.text for label in drawing.labels]
        elif isinstance(part, TableBox):
            said += [plain(cell) for row in part.rows for cell in row]
    return set(re.findall(r"\w+", " ".join(said)))


def as_slides(given: Edition, template: Path | None) -> tuple[Diagnostic, ...]:
    return write_pptx(given, io.BytesIO(), template=template).diagnostics


def as_handout(given: Edition, template: Path | None) -> tuple[Diagnostic, ...]:
    return write_handout(given, io.BytesIO(), template=template).diagnostics


@pytest.mark.parametrize("write", [as_slides, as_handout])
@pytest.mark.parametrize("make", [None, foreign.standard], ids=["16:9", "4:3"])
@pytest.mark.parametrize("case", CASES)
def test_what_is_lost_is_reported_at_its_row(
    case: str,
    make: Callable[[Path], Path] | None,
    write: Callable[[Edition, Path | None], tuple[Diagnostic, ...]],
    tmp_path: Path,
) -> None:
    shown = CASES[case]
    given = edition({**copy.deepcopy(BASE), "figures": [shown], "exhibits": ["many"]}, tmp_path)
    template = make(tmp_path) if make else None
    lost = wanted(shown) - readable(given, template)
    found = [d for d in write(given, template) if d.code == "chart-room"]
    assert len(found) == bool(lost)
    lines = (tmp_path / "brief.yaml").read_text().splitlines()
    for said in found:
        assert said.message.startswith("figure `many` has no room on a slide at ")
        count = len(set(re.findall(r"\w+", said.message)) & lost)
        assert count == min(len(lost), count) > 0
        assert said.place is not None and Path(said.place.file).name == "brief.yaml"
        column = said.place.column - 1
        assert lines[said.place.line - 1][column:].startswith(("label:", "x:", "id: many"))


def test_a_loss_is_reported_with_the_file_by_the_command(tmp_path: Path) -> None:
    """Of a handout as of a deck, each once though several editions have it."""
    from briefgen.pipeline.build import build

    outline = {**copy.deepcopy(BASE), "figures": [CASES["notes of an area"]], "exhibits": ["many"]}
    edition(outline, tmp_path)
    loaded = briefgen.load(tmp_path / "brief.yaml")
    for format in ("pptx", "handout"):
        written = build(loaded, out=tmp_path / "out", formats=[format])
        codes = [d.code for each in written for d in each.diagnostics]
        assert codes == ["chart-room"]
