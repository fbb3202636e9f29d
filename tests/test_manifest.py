"""The manifest of an output folder: builds with nothing to do, and `verify`."""

from __future__ import annotations

import inspect
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

import briefgen
from briefgen.cli import main
from briefgen.model.theme import DATA_FOLDER, FONT_FOLDER
from briefgen.pipeline import build as builder
from briefgen.pipeline import manifest
from briefgen.storage import cache, versions
from briefgen.storage.files import digest, write_whole
from conftest import MINIMAL, ROOT

DATA = """\
figures:
  - id: waits
    kind: bar
    title: Waits grew
    subtitle: Days
    data: {file: waits.csv}
    evidence: [{source: report, datum: Waits}]
exhibits: [waits]
"""


@pytest.fixture
def outline(write: Callable[..., Path]) -> Path:
    path = write(DATA)
    (path.parent / "waits.csv").write_text("label,value\nNorth,3\nSouth,5\n")
    return path


def build(outline: Path, *more: str) -> int:
    return main(
        ["build", str(outline), "--out", str(outline.parent / "out"), "--format", "pdf", *more]
    )


def test_nothing_changed_writes_nothing(outline: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = outline.parent / "out"
    assert build(outline) == 0
    first = capsys.readouterr()
    assert "nothing changed" not in first.err
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    assert build(outline, "--verbose") == 0
    again = capsys.readouterr()
    assert "nothing changed: 1 file is up to date" in again.err
    assert again.out == f"{out / 'brief.pdf'}: 1 page\n"
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == before
    assert build(outline, "--force") == 0
    assert (out / "brief.pdf").stat().st_mtime_ns != before["brief.pdf"]


@pytest.mark.parametrize("change", ["outline", "data", "output", "missing", "options", "manifest"])
def test_what_makes_a_build_necessary(
    change: str, outline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = outline.parent / "out"
    assert build(outline) == 0
    whole = (out / "brief.pdf").read_bytes()
    more = []
    if change == "outline":
        outline.write_text(outline.read_text() + "keywords: [new]\n")
    elif change == "data":
        (outline.parent / "waits.csv").write_text("label,value\nNorth,3\nSouth,6\n")
    elif change == "output":
        (out / "brief.pdf").write_bytes(b"%PDF-1.7 spoilt")
    elif change == "missing":
        (out / "brief.pdf").unlink()
    elif change == "options":
        more = ["--greyscale"]
    else:
        (out / manifest.NAME).write_text('{"files": [')
    capsys.readouterr()
    assert build(outline, *more) == 0
    assert "nothing changed" not in capsys.readouterr().err
    assert ((out / "brief.pdf").read_bytes() == whole) == (
        change in ("output", "missing", "manifest")
    )
    assert build(outline, *more) == 0
    assert "nothing changed" in capsys.readouterr().err


THEMED = f"theme: look.yaml\n{MINIMAL}{DATA}"


@pytest.fixture
def themed(tmp_path: Path) -> Path:
    """An outline with a theme, a font, a data file and a link."""
    (tmp_path / "waits.csv").write_text("label,value\nNorth,3\nSouth,5\n")
    (tmp_path / "other.csv").write_text("label,value\nNorth,4\n")
    (tmp_path / "look.yaml").write_text("fonts: {regular: Own.ttf}\n")
    shutil.copy(FONT_FOLDER / "Carlito-Regular.ttf", tmp_path / "Own.ttf")
    (tmp_path / "brief.yaml").write_text(THEMED)
    return tmp_path / "brief.yaml"


def rewrite(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text)


def copy_font(name: str, to: str) -> Callable[[Path], object]:
    return lambda folder: shutil.copy(FONT_FOLDER / name, folder / to)


def put_link(folder: Path) -> None:
    (folder / "waits.csv").unlink()
    (folder / "waits.csv").symlink_to("other.csv")


# What may happen to the files that an outline is built from.
FILE_CHANGES: dict[str, Callable[[Path], object]] = {
    "the outline": rewrite("brief.yaml", THEMED.replace("title: A title", "title: Another")),
    "a data file": rewrite("waits.csv", "label,value\nNorth,2\n"),
    "a theme": rewrite("look.yaml", "fonts: {regular: Own.ttf}\ncolours: {ink: '#000001'}\n"),
    "a translation that is new": rewrite("brief.es.yaml", "title: Un título\n"),
    "a link in place of a file": put_link,
    "a font": copy_font("Carlito-Bold.ttf", "Own.ttf"),
    "a font that is new": copy_font("LiberationSans-Bold.ttf", "Carlito-Bold.ttf"),
    "no font": lambda folder: (folder / "Own.ttf").unlink(),
    "no data": lambda folder: (folder / "waits.csv").unlink(),
    "no theme": lambda folder: (folder / "look.yaml").unlink(),
}


def is_unchanged(outline: Path, **more: Any) -> bool:
    """Whether the last build of the outline would be repeated."""
    out = outline.parent / "out"
    (made,) = manifest.read(out).builds.values()
    return manifest.find_unchanged(out, outline, {**made.asked, **more}) is not None


@pytest.mark.parametrize("change", FILE_CHANGES)
def test_a_change_of_any_file_is_seen(change: str, themed: Path) -> None:
    assert build(themed) == 0
    assert is_unchanged(themed)
    (themed.parent / "beside.yaml").write_text("title: A file that nothing names\n")
    assert is_unchanged(themed)
    FILE_CHANGES[change](themed.parent)
    assert not is_unchanged(themed)


def test_what_says_how_it_is_read_is_seen(themed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build(themed) == 0
    assert is_unchanged(themed)
    assert not is_unchanged(themed, allow_outside=True)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert not is_unchanged(themed)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert is_unchanged(themed)


def test_a_font_that_comes_and_goes_is_seen_each_time_in_one_process(
    themed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written, font = [], themed.parent / "Carlito-Bold.ttf"
    for there in (False, True, False, True):
        font.unlink(missing_ok=True)
        if there:
            shutil.copy(FONT_FOLDER / "LiberationSans-Bold.ttf", font)
        assert build(themed) == 0
        assert "nothing changed" not in capsys.readouterr().err
        written.append((themed.parent / "out/brief.pdf").read_bytes())
        inputs = _build_of(json.loads((themed.parent / "out/manifest.json").read_text()))["inputs"]
        assert inputs["Carlito-Bold.ttf"] == digest(font)
        assert inputs["Carlito-Italic.ttf"] is None
    without, given, *again = written
    assert again == [without, given] and without != given
    assert b"LiberationSans-Bold" in given and b"LiberationSans-Bold" not in without
    code = f"from briefgen.cli import main; main(['build', {str(themed)!r}, '--out', {str(themed.parent / 'new')!r}, '--format', 'pdf'])"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert (themed.parent / "new/brief.pdf").read_bytes() == given


def test_a_data_file_of_evidence_that_is_new_is_seen(outline: Path) -> None:
    """It is looked up while evidence is written; one that is not there stops nothing."""
    evidence = "evidence: [{source: report, datum: Waits, data: new.csv}]"
    text = outline.read_text().replace("evidence: [{source: report, datum: Waits}]", evidence)
    outline.write_text(text)
    assert build(outline, "--format", "evidence-json") == 0
    assert is_unchanged(outline)
    out = outline.parent / "out"
    before = (out / "brief-evidence.json").read_bytes()
    (outline.parent / "new.csv").write_text("label,value\nNorth,3\nSouth,5\n")
    assert not is_unchanged(outline)
    assert build(outline, "--format", "evidence-json") == 0
    assert (out / "brief-evidence.json").read_bytes() != before
    assert is_unchanged(outline)


def test_manifest_names_what_files_were_made_from(outline: Path) -> None:
    assert build(outline) == 0
    said = json.loads((outline.parent / "out" / manifest.NAME).read_text())
    entry = said["files"]["brief.pdf"]
    assert entry["sha256"] == digest(outline.parent / "out" / "brief.pdf")
    made = said["builds"][entry["build"]]
    assert made["outline"] == f"../{outline.name}"
    assert made["inputs"] == {
        name: digest(outline.parent / name) for name in (outline.name, "waits.csv")
    }
    assert made["versions"]["reportlab"].startswith("5.")


def test_verify(outline: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = outline.parent / "out"
    assert main(["verify", str(out)]) == 1
    assert "no-manifest" in capsys.readouterr().err
    build(outline)
    build(outline, "--audience", "all", "--large-print", "--format", "pdf,pptx")
    capsys.readouterr()
    assert main(["verify", str(out)]) == 0
    assert capsys.readouterr().out.count("as written") == 2
    (out / "brief.pptx").unlink()
    assert main(["verify", str(out)]) == 1
    assert "output-missing" in capsys.readouterr().err
    (out / "brief.pdf").write_bytes(b"other")
    (outline.parent / "waits.csv").write_text("label,value\nNorth,3\n")
    assert main(["verify", str(out)]) == 1
    said = capsys.readouterr().err
    assert "output-changed" in said and "output-stale" not in said
    build(outline)
    (outline.parent / "waits.csv").write_text("label,value\nNorth,4\n")
    capsys.readouterr()
    assert main(["verify", str(out)]) == 1
    assert "`waits.csv` changed since" in capsys.readouterr().err


def test_builds_at_once_keep_each_others_entries(outline: Path) -> None:
    out = outline.parent / "out"
    out.mkdir()
    names = [f"brief-{n}.pdf" for n in range(12)]
    for name in names:
        (out / name).write_bytes(name.encode())

    def enter(name: str) -> None:
        made = {name: (digest(out / name) or "", "pdf", 1)}
        manifest.record(out, outline, {"audiences": [name]}, [], made)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(enter, names))
    assert sorted(manifest.read(out).files) == sorted(names)
    # A file that another build has replaced since is not entered under this one's name.
    (out / names[0]).write_bytes(b"replaced")
    manifest.record(out, outline, {"audiences": ["x"]}, [], {names[0]: ("0" * 64, "pdf", 9)})
    assert manifest.read(out).files[names[0]].count == 1


def test_all_that_is_asked_of_a_build_tells_it_from_others(outline: Path) -> None:
    """A new parameter of `build` that changes its outputs must be in its manifest."""
    build(outline)
    (made,) = manifest.read(outline.parent / "out").builds.values()
    parameters = set(inspect.signature(builder.build).parameters) - {
        "loaded",
        "out",
        "on_start",
        "jobs",
    }
    assert parameters == set(made.asked) - {"allow_outside"}


def test_nothing_to_do_imports_no_renderer_and_no_model(outline: Path) -> None:
    build(outline)
    code = (
        "import sys; from briefgen.cli import main; "
        f"main(['build', {str(outline)!r}, '--out', {str(outline.parent / 'out')!r}, '--format', 'pdf']); "
        "print([m for m in ('pydantic', 'pydantic_core', 'yaml', 'babel', 'matplotlib', 'reportlab', 'pptx') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "nothing changed" in ran.stderr
    assert ran.stdout == "[]\n"


def test_the_api_records_too(outline: Path) -> None:
    out = outline.parent / "out"
    written = builder.build(briefgen.load(outline), out, formats=["pdf"])
    (made,) = manifest.read(out).builds.values()
    known = manifest.find_unchanged(out, outline, made.asked)
    assert known is not None
    assert known[0].files["brief.pdf"].sha256 == written[0].sha256


@pytest.mark.parametrize("name", ["brief.yaml", "waits.csv", "logo.png"])
def test_what_changes_during_a_build_is_built_again(
    name: str, outline: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(DATA_FOLDER / "starter/logo.png", outline.parent)
    text = outline.read_text()
    outline.write_text(text.replace("{name: An institute}", "{name: An institute, logo: logo.png}"))
    assert "logo.png" in outline.read_text()
    changed = outline.parent / name

    def edited(*args: object) -> object:
        with changed.open("ab") as file:
            file.write(b"\n")
        return write_whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(builder, "write_whole", edited)
    assert build(outline) == 0
    monkeypatch.undo()
    assert build(outline) == 0
    assert "nothing changed" not in capsys.readouterr().err
    assert build(outline) == 0
    assert "nothing changed" in capsys.readouterr().err


def test_briefgen_is_another_when_one_of_its_files_changes(
    tmp_path: Path,
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "a.py").write_text("1")
    cache.use(cache.Cache(tmp_path / "cache"))
    try:
        first, again = versions._digest("briefgen", own), versions._digest("briefgen", own)
        (own / "b.py").write_text("2")
        more = versions._digest("briefgen", own)
        (own / "b.py").write_text("3")
        os.utime(own / "b.py", ns=(1, 1))
        other = versions._digest("briefgen", own)
        cache.use(cache.Cache(None))
        assert versions._digest("briefgen", own) == other
    finally:
        cache.use(None)
    assert first == again
    assert len({first, more, other}) == 3


def test_every_file_of_briefgen_counts_as_its_version() -> None:
    assert Path(briefgen.__file__).parent == versions.OWN
    names = {name for name, _, _ in versions._files(str(versions.OWN), "")}
    assert {"__init__.py", str(Path("data", "outline.schema.json"))} <= names


Data = dict[str, Any]


def _build_of(data: Data) -> Data:
    (build,) = data["builds"].values()
    return cast(Data, build)


# What somebody may make of a manifest that is still JSON.
CHANGES: list[Callable[[Data], object]] = [
    lambda data: data["files"]["brief.pdf"].update(build=["x"]),
    lambda data: data["files"]["brief.pdf"].update(build="none"),
    lambda data: data["files"]["brief.pdf"].update(count=[1]),
    lambda data: data["files"].update({"../x.pdf": data["files"]["brief.pdf"]}),
    lambda data: data["files"].update({"/etc/passwd": data["files"]["brief.pdf"]}),
    lambda data: data["files"].update({"a\0b": data["files"]["brief.pdf"]}),
    lambda data: data["files"].update({"\ud800": data["files"]["brief.pdf"]}),
    lambda data: _build_of(data).update(outline=["x"]),
    lambda data: _build_of(data).update(inputs=["x"]),
    lambda data: _build_of(data).update(inputs={"a\0b": "x"}),
    lambda data: _build_of(data).update(versions=None),
    lambda data: _build_of(data).update(files=[["x"]]),
    lambda data: _build_of(data).update(diagnostics=[["error", "\x1b[31m"]]),
    lambda data: _build_of(data).update(diagnostics=["ab"]),
]


def test_a_manifest_of_another_form_is_none(
    outline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = outline.parent / "out"
    assert build(outline) == 0
    written = (out / "manifest.json").read_text()
    for change in CHANGES:
        data = json.loads(written)
        change(data)
        (out / "manifest.json").write_text(json.dumps(data))
        capsys.readouterr()
        assert main(["verify", str(out)]) == 1
        assert build(outline) == 0
        said = capsys.readouterr()
        assert "error: " in said.err
        assert "\x1b" not in said.out + said.err
