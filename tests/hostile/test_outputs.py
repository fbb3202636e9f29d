"""Outputs are old or new, never torn: killed builds, two at once, full disks, odd places.

BRIEFGEN_KILLS says how many builds to kill; 200 is the whole test.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import random
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pdfplumber
import pytest

from briefgen.cli import main
from briefgen.storage import files
from briefgen.storage.files import OutputError, write_together, write_whole
from conftest import MINIMAL

BRIEFGEN = [sys.executable, "-m", "briefgen"]
KILLS = int(os.environ.get("BRIEFGEN_KILLS", "12"))


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL)
    return path


def build(outline: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*BRIEFGEN, "build", str(outline), *more], capture_output=True, text=True,
                          timeout=120, cwd=outline.parent)  # fmt: skip


def is_whole(path: Path) -> bool:
    data = path.read_bytes()
    if path.suffix == ".pptx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.testzip() is None
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return data.rstrip().endswith(b"%%EOF") and len(pdf.pages) > 0


# A writer that is slow enough to be killed in the middle: it writes what it is told, in small pieces.
_WRITER = """
import sys, time
from pathlib import Path
from briefgen.storage.files import write_whole
def fill(stream):
    print("begun", flush=True)
    for _ in range(200):
        stream.write(sys.argv[2].encode() * 500)
        stream.flush()
        time.sleep(0.0005)
write_whole(Path(sys.argv[1]), fill)
"""


def test_a_killed_writer_leaves_old_or_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, rng = tmp_path / "brief.pdf", random.Random(1)
    whole = {letter: letter.encode() * 100_000 for letter in "ab"}
    path.write_bytes(whole["a"])
    for number in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), "ab"[number % 2]], stdout=subprocess.PIPE
        )
        assert writer.stdout and writer.stdout.readline() == b"begun\n"
        time.sleep(rng.uniform(0, 0.2))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        assert path.read_bytes() in whole.values()
    assert any(tmp_path.glob(".*.part"))  # what the killed ones left
    monkeypatch.setattr(files, "STALE_SECONDS", -1.0)
    files.delete_stale_parts.cache_clear()  # as in another process
    write_whole(path, lambda stream: stream.write(whole["b"]))
    assert [p.name for p in tmp_path.iterdir()] == ["brief.pdf"]


def test_a_killed_build_leaves_each_file_whole(outline: Path) -> None:
    out, rng = outline.parent / "out", random.Random(2)
    start = time.monotonic()
    assert build(outline).returncode == 0
    longest = time.monotonic() - start
    for _ in range(KILLS // 4 if KILLS < 100 else KILLS):
        running = subprocess.Popen([*BRIEFGEN, "build", str(outline)], cwd=outline.parent)
        time.sleep(rng.uniform(0, longest * 1.1))
        running.kill()
        running.wait()
        assert all(is_whole(out / name) for name in ("brief.pdf", "brief.pptx"))
    assert build(outline).returncode == 0


def test_two_builds_at_once_do_not_harm_each_other(outline: Path) -> None:
    running = [
        subprocess.Popen([*BRIEFGEN, "build", str(outline)], cwd=outline.parent) for _ in "ab"
    ]
    assert [process.wait(120) for process in running] == [0, 0]
    out = outline.parent / "out"
    assert sorted(p.name for p in out.iterdir() if not p.name.endswith((".json", ".lock"))) == ["brief.pdf", "brief.pptx"]  # fmt: skip
    assert all(is_whole(out / name) for name in ("brief.pdf", "brief.pptx"))


def test_a_folder_of_many_outputs_is_looked_through_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    listed = os.listdir

    def counted(folder: Path) -> list[str]:
        looked.append(folder)
        return listed(folder)

    monkeypatch.setattr(os, "listdir", counted)
    for number in range(20):
        write_whole(tmp_path / f"{number}.pdf", lambda stream: stream.write(b"x"))
    assert looked == [tmp_path]


def test_a_living_writers_part_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "STALE_SECONDS", -1.0)
    path = tmp_path / "brief.pdf"

    def slow(stream: IO[bytes]) -> None:
        stream.write(b"slow")
        files.delete_stale_parts.cache_clear()
        write_whole(path, lambda quick: quick.write(b"quick"))
        assert path.read_bytes() == b"quick"

    write_whole(path, slow)
    assert path.read_bytes() == b"slow"
    assert list(tmp_path.iterdir()) == [path]


def open_files() -> set[str]:
    """The files that this process has open."""
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            found.add(str(handle.readlink()))
    return found


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule of Windows: what is open is neither renamed, nor replaced, nor deleted."""

    def obeying(call: Callable[..., object]) -> Callable[..., object]:
        def checked(*paths: str | Path, **more: object) -> object:
            for path in paths:
                if os.path.realpath(path) in open_files():
                    raise PermissionError(errno.EACCES, "it is being used", str(path))
            return call(*paths, **more)

        return checked

    for name in ("replace", "rename", "unlink", "remove"):
        monkeypatch.setattr(os, name, obeying(getattr(os, name)))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks open files up in /proc")
