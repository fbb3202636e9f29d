"""Data beside the outline: CSV, XLSX and JSON, long or wide, filtered, sorted and cut; what is refused, and where."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import briefgen
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.quantity import parse
from briefgen.model.rich_text import plain

FIGURE = """\
figures:
  - id: chart
    kind: {kind}
    title: A chart
    data: {data}
"""
TIDY = "place,year,pills\nNorth,2019,4\nNorth,2021,>9\nSouth,2019,2\nSouth,2021,1\n"


@pytest.fixture
def figure(write: Callable[..., Path], tmp_path: Path) -> Callable[..., Any]:
    """The figure of an outline whose data stand in a file."""

    def make(kind: str, name: str, content: str | bytes, rest: str = "") -> Any:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        path = write(
            FIGURE.format(kind=kind, data=f"{{file: {name}{rest and ', ' + rest}}}")
            + "exhibits: [chart]\n"
        )
        return briefgen.load(path).outline.figures[0]

    return make


@pytest.fixture
def refused(write: Callable[..., Path], tmp_path: Path) -> Callable[..., Diagnostic]:
    """The first diagnostic about such a file."""

    def make(kind: str, name: str, content: str | bytes, rest: str = "") -> Diagnostic:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        path = write(
            FIGURE.format(kind=kind, data=f"{{file: {name}{rest and ', ' + rest}}}")
            + "exhibits: [chart]\n"
        )
        found = [d for d in briefgen.check(path) if d.severity == "error"]
        assert found
        return found[0]

    return make


def cells(spec: Any) -> list[tuple[str, Any]]:
    return [
        (
            row.label,
            row.value.low if hasattr(row, "value") else {k: v.low for k, v in row.values.items()},
        )
        for row in spec.data
    ]


def xlsx(rows: list[list[Any]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    book.create_sheet("Other").append(["label", "value"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# -- shapes ---------------------------------------------------------------------------------------


def test_long_rows_become_a_table(figure: Callable[..., Any]) -> None:
    spec = figure("grouped", "t.csv", TIDY, "columns: {label: place, series: year, value: pills}")
    assert cells(spec) == [("North", {"2019": 4, "2021": 9}), ("South", {"2019": 2, "2021": 1})]
    assert spec.data[0].values["2021"].qualifier == "more than"


def test_wide_columns_become_a_table(figure: Callable[..., Any]) -> None:
    spec = figure("stacked", "t.csv", "who;a;b\nX;1;2\n", "columns: {label: who, values: [a, b]}")
    assert cells(spec) == [("X", {"a": 1, "b": 2})]


def test_wide_columns_become_lines(figure: Callable[..., Any]) -> None:
    spec = figure(
        "line", "t.csv", "year,a,b\n2019,1,2\n2020,3,4\n", "columns: {x: year, values: [a, b]}"
    )
    assert [(p.x, p.series, p.value.low) for p in spec.data] == [
        ("2019", "a", 1), ("2020", "a", 3), ("2019", "b", 2), ("2020", "b", 4),
    ]  # fmt: skip


def test_own_names_need_no_mapping_and_others_are_left(figure: Callable[..., Any]) -> None:
    spec = figure("bar", "t.csv", "label,value,remark\nA,1,x\nB,2,\n")
    assert cells(spec) == [("A", 1), ("B", 2)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("label\tvalue\nA, B\t2.5\n", "2.5"),
        ("label;value\nA, B;2,5\n", "2.5"),
        ("label|value\nA, B|2.5\n", "2.5"),
        ('label,value\n"A, B",2.5\n', "2.5"),
        ('sep=;\r\nlabel;value\r\n"A, B";1.234,5\r\n', "1234.5"),
        ("label;value\nA, B;~1.234.567\n", "~1234567"),
        ("label;value\nA, B;1,5..2,5\n", "1.5..2.5"),
        ("label;value\nA, B;2.5\n", "2.5"),
        ("label\tvalue\nA, B\t-0,125\n", "-0.125"),
        ('"label, long";label;value\nA;"A, B";1 234,50\n', "1234.50"),
    ],
)
def test_cells_are_parted_as_spreadsheets_part_them(
    text: str, value: str, figure: Callable[..., Any]
) -> None:
    (row,) = figure("bar", "t.csv", text).data
    assert row.label == "A, B"
    assert row.value == parse(value)


@pytest.mark.parametrize(
    ("language", "rest", "value", "warned"),
    [
        ("en", "", 1200, True),
        ("de", "", Decimal("1.2"), True),
        ("en", "decimal: comma", Decimal("1.2"), False),
        ("de", "decimal: point", 1200, False),
    ],
)
def test_a_mark_that_may_be_either_is_read_as_the_language_has_it(
    language: str,
    rest: str,
    value: Decimal,
    warned: bool,
    write: Callable[..., Path],
    tmp_path: Path,
) -> None:
    (tmp_path / "t.csv").write_text("label;value\nA;1,200\n")
    data = f"{{file: t.csv{rest and ', ' + rest}}}"
    text = FIGURE.format(kind="bar", data=data) + f"exhibits: [chart]\nlanguage: {language}\n"
    loaded = briefgen.load(write(text))
    assert loaded.outline.figures[0].data[0].value.low == value  # type: ignore[union-attr]
    said = [d for d in loaded.warnings if d.code == "decimal-mark"]
    assert [str(d.place) for d in said] == ["t.csv:2:2"] * warned


@pytest.mark.parametrize(
    ("values", "rest"),
    [
        ((">20", "5"), ">25"),
        (("18..39", "1"), "19..40"),
        (("18..39", ">1"), ">19"),
        (("18..39", "<=1"), "<=40"),
        (("~18", "1"), "~19"),
        ((">18", "<1"), "~19"),
    ],
)
def test_the_rest_is_known_as_well_as_its_parts(
    values: tuple[str, str], rest: str, figure: Callable[..., Any]
) -> None:
    text = "label,value\nA,1\n" + "".join(f"X,{value}\n" for value in values)
    spec = figure("bar", "t.csv", text, "top: 1, rest: Others")
    assert spec.data[-1].value == parse(rest)


@pytest.mark.parametrize(
    ("rest", "left_out"),
    [
        ("top: 2", 2),
        ("top: 2, rest: Others", None),
        ("filter: {value: '>=3'}", 2),
        ("filter: {value: '>=3'}, top: 1", 3),
        ("filter: {label: [A, B]}", None),
    ],
)
def test_rows_that_are_left_out_are_counted(
    rest: str, left_out: int | None, figure: Callable[..., Any]
) -> None:
    spec = figure("bar", "t.csv", "label,value\nA,5\nB,3\nC,2\nD,1\n", f"sort: -value, {rest}")
    assert spec.left_out == left_out


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "As told. Shown: 2 of 1,202."), ("de", "As told. Gezeigt: 2 von 1.202.")],
)
def test_what_is_left_out_is_said_in_the_note(
    language: str, said: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    rows = "".join(f"R{i},{i}\n" for i in range(1202))
    (tmp_path / "t.csv").write_text(f"label,value\n{rows}")
    text = FIGURE.format(kind="bar", data="{file: t.csv, sort: -value, top: 2}")
    path = write(f"{text}    note: As told.\nexhibits: [chart]\nlanguage: {language}\n")
    (shown,) = briefgen.edition(briefgen.load(path)).figures
    assert plain(shown.note) == said


def test_filter_sort_top_and_rest(figure: Callable[..., Any]) -> None:
    text = "label,value,year\nA,5,2021\nB,~9,2021\nC,1,2021\nD,2,2021\nE,7,2020\nF,3,2022\n"
    spec = figure(
        "bar", "t.csv", text, "filter: {year: '>=2021'}, sort: -value, top: 2, rest: Others"
    )
    assert cells(spec) == [("B", 9), ("A", 5), ("Others", 6)]
    assert spec.data[2].value.is_exact
    spec = figure("bar", "t.csv", text, "filter: {year: [2020, 2022]}, sort: label")
    assert cells(spec) == [("E", 7), ("F", 3)]
    spec = figure("bar", "t.csv", text, "sort: value, top: 4, rest: Others")
    assert cells(spec)[-1] == ("Others", 16)
    assert spec.data[-1].value.qualifier == "about"


def test_rest_of_a_table(figure: Callable[..., Any]) -> None:
    spec = figure(
        "stacked",
        "t.csv",
        "label,a,b\nX,1,2\nY,3,4\nZ,5,6\n",
        "columns: {values: [a, b]}, top: 1, rest: Others",
    )
    assert cells(spec) == [("X", {"a": 1, "b": 2}), ("Others", {"a": 8, "b": 10})]


# -- JSON and XLSX --------------------------------------------------------------------------------


def test_json_keeps_numbers_as_written(figure: Callable[..., Any]) -> None:
    text = '[\n{"label": "A", "value": 2.60},\n{"label": "B", "value": ">20"},\n{"label": "C", "value": null}]'
    spec = figure("bar", "t.json", text)
    assert [str(row.value.low) for row in spec.data] == ["2.60", "20", "None"]


def test_xlsx_cells_are_read_as_shown(figure: Callable[..., Any]) -> None:
    rows = [
        [None, None],
        ["label", "value"],
        ["A", 0.1 + 0.2],
        ["B", "more than 20"],
        ["C", 0.125],
        [None, None],
        ["D", None],
    ]
    spec = figure("bar", "t.xlsx", xlsx(rows, {"B5": "0.0%"}))
    assert [(row.label, str(row.value.low)) for row in spec.data] == [
        ("A", "0.3"),
        ("B", "20"),
        ("C", "12.5"),
        ("D", "None"),
    ]


def test_xlsx_sheet_by_name(figure: Callable[..., Any], refused: Callable[..., Diagnostic]) -> None:
    data = xlsx([["label", "value"], ["A", 1]])
    assert cells(figure("bar", "t.xlsx", data, "sheet: Data")) == [("A", 1)]
    found = refused("bar", "t.xlsx", data, "sheet: Dat")
    assert found.code == "missing-sheet"
    assert found.hint is not None and "Data" in found.hint


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _repacked(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {p: archive.read(p) for p in archive.namelist()}
    return _zip({**parts, name: content})


def test_xlsx_bombs_and_entities_are_refused(refused: Callable[..., Diagnostic]) -> None:
    good = xlsx([["label", "value"], ["A", 1]])
    bomb = _repacked(good, "xl/media/a.bin", b"0" * 150_000_000)
    assert refused("bar", "t.xlsx", bomb).code == "file-size"
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    assert (
        refused("bar", "t.xlsx", _repacked(good, "xl/worksheets/sheet1.xml", entities)).code
        == "xlsx-syntax"
    )
    hidden = entities.decode().encode("utf-16")
    assert (
        refused("bar", "t.xlsx", _repacked(good, "xl/worksheets/sheet1.xml", hidden)).code
        == "xlsx-syntax"
    )
    assert (
        refused("bar", "t.xlsx", _repacked(good, "xl/workbook.xml", b"<workbook/>")).code
        == "xlsx-syntax"
    )
    assert refused("bar", "t.xlsx", b"PK\x03\x04 no zip").code == "xlsx-syntax"
    assert refused("bar", "t.xlsx", good[: len(good) // 2]).code == "xlsx-syntax"


def test_a_formula_without_a_value_is_refused_at_its_cell(
    refused: Callable[..., Diagnostic],
) -> None:
    found = refused("bar", "t.xlsx", xlsx([["label", "value"], ["A", 1], ["B", "=B2*2"]]))
    assert found.code == "formula"
    assert found.place is not None
    assert (found.place.file, found.place.line, found.place.column) == ("t.xlsx", 3, 2)


# -- what is wrong, and where ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "content", "rest", "code", "place"),
    [
        ("bar", "t.csv", "label,value\nA,1\nB,some\n", "", "bad-number", ("t.csv", 3, 2)),
        ("bar", "t.json", '[{"label": "A", "value": 1},\n {"label": "B", "value": "x"}]', "", "bad-number", ("t.json", 2, 2)),
        ("bar", "t.csv", "label,value\nA,1,2\n", "", "csv-row", ("t.csv", 2, 1)),
        ("bar", "t.csv", "sep=;\nlabel;value\nA;1;2\n", "", "csv-row", ("t.csv", 3, 1)),
        ("bar", "t.csv", "label;value\nA;1,5\nB;2.5\n", "", "decimal-mark", ("t.csv", 3, 2)),
        ("bar", "t.csv", "label;value\nA;1,5\n", "decimal: dot", "bad-value", None),
        ("bar", "t.csv", "label;value\nA;1,5\nB;some\nC;2\n", "", "bad-number", ("t.csv", 3, 2)),
        ("bar", "t.csv", "label,label\nA,1\n", "", "csv-header", ("t.csv", 1, 1)),
        ("bar", "t.csv", "label,value\n", "", "csv-empty", ("t.csv", 1, 1)),
        ("bar", "t.csv", "name,value\nA,1\n", "", "missing-column", None),
        ("bar", "t.csv", "label,value\nA,1\n", "columns: {label: lable}", "missing-column", None),
        ("bar", "t.csv", "label,value\nA,1\n", "filter: {label: B}", "empty-filter", None),
        ("bar", "t.csv", "label,value\nA,1\n", "sort: size", "missing-column", None),
        ("bar", "t.csv", "label,value\nA,1\n", "top: none", "bad-number", None),
        ("bar", "t.csv", "label,value\nA,1\n", "rest: Others", "missing-key", None),
        ("bar", "t.csv", "label,value\nA,1\nB,missing\n", "top: 1, rest: Others", "rest", ("t.csv", 3, 2)),
        ("bar", "t.csv", "label,value\nA,1\n", "sheet: Data", "sheet", None),
        ("bar", "t.csv", "label,value\nA,1\n", "colums: {label: a}", "unknown-key", None),
        ("bar", "t.txt", "label,value\nA,1\n", "", "file-type", None),
        ("bar", "t.json", '{"label": 1}', "", "json-syntax", ("t.json", 1, 1)),
        ("bar", "t.json", '[\n{"label": "A"\n', "", "json-syntax", ("t.json", 3, 1)),
        ("bar", "t.json", '[1, 2]', "", "json-row", ("t.json", 1, 1)),
        ("bar", "t.json", '[{"label": "A", "value": [1]}]', "", "json-cell", ("t.json", 1, 2)),
        ("bar", "t.json", '[{"label": "A", "value": NaN}]', "", "json-syntax", ("t.json", 1, 1)),
        ("bar", "t.json", '[{"label": "A", "label": "B"}]', "", "json-syntax", ("t.json", 1, 1)),
        ("bar", "t.json", "[" * 100_000, "", "json-syntax", ("t.json", 1, 1)),
        ("grouped", "t.csv", TIDY + "South,2021,5\n", "columns: {label: place, series: year, value: pills}",
         "duplicate-row", ("t.csv", 6, 3)),
        ("grouped", "t.csv", TIDY + "South,,5\n", "columns: {label: place, series: year, value: pills}",
         "empty-value", ("t.csv", 6, 2)),
        ("grouped", "t.csv", TIDY, "columns: {label: place}", "missing-column", None),
    ],
)  # fmt: skip
def test_refused_at_its_place(
    kind: str, name: str, content: str, rest: str, code: str, place: tuple[str, int, int] | None,
    refused: Callable[..., Diagnostic],
) -> None:  # fmt: skip
    found = refused(kind, name, content, rest)
    assert found.code == code
    assert found.place is not None
    if place:
        assert (found.place.file, found.place.line, found.place.column) == place
    else:
        assert found.place.file.endswith("brief.yaml")


def test_tables_take_json_and_xlsx_too(write: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps([{"a": "x", "b": 1}]))
    table = (
        "tables: [{id: t, title: A table, columns: [A, B], rows: {file: t.json}}]\nexhibits: [t]\n"
    )
    assert briefgen.load(write(table)).outline.tables[0].rows == (("x", "1"),)
