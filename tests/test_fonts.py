"""Metrics of font files."""

from __future__ import annotations

import pytest

from briefgen.languages import font_metrics
from briefgen.model.theme import own_theme


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_own_fonts_read_in_short_are_as_read_with_care(bold: bool, italic: bool) -> None:
    path = own_theme().font_path(font_metrics.face_name(bold, italic))
    own, careful = font_metrics._read_own(path), font_metrics._read(path)
    assert own.widths == careful.widths
    assert (own.ascent, own.descent) == (careful.ascent, careful.descent)
    assert (own.x_height, own.cap_height) == (careful.x_height, careful.cap_height)


def test_lines_once_broken_can_be_changed() -> None:
    face = font_metrics.face(own_theme())
    lines = font_metrics.wrap("one two three", face, 10, 30)
    lines.append("four")
    assert font_metrics.wrap("one two three", face, 10, 30) == ["one", "two", "three"]
