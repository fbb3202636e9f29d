"""The cache of charts: right or missing, never wrong, whatever happens to its folder."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import briefgen
from briefgen.languages.locale import locale_of
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.storage import cache
from briefgen.storage.cache import Cache


@pytest.fixture
def edition(outline: LoadedOutline) -> Edition:
    return briefgen.edition(outline, "legislators")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Callable[[], Cache]]:
    """A cache on a folder of its own, each time as a new process would find it."""

    def fresh() -> Cache:
        made = Cache(tmp_path / "cache")
        cache.use(made)
        return made

    yield fresh
    cache.use(None)


def _files(edition: Edition) -> tuple[bytes, bytes]:
    pdf, deck = io.BytesIO(), io.BytesIO()
    briefgen.write_pdf(edition, pdf)
    briefgen.write_pptx(edition, deck)
    return pdf.getvalue(), deck.getvalue()


def _entries(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def test_what_is_put_is_got_by_the_next_process(tmp_path: Path) -> None:
    Cache(tmp_path).put("ab12", b"data")
    assert Cache(tmp_path).get("ab12") == b"data"
    assert Cache(tmp_path).get("ab13") is None
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:10],
        lambda whole: whole[:-1],
        lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
        lambda whole: whole + b"more",
        lambda whole: b"\0" * len(whole),
    ],
)
def test_a_damaged_entry_is_a_missing_one(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    Cache(tmp_path).put("ab12", b"some data")
    (path,) = _entries(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    assert Cache(tmp_path).get("ab12") is None


def test_an_entry_by_another_name_is_a_missing_one(tmp_path: Path) -> None:
    for key in ("ab12", "ab13"):
        Cache(tmp_path).put(key, key.encode())
    one, other = _entries(tmp_path)
    one.replace(other)
    assert Cache(tmp_path).get("ab13") is None


def test_a_folder_that_cannot_be_used_is_passed_over(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    made = Cache(blocked)
    made.put("ab12", b"data")
    assert made.get("ab12") == b"data"  # from memory
    assert Cache(blocked).get("ab12") is None


def test_one_process_keeps_the_folder_at_its_limit(tmp_path: Path) -> None:
    made = Cache(tmp_path, limit=10_000)
    for number in range(60):
        made.put(f"{number:04}", b"x" * 500)
    assert sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) <= 12_000
    assert made.recall("0059")


def test_the_folder_stays_below_its_limit(tmp_path: Path) -> None:
    for number in range(20):
        Cache(tmp_path, limit=10_000).put(f"{number:04}", b"x" * 1000)
    whole = sum(path.stat().st_size for path in _entries(tmp_path))
    assert 5_000 < whole <= 10_000
    assert Cache(tmp_path).get("0019") is not None  # the newest


def test_keys_tell_values_apart() -> None:
    assert cache.key_of("a", "b") == cache.key_of("a", "b")
    assert len({cache.key_of(*parts) for parts in (("a", "b"), ("ab",), ("a", 1), ("a", 1.0))}) == 4


def test_cached_damaged_and_deleted_charts_make_the_same_files(
    edition: Edition, kept: Callable[[], Cache], tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    kept()
    first = _files(edition)
    made = kept()
    assert _files(edition) == first
    assert made.hits > 8 and made.misses == 0
    for number, path in enumerate(_entries(folder)):
        if number % 2:
            path.write_bytes(path.read_bytes()[:-7])
    made = kept()
    assert _files(edition) == first
    assert made.hits and made.misses
    made = kept()
    pdf = io.BytesIO()
    briefgen.write_pdf(edition, pdf)
    shutil.rmtree(folder)
    assert _files(edition) == first


def test_words_around_a_chart_do_not_draw_it_anew_but_its_data_do(
    edition: Edition, kept: Callable[[], Cache]
) -> None:
    from briefgen import charts

    figure = edition.figures[0]

    def drawn(**changes: object) -> int:
        made = kept()
        spec = figure.spec.model_copy(update=changes)
        from msgspec.structs import replace

        charts.load_drawing(
            replace(figure, spec=spec), edition.theme, locale_of(edition), 300.0, 200.0
        )
        return made.misses

    assert drawn() == 1
    assert drawn() == 0
    assert drawn(title="Another title", note="another note") == 0
    assert drawn(data=figure.spec.data[:-1]) == 1


# Every Python that starts, a fork server too, notes that it imports matplotlib.
_NOTES = """
import os, sys
from pathlib import Path

class Noted:
    def find_spec(self, name, path=None, target=None):
        if name == "matplotlib":
            Path(os.environ["NOTED"]).joinpath(str(os.getpid())).touch()

sys.meta_path.insert(0, Noted())
"""


def test_matplotlib_is_imported_once_for_all_processes_and_not_for_cached_charts(
    tmp_path: Path,
) -> None:
    brief = Path(__file__).parents[1] / "brief.yaml"
    (tmp_path / "sitecustomize.py").write_text(_NOTES)
    env = {
        **os.environ, cache.VARIABLE: str(tmp_path / "cache"), "PYTHONPATH": str(tmp_path),
    }  # fmt: skip
    imported, files = [], []
    for _ in range(2):
        noted = tmp_path / f"noted-{len(files)}"
        noted.mkdir()
        command = ["build", str(brief), "--audience", "legislators", "--jobs", "2", "--force"]
        subprocess.run(
            [sys.executable, "-m", "briefgen", *command, "--out", str(tmp_path / "out")],
            env={**env, "NOTED": str(noted)}, timeout=120, check=True,
        )  # fmt: skip
        imported.append(len(list(noted.iterdir())))
        files.append([p.read_bytes() for p in sorted((tmp_path / "out").glob("*.p*"))])
    assert imported == [1, 0]
    assert files[0] == files[1] and len(files[0]) == 2
