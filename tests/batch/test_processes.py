"""Rows built by processes that may die, and by a Dask cluster."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefgen.batch.pool import Pool, _start_processes
from briefgen.batch.run import batch
from briefgen.batch.work import Setup, Task
from conftest import MINIMAL

Table = Callable[..., Path]
LONG = 120.0  # seconds: a busy machine is slow, not wrong
FOUR = "state,deaths,before\nOhio,1200,800\nUtah,400,300\nIowa,350,200\nMaine,500,400\n"


def contents(folder: Path) -> dict[str, bytes]:
    """The outputs; hidden parts, which a worker that was killed leaves behind, are none."""
    return {p.name: p.read_bytes() for p in folder.glob("[!.]*.p*")}


def test_processes_write_the_same_bytes_as_one(outline: Path, table: Table, tmp_path: Path) -> None:
    rows = table(FOUR)
    one = batch(outline, rows, tmp_path / "one", jobs=1)
    two = batch(outline, rows, tmp_path / "two", jobs=2)
    assert (one.built, two.built) == (4, 4)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    states = [(tmp_path / d / ".briefgen-batch-brief.jsonl").read_bytes() for d in ("one", "two")]
    assert states[0] == states[1]


def deadly(setup: Setup, task: Task) -> int:
    """Stands in for `build_row`: one task kills its process always, another the first time only."""
    marker = Path(setup.out) / f"killed-{task.number}"
    if task.name == "always" or (task.name == "once" and not marker.exists()):
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task.number


def test_the_row_that_kills_its_process_is_the_one_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen.batch import pool as module

    monkeypatch.setattr(module, "build_row", deadly)
    setup = Setup("", "", "", (), str(tmp_path), (), None, False, False)
    names = ["a", "b", "always", "c", "once", *"defgh"]
    tasks = [Task(n, n + 1, name, ()) for n, name in enumerate(names, 1)]
    with Pool(2, None, len(tasks)) as pool:
        done = list(pool.run(setup, tasks))
    lost = [each for each in done if not isinstance(each, int)]
    assert [each.number for each in lost] == [3]
    assert lost[0].diagnostics[0].code == "worker-lost"
    assert sorted(each for each in done if isinstance(each, int)) == [1, 2, *range(4, 11)]


def test_tasks_are_read_only_as_they_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    from briefgen.batch import pool as module

    monkeypatch.setattr(module, "build_row", deadly)
    setup = Setup("", "", "", (), str(tmp_path), (), None, False, False)
    read = 0

    def tasks() -> Iterator[Task]:
        nonlocal read
        for read in range(1, 501):
            yield Task(read, read, "a", ())

    ahead = 0
    with Pool(2, None, 500) as pool:
        for finished, _ in enumerate(pool.run(setup, tasks()), 1):
            ahead = max(ahead, read - finished)
    assert read == 500 and ahead <= 8


def test_when_no_process_can_be_started_each_row_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError(11, "no more of them")

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", refused)
    setup = Setup("", "", "", (), str(tmp_path), (), None, False, False)
    with Pool(2, None, 2) as pool:
        done = list(pool.run(setup, [Task(n, n, "a", ()) for n in (1, 2)]))
    assert [each.number for each in done] == [1, 2]
    assert all("no more of them" in each.diagnostics[0].message for each in done)


def test_one_process_is_not_this_one() -> None:
    with _start_processes(1) as executor:
        assert executor.submit(os.getpid).result() != os.getpid()


def test_an_interrupt_ends_cleanly_and_the_batch_goes_on(outline: Path, table: Table, tmp_path: Path) -> None:  # fmt: skip
    rows = table("state,deaths,before\n" + "".join(f"State {n},{n},3\n" for n in range(1, 400)))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "briefgen", "batch", str(outline), "--data", str(rows),
               "--out", str(out), "--format", "pdf", "--jobs", "2"]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    state = out / ".briefgen-batch-brief.jsonl"
    deadline = time.monotonic() + LONG
    while not (state.exists() and state.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: every process of the group
    said, errors = process.communicate(timeout=LONG)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors and "goes on where it stopped" in errors
    built = int(re.search(r"399 rows: (\d+) built", said)[1])  # type: ignore[index]
    assert 0 < built < 399
    assert len(state.read_text("utf-8").splitlines()) == built
    assert not list(out.glob(".*.part"))


def group(leader: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, of, *_ = stat.read_text("utf-8").rpartition(")")[2].split()
            if int(of) == leader and state != "Z":
                found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_a_batch_that_is_killed(
    number: signal.Signals, outline: Path, table: Table, tmp_path: Path
) -> None:
    rows = table("state,deaths,before\n" + "".join(f"State {n},{n},3\n" for n in range(1, 400)))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "briefgen", "batch", str(outline), "--data", str(rows),
               "--out", str(out), "--format", "pdf", "--jobs", "2"]  # fmt: skip
    process = subprocess.Popen(command, start_new_session=True)
    state = out / ".briefgen-batch-brief.jsonl"
    deadline = time.monotonic() + LONG
    while not (state.exists() and state.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(group(process.pid)) > 2
    process.send_signal(number)
    process.wait(LONG)
    while group(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert group(process.pid) == []


def fork_servers(parent: int) -> list[int]:
    """The fork servers that a process has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, of, *_ = stat.read_text("utf-8").rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_bytes()
            if int(of) == parent and state != "Z" and b"multiprocessing.forkserver" in command:
                found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="a fork server is used on Linux")
