"""Tasks in copies of a process, and builds that are made so."""

from __future__ import annotations

import hashlib
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import briefgen
from briefgen import forked
from briefgen.build import build
from briefgen.cli import main
from briefgen.diagnostics import BriefgenError, error
from briefgen.outputs import OutputError
from conftest import MINIMAL

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of other tests hold no locks that these tasks want."""
    monkeypatch.setattr(forked, "possible", lambda: True)


def refuse() -> int:
    raise OutputError(error("output", "there is no room"))


def interrupted() -> int:
    raise KeyboardInterrupt


def die() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_results_come_in_order_from_as_many_processes() -> None:
    pids = [result() for result in forked.results([os.getpid] * 5, 2)]
    assert pids[0] == pids[2] == pids[4] == os.getpid()
    assert pids[1] == pids[3] != os.getpid()
    assert [r() for r in forked.results([partial(pow, 2, n) for n in range(5)], 3)] == [
        1,
        2,
        4,
        8,
        16,
    ]


def test_what_a_copy_raises_is_raised_here_when_its_turn_comes() -> None:
    results = forked.results([os.getpid, refuse, os.getpid, os.getpid], 2)
    assert results[3]() != results[0]()
    with pytest.raises(OutputError, match="no room") as raised:
        results[1]()
    assert raised.value.diagnostics[0].code == "output"


def test_a_copy_that_is_killed_is_reported() -> None:
    results = forked.results([os.getpid, os.getpid, os.getpid, die], 2)
    assert results[1]() != os.getpid()
    with pytest.raises(BriefgenError, match="process that was at work ended"):
        results[3]()


def test_a_build_in_processes_writes_the_same_bytes(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    outline = briefgen.load(write())
    digests = []
    for processes in (1, 2, 5):
        out = tmp_path / str(processes)
        written = build(outline, out, formats=["pdf", "pptx", "handout"], processes=processes)
        assert len(written) == 3
        digests.append([hashlib.sha256(w.path.read_bytes()).hexdigest() for w in written])
        digests[-1].append((out / "manifest.json").read_text().replace(str(out), ""))
    assert digests[0] == digests[1] == digests[2]


def test_a_copy_made_early_has_the_first_task_and_stays() -> None:
    copy = forked.Early("briefgen.diagnostics", lambda: None)
    pids = [result() for result in forked.results([os.getpid] * 3, 1, copy)]
    assert pids[0] == pids[2] != pids[1] == os.getpid()
    forked.results([os.getpid, refuse], 2, copy)  # whose results nobody asks for
    (again,) = forked.results([os.getpid], 1, copy)
    assert again() == pids[0]


@pytest.mark.parametrize(
    ("ends", "raised"), [(die, BriefgenError), (interrupted, KeyboardInterrupt)]
)
def test_a_copy_made_early_that_ends_is_reported_then_done_without(
    ends: Callable[[], int], raised: type[BaseException]
) -> None:
    copy = forked.Early("briefgen.diagnostics", lambda: None)
    (result,) = forked.results([ends], 1, copy)
    with pytest.raises(raised):
        result()
    copy._process.join(10)
    assert forked.results([os.getpid], 1, copy)[0]() == os.getpid()


def test_copies_made_early_end_with_their_maker() -> None:
    """Each holds the ends of those before it, so that the last ends first."""
    copies = [forked.Early("briefgen.diagnostics", lambda: None) for _ in range(2)]
    for copy in copies:
        copy._receiver.close()  # as when this process ends
    for copy in copies:
        copy._process.join(10)
    assert not any(copy.alive() for copy in copies)


def test_this_process_works_while_it_waits_for_a_copy(tmp_path: Path) -> None:
    """The copy's first task ends when this process has done its own."""
    done = tmp_path / "done"

    def wait() -> bool:
        end = time.monotonic() + 30
        while not done.exists() and time.monotonic() < end:
            time.sleep(0.01)
        return done.exists()

    tasks: list[Callable[[], object]] = [refuse, wait, done.touch]
    results = forked.results(tasks, 2)
    assert results[1]()
    with pytest.raises(OutputError):
        results[0]()
    assert results[2]() is None


def test_without_processes_or_handles_this_one_does_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert [result() for result in forked.results([os.getpid] * 3, 2)] == [os.getpid()] * 3
    (tmp_path / "brief.yaml").write_text(MINIMAL)
    assert main(["build", str(tmp_path / "brief.yaml"), "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "brief.pdf").is_file()


def test_a_copy_that_cannot_load_what_it_needs_says_so_when_it_is_asked() -> None:
    early = forked.Early("briefgen.no_such_module", lambda: None)
    (result,) = forked.results(
        [partial(importlib.import_module, "briefgen.no_such_module")], 2, early
    )
    with pytest.raises(ImportError, match="no_such_module"):
        result()