def test_under_the_rules_of_windows_outputs_are_replaced_and_parts_deleted(
    tmp_path: Path, windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "brief.pdf", tmp_path / "brief.pptx"
    with path.open("wb"), pytest.raises(PermissionError):
        path.unlink()
    for data in (b"old", b"new"):
        write_whole(path, lambda stream, data=data: stream.write(data))  # type: ignore[misc]
        assert path.read_bytes() == data
    write_together({path: b"together", other: b"too"})
    assert (path.read_bytes(), other.read_bytes()) == (b"together", b"too")

    def fail(stream: IO[bytes]) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OutputError):
        write_whole(path, fail)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError):
        write_together({path: b"lost", tmp_path / "folder": b""})
    assert {p.name for p in tmp_path.iterdir()} == {"brief.pdf", "brief.pptx", "folder"}
    monkeypatch.setattr(files, "STALE_SECONDS", -1.0)
    files.delete_stale_parts.cache_clear()
    (tmp_path / ".brief.pdf.killed.briefgen.part").touch()
    write_whole(path, lambda stream: stream.write(b"last"))
    assert {p.name for p in tmp_path.iterdir()} == {"brief.pdf", "brief.pptx", "folder"}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks open files up in /proc")
def test_a_build_obeys_the_rules_of_windows(outline: Path, windows: None) -> None:
    out = outline.parent / "out"
    for title in ("A title", "Another title"):
        outline.write_text(MINIMAL.replace("A title", title))
        assert main(["build", str(outline), "--out", str(out)]) == 0
    assert all(is_whole(out / name) for name in ("brief.pdf", "brief.pptx"))


def test_a_full_disk_is_reported_and_what_was_there_stays(outline: Path) -> None:
    assert build(outline).returncode == 0
    out = outline.parent / "out"
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    outline.write_text(MINIMAL.replace("A title", "Another title"))
    run = subprocess.run(
        [*BRIEFGEN, "build", str(outline)], capture_output=True, text=True, cwd=outline.parent,
        preexec_fn=lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096)),
        ),
    )  # fmt: skip
    assert run.returncode == 3
    assert "cannot write `out/brief.pdf`: File too large [output]" in run.stderr
    assert "still there" in run.stderr
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_write_that_fails_leaves_nothing_behind(number: int, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(b"old")

    def fail(stream: IO[bytes]) -> None:
        stream.write(b"new")
        raise OSError(number, os.strerror(number))

    with pytest.raises(OutputError, match=os.strerror(number)):
        write_whole(path, fail)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("brief.pdf", b"old")]


def test_odd_things_in_the_place_of_an_output(tmp_path: Path) -> None:
    def put(name: str) -> None:
        write_whole(tmp_path / name, lambda stream: stream.write(b"new"))

    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(OutputError, match="there is a folder of this name"):
        put("folder.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(OutputError, match="is not a file"):
        put("pipe.pdf")
    with pytest.raises(OutputError, match="File name too long"):
        put("x" * 300)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match=r"leads to itself|there is a file"):
        put("loop/brief.pdf")
    target = tmp_path / "precious"
    target.write_bytes(b"old")
    (tmp_path / "link.pdf").symlink_to(target)
    put("link.pdf")
    assert target.read_bytes() == b"old"
    assert (tmp_path / "link.pdf").read_bytes() == b"new"
    assert not (tmp_path / "link.pdf").is_symlink()
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("out", ["/dev/null", "/dev/null/out", "brief.yaml", "/proc/none"])
def test_a_folder_that_cannot_be(out: str, outline: Path) -> None:
    run = build(outline, "--out", out)
    assert run.returncode == 3
    assert run.stderr.startswith("error: cannot write")
    assert "Traceback" not in run.stderr


def test_a_pipe_in_the_place_of_an_input_keeps_nobody_waiting(outline: Path) -> None:
    assert build(outline).returncode == 0
    outline.unlink()
    os.mkfifo(outline)
    again = subprocess.run([*BRIEFGEN, "build", str(outline)], capture_output=True, text=True, timeout=60)  # fmt: skip
    assert (again.returncode, "is not a regular file" in again.stderr) == (1, True)
    verified = subprocess.run([*BRIEFGEN, "verify", str(outline.parent / "out")], capture_output=True, text=True, timeout=60)  # fmt: skip
    assert (verified.returncode, "out of date" in verified.stderr) == (1, True)


def test_links_and_pipes_in_the_place_of_the_manifest_harm_nothing(outline: Path) -> None:
    out, precious = outline.parent / "out", outline.parent / "precious"
    assert build(outline).returncode == 0
    precious.write_text("old")
    (out / "manifest.json").unlink()
    os.mkfifo(out / "manifest.json")
    assert build(outline).returncode == 3
    (out / "manifest.json").unlink()
    (out / "manifest.json").symlink_to(precious)
    (out / ".manifest.lock").unlink()
    (out / ".manifest.lock").symlink_to(precious)
    assert build(outline).returncode == 3
    assert precious.read_text() == "old"
