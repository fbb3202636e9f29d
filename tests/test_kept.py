"""What is kept of an outline and its editions between runs: the same as is made anew, or nothing."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import briefgen
from briefgen import cache
from briefgen.build import refuse_errors
from briefgen.diagnostics import BriefgenError, Diagnostic
from briefgen.editions import Edition, edition
from briefgen.editions import kept as kept_editions
from briefgen.outline import kept, loader
from briefgen.outline.figure import Row
from briefgen.outline.loaded import LoadedOutline
from briefgen.outline.quantity import Quantity
from briefgen.typed import plain
from conftest import MINIMAL, ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for an outline, with a cache of its own."""
    cache.use(cache.Cache(tmp_path / "cache"))
    (tmp_path / "outline").mkdir()
    yield tmp_path / "outline"
    cache.use(None)


def load(path: Path, monkeypatch: pytest.MonkeyPatch, **asked: bool) -> LoadedOutline:
    """As the first outline of a process, without what is in its memory."""
    monkeypatch.setattr(kept, "_first", True)
    cache.use(cache.Cache(cache.current().folder))
    return kept.load(path, **asked)


def is_kept(loaded: LoadedOutline) -> bool:
    return isinstance(loaded, kept._Kept)


def every(loaded: LoadedOutline) -> list[Edition]:
    names = (None, *loaded.audiences)
    return [edition(loaded, name, tag) for tag in loaded.languages for name in names]


def told(made: Edition) -> str:
    """All of it, types included; a set has no order."""
    return repr(replace(made, foreign=frozenset()))


