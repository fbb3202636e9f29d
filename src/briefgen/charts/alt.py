"""Alternative text written from a figure's data, where the analyst gives none."""

from __future__ import annotations

from typing import Any

from briefgen.charts.kinds import kind_of
from briefgen.charts.points import shown
from briefgen.charts.textfit import plain_label
from briefgen.charts.told import reads
from briefgen.locale import Locale
from briefgen.outline.figure import FigureBase

LIMIT = 299
SPELLED = 3  # values: so few get a sentence around them where figures would outweigh the words
NAMED = 90  # characters at most that say what is highlighted


def describe(spec: FigureBase, locale: Locale) -> str:
    """What the chart shows: its kind, its takeaway, and its values as far as 300 characters go.

    Values are left out, and counted, also where figures would outweigh the words: the table has them all.
    """
    kind = kind_of(spec)
    title = plain_label(spec.title, locale).rstrip(".")
    head = f"{kind.word(locale)}: {title}."
    if len(head) > LIMIT:
        return head[: LIMIT - 1].rstrip() + "…"
    values = kind.values_in_words(spec, locale)
    chosen = _highlighted(spec, locale)
    end = f" {chosen}." if chosen and len(head) + len(chosen) + 2 <= LIMIT else ""
    limit = LIMIT - len(end)
    out = head
    if len(values) <= SPELLED and not reads(f"{head} {'; '.join(values)}.{end}"):
        out = f"{head} {locale.word('these values')}"
        out = out if len(out) <= limit else head
    for index, value in enumerate(values):
        joined = f"{out}{' ' if index == 0 else '; '}{value}"
        rest = locale.word("and more", count=len(values) - index)
        room = limit - 1 - (len(rest) + 2 if index < len(values) - 1 else 0)
        if len(joined) > room or not reads(joined + end):
            closed = f"{out}{' ' if index == 0 else '; '}{rest}."
            return (closed if len(closed) <= limit else out) + end
        out = joined
    return (out if out.endswith(".") else out + ".") + end


def _highlighted(spec: Any, locale: Locale) -> str:
    """What of the chart is highlighted, in the order of the outline; nothing where nothing is."""
    data, names = getattr(spec, "data", ()), set()
    for row in data:
        names |= {getattr(row, key, None) for key in ("label", "x", "date", "series", "panel")}
        names |= set(getattr(row, "values", None) or ()) | set(getattr(row, "to", None) or ())
    dated = {getattr(row, key, None) for row in data for key in ("x", "date")}
    chosen = [name for name in spec.highlight if name in names]
    said: list[str] = []
    for index, name in enumerate(chosen):
        text = shown(name, locale) if name in dated else kind_of(spec).label_in_words(name, locale)
        text = text if len(text) <= NAMED else text[: NAMED - 1].rstrip() + "…"
        if len(", ".join([*said, text])) > NAMED:
            said.append(locale.word("and more", count=len(chosen) - index))
            break
        said.append(text)
    return locale.word("highlighted", names=", ".join(said)) if chosen else ""
