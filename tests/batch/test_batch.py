"""`briefgen batch`: an edition for each row."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from pptx import Presentation

from briefgen.batch import work
from briefgen.batch.run import UNWRITABLE, batch
from briefgen.cli import main
from briefgen.model.diagnostics import BriefgenError, error
from briefgen.storage import files
from briefgen.storage.files import OutputError

from .conftest import OUTLINE, ROWS

Table = Callable[..., Path]


def text_of(pdf: Path) -> str:
    with pdfplumber.open(pdf) as document:
        words = [word["text"] for page in document.pages for word in page.extract_words()]
    return " ".join(words)


def files_in(folder: Path) -> list[str]:
    found = folder.rglob("*")
    return sorted(
        str(p.relative_to(folder))
        for p in found
        if p.is_file() and not p.name.startswith(".") and p.name != "manifest.json"
    )


def test_an_edition_for_each_row(outline: Path, table: Table, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert (
        main(["batch", str(outline), "--data", str(table()), "--out", str(out), "--jobs", "1"]) == 0
    )
    names = ("new-mexico", "ohio", "utah")
    assert files_in(out) == sorted(f"brief-{n}.{e}" for n in names for e in ("pdf", "pptx"))
    ohio, mexico = text_of(out / "brief-ohio.pdf"), text_of(out / "brief-new-mexico.pdf")
    assert "Deaths in Ohio reached 1,200." in ohio and "That is many." in ohio
    assert "Ohio is among the worst hit." in ohio
    # `when` leaves the finding out, and what refers to it.
    assert "New Mexico lost 300 people. That is few." in mexico and "worst" not in mexico
    # An approximate cell stays one in the chart.
    assert ">200" in mexico
    slides = Presentation(str(out / "brief-utah.pptx")).slides
    titles = [slide.shapes.title.text for slide in slides if slide.shapes.title]
    assert "Deaths in Utah reached 400." in titles


def test_names_come_from_a_pattern_and_its_values_are_slugs(
    outline: Path, table: Table, tmp_path: Path
) -> None:
    rows = table('region,state,deaths,before\n../North,"Côte d\'Or / x",3,2\nΝότος,Κρήτη,3,2\n')
    out = tmp_path / "out"
    summary = batch(outline, rows, out, name="{{ region }}/{{ state }}", formats=["pdf"], jobs=1)
    assert not summary.failed
    assert files_in(out) == ["north/cote-d-or-x.pdf", "νοτος/κρητη.pdf"]


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("same", "name-taken"),
        ("{{ state|upper }}{{ '' if deaths }}", ""),
        ("../{{ state }}", "name-outside"),
        ("/tmp/{{ state }}", "name-outside"),
        ("a/../../{{ state }}", "name-outside"),
        ("c:\\{{ state }}", "name-outside"),
        ("{{ stat }}", "name-pattern"),
        ("{% for a in state %}", "name-pattern"),
    ],
)
def test_a_bad_pattern_is_said_before_anything_is_written(
    outline: Path, table: Table, tmp_path: Path, pattern: str, code: str
) -> None:
    out = tmp_path / "out"
    if not code:
        assert not batch(outline, table(), out, name=pattern, jobs=1, write=False).failed
        return
    with pytest.raises(BriefgenError) as caught:
        batch(outline, table(), out, name=pattern, jobs=1)
    assert {d.code for d in caught.value.diagnostics} == {code}
    assert not out.exists()


def test_names_that_meet_through_an_audience_or_capitals_are_found(
    outline: Path, table: Table, tmp_path: Path
) -> None:
    with pytest.raises(BriefgenError) as caught:
        batch(outline, table("state,deaths,before\nOHIO,1,2\nohio,1,2\n"), tmp_path / "out", jobs=1)
    (found,) = caught.value.diagnostics
    assert found.code == "name-taken" and found.place and found.place.line == 3
    assert "line 2" in found.message


def test_rows_that_fail_are_listed_and_the_rest_go_on(
    outline: Path, table: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = table('state,deaths,before\nOhio,"1,200",800\nBad,many,1\n,5,4\nShort,1\nUtah,400,300\n')
    out = tmp_path / "out"
    args = ["batch", str(outline), "--data", str(rows), "--out", str(out), "--format", "pdf"]
    assert main([*args, "--jobs", "1", "--name", "{{ state }}"]) == 1
    assert files_in(out) == ["ohio.pdf", "utah.pdf"]
    said = capsys.readouterr()
    assert "5 rows: 2 built, 0 unchanged, 3 failed" in said.out
    assert f"{rows}:3: row 2 (bad) was not built:" in said.err
    assert "`many` is not a quantity" in said.err and "brief.yaml:5:10" in said.err
    assert f"{rows}:4: row 3 was not built:" in said.err and "[name-empty]" in said.err
    assert f"{rows}:5: row 4 was not built:" in said.err and "[csv-row]" in said.err
    assert "Traceback" not in said.err


def test_rows_that_fail_alike_are_told_once(
    outline: Path, table: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outline.write_text(OUTLINE.replace("kind: column", "kind: colum"), "utf-8")
    rows = table("state,deaths,before\n" + "".join(f"State {n},5,4\n" for n in range(1, 31)))
    args = ["batch", str(outline), "--data", str(rows), "--out", str(tmp_path / "out")]
    assert main([*args, "--jobs", "1"]) == 1
    said = capsys.readouterr().err
    assert f"{rows}:2: rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 20 more were not built:" in said
    assert said.count("did you mean") == 1


def test_all_files_of_a_row_are_written_or_none(
    outline: Path, table: Table, tmp_path: Path
) -> None:
    (tmp_path / "out" / "brief-ohio.pptx").mkdir(parents=True)
    summary = batch(outline, table(), tmp_path / "out", jobs=1)
    assert [done.name for done in summary.failed] == ["brief-ohio"]
    assert summary.unwritable and not summary.given_up
    assert files_in(tmp_path / "out") == [
        f"brief-{name}.{kind}" for name in ("new-mexico", "utah") for kind in ("pdf", "pptx")
    ]


def test_a_disk_that_takes_nothing_ends_the_batch(
    outline: Path,
    table: Table,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tried: list[Path] = []

    def full(files: dict[Path, bytes]) -> None:
        (path,) = files
        tried.append(path)
        raise OutputError(error("output", f"cannot write `{path}`: No space left on device"))

    written = files.write_together
    monkeypatch.setattr(work, "write_together", full)
    rows = table("state,deaths,before\n" + "".join(f"State {n},5,4\n" for n in range(1, 31)))
    args = ["batch", str(outline), "--data", str(rows), "--out", str(tmp_path / "out")]
    assert main([*args, "--jobs", "1", "--format", "pdf"]) == 3
    said = capsys.readouterr()
    assert len(tried) == UNWRITABLE
    assert "30 rows: 0 built, 0 unchanged, 20 failed" in said.out
    assert "nothing can be written" in said.err
    monkeypatch.setattr(work, "write_together", written)
    assert batch(outline, rows, tmp_path / "out", formats=["pdf"], jobs=1).built == 30


def test_a_row_is_validated_like_any_outline(outline: Path, table: Table, tmp_path: Path) -> None:
    outline.write_text(OUTLINE.replace("kind: column", 'kind: "{{ kind }}"'), "utf-8")
    rows = table("state,deaths,before,kind\nOhio,5,4,colum\nUtah,5,4,bar\n")
    summary = batch(outline, rows, tmp_path / "out", formats=["pdf"], jobs=1)
    (failed,) = summary.failed
    (found,) = failed.diagnostics
    assert failed.number == 1 and found.place and found.place.line == 22
    assert found.hint == "did you mean `column`?"
    assert summary.built == 1


def test_templates_are_checked_once_before_any_row(outline: Path, table: Table, tmp_path: Path) -> None:  # fmt: skip
    outline.write_text(OUTLINE.replace("{{ before }}", "{{ befor }}"), "utf-8")
    with pytest.raises(BriefgenError) as caught:
        batch(outline, table(), tmp_path / "out")
    (found,) = caught.value.diagnostics
    assert found.hint == "did you mean `before`?" and found.place and found.place.line == 26


def test_audiences_and_formats(outline: Path, table: Table, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rows = table("state,deaths,before\nOhio,1200,800\n")
    batch(outline, rows, out, audiences=["press"], formats=["pdf", "handout"], jobs=1)
    assert files_in(out) == ["brief-ohio-press-handout.pdf", "brief-ohio-press.pdf"]
    with pytest.raises(BriefgenError):
        batch(
            outline, rows, tmp_path / "other", name="a-{{ 1 if 0 }}", audiences=["nobody"], jobs=1
        )


def test_a_data_file_can_be_filtered_by_the_row(
    outline: Path, table: Table, tmp_path: Path
) -> None:
    table("st,year,n\nOhio,2019,8\nUtah,2019,3\nOhio,2021,12\nUtah,2021,4\n", "all.csv")
    start = OUTLINE.index("    data:\n")
    end = OUTLINE.index("recommendations:")
    data = (
        '    data: {file: all.csv, filter: {st: "{{ state }}"}, columns: {label: year, value: n}}\n'
    )
    outline.write_text(OUTLINE[:start] + data + OUTLINE[end:], "utf-8")
    rows = table("state,deaths\nOhio,12\nUtah,4\nIowa,1\n")
    summary = batch(outline, rows, tmp_path / "out", formats=["pdf"], jobs=1)
    assert summary.built == 2
    assert [done.name for done in summary.failed] == ["brief-iowa"]


def test_rows_from_json_and_xlsx(outline: Path, table: Table, tmp_path: Path) -> None:
    from openpyxl import Workbook

    records = [{"state": "Ohio", "deaths": 1200, "before": 800}]
    rows = table(json.dumps(records), "rows.json")
    assert batch(outline, rows, tmp_path / "json", formats=["pdf"], jobs=1).built == 1
    book = Workbook()
    for line in (["state", "deaths", "before"], ["Ohio", 1200, 800]):
        book.active.append(line)
    book.save(tmp_path / "rows.xlsx")
    assert (
        batch(outline, tmp_path / "rows.xlsx", tmp_path / "xlsx", formats=["pdf"], jobs=1).built
        == 1
    )
    json_pdf, xlsx_pdf = (
        (tmp_path / kind / "brief-ohio.pdf").read_bytes() for kind in ("json", "xlsx")
    )
    assert json_pdf == xlsx_pdf


def test_check_writes_nothing(outline: Path, table: Table, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rows = table(ROWS + "Bad,many,2\n")
    args = ["batch", str(outline), "--data", str(rows), "--out", str(out), "--check"]
    assert main([*args, "--jobs", "1"]) == 1
    assert not out.exists()
    table()
    assert main([*args, "--jobs", "1"]) == 0
    assert not out.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(outline: Path, table: Table, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    args = ["batch", str(outline), "--data", str(table()), "--out", str(out), "--jobs", "1"]
    assert main(args) == 3


def test_a_place_that_is_a_file(outline: Path, table: Table, tmp_path: Path) -> None:
    args = ["batch", str(outline), "--data", str(table()), "--out", str(outline), "--jobs", "1"]
    assert main(args) == 3


def test_a_plain_check_says_that_templates_are_text_there(outline: Path) -> None:
    from briefgen import check

    outline.write_text(
        OUTLINE.replace('"{{ before }}"', "1").replace('"{{ deaths }}"', "2"), "utf-8"
    )
    found = [d for d in check(outline) if d.code in ("template", "unknown-key")]
    assert [(d.severity, d.code) for d in found] == [
        ("warning", "template"),
        ("error", "unknown-key"),
    ]
    assert found[0].place and found[0].place.line == 1 and "7 more" in found[0].message
    lines = [line for line in OUTLINE.splitlines() if "when:" not in line]
    plain = "\n".join(lines).replace('"{{ before }}"', "1").replace('"{{ deaths }}"', "2")
    outline.write_text(plain, "utf-8")
    out = outline.parent / "out"
    assert (
        main(["build", str(outline), "--out", str(out), "--format", "pdf", "--audience", "press"])
        == 0
    )
    assert "Deaths in {{ state }} reached" in text_of(out / "brief-press.pdf")
