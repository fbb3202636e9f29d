"""What is doubtful about a theme's colours: too pale on paper, too alike for some eyes or in black and white."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TypeAlias

from briefgen.charts.colour import contrast, luma
from briefgen.charts.vision import MATRICES, difference
from briefgen.diagnostics import Diagnostic, warning
from briefgen.outline.yamltree import Node, find
from briefgen.theme import Theme

PAPER = "#ffffff"
MARKS = 3.0  # WCAG 2.2, 1.4.11: graphical objects
TEXT = 4.5  # WCAG 2.2, 1.4.3: text
APART = 10.0  # CIEDE2000: surfaces of one chart that are not side by side are told apart from about here
DIRECT = 4  # series that a chart shows side by side without more than a name beside them
GREYS = 0.25  # luma, 0..1, between what is highlighted and what is muted in black and white

_Path: TypeAlias = tuple[str | int, ...]


def doubts(theme: Theme, tree: Node) -> Iterator[Diagnostic]:
    """A warning for each colour and pair of colours of `theme` that a reader may not see.

    `tree` is the theme file, where they stand; colours that it leaves as they are need no check of their own.
    """
    colours = theme.colours
    marks: list[tuple[_Path, str]] = [
        (("series", i), shade) for i, shade in enumerate(colours.series)
    ]
    marks += [((name,), getattr(colours, name)) for name in ("primary", "accent", "mute")]
    texts: list[tuple[_Path, str, str]] = [
        ((name,), getattr(colours, name), PAPER) for name in ("ink", "muted", "link")
    ]
    texts.append((("on_primary",), colours.on_primary, colours.primary))
    for path, shade in marks:
        if contrast(shade, PAPER) < MARKS:
            yield _said(tree, path, f"{shade} has a contrast of {contrast(shade, PAPER):.1f} to paper, a mark needs {MARKS:g}",
                        "choose a darker one (WCAG 2.2, 1.4.11)")  # fmt: skip
    for path, shade, ground in texts:
        if contrast(shade, ground) < TEXT:
            yield _said(tree, path, f"{shade} has a contrast of {contrast(shade, ground):.1f} to {ground}, a text needs {TEXT:g}",
                        "choose one that stands out more (WCAG 2.2, 1.4.3)")  # fmt: skip
    pairs = list(combinations(marks[: min(DIRECT, len(colours.series))], 2))
    pairs.append(((("accent",), colours.accent), (("mute",), colours.mute)))
    for (_, one), (path, other) in pairs:
        least, vision = min((difference(one, other, vision), vision) for vision in MATRICES)
        if least < APART:
            eyes = "look alike" if vision == "normal" else f"look alike to eyes with {vision}"
            yield _said(tree, path, f"{one} and {other} {eyes}: they differ by {least:.0f}, and {APART:g} are needed",
                        "choose colours that differ in lightness too")  # fmt: skip
    if luma(colours.mute) - luma(colours.ink) < GREYS:
        yield _said(tree, ("mute",), f"{colours.mute} cannot be told from {colours.ink}, the highlight of black and white",
                    "choose a lighter one")  # fmt: skip


def _said(tree: Node, path: _Path, message: str, hint: str) -> Diagnostic:
    where = "colours." + ".".join(str(part) for part in path)
    return warning("theme-colour", f"`{where}`: {message}", find(tree, ("colours", *path))[0].place, hint)  # fmt: skip
