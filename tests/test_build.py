"""Outline -> files: which ones, whole or not at all; and what importing briefgen costs."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.cli import main
from briefgen.model.diagnostics import BriefgenError
from briefgen.model.loaded import LoadedOutline
from briefgen.pipeline import build as builder
from briefgen.storage.files import OutputError, write_together, write_whole
from conftest import OUTLINES, ROOT

AUDIENCES = """\
audiences:
  - {id: press, label: For the press, formats: [pdf]}
  - {id: public, label: For the public}
"""


def outputs(folder: Path) -> set[str]:
    """The names of what a user sees in `folder`."""
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


@pytest.mark.parametrize(
    ("audiences", "formats", "names"),
    [
        ((), None, ["brief.pdf", "brief.pptx", "brief-press.pdf", "brief-public.pdf", "brief-public.pptx"]),
        (("all",), ["pptx"], ["brief-press.pptx", "brief-public.pptx"]),
        (("public", "press", "public"), ["pdf"], ["brief-public.pdf", "brief-press.pdf"]),
    ],
)  # fmt: skip
def test_which_files(
    audiences: tuple[str, ...], formats: list[str] | None, names: list[str], write: Callable[..., Path],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def stand_in(
        edition: object, format: str, stream: io.BytesIO, **_: object
    ) -> tuple[int, tuple[()]]:
        stream.write(b"x")
        return 1, ()

    monkeypatch.setattr("briefgen.pipeline.rendering.write_stream", stand_in)
    told: list[tuple[str, int, int]] = []
    written = builder.build(
        briefgen.load(write(AUDIENCES)), tmp_path / "out", audiences=audiences, formats=formats,
        on_start=lambda path, done, total: told.append((path.name, done, total)),
    )  # fmt: skip
    assert [w.path.name for w in written] == names
    assert outputs(tmp_path / "out") == {*names, "manifest.json"}
    assert told == [(name, done, len(names)) for done, name in enumerate(names)]


def test_no_audience_at_all_is_one_edition(write: Callable[..., Path]) -> None:
    loaded = briefgen.load(write())
    assert [e.name for e in builder.select_editions(loaded, ["all"])] == ["brief"]
    assert [e.name for e in builder.select_editions(loaded, [])] == ["brief"]


@pytest.mark.parametrize("name", ["pres", "all"])
def test_an_audience_that_is_none(name: str, write: Callable[..., Path]) -> None:
    with pytest.raises(briefgen.BriefgenError) as raised:
        briefgen.edition(briefgen.load(write(AUDIENCES)), name)
    (d,) = raised.value.diagnostics
    assert d.code == "unknown-audience"
    assert "`press`" in (d.hint or "")


def test_public_functions_write_to_paths_and_streams(tmp_path: Path) -> None:
    edition = briefgen.edition(briefgen.load(OUTLINES["starter"]))
    path, stream = tmp_path / "new" / "x.pdf", io.BytesIO()
    assert briefgen.write_pdf(edition, path) == briefgen.write_pdf(edition, stream) > 0
    assert path.read_bytes() == stream.getvalue()
    assert briefgen.write_pptx(edition, tmp_path / "x.pptx") > 4
    assert briefgen.chart(edition, "injuries", 300).get_figwidth() == pytest.approx(300 / 72)


CODES = ["EACCES", "EROFS", "ENOSPC", "ENOTDIR", "EDQUOT"]


@pytest.mark.parametrize("code", CODES)
def test_an_output_that_cannot_be_written(code: str, tmp_path: Path) -> None:
    target = tmp_path / "file.pdf"
    target.write_bytes(b"old")
    number = getattr(errno, code)

    def fails(stream: object) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(OutputError) as raised:
        write_whole(target, fails)
    (d,) = raised.value.diagnostics
    assert d.code == "output"
    assert str(target) in d.message and os.strerror(number) in d.message
    assert d.hint
    assert [p.name for p in tmp_path.iterdir()] == ["file.pdf"]
    assert target.read_bytes() == b"old"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError):
            write_whole(tmp_path / "x", lambda stream: stream.write(b"x"))
    finally:
        tmp_path.chmod(0o700)


def test_files_written_together_are_all_on_the_disk_before_one_is_replaced(tmp_path: Path) -> None:
    names = ["brief.pdf", "brief.pptx"]
    for name in names:
        (tmp_path / name).write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="folder"):
        write_together({tmp_path / name: b"new" for name in (*names, "folder")})
    assert {path.name for path in tmp_path.iterdir()} == {*names, "folder"}
    assert all((tmp_path / name).read_bytes() == b"old" for name in names)
    write_together({tmp_path / name: b"new" for name in names})
    assert {path.name for path in tmp_path.iterdir()} == {*names, "folder"}
    assert all((tmp_path / name).read_bytes() == b"new" for name in names)


def test_files_replaced_often_leave_no_handles(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(20):
        write_whole(tmp_path / "x", lambda stream, n=number: stream.write(b"%d" % n))  # type: ignore[misc]
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_deck_is_not_written_when_the_brief_cannot_be(
    jobs: int, outline: LoadedOutline, tmp_path: Path
) -> None:
    with pytest.raises(BriefgenError, match="pages"):
        builder.build(
            outline, tmp_path, audiences=["legislators"], options={"pages": 40}, jobs=jobs
        )
    assert not list(tmp_path.iterdir())


def test_a_target_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    with pytest.raises(OutputError):
        write_whole(tmp_path / "x.pdf", lambda stream: stream.write(b"x"))
    assert [p.name for p in tmp_path.iterdir()] == ["x.pdf"]


def test_outputs_may_be_read_as_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "x", lambda stream: stream.write(b"x"))
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "run",
    ["import briefgen", "main(['--help'])", "main(['schema'])", f"main(['check', {str(ROOT / 'brief.yaml')!r}])"],
)  # fmt: skip
def test_no_renderer_is_loaded_before_it_is_needed(run: str) -> None:
    code = (
        "import sys\nfrom briefgen.cli import main\n"
        f"try:\n    {run}\nexcept SystemExit:\n    pass\n"
        "heavy = {'reportlab', 'pptx', 'matplotlib', 'numpy'} & set(sys.modules)\n"
        "print(heavy, file=sys.stderr) if heavy else None\nsys.exit(bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_handout_is_written_where_asked(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    main(["init", str(folder)])
    assert (
        main(
            [
                "build",
                str(folder / "brief.yaml"),
                "--format",
                "handout",
                "--out",
                str(tmp_path / "out"),
            ]
        )
        == 0
    )
    assert outputs(tmp_path / "out") == {
        "brief-handout.pdf", "brief-council-handout.pdf", "brief-residents-handout.pdf", "manifest.json"
    }  # fmt: skip
