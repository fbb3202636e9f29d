"""Rows side by side, for a sequence such as years: names below, marks upwards."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen import font_metrics
from briefgen.charts import rows
from briefgen.charts.canvas import Frame, Sheet
from briefgen.charts.rows import Mark

FEWEST = 3  # rows; of fewer, bars one below the other are as good and leave room for names


def fit(marks: Sequence[Mark], texts: Sequence[str], each: int, frame: Frame) -> bool:  # fmt: skip
    """Whether rows may stand side by side: a sequence whose names fit, and `texts` on `each` marks a row."""
    size, face = frame.size, font_metrics.face(frame.theme, True)
    pitch = frame.width / len(marks)
    return (
        len(marks) >= FEWEST
        and rows.sequence(marks)
        and not any(mark.note for mark in marks)
        and all(face.width(mark.label, size) <= pitch - 3 for mark in marks)
        and all(face.width(text, size) <= pitch * 0.86 / each for text in texts)
    )


def natural_height(frame: Frame) -> float:
    """Of the marks and the names below them, in points."""
    return 84 * frame.scale + 0.17 * frame.width + frame.size * 1.6


def names(sheet: Sheet, marks: Sequence[Mark]) -> float:
    """Write the names at the foot of the sheet; returns where the marks begin."""
    size = sheet.size("label")
    pitch = sheet.width / len(marks)
    for index, mark in enumerate(marks):
        sheet.text((index + 0.5) * pitch, size * 0.35, mark.label, size=size, align="center",
                   bold=mark.highlighted)  # fmt: skip
    return size * 1.6