@pytest.mark.parametrize("path", [ROOT / "brief.yaml", *sorted((ROOT / "benchmarks").glob("*.yaml"))], ids=str)  # fmt: skip
def test_what_is_kept_is_what_is_made(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(path, monkeypatch)
    made = every(first)
    second = load(path, monkeypatch)
    assert not is_kept(first) and is_kept(second)
    assert "outline" not in vars(second)
    assert every(second) == made
    assert "outline" not in vars(second)  # nothing more was asked for
    whole = loader.load(path)
    assert [told(e) for e in every(second)] == [told(e) for e in made]
    assert (second.warnings, second.used, second.name) == (whole.warnings, whole.used, whole.name)
    assert second.key == first.key
    assert (second.audiences, second.languages) == (whole.audiences, whole.languages)
    assert second.outline == whole.outline
    assert second.place(("title",)) == whole.place(("title",))
    with pytest.raises(AttributeError):
        second.nothing  # noqa: B018


def test_only_the_first_outline_of_a_process_is_looked_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(ROOT / "brief.yaml", monkeypatch)
    assert kept.load(ROOT / "brief.yaml").key is None
    assert is_kept(load(ROOT / "brief.yaml", monkeypatch))
    cache.use(cache.Cache(None))
    monkeypatch.setattr(kept, "_first", True)
    assert kept.load(ROOT / "brief.yaml").key is None


TABLE = "tables: [{id: t, title: T, columns: [A, B], rows: {file: d.csv}}]\nexhibits: [t]\n"
THEMED = f"theme: look.yaml\n{TABLE}{MINIMAL}"


def written(folder: Path) -> Path:
    (folder / "d.csv").write_text("A,B\none,1\n")
    (folder / "look.yaml").write_text("fonts: {regular: Own.ttf}\n")
    shutil.copy(ROOT / "src/briefgen/fonts/Carlito-Regular.ttf", folder / "Own.ttf")
    (folder / "brief.yaml").write_text(THEMED)
    return folder / "brief.yaml"


def rewrite(name: str, text: str) -> Any:
    return lambda folder: (folder / name).write_text(text)


def link(name: str) -> Any:
    def change(folder: Path) -> None:
        (folder / name).rename(folder / "other")
        (folder / name).symlink_to("other")

    return change


CHANGES = {
    "the outline": rewrite("brief.yaml", THEMED.replace("title: A title", "title: Another")),
    "a data file": rewrite("d.csv", "A,B\ntwo,2\n"),
    "a theme": rewrite("look.yaml", "fonts: {regular: Own.ttf}\ncolours: {ink: '#000001'}\n"),
    "a translation that is new": rewrite("brief.es.yaml", "title: Un título\n"),
    "a link in place of a file": link("d.csv"),
    "a font": lambda folder: shutil.copy(ROOT / "src/briefgen/fonts/Carlito-Bold.ttf", folder / "Own.ttf"),
    "a font that is new": lambda folder: shutil.copy(folder / "Own.ttf", folder / "Carlito-Bold.ttf"),
    "no font": lambda folder: (folder / "Own.ttf").unlink(),
    "no data": lambda folder: (folder / "d.csv").unlink(),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_any_file_is_seen(
    change: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(folder)
    before = edition(load(path, monkeypatch))
    again = load(path, monkeypatch)
    assert is_kept(again) and edition(again) == before
    CHANGES[change](folder)
    try:
        now = load(path, monkeypatch)
    except BriefgenError:
        with pytest.raises(BriefgenError):
            loader.load(path)
        return
    assert not is_kept(now)
    assert edition(now) == edition(loader.load(path))


def test_what_says_how_it_is_read_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(folder)
    load(path, monkeypatch)
    assert is_kept(load(path, monkeypatch))
    assert not is_kept(load(path, monkeypatch, allow_outside=True))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert not is_kept(load(path, monkeypatch))
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.chdir(folder)  # diagnostics name files from here
    assert not is_kept(load(Path("brief.yaml"), monkeypatch))


def test_warnings_are_said_again_and_errors_are_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "brief.yaml"
    path.write_text(
        MINIMAL + "figures: [{id: f, kind: bar, title: T, data: [{label: a, value: 1}]}]\n"
    )
    first = load(path, monkeypatch)
    assert [d.code for d in first.warnings] == ["unused"]
    second = load(path, monkeypatch)
    assert is_kept(second) and second.warnings == first.warnings
    path.write_text(MINIMAL + "titel: T\n")
    for _ in range(2):
        with pytest.raises(BriefgenError):
            load(path, monkeypatch)


def entries(folder: Path) -> list[Path]:
    return [p for p in (folder.parent / "cache").rglob("*") if p.is_file()]


def replaced(path: Path, data: bytes) -> None:
    """An entry with other contents, whose digest is right."""
    kept_there = cache.Cache(path.parents[1])
    kept_there.put(path.name, data)


HOSTILE = [
    b"", b"null", b"[]", b"[[],5]", b"[[],[0]]", b"[[],[-1,[9]]]", b"[[],[-3,\"x\"]]", b"[[],[-4,[],1]]", b"[[],[-99,1]]",
    b'[["os:system"],[0,"touch owned"]]', b'[["posix:system"],[0,"touch owned"]]',
    b'[["briefgen.diagnostics:os.system"],[0,"touch owned"]]', b'[["subprocess:Popen"],[0,["touch","owned"]]]',
    b'[["builtins:eval"],[0,"__import__(\'os\').system(\'touch owned\')"]]', b'[["briefgen.diagnostics:format_text"],[0,1]]',
    b'[["briefgen.diagnostics:dataclass"],[0]]', b'[["briefgen.editions.model:Edition"],[0,1,2]]',
    b'[["briefgen.outline.figure:Row"],[0,[-7],[-7],1]]', b'[["briefgen.diagnostics:Place"],[0,"f",1,1,1,"t"]]',
    b"[" * 100_000, b'[["briefgen.outline.kept:_Entry"],[0,1,2,3,4,5,6,7]]', b"\xff\xfe", b'{"a": 1}',
    b"cos\nsystem\n(S'touch owned'\ntR.",
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_an_entry_that_another_program_made_is_passed_over(
    data: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(folder)
    monkeypatch.chdir(folder)
    made = edition(load(path, monkeypatch))
    (folder / "owned").unlink(missing_ok=True)
    for entry in entries(folder):
        replaced(entry, data)
    again = load(path, monkeypatch)
    assert not is_kept(again)
    assert edition(again) == made
    for entry in entries(folder):
        replaced(entry, data)
    monkeypatch.setattr(kept_editions.cache, "_current", cache.Cache(folder.parent / "cache"))
    assert edition(again) == made  # the edition's own entry
    assert not (folder / "owned").exists()


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b[:60] + bytes([b[60] ^ 1]) + b[61:], lambda b: b""])  # fmt: skip
def test_a_damaged_entry_is_passed_over(
    damage: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(folder)
    made = edition(load(path, monkeypatch))
    for entry in entries(folder):
        entry.write_bytes(damage(entry.read_bytes()))
    again = load(path, monkeypatch)
    assert not is_kept(again) and edition(again) == made


@dataclasses.dataclass(frozen=True)
class Odd:
    """Holds what cannot be kept."""

    what: object


def test_values_come_back_as_they_were() -> None:
    row = Row(label="a", value=">2.50")
    row.place_at(("figures", 0, "data", 1))
    value = {
        "a": (1, 2.5, None, True, "\ud800", Decimal("1E+3")),
        2: [row, frozenset("xy"), Path("p")],
    }
    made = plain.loads(plain.dumps(value), {"briefgen.outline.figure", "briefgen.outline.quantity"})
    assert made == value and repr(made) != ""
    (again, *_) = made[2]
    assert (again.path, again.model_fields_set) == (row.path, row.model_fields_set)
    assert isinstance(again.value, Quantity) and str(again.value.low) == "2.50"
    with pytest.raises(ValueError, match="nothing of"):
        plain.loads(plain.dumps(value), {"briefgen.outline.figure"})
    with pytest.raises(TypeError, match="cannot be kept"):
        plain.dumps(Odd(object()))


def test_an_edition_too_large_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(folder)
    monkeypatch.setattr(kept_editions, "MOST", 10)
    edition(load(path, monkeypatch))
    assert len(entries(folder)) == 1


def test_a_file_changed_while_it_is_read_is_not_taken_for_what_it_became(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(folder)
    really = loader.load

    def slow(name: str | os.PathLike[str], **asked: bool) -> LoadedOutline:
        loaded = really(name, **asked)
        path.write_text(THEMED.replace("title: A title", "title: Another"))
        return loaded

    monkeypatch.setattr(loader, "load", slow)
    load(path, monkeypatch)
    monkeypatch.setattr(loader, "load", really)
    now = load(path, monkeypatch)
    assert not is_kept(now) and now.outline.title == "Another"


def test_the_public_load_is_the_kept_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_first", True)
    path = written(folder)
    briefgen.load(path)
    names = [json.loads(p.read_bytes()[len(cache._MAGIC) + 32 :])[0] for p in entries(folder)]
    assert ["briefgen.outline.kept:_Entry"] in [n[:1] for n in names]
    found: list[Diagnostic] = briefgen.check(path)
    assert [d.code for d in found if d.severity == "error"] == []


def test_what_an_edition_lacks_is_told_with_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "brief.yaml"
    path.write_text(MINIMAL.replace("title: A title", "title: A 漢 title"))
    said = []
    for _ in range(2):
        loaded = load(path, monkeypatch)
        with pytest.raises(BriefgenError) as caught:
            refuse_errors(loaded, every(loaded))
        said.append(caught.value.diagnostics)
    assert is_kept(loaded)
    assert said[0] == said[1]
    assert [(d.code, d.place and d.place.column) for d in said[1]] == [("missing-glyph", 10)]
