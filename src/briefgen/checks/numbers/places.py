"""Where a character of a value stands in the file that it was written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefgen.diagnostics import Place
from briefgen.outline.yamltree import Node, Scalar


def place_of(node: Node, start: int, end: int, lines: Sequence[str]) -> Place:
    """The place of characters `start` to `end` of a scalar's value, or of the whole value where that fails.

    `lines` are those of the scalar's file. YAML folds lines, doubles quotes and escapes; the value's letters
    are met in the file in the same order, so they are walked along together.
    """
    if not isinstance(node, Scalar) or node.value is None or node.place.line > len(lines):
        return node.place
    line, column = node.place.line - 1, node.place.column - 1
    wanted = "".join(node.value[:start].split())
    goal = node.value[start : start + 1]
    if lines[line][column : column + 1] in ("|", ">"):
        line, column = line + 1, 0
    index = misses = 0
    while line < len(lines):
        text = lines[line]
        while column < len(text):
            here = text[column]
            if index == len(wanted):
                if here == goal:
                    length = max(1, min(end - start, len(text.rstrip()) - column))
                    return replace(
                        node.place, line=line + 1, column=column + 1, length=length, text=text
                    )
            elif here == wanted[index]:
                index += 1
                misses = 0
                column += 1
                continue
            misses += not here.isspace()
            if misses > 12:
                return node.place
            column += 1
        line, column = line + 1, 0
    return node.place
