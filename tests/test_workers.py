"""Tasks in worker processes, and builds that are made so."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import briefgen
from briefgen.cli import main
from briefgen.model.diagnostics import BriefgenError, error
from briefgen.pipeline import workers
from briefgen.pipeline.build import build
from briefgen.storage import cache
from briefgen.storage.files import OutputError
from conftest import MINIMAL

CHARTED = """\
exhibits: [waits]
figures:
  - id: waits
    kind: bar
    title: Waits grew
    data: [{label: North, value: 12}, {label: South, value: 7}]
    evidence: [{source: report, datum: Waits}]
"""


def refuse() -> int:
    raise OutputError(error("output", "there is no room"))


def look_up() -> int:
    return {"one": 1}["two"]


def die() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def cache_folder() -> Path | None:
    return cache.current().folder


def test_results_come_in_order_from_other_processes() -> None:
    assert [*workers.results([partial(pow, 2, n) for n in range(9)], 2)] == [2**n for n in range(9)]
    pids = [*workers.results([os.getpid] * 9, 2)]
    assert os.getpid() not in pids and len(set(pids)) <= 2


@pytest.mark.parametrize(("count", "jobs"), [(1, 2), (3, 1)])
def test_one_task_or_one_job_needs_no_process(
    count: int, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(workers, "pool")
    assert [*workers.results([os.getpid] * count, jobs)] == [os.getpid()] * count


def test_what_a_task_raises_has_the_traceback_of_the_worker() -> None:
    results = workers.results([os.getpid, look_up, os.getpid], 2)
    assert next(results) != os.getpid()
    with pytest.raises(KeyError, match="two") as raised:
        next(results)
    said = "".join(traceback.format_exception(raised.value))
    assert "test_workers.py" in said and "in look_up" in said


def test_diagnostics_come_out_of_a_worker_whole() -> None:
    with pytest.raises(OutputError, match="no room") as raised:
        [*workers.results([os.getpid, refuse], 2)]
    assert raised.value.diagnostics[0].code == "output"


def test_a_worker_that_is_killed_is_reported() -> None:
    with pytest.raises(BriefgenError, match="process that was at work was killed") as raised:
        [*workers.results([die, os.getpid], 2)]
    assert raised.value.diagnostics[0].code == "killed"


def test_all_workers_start_before_the_first_task() -> None:
    before = {process.pid for process in multiprocessing.active_children()}
    with workers.pool(3) as executor:
        started = {process.pid for process in multiprocessing.active_children()} - before
        assert len(started) == 3
        assert {executor.submit(os.getpid).result() for _ in range(9)} <= started


def test_workers_use_the_cache_of_this_process(tmp_path: Path) -> None:
    for folder in (tmp_path, None):
        cache.use(cache.Cache(folder))
        try:
            assert [*workers.results([cache_folder] * 2, 2)] == [folder] * 2
        finally:
            cache.use(None)


@pytest.mark.skipif(sys.platform != "linux", reason="a fork server is used on Linux")
def test_a_fork_server_that_was_killed_is_started_again() -> None:
    from multiprocessing import forkserver

    assert len([*workers.results([os.getpid] * 2, 2)]) == 2
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)  # type: ignore[attr-defined]
    assert len([*workers.results([os.getpid] * 2, 2)]) == 2


@pytest.mark.parametrize("fails", [BlockingIOError(11, "no more"), EOFError()])
def test_without_more_processes_this_one_does_the_work(
    fails: Exception, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refused(*_: object) -> None:
        raise fails

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", refused)
    assert [*workers.results([os.getpid] * 3, 2)] == [os.getpid()] * 3
    (tmp_path / "brief.yaml").write_text(MINIMAL)
    assert main(["build", str(tmp_path / "brief.yaml"), "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "brief.pdf").is_file()


def test_a_build_in_processes_writes_the_same_bytes(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    outline = briefgen.load(write(CHARTED))
    digests = []
    for jobs in (1, 2, 5):
        out = tmp_path / str(jobs)
        written = build(outline, out, formats=["pdf", "pptx", "handout"], jobs=jobs)
        assert len(written) == 3
        digests.append([hashlib.sha256(w.path.read_bytes()).hexdigest() for w in written])
        digests[-1].append((out / "manifest.json").read_text().replace(str(out), ""))
    assert digests[0] == digests[1] == digests[2]


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "257"])
def test_jobs_is_a_number_from_one_up(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["build", "--jobs", jobs])
    assert raised.value.code == 2
    assert "is not a number from 1 to 256" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("late", "patch"),
    [
        ("briefgen.pdf.sections.back_matter", "import briefgen.pdf.blocks as owner; owner.section_heading = broken"),
        ("briefgen.deck.slide_writer", "import briefgen.deck.slides.opening_and_closing as owner; owner.Closing.compose = broken"),
    ],
)  # fmt: skip
def test_an_exception_in_a_section_or_slide_is_told_with_its_place(
    jobs: str, late: str, patch: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import sys\n"
        "def broken(*args):\n    return {}['glossary']\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == '{late}':\n"
        f"            sys.meta_path.remove(self)\n            {patch}\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    command = ["-m", "briefgen", "build", str(write()), "--jobs", jobs, "--out", str(tmp_path)]
    run = subprocess.run([sys.executable, *command], env={**os.environ, "PYTHONPATH": str(site)},
                         capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    assert run.returncode == 1
    assert "KeyError: 'glossary'" in run.stderr
    assert f'File "{site / "sitecustomize.py"}", line 3, in broken' in run.stderr


@pytest.mark.parametrize(
    ("asked", "starts"),
    [
        (["--audience", "public", "--format", "pdf", "--jobs", "2"], 0),
        (["--audience", "public", "--jobs", "1"], 0),
        (["--audience", "public", "--jobs", "2"], 2),
    ],
)
def test_processes_are_started_for_several_files_alone(
    asked: list[str], starts: int, write: Callable[..., Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    outline = write("audiences: [{id: public, label: For the public}]\n")
    calls: list[str] = []
    server, pool = workers.start_server, workers.pool
    monkeypatch.setattr(workers, "start_server", lambda m: (calls.append("server"), server(m)))
    monkeypatch.setattr(workers, "pool", lambda *a, **k: (calls.append("pool"), pool(*a, **k))[1])
    assert main(["build", str(outline), "--out", str(tmp_path / "out"), *asked]) == 0
    assert len(calls) == starts