def test_a_batch_ends_though_its_fork_server_is_killed_again_and_again(
    outline: Path, table: Table, tmp_path: Path
) -> None:
    rows = table("state,deaths,before\n" + "".join(f"State {n},{n},3\n" for n in range(1, 25)))
    command = [sys.executable, "-m", "briefgen", "batch", str(outline), "--data", str(rows),
               "--out", str(tmp_path / "out"), "--format", "pdf", "--jobs", "3"]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    pauses = iter([0.0, 0.01, 0.03, 0.1, 0.3, 0.6, 0.9, 1.2] * 2)
    killed = 0
    try:
        # At every stage: before it forks, between two workers, while they start, while they work.
        for pause in pauses:
            while not (servers := fork_servers(process.pid)) and process.poll() is None:
                time.sleep(0.002)
            time.sleep(pause)
            for server in servers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(server, signal.SIGKILL)
                    killed += 1
        said, errors = process.communicate(timeout=LONG)
    finally:
        process.kill()
        process.wait()
    assert killed > 3
    assert "Traceback" not in errors
    failed = re.search(r"24 rows: \d+ built, 0 unchanged, (\d+) failed", said)
    assert process.returncode == (1 if failed else 0), errors
    # A row whose processes were killed twice is reported, and no other.
    assert errors.count("[worker-lost]") == errors.count("error: ")
    lost = int(failed[1]) if failed else 0
    assert len(contents(tmp_path / "out")) == 24 - lost


