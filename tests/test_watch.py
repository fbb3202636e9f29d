"""`briefgen watch`: an edit rewrites the files, a mistake leaves them, and only changed charts are drawn."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.cli import watch
from briefgen.cli.watch import changes
from briefgen.model.theme import DATA_FOLDER, FONT_FOLDER

LONG = 120.0  # seconds: a busy machine is slow, not wrong


class Watching:
    """The command on an outline of its own, with the lines it has printed."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(DATA_FOLDER / "starter", folder / "in")
        self.outline, self.out = folder / "in/brief.yaml", folder / "out"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "briefgen", "watch", str(self.outline), "--out", str(self.out)],
            stderr=subprocess.PIPE, text=True,
            env={**os.environ, "BRIEFGEN_CACHE": str(folder / "cache")},  # else the charts may be there
        )  # fmt: skip

    def said(self) -> list[str]:
        """What it prints until it watches again."""
        lines: list[str] = []
        assert self.process.stderr is not None
        for line in self.process.stderr:
            lines.append(line.rstrip())
            if line.startswith("watching "):
                return lines
        raise AssertionError(f"it ended: {lines}")

    def save(self, path: Path, text: str) -> None:
        """Put a whole file in the place of `path`: on a busy machine, half a file may be there for long."""
        aside = self.out.parent / "aside"
        aside.write_text(text)
        aside.replace(path)

    def files(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted(self.out.glob("*.p*"))}


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    made = Watching(tmp_path)
    timer = threading.Timer(LONG, made.process.kill)
    timer.start()
    yield made
    timer.cancel()
    made.process.kill()
    made.process.wait()


def test_edits_mistakes_and_the_end(watching: Watching) -> None:
    first_said = watching.said()
    assert ", 0 charts" not in first_said[-1]
    first = watching.files()
    assert first and any(name.endswith(".pptx") for name in first)
    text = watching.outline.read_text()

    watching.outline.write_text(text.replace("title: ", "title: Really, ", 1))
    assert ", 0 charts drawn)" in watching.said()[-1]
    second = watching.files()
    assert second.keys() == first.keys()
    changed = {Path(name).suffix for name in first if second[name] != first[name]}
    assert changed == {".pdf", ".pptx"}

    watching.outline.write_text(text + "\nno_such_key: 1\n")
    said = watching.said()
    assert any("no_such_key" in line and "error" in line for line in said)
    assert watching.files() == second

    # As many editors save: a new file takes the old one's place.
    aside = watching.outline.with_suffix(".new")
    aside.write_text(text)
    aside.replace(watching.outline)
    assert ", 0 charts drawn)" in watching.said()[-1]
    assert watching.files() == first

    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(timeout=LONG) == 0


def test_only_the_files_named_count(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("1")
    stop = threading.Event()
    found: list[set[Path]] = []

    def follow() -> None:
        for changed in changes(lambda: [one], stop=stop):
            found.append(changed)
            if len(found) == 2:
                stop.set()

    thread = threading.Thread(target=follow)
    thread.start()
    deadline = time.monotonic() + LONG
    while len(found) < 2 and time.monotonic() < deadline:
        other.write_text("noise")
        time.sleep(0.2)
        one.write_text(str(time.monotonic()))
        time.sleep(0.2)
    thread.join(timeout=LONG)
    assert found == [{one.resolve()}, {one.resolve()}]


@pytest.mark.parametrize("way", ["emptied", "moved"])
def test_a_save_in_two_steps_is_one_change(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "GONE", LONG)  # a busy machine takes longer between the steps
    one, stop = tmp_path / "one", threading.Event()
    one.write_text("first")
    found: list[str] = []

    def follow() -> None:
        for _ in changes(lambda: [one], stop=stop):
            found.append(one.read_text() if one.exists() else "gone")
            if len(found) == 2:
                stop.set()

    thread = threading.Thread(target=follow)
    thread.start()
    while not found:
        time.sleep(0.01)
    time.sleep(0.3)  # until the folder is watched
    if way == "emptied":
        one.write_text("")
    else:
        one.rename(tmp_path / "one~")
    time.sleep(0.05)
    one.write_text("second")
    thread.join(timeout=LONG)
    assert found == ["first", "second"]


def test_whatever_takes_the_outlines_place(watching: Watching) -> None:
    watching.said()
    first, text, path = watching.files(), watching.outline.read_bytes(), watching.outline

    def put(data: bytes | None) -> str:
        if path.is_dir():
            path.rmdir()
        path.unlink(missing_ok=True)
        if data is None:
            path.mkdir()
        else:
            path.write_bytes(data)
        return "\n".join(watching.said())

    assert "not UTF-8" in put(b"\xff\xfe\0\1")
    assert "is empty" in put(b"")
    assert "not a regular file" in put(None)
    assert watching.files() == first
    assert "error" not in put(text.replace(b"title: ", b"title: Now, ", 1))
    path.unlink()
    os.mkfifo(path)
    assert "not a regular file" in "\n".join(watching.said())
    shutil.rmtree(watching.out)
    assert "error" not in put(text)
    assert watching.files() == first


def test_files_that_come_and_go_and_saves_on_top_of_each_other(watching: Watching) -> None:
    watching.said()
    first, text = watching.files(), watching.outline.read_text()
    data = watching.outline.parent / "waits.csv"

    # A file that is named before it is there.
    figure = "  - {id: waits, kind: bar, title: Waits, data: {file: waits.csv}, source: x}"
    watching.save(watching.outline, text.replace("figures:\n", f"figures:\n{figure}\n", 1))
    assert "there is no file `waits.csv`" in "\n".join(watching.said())
    watching.save(data, "label,value\nNorth,3\nSouth,5\n")
    assert "there is no file" not in "\n".join(watching.said())
    data.unlink()
    assert "there is no file `waits.csv`" in "\n".join(watching.said())

    watching.outline.unlink()
    assert "error" in "\n".join(watching.said())
    watching.save(watching.outline, text)
    assert "error" not in "\n".join(watching.said())
    assert watching.files() == first

    beside = watching.outline.with_suffix(".xx.yaml")
    watching.save(beside, "title: [\n")
    watching.said()
    beside.unlink()
    watching.said()

    for number in range(40):
        watching.save(watching.outline, text.replace("title: ", f"title: Draft {number} of ", 1))
        time.sleep(0.01)
    watching.save(watching.outline, text)
    while watching.files() != first:
        assert "error" not in "\n".join(watching.said())


def test_a_font_that_comes_and_goes(watching: Watching) -> None:
    watching.said()
    first, text = watching.files(), watching.outline.read_text()
    look, font = (watching.outline.parent / n for n in ("look.yaml", "Carlito-Bold.ttf"))
    aside = watching.out.parent / "font"

    watching.save(look, "fonts: {bold: Own.ttf}\n")
    watching.save(watching.outline, f"theme: look.yaml\n{text}")
    assert "there is no font file `Own.ttf`" in "\n".join(watching.said())
    shutil.copy(FONT_FOLDER / "Carlito-Bold.ttf", aside)
    aside.replace(look.with_name("Own.ttf"))
    assert "error" not in "\n".join(watching.said())
    watching.save(look, "fonts: {family: Carlito}\n")
    watching.said()
    before = watching.files()
    assert before.keys() == first.keys()
    shutil.copy(FONT_FOLDER / "LiberationSans-Bold.ttf", aside)
    aside.replace(font)
    watching.said()
    briefs = [data for name, data in watching.files().items() if name.endswith(".pdf")]
    assert briefs and all(b"LiberationSans-Bold" in data for data in briefs)
    font.unlink()
    watching.said()
    assert watching.files() == before
