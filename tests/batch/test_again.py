"""A second batch builds what changed, and only that."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.batch.outlines import BatchOutline, RowOutline
from briefgen.batch.rows import Record, State
from briefgen.batch.run import Summary, batch
from briefgen.model.theme import FONT_FOLDER
from briefgen.pipeline import manifest
from briefgen.storage.files import OutputError

from .conftest import OUTLINE, ROWS


class Again:
    """Builds the same batch, with what a test changes."""

    def __init__(self, outline: Path, rows: Path, out: Path) -> None:
        self.outline, self.rows, self.out = outline, rows, out

    def __call__(self, *, strict: bool = False, formats: tuple[str, ...] = ("pdf",)) -> Summary:
        return batch(self.outline, self.rows, self.out, formats=formats, jobs=1, strict=strict)

    def counts(self) -> tuple[int, int]:
        done = self()
        assert not done.failed
        return done.built, done.unchanged


@pytest.fixture
def again(outline: Path, table: Callable[..., Path], tmp_path: Path) -> Again:
    table("st,year,n\nOhio,2021,12\n", "all.csv")
    found = Again(outline, table(), tmp_path / "out")
    assert found.counts() == (3, 0)
    return found


def test_only_what_changed_is_built(again: Again, table: Callable[..., Path]) -> None:
    before = {p.name: p.stat().st_mtime_ns for p in again.out.glob("*.pdf")}
    assert again.counts() == (0, 3)
    # A row, a comment in the outline, and a column that no template names.
    table(ROWS.replace("400,300", "401,300"))
    assert again.counts() == (1, 2)
    again.outline.write_text(OUTLINE + "# a comment\n", "utf-8")
    assert again.counts() == (0, 3)
    table("state,deaths,before,x\nOhio,1200,800,9\nNew Mexico,300,>200,9\nUtah,401,300,9\n")
    assert again.counts() == (1, 2)  # `1200` is not written as `1,200`
    after = {p.name: p.stat().st_mtime_ns for p in again.out.glob("*.pdf")}
    assert [name for name in before if before[name] == after[name]] == ["brief-new-mexico.pdf"]
    again.outline.write_text(OUTLINE.replace("Act now.", "Act soon."), "utf-8")
    assert again.counts() == (3, 0)


def test_a_row_is_filled_in_once(again: Again, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[tuple[str, ...]] = []
    fill = BatchOutline.fill

    def counted(self: BatchOutline, row: tuple[str, ...]) -> RowOutline:
        filled.append(row)
        return fill(self, row)

    monkeypatch.setattr(BatchOutline, "fill", counted)
    shutil.rmtree(again.out)
    assert again.counts() == (3, 0)
    assert len(filled) == 3
    assert again.counts() == (0, 3)
    assert len(filled) == 6


def test_outputs_that_are_gone_or_changed_are_built_again(again: Again) -> None:
    (again.out / "brief-ohio.pdf").unlink()
    (again.out / "brief-utah.pdf").write_bytes(b"torn")
    assert again.counts() == (2, 1)
    assert (again.out / "brief-utah.pdf").read_bytes().startswith(b"%PDF")
    assert again(formats=("pdf", "pptx")).built == 3


def test_a_file_that_a_row_reads_counts(again: Again, table: Callable[..., Path]) -> None:
    data = OUTLINE.index("    data:\n"), OUTLINE.index("recommendations:")
    read = '    data: {file: "{{ state|lower }}.csv", columns: {label: year, value: n}}\n'
    again.outline.write_text(OUTLINE[: data[0]] + read + OUTLINE[data[1] :], "utf-8")
    table("state,deaths\nOhio,5\nUtah,4\n")
    for state in ("ohio", "utah"):
        table("year,n\n2019,8\n2021,9\n", f"{state}.csv")
    assert again.counts() == (2, 0)
    assert again.counts() == (0, 2)
    table("year,n\n2019,8\n2021,7\n", "utah.csv")
    assert again.counts() == (1, 1)


def test_a_font_that_comes_and_goes_counts(again: Again) -> None:
    again.outline.write_text("theme: look.yaml\n" + OUTLINE, "utf-8")
    (again.outline.parent / "look.yaml").write_text("fonts: {family: Carlito}\n")
    assert again.counts() == (3, 0)
    assert again.counts() == (0, 3)
    font = again.outline.parent / "Carlito-Bold.ttf"
    shutil.copy(FONT_FOLDER / "LiberationSans-Bold.ttf", font)
    assert again.counts() == (3, 0)
    assert b"LiberationSans-Bold" in (again.out / "brief-ohio.pdf").read_bytes()
    assert again.counts() == (0, 3)
    font.unlink()
    assert again.counts() == (3, 0)
    assert b"LiberationSans-Bold" not in (again.out / "brief-ohio.pdf").read_bytes()
    assert again.counts() == (0, 3)


def test_a_state_that_is_torn_or_not_ours_is_passed_over(again: Again) -> None:
    path = State(again.out, "brief").path
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 3
    path.write_bytes(b"\xff\n[1]\n{}\n" + lines[0] + lines[1] + lines[2][:40])
    assert again.counts() == (1, 2)
    path.write_bytes(b'{"name":1,"digest":[],"inputs":3,"files":{}}\n')
    assert again.counts() == (3, 0)
    assert path.read_bytes().splitlines(keepends=True) == lines


def test_a_record_added_behind_a_line_that_was_cut_short_is_kept(tmp_path: Path) -> None:
    one = Record("one", "1" * 64, {}, {"one.pdf": ("a" * 64, "pdf", 2)})
    two = Record("two", "2" * 64, {}, {"two.pdf": ("b" * 64, "pdf", 3)})
    killed = State(tmp_path, "brief")
    killed.add(one)
    killed.add(two)
    with killed.path.open("r+b") as file:
        file.truncate(killed.path.stat().st_size - 20)
    state = State(tmp_path, "brief")
    assert [*state.records(["one", "two"])] == [one]
    state.add(two)
    assert [*state.records(["two", "one"])] == [two, one]
    assert [*State(tmp_path, "brief").records(["one", "two"])] == [one, two]
    assert state.close({"two": None}) == ["one"]
    assert [*State(tmp_path, "brief").records(["one", "two"])] == [two]


def test_a_batch_that_stopped_goes_on(again: Again, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.batch import pool

    shutil.rmtree(again.out)
    calls: list[object] = []
    submit = pool.Here.submit

    def interrupted(self: pool.Here, *args: object) -> object:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return submit(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(pool.Here, "submit", interrupted)
    done = again()
    assert done.interrupted and done.built == 2
    monkeypatch.undo()
    assert again.counts() == (1, 2)


def test_the_manifest_does_not_vouch_for_the_old_files_of_a_row_that_fails(
    again: Again, table: Callable[..., Path]
) -> None:
    assert {"brief-ohio.pdf", "brief-utah.pdf"} <= manifest.read(again.out).files.keys()
    table(ROWS.replace("Utah,400", "Utah,many"))
    assert [done.name for done in again().failed] == ["brief-utah"]
    assert (again.out / "brief-utah.pdf").exists()
    known = manifest.read(again.out).files
    assert "brief-ohio.pdf" in known and "brief-utah.pdf" not in known
    table()
    assert again.counts() == (0, 3)
    assert "brief-utah.pdf" in manifest.read(again.out).files


def test_the_manifest_has_the_format_of_a_row_whose_name_ends_like_another(
    again: Again, table: Callable[..., Path]
) -> None:
    table(ROWS.replace("Utah", "Utah handout"))
    assert not again().failed
    assert manifest.read(again.out).files["brief-utah-handout.pdf"].format == "pdf"


def test_rows_that_are_gone_are_named_and_their_files_stay(
    again: Again, table: Callable[..., Path]
) -> None:
    table("\n".join(ROWS.splitlines()[:3]) + "\n")
    assert again().forgotten == ["brief-utah"]
    assert (again.out / "brief-utah.pdf").exists()
    assert again().forgotten == []


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_a_state_that_is_a_pipe_or_a_link_is_refused(
    kind: str, again: Again, tmp_path: Path
) -> None:
    state, precious = State(again.out, "brief").path, tmp_path / "precious"
    assert state.exists()
    state.unlink()
    precious.write_text("old")
    if kind == "pipe":
        os.mkfifo(state)
    else:
        state.symlink_to(precious)
    with pytest.raises(OutputError, match="cannot write"):
        again()
    assert precious.read_text() == "old"
