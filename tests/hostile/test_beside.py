"""A quick share of `fuzz_beside.py`, and what was found by it and by hand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from briefgen.checks import quotes
from briefgen.cli import main
from briefgen.deck import template
from conftest import MINIMAL
from hostile.fuzz_beside import TARGETS, run

SHARES = {"template": 80, "batch": 60, "manifest": 25, "source": 30, "overlay": 8}


@pytest.mark.parametrize("target", TARGETS)
def test_no_promise_is_broken(target: str, tmp_path: Path) -> None:
    codes, broken = run(target, SHARES[target], seed=7, folder=tmp_path / "case")
    assert codes.total() >= SHARES[target]
    assert not broken, "\n".join(broken.values())


def own(folder: Path, changed: dict[str, tuple[bytes, bytes]]) -> Path:
    """Our own template with some bytes of some parts exchanged."""
    stream, path = io.BytesIO(), folder / "org.pptx"
    template.new(stream)
    with zipfile.ZipFile(stream) as given, zipfile.ZipFile(path, "w") as out:
        for name in given.namelist():
            old, new = changed.get(name, (b"", b""))
            assert old in given.read(name)
            out.writestr(name, given.read(name).replace(old, new, 1))
    return path


LAYOUT, RELS = "ppt/slideLayouts/slideLayout1.xml", "ppt/slideLayouts/_rels/slideLayout1.xml.rels"
BROKEN = {
    "no master": (RELS, b"relationships/slideMaster", b"relationships/slideMister"),
    "a size without a number": (
        LAYOUT,
        b'<p:spPr><a:xfrm><a:off x="',
        b'<p:spPr><a:xfrm><a:off x="x',
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_part_that_breaks_when_read_refuses_the_template(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part, old, new = BROKEN[name]
    path = own(tmp_path, {part: (old, new)})
    assert main(["template", "inspect", str(path)]) == 1
    assert "the template cannot be used" in capsys.readouterr().err


def test_a_templates_properties_stay_with_it(tmp_path: Path) -> None:
    path, outline = tmp_path / "org.pptx", tmp_path / "brief.yaml"
    given = Presentation()
    given.core_properties.category = given.core_properties.comments = "Its maker's"
    given.save(str(path))
    outline.write_text(MINIMAL)
    asked = ["--format", "pptx", "--template", str(path), "--out", str(tmp_path / "out")]
    assert main(["build", str(outline), *asked]) == 0
    made = Presentation(str(tmp_path / "out/brief.pptx")).core_properties
    assert (made.title, made.category, made.comments) == ("A title", "", "")


@pytest.mark.parametrize("name", ["report.txt", "report.pdf"])
def test_a_source_of_endless_text_is_not_looked_through(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "report.pdf"))
    for _ in range(3):
        canvas.drawString(72, 720, "it is so")
        canvas.showPage()
    canvas.save()
    (tmp_path / "report.txt").write_text("it is so\f" * 3)
    outline = tmp_path / "brief.yaml"
    outline.write_text(MINIMAL.replace("title: The report", f"title: The report, text: {name}"))
    assert main(["check", str(outline)]) == 0
    assert "[source-text]" not in capsys.readouterr().out
    for limit in ("MAX_CHARACTERS", "MAX_PAGES"):
        if name.endswith("txt") and limit == "MAX_PAGES":
            continue
        with monkeypatch.context() as patched:
            patched.setattr(quotes, limit, 2)
            assert main(["check", str(outline)]) == 0
            assert "could not be looked up" in capsys.readouterr().out
