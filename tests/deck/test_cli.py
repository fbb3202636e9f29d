"""Templates and handouts on the command line."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from briefgen.cli import main
from briefgen.deck import template
from briefgen.deck.slides import KINDS
from briefgen.deck.template import Source

from . import foreign

pdfplumber = pytest.importorskip("pdfplumber")
CHART = """\
exhibits: [shares]
figures:
  - {id: shares, kind: bar, title: Shares differ, unit: percent, highlight: B,
     data: [{label: A, value: 30}, {label: B, value: 70}], source: Own count}
"""


def test_build_takes_the_template_it_is_told(
    write: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outline = write(CHART + "deck: {template: other.pptx}\n")
    with (tmp_path / "other.pptx").open("wb") as target:
        template.new(target)
    standard, out = foreign.standard(tmp_path), tmp_path / "out"
    ask = ["build", str(outline), "--format", "pptx", "--template", str(standard), "--out"]
    assert main([*ask, str(out)]) == 0
    deck = Presentation(str(out / "brief.pptx"))
    assert deck.slide_width.inches == 10  # type: ignore[union-attr]
    assert "Title and Content" in [layout.name for layout in deck.slide_layouts]
    accent = Source(standard, _theme(), KINDS).template({}).theme.colours.accent
    svg = next(
        rel.target_part.blob
        for slide in deck.slides
        for rel in slide.part.rels.values()
        if not rel.is_external and str(rel.target_part.partname).endswith(".svg")
    )
    assert accent.encode() in svg.lower()
    assert capsys.readouterr().err == ""


def _theme():  # type: ignore[no-untyped-def]
    from briefgen.model.theme import own_theme

    return own_theme()


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("none.pptx", 2, "there is no template"), ("brief.yaml", 1, "cannot be used")],
)
def test_a_template_that_cannot_be_used_is_one_line(
    write: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    name: str, code: int, said: str,
) -> None:  # fmt: skip
    outline = write()
    for ask in (["build", str(outline), "--out", str(tmp_path / "out"), "--template"],
                ["template", "inspect"]):  # fmt: skip
        assert main([*ask, str(tmp_path / name)]) == code
        lines = capsys.readouterr().err.splitlines()
        assert said in lines[0]
        assert not any("Traceback" in line for line in lines)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("asked", ["--handout", "key"])
def test_handouts_with_notes(write: Callable[..., Path], tmp_path: Path, asked: str) -> None:
    outline = write("deck: {handout: notes}\n" if asked == "key" else "")
    out = tmp_path / "out"
    ask = ["build", str(outline), "--format", "pptx,handout", "--out", str(out)]
    assert main([*ask, *(["--handout", "notes"] if asked != "key" else [])]) == 0
    with pdfplumber.open(out / "brief-handout.pdf") as pdf:
        assert len(pdf.pages) == len(Presentation(str(out / "brief.pptx")).slides)


def test_new_is_a_template_that_serves_every_slide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["template", "new"]) == 0
    assert capsys.readouterr().out == "template.pptx\n"
    assert main(["template", "new"]) == 3
    assert "is there already" in capsys.readouterr().err
    assert main(["template", "new", "-o", "mine.pptx"]) == 0
    capsys.readouterr()
    assert main(["template", "inspect", "mine.pptx"]) == 0
    text = capsys.readouterr().out
    expected = io.BytesIO()
    template.new(expected)
    assert (tmp_path / "mine.pptx").read_bytes() == expected.getvalue()
    assert "Evidence and points" in text
    assert "no placeholder" not in text
