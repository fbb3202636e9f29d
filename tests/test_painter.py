"""The processes that draw charts for the others."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import Mock

import pytest

from briefgen import cache, forked, painter
from briefgen.cli import main
from briefgen.diagnostics import BriefgenError, error

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")


_OWN = os.getpid()
FIGURE = """\
exhibits: [waits]
figures:
  - id: waits
    kind: bar
    title: Waits grew
    data: [{label: North, value: 12}, {label: South, value: 7}]
    evidence: [{source: report, datum: Waits}]
"""


@pytest.fixture(autouse=True)
def none_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painter, "_lines", {})
    monkeypatch.setattr(painter, "_MODULES", ("briefgen.diagnostics",))


def start() -> Callable[[], None]:
    take = painter.prepare()
    painter.decide(True)
    return take


def refuse() -> None:
    raise BriefgenError(error("no-font", "it is not there"))


def end() -> int:
    if os.getpid() != _OWN:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def _asks(take: Callable[[], None]) -> tuple[int, int]:
    """The ids of a copy and of who draws for it."""
    copy = forked.Early("briefgen.diagnostics", take)
    copy.given([os.getpid, partial(painter.drawn, os.getpid)])
    return copy.result(0)(), copy.result(1)()


def test_each_that_has_a_line_has_a_process_that_draws_for_it() -> None:
    take = start()
    ours = painter.drawn(os.getpid)
    copy, theirs = _asks(take)
    assert len({ours, theirs, copy, os.getpid()}) == 4
    assert painter.drawn(os.getpid) == ours


def test_a_process_without_a_line_draws_itself() -> None:
    assert painter.drawn(os.getpid) == os.getpid()
    start()
    copy, its = _asks(lambda: None)
    assert copy == its
    receiver, sender = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(
        target=lambda: sender.send((os.getpid(), painter.drawn(os.getpid)))
    )
    process.start()
    own, drew = receiver.recv()
    process.join()
    assert own == drew == process.pid


def test_what_drawing_raises_is_raised_here_and_the_next_is_drawn() -> None:
    start()
    with pytest.raises(BriefgenError, match="not there"):
        painter.drawn(refuse)
    assert painter.drawn(os.getpid) != os.getpid()


def test_when_it_is_killed_the_chart_is_drawn_here() -> None:
    start()
    assert painter.drawn(end) == os.getpid()
    assert painter.drawn(os.getpid) == os.getpid()


def test_it_ends_with_the_processes_that_it_draws_for() -> None:
    start()  # the line of the copy that is never made is let go here
    theirs = painter.drawn(os.getpid)
    painter.stop()

    def gone() -> bool:
        try:
            return os.waitpid(theirs, os.WNOHANG)[0] == theirs
        except ChildProcessError:
            return True

    end = time.monotonic() + 10
    while not gone() and time.monotonic() < end:
        time.sleep(0.02)
    assert gone()


def test_an_empty_cache_has_no_entries_in_memory_or_folder(tmp_path: Path) -> None:
    assert cache.Cache(None).empty()
    kept = cache.Cache(tmp_path / "none")
    assert kept.empty()
    kept.put("ab", b"c")
    assert not kept.empty()
    assert not cache.Cache(tmp_path / "none").empty()
    near = cache.Cache(None)
    near.put("ab", b"c")
    assert not near.empty()


def test_a_first_build_is_the_same_with_a_painter_and_without(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outline = str(write())
    monkeypatch.setattr(forked, "cores", lambda: 2)
    digests = []
    decide = Mock(wraps=painter.decide)
    monkeypatch.setattr(painter, "decide", decide)
    for possible in (True, False):
        monkeypatch.setattr(forked, "possible", lambda possible=possible: possible)
        cache.use(cache.Cache(None))
        out = tmp_path / str(possible)
        try:
            assert main(["build", outline, "--out", str(out)]) == 0
        finally:
            cache.use(None)
        digests.append({p.name: p.read_bytes() for p in out.glob("*.p*")})
    assert decide.call_args_list[0].args[0] is True
    assert len(digests[0]) >= 2
    assert digests[0] == digests[1]


def test_painters_are_there_for_charts_that_were_never_drawn(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outline = write(FIGURE)
    monkeypatch.setattr(forked, "cores", lambda: 2)
    monkeypatch.setattr(forked, "possible", lambda: True)
    cache.use(cache.Cache(tmp_path / "cache"))
    cache.current().put("other", b"of another outline")
    decide = Mock(wraps=painter.decide)
    monkeypatch.setattr(painter, "decide", decide)
    needed = []
    try:
        for old, new in (("", ""), ("A title", "Another title"), ("12", "13")):
            outline.write_text(
                outline.read_text().replace(old, new) if old else outline.read_text()
            )
            decide.reset_mock()
            assert main(["build", str(outline), "--force", "--out", str(tmp_path / "out")]) == 0
            needed.append(decide.call_args_list[0].args[0])
    finally:
        cache.use(None)
    assert needed == [True, False, True]
