"""Directions and joined letters, apart from any brief."""

from __future__ import annotations

import random
from pathlib import Path

import matplotlib as mpl
import pytest
from bidi import get_display

from briefgen.languages import bidi, shaping

FONT = Path(mpl.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
LETTERS = "abאבاب09١٢+-#%,. \u0301!()[]"
MARKS = "\u200e\u200f\u2066\u2067\u2068\u2069"


def _reordered(text: str, base: int) -> str:
    levels = bidi.levels(text, base)
    return "".join(
        text[start:end][:: -1 if levels[start] % 2 else 1] for start, end in bidi.runs(levels)
    )


@pytest.mark.parametrize("characters", [LETTERS, LETTERS * 3 + MARKS], ids=["plain", "isolates"])
def test_lines_are_reordered_as_the_unicode_bidi_crate_does(characters: str) -> None:
    chance = random.Random(7)
    for _ in range(20_000):
        text = "".join(chance.choices(characters, k=chance.randint(1, 14)))
        base = chance.randint(0, 1)
        ours = _reordered(text, base)
        theirs = get_display(text, base_dir="LR"[base])
        drop = str.maketrans("", "", MARKS)
        assert ours.translate(drop) == theirs.translate(drop), (ascii(text), base)


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("a\u202eb\u202cc", 0, [0, 0, 1, 1, 0]),  # RLO: the letter between runs from right to left
        ("\u202aא\u202c ", 1, [1, 3, 1, 1]),  # white space at the end has the paragraph's level
        ("א(b)", 1, [1, 1, 2, 1]),  # N0: brackets take the paragraph's direction
        ("א 2-3%", 1, [1, 1, 2, 2, 2, 2]),
        (
            "ا 2-3%",
            1,
            [1, 1, 2, 1, 2, 1],
        ),  # after an Arabic letter a minus joins no numbers (W2, W4)
    ],
)
def test_levels(text: str, base: int, expected: list[int]) -> None:
    assert bidi.levels(text, base) == expected


def test_letters_join_and_marks_stand_above_them() -> None:
    font = shaping.outlines(FONT)
    [run] = shaping.lay_out_line([("بيتٌ", [font])], 1)
    assert run.rtl and "".join(g.text for g in reversed(run.glyphs)) == "بيتٌ"
    for glyph in run.glyphs[1:]:
        assert glyph.index != font.nominal(glyph.text), "not the form that stands alone"
    mark = run.glyphs[0]
    assert mark.text == "ٌ" and mark.advance == 0 and mark.x != 0
    joined = shaping.measure("بيت", (FONT,))
    assert joined < sum(shaping.measure(letter, (FONT,)) for letter in "بيت")


def test_a_ligature_stands_for_both_letters() -> None:
    [run] = shaping.lay_out_line([("لا", [shaping.outlines(FONT)])], 1)
    assert [glyph.text for glyph in run.glyphs] == ["لا"]


def test_brackets_are_mirrored_and_latin_runs_are_not_turned() -> None:
    font = shaping.outlines(FONT)
    runs = shaping.lay_out_line([("ש (DEA) ש", [font])], 1)
    assert [("".join(g.text for g in run.glyphs), run.rtl) for run in runs] == [
        ("ש )", True), ("DEA", False), ("( ש", True),
    ]  # fmt: skip
    bracket = runs[0].glyphs[-1]
    assert bracket.index == font.nominal("("), "what closes the text opens to the left"


def test_numbers_keep_one_face_when_a_font_lacks_latin_letters() -> None:
    has = {0: set("ابت%."), 1: set("ABCDEFGHIJ0123456789%. ")}
    fonts = [lambda c, n=n: 1.0 if c in has[n] else None for n in (0, 1)]
    assert shaping.choose_fonts("ا 20% AB.", fonts) == [0, 1, 1, 1, 1, 1, 1, 1, 1]