def test_modules_in_the_folder_one_is_in_are_not_imported(
    outline: Path, table: Table, tmp_path: Path
) -> None:
    (tmp_path / "plain.yaml").write_text(MINIMAL, "utf-8")
    rows = table(FOUR)
    env = {key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"}
    script = str(Path(sys.executable).with_name("briefgen"))
    # With `-m`, Python itself takes modules of its own from there, before briefgen can prevent it.
    for start, names in (
        ([sys.executable, "-m", "briefgen"], ["yaml", "numpy", "reportlab", "sitecustomize", "briefgen_x"]),
        ([script], ["json", "typing", "multiprocessing"]),
    ):  # fmt: skip
        for name in names:
            text = f"open({str(tmp_path / 'imported')!r}, 'a').write('{name} ')\n"
            (tmp_path / f"{name}.py").write_text(text, "utf-8")
        more = ["--jobs", "2", "--out", str(tmp_path / f"out-{len(start)}")]
        for command in (["build", "plain.yaml"], ["batch", str(outline), "--data", str(rows)]):
            run = subprocess.run([*start, *command, *more], cwd=tmp_path, env=env, text=True,
                                 capture_output=True, timeout=LONG, check=False)  # fmt: skip
            assert run.returncode == 0, run.stderr
    assert not (tmp_path / "imported").exists()


@contextlib.contextmanager
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on this machine: its address and the workers' processes."""
    info = tmp_path / "scheduler.json"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
             "--no-dashboard", "--scheduler-file", str(info)], **quiet
        )
    ]  # fmt: skip
    workers = []
    try:
        for n in range(2):
            worker = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(info),
                 "--nthreads", "1", "--no-nanny", "--no-dashboard",
                 "--local-directory", str(tmp_path / f"worker{n}")], **quiet
            )  # fmt: skip
            workers.append(worker)
        address = None
        deadline = time.monotonic() + LONG
        while address is None and time.monotonic() < deadline:
            time.sleep(0.1)
            # The file may not be there yet, or not be written to its end.
            with contextlib.suppress(OSError, ValueError):
                address = json.loads(info.read_text("utf-8"))["address"].removeprefix("tcp://")
        assert address is not None, "the scheduler did not start"
        yield address, workers
    finally:
        for process in [*workers, *started]:
            process.kill()
            process.wait()


def test_a_dask_cluster_one_of_whose_workers_is_killed(outline: Path, table: Table, tmp_path: Path) -> None:  # fmt: skip
    distributed = pytest.importorskip("distributed")
    rows = table("state,deaths,before\n" + "".join(f"State {n},{n},3\n" for n in range(1, 13)))
    killed: list[int] = []
    with cluster(tmp_path) as (address, workers):
        with distributed.Client(address, timeout=LONG) as client:
            client.wait_for_workers(2, timeout=LONG)

        def kill_one(name: str, done: int, total: int) -> None:
            if done == 3:
                workers[0].send_signal(signal.SIGKILL)
                killed.append(workers[0].pid)

        summary = batch(
            outline, rows, tmp_path / "out", formats=["pdf"], executor=f"dask://{address}",
            on_done=kill_one,
        )  # fmt: skip
        assert killed and workers[0].wait(timeout=LONG) == -signal.SIGKILL
    assert not summary.failed and summary.built == 12
    assert len(contents(tmp_path / "out")) == 12
    here = batch(outline, rows, tmp_path / "here", formats=["pdf"], jobs=1)
    assert here.built == 12
    assert contents(tmp_path / "here") == contents(tmp_path / "out")


@pytest.mark.parametrize(
    ("executor", "said"), [("dask://127.0.0.1:9", "no Dask scheduler"), ("ray://x", "dask://HOST")]
)
def test_an_executor_that_is_not_there(
    outline: Path, table: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str], executor: str, said: str
) -> None:  # fmt: skip
    from briefgen.cli import main

    if executor.startswith("dask"):
        pytest.importorskip("distributed")
    args = ["batch", str(outline), "--data", str(table()), "--out", str(tmp_path / "out")]
    assert main([*args, "--executor", executor]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_fault_of_briefgen_is_reported_with_its_traceback(
    jobs: str, outline: Path, table: Callable[..., Path], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import sys\n"
        "def broken(*args, **options):\n    return {}['glossary']\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'briefgen.pdf.sections.back_matter':\n"
        "            sys.meta_path.remove(self)\n"
        "            import briefgen.pdf.blocks as owner; owner.section_heading = broken\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    command = ["-m", "briefgen", "batch", str(outline), "--data", str(table()), "--format", "pdf"]
    command += ["--jobs", jobs, "--out", str(tmp_path / "out")]
    run = subprocess.run([sys.executable, *command], env={**os.environ, "PYTHONPATH": str(site)},
                         capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    assert run.returncode == 1
    assert "rows 1, 2, 3 were not built" in run.stderr
    assert run.stderr.count("briefgen failed: KeyError: 'glossary' [internal]") == 1
    assert run.stderr.count(f'File "{site / "sitecustomize.py"}", line 3, in broken') == 1
    assert not [*(tmp_path / "out").glob("*.pdf")]
