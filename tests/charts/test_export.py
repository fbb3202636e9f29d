"""`briefgen chart`: one figure alone, as a picture and as its data."""

from __future__ import annotations

import csv
import io
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.charts import export
from briefgen.cli import main
from briefgen.model.diagnostics import BriefgenError

OUTLINE = """\
audiences:
  - {id: press, label: Press, exhibits: [chart], reword: {chart: {title: For the press}}}
figures:
  - id: chart
    kind: bar
    title: A chart
    unit: percent
    data:
      - {label: 'North, "upper"', value: ">20", status: provisional}
      - {label: South, value: 1.50..2.25}
      - {label: West, value: missing}
exhibits: [chart]
"""


@pytest.fixture
def outline(write: Callable[..., Path]) -> Path:
    return write(OUTLINE)


def test_csv_holds_numbers_as_given_and_what_is_known_of_them(
    outline: Path, tmp_path: Path
) -> None:
    path = tmp_path / "chart.csv"
    assert main(["chart", "chart", str(outline), "-o", str(path)]) == 0
    data = path.read_bytes()
    assert data.count(b"\r\n") == 4 == data.count(b"\n")  # RFC 4180, section 2
    assert list(csv.reader(io.StringIO(data.decode(), newline=""))) == [
        ["What", "low", "high", "qualifier", "Status"],
        ["North, “upper”", "20", "20", "more than", "provisional"],
        ["South", "1.50", "2.25", "range", ""],
        ["West", "", "", "missing", ""],
    ]


def test_a_figure_in_another_language(write: Callable[..., Path], tmp_path: Path) -> None:
    spanish = "languages: {es: {parts: {chart: {labels: {South: Sur}}}, fallback: true}}\n"
    path = tmp_path / "chart.csv"
    args = ["chart", "chart", str(write(OUTLINE + spanish)), "-o", str(path)]
    assert main([*args, "--language", "es"]) == 0
    assert b"\r\nSur,1.50,2.25,range" in path.read_bytes()
    assert main([*args, "--language", "pl"]) == 2


def test_csv_is_written_whole_or_not_at_all(outline: Path, tmp_path: Path) -> None:
    folder = tmp_path / "chart.csv"
    folder.mkdir()
    assert main(["chart", "chart", str(outline), "-o", str(folder)]) == 3
    assert list(folder.iterdir()) == []
    assert not list(tmp_path.glob("*.tmp*"))


def test_svg_tells_the_audiences_title_and_the_table(outline: Path, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    assert main(["chart", "chart", str(outline), "-o", str(path), "--audience", "press"]) == 0
    root = ET.parse(path).getroot()
    assert root.findtext("{*}title") == "For the press"
    told = (root.findtext("{*}desc") or "").splitlines()
    assert told[0].startswith("Bar chart: For the press.")
    assert told[1:] == [
        "North, “upper”: Value more than 20%; Status provisional",
        "South: Value 1.50–2.25%",
        "West: Value no data",
    ]


def test_png_carries_title_and_alternative_text(outline: Path, tmp_path: Path) -> None:
    edition = briefgen.edition(briefgen.load(outline))
    export(edition, "chart", tmp_path / "chart.png")
    data, at, texts = (tmp_path / "chart.png").read_bytes(), 8, {}
    while at < len(data):  # PNG specification, 5.3: length, type, data, check
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind in (b"tEXt", b"iTXt"):
            key, _, text = data[at + 8 : at + 8 + length].partition(b"\0")
            texts[key.decode()] = text.lstrip(b"\0").decode(
                "utf-8" if kind == b"iTXt" else "latin1"
            )
        at += length + 12
    assert texts == {"Title": "A chart", "Description": edition.figures[0].alt}


def test_pdf_is_written(outline: Path, tmp_path: Path) -> None:
    edition = briefgen.edition(briefgen.load(outline))
    export(edition, "chart", tmp_path / "chart.pdf")
    assert (tmp_path / "chart.pdf").read_bytes().startswith(b"%PDF-")


def test_labels_without_room_are_reported(
    write: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "\n".join(
        f"      - {{label: R{i}, values: {{{', '.join(f'c{c}: 123456.75' for c in range(9))}}}}}"
        for i in range(3)
    )
    path = write(
        f"figures:\n  - id: chart\n    kind: heat\n    title: A chart\n    data:\n{rows}\nexhibits: [chart]\n"
    )
    out = str(tmp_path / "chart.svg")
    assert main(["chart", "chart", str(path), "-o", out, "--width", "150"]) == 0
    said = capsys.readouterr().err
    assert "brief.yaml:11:5: warning: figure `chart` has no room at 150 by " in said
    assert "points for 27 labels: “R0 c0: 123,456.75”, “R0 c1: 123,456.75”, " in said
    assert "and 24 more [chart-room]" in said


@pytest.mark.parametrize("name", ["chart", "chart.gif", "chart.csv.txt"])
def test_other_endings_are_refused(outline: Path, tmp_path: Path, name: str) -> None:
    edition = briefgen.edition(briefgen.load(outline))
    with pytest.raises(BriefgenError) as caught:
        export(edition, "chart", tmp_path / name)
    assert caught.value.diagnostics[0].code == "chart-format"
    assert not (tmp_path / name).exists()
