"""A line of text as the outlines of its letters, where they were measured to stand."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.path import Path as MplPath

from briefgen.charts.artists import outline
from briefgen.script import shaping


def letters(text: str, font: Path) -> MplPath | None:
    """`text`, written from left to right, as one path whose unit is the em; None where nothing of it shows."""
    face = shaping.outlines(font)
    pen = 0.0
    places, codes = [], []
    for glyph in shaping.plain(text, face, 0):
        corners, ops = _glyph(face, glyph.index)
        if len(ops):
            places.append(corners + np.array((pen, 0.0)))
            codes.append(ops)
        pen += glyph.advance
    if not codes:
        return None
    return MplPath(np.concatenate(places), np.concatenate(codes))


@lru_cache(maxsize=2048)
def _glyph(face: shaping.Outlines, index: int) -> tuple[Any, Any]:
    """A glyph's outline: its points in ems, and what each of them is."""
    commands = face.path_of(index)
    if not commands:
        return np.zeros((0, 2)), ()
    path = outline(commands)
    return path.vertices, path.codes
