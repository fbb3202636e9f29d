"""The texts of PowerPoint's charts: the format of their numbers, and what is written along lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefgen.locale import Locale
from briefgen.outline.quantity import Quantity


def number_format(quantities: Sequence[Quantity], unit: Any, locale: Locale) -> str:
    """The number format (18.8.30) that writes exact values as the edition does, or General."""
    found = set()
    for q in quantities:
        if q.low is None or not q.is_exact:
            continue
        number = locale.number(abs(q.low), unit.decimals)
        text = locale.quantity(q, unit, short=True).replace("\u00a0", " ")
        if number not in text:  # 260万 of 2.6 million
            return "General"
        before, _, after = text.replace("−", "").partition(number)
        digits = -int(q.low.as_tuple().exponent) if unit.decimals is None else unit.decimals
        pattern = "#,##0" + ("." + "0" * digits if digits > 0 else "")
        found.add(quoted(before) + pattern + quoted(after))
    return found.pop() if len(found) == 1 else "General"


def quoted(text: str) -> str:
    """`text` as a number format writes it."""
    return '"' + text.replace('"', "") + '"' if text else ""


def at_points(
    spec: Any, held: Sequence[Any], name: str, locale: Locale, alone: bool
) -> dict[str, str]:
    """What is written at points of a line or an area, as pictures have it: at its end, and where the axis does not tell.

    A single line has its first value too, and each what is highlighted, not exact, or noted.
    """
    out = {}
    for index, p in enumerate(held):
        text = locale.quantity(p.value, spec, short=True)
        last = index == len(held) - 1
        line = spec.kind == "line"
        wanted = (
            last
            or not p.value.is_exact
            or (line and (p.x in spec.highlight or (alone and not index)))
        )
        parts = [text if wanted else "", (p.note or "") if line else "", name if last else ""]
        out[p.x] = "  ".join(part for part in parts if part) if p.value.value is not None else ""
    return out
