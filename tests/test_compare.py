"""Audiences side by side."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import ROOT

from briefgen.cli import main
from briefgen.compare import words

OUTLINE = str(ROOT / "brief.yaml")


def test_audiences_shows_places_by_content(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audiences", OUTLINE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["(all)", "legislators", "public", "press"]
    cells = {line.split()[0]: line.split()[1:] for line in lines if line.startswith("  ")}
    assert cells["pill-seizures"] == ["3", "2", "3", "1"]
    assert cells["tablet-analysis"] == ["4", "·", "4", "2"]


def test_diff_shows_words_and_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "public", "press", OUTLINE]) == 0
    out = capsys.readouterr().out
    assert "  - supply-alone:" in out
    assert "  + revenues:" in out
    assert "~ title: [-Where illicit" in out
    assert "findings, in another order: pill-seizures" in out
    assert main(["diff", "press", "press", OUTLINE]) == 0
    assert capsys.readouterr().out == ""


def test_an_unknown_audience_is_named(capsys: Any) -> None:
    assert main(["diff", "pres", "public", OUTLINE]) != 0
    assert "did you mean `press`" in capsys.readouterr().err


def test_words() -> None:
    assert words("a b c", "a x c") == "a [-b-] {+x+} c"
    assert words("one", "one two") == "one {+two+}"
