"""The command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefgen.cli import main
from briefgen.storage import files
from conftest import ROOT


def test_build_writes_what_was_asked_and_is_quiet(
    write: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outline = write("audiences: [{id: press, label: For the press}]\n")
    out = tmp_path / "out"
    assert (
        main(["build", str(outline), "--audience", "press", "--format", "pdf", "--out", str(out)])
        == 0
    )
    assert [p.name for p in out.glob("brief*")] == ["brief-press.pdf"]
    assert capsys.readouterr() == ("", "")
    assert main(["build", str(outline), "--audience", "all", "--out", str(out), "--verbose"]) == 0
    assert {p.name for p in out.glob("brief*")} == {"brief-press.pdf", "brief-press.pptx"}
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("brief-press.pdf: 1 page")
    assert lines[1].endswith("slides")


def test_init_builds_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    assert main(["init", str(folder)]) == 0
    assert {p.name for p in folder.iterdir()} == {
        "brief.yaml",
        "brief.schema.json",
        "injuries.csv",
        "logo.png",
    }
    assert main(["check", str(folder / "brief.yaml"), "--strict"]) == 0
    assert main(["build", str(folder / "brief.yaml"), "--out", str(folder / "out")]) == 0
    assert len(list((folder / "out").glob("brief*"))) == 6
    (folder / "brief.yaml").write_text("mine")
    capsys.readouterr()
    assert main(["init", str(folder)]) == 3
    assert "is there already" in capsys.readouterr().err
    assert (folder / "brief.yaml").read_text() == "mine"


BAD = """\
title: No
date: 2026-13-02
organisation: {name: An institute}
mesage: The message.
findings:
  - id: one
    headline: One thing is so
    figure: pils
    evidence: [{source: report, quote: it is so}]
figures:
  - {id: pills, kind: column, title: Pills, data: [{label: a, value: lots}]}
sources: [{id: report, title: The report}]
"""


def test_check_lists_everything_with_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(BAD)
    assert main(["check", str(path)]) == 1
    shown = capsys.readouterr().out
    for line, code in ((2, "date"), (4, "unknown-key"), (11, "quantity")):
        assert f"{path}:{line}:" in shown, shown
        assert code in shown or code == "date"
    assert "did you mean `message`" in shown
    assert "^^^^^^" in shown
    assert main(["check", str(path), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {d["severity"] for d in found} == {"error"}
    assert {d["line"] for d in found} >= {2, 4, 11}
    assert main(["check", str(path), "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=")
    path.write_text(
        BAD.replace("mesage", "message").replace("13-02", "12-02").replace("lots", "20")
    )
    assert main(["check", str(path)]) == 1
    shown = capsys.readouterr().out
    assert ":8:13: error: there is no figure `pils`" in shown
    assert "did you mean `pills`" in shown


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["build", "nowhere.yaml"], 1, "nowhere.yaml"),
        (["build", str(ROOT / "brief.yaml"), "--audience", "pres"], 2, "did you mean `press`"),
        (["chart", "pilz", str(ROOT / "brief.yaml"), "-o", "x.svg"], 2, "`pills`"),
        (
            ["chart", "pills", str(ROOT / "brief.yaml"), "-o", "x.gif"],
            2,
            ".svg, .png, .pdf or .csv",
        ),
    ],
)
def test_one_clear_message(args: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str],
                           tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(args) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--format", "ppt"])
    assert ended.value.code == 2
    assert "did you mean `pptx`" in capsys.readouterr().err


def test_formats_named_one_by_one_are_all_written(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    args = ["build", str(write()), "--format", "pdf", "--format", "pptx"]
    assert main([*args, "--out", str(out)]) == 0
    assert {path.name for path in out.glob("brief*")} == {"brief.pdf", "brief.pptx"}


def test_a_missing_glyph_is_named(
    write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(title="A title with 漢")
    assert main(["build", str(path)]) == 1
    shown = capsys.readouterr().err
    assert ":1:21: error: the font Carlito has no glyph for `漢` (U+6F22" in shown


def test_out_that_is_a_file(write: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = write()
    assert main(["build", str(path), "--out", str(path)]) == 3
    assert "cannot write" in capsys.readouterr().err
    assert path.read_text().startswith("title")


def test_a_full_disk_leaves_the_old_output(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write()
    out = path.parent / "out"
    assert main(["build", str(path), "--out", str(out)]) == 0
    before = {p.name: p.read_bytes() for p in out.iterdir()}

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    assert main(["build", str(path), "--out", str(out), "--force"]) == 3
    assert "No space left" in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_an_interrupted_write_leaves_the_old_output(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")

    def stopped(stream: Any) -> None:
        stream.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.write_whole(target, stopped)
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_chart_alone(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"pills.{ending}"
    assert main(["chart", "pills", str(ROOT / "brief.yaml"), "-o", str(path)]) == 0
    head = path.read_bytes()[:4]
    assert head == {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[ending]


def test_module_and_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("briefgen ")


def test_the_outline_may_follow_the_audiences(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("audiences: [{id: press, label: For the press}]\n")
    monkeypatch.chdir(tmp_path.parent)
    out = tmp_path / "out"
    args = ["build", "--format", "pdf", "--out", str(out), "--audience", "press", str(path)]
    assert main(args) == 0
    assert [p.name for p in out.glob("brief*")] == ["brief-press.pdf"]


@pytest.mark.parametrize("width", ["nan", "-5", "1e9", "wide"])
def test_a_width_that_is_none(width: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["chart", "pills", "-o", "x.svg", "--width", width])
    assert ended.value.code == 2
    assert "from 72 to 2880 points" in capsys.readouterr().err


def run(*args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "briefgen", *args]
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, **options)


def test_a_terminal_that_is_not_unicode(write: Callable[..., Path]) -> None:
    path = write(title="A title with 漢")
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run("check", str(path), stdout=subprocess.PIPE, env=env)
    assert done.returncode == 1
    assert "U+6F22" in done.stdout
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_a_pipe() -> None:
    with Path("/dev/full").open("w") as full:
        done = run("schema", stdout=full)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1


def test_a_reader_that_leaves_early() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run("schema", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interruption_is_said_in_a_word(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefgen.pipeline.rendering.write_stream", stopped)
    path = write()
    assert main(["build", str(path), "--jobs", "1", "--out", str(path.parent / "out")]) == 130
    assert capsys.readouterr().err == "interrupted\n"
    assert not (path.parent / "out").exists()
