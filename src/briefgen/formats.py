"""The formats that an edition is written in; the command line knows them without the outline's models."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Format: TypeAlias = Literal["pdf", "pptx", "handout", "evidence-csv", "evidence-json"]
FORMATS: tuple[Format, ...] = get_args(Format)
USUAL_FORMATS: tuple[Format, ...] = ("pdf", "pptx")
