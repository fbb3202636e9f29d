"""Alternative text written from a figure's data, where the analyst gives none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from briefgen.charts import told
from briefgen.charts.textfit import plain_label
from briefgen.locale import Locale
from briefgen.outline.figure import SeriesRow
from briefgen.outline.us_states import state_name

if TYPE_CHECKING:
    from briefgen.outline.figure import Figure

LIMIT = 299
DENSE = 3  # letters that a sign of Chinese stands for
WORDS = 0.5  # at least this share are letters: a row of figures does not read as language
SPELLED = 3  # values: so few get a sentence around them where figures would outweigh the words
NAMED = 90  # characters at most that say what is highlighted


def describe(spec: Figure, locale: Locale) -> str:
    """What the chart shows: its kind, its takeaway, and its values as far as 300 characters go.

    Values are left out, and counted, also where figures would outweigh the words: the table has them all.
    """
    kind = locale.word(f"chart {spec.kind}")
    title = plain_label(spec.title, locale).rstrip(".")
    head = f"{kind}: {title}."
    if len(head) > LIMIT:
        return head[: LIMIT - 1].rstrip() + "…"
    values = _values(spec, locale)
    chosen = _highlighted(spec, locale)
    end = f" {chosen}." if chosen and len(head) + len(chosen) + 2 <= LIMIT else ""
    limit = LIMIT - len(end)
    out = head
    if len(values) <= SPELLED and not _reads(f"{head} {'; '.join(values)}.{end}"):
        out = f"{head} {locale.word('these values')}"
        out = out if len(out) <= limit else head
    for index, value in enumerate(values):
        joined = f"{out}{' ' if index == 0 else '; '}{value}"
        rest = locale.word("and more", count=len(values) - index)
        room = limit - 1 - (len(rest) + 2 if index < len(values) - 1 else 0)
        if len(joined) > room or not _reads(joined + end):
            closed = f"{out}{' ' if index == 0 else '; '}{rest}."
            return (closed if len(closed) <= limit else out) + end
        out = joined
    return (out if out.endswith(".") else out + ".") + end


def _highlighted(spec: Any, locale: Locale) -> str:
    """What of the chart is highlighted, in the order of the outline; nothing where nothing is."""
    from briefgen.charts.points import shown

    data, names = getattr(spec, "data", ()), set()
    for row in data:
        names |= {getattr(row, key, None) for key in ("label", "x", "date", "series", "panel")}
        names |= set(getattr(row, "values", None) or ()) | set(getattr(row, "to", None) or ())
    dated = {getattr(row, key, None) for row in data for key in ("x", "date")}
    chosen = [name for name in spec.highlight if name in names]
    said: list[str] = []
    for index, name in enumerate(chosen):
        text = shown(name, locale) if name in dated else plain_label(name, locale)
        text = state_name(text) if spec.kind == "tilemap" else text
        text = text if len(text) <= NAMED else text[: NAMED - 1].rstrip() + "…"
        if len(", ".join([*said, text])) > NAMED:
            said.append(locale.word("and more", count=len(chosen) - index))
            break
        said.append(text)
    return locale.word("highlighted", names=", ".join(said)) if chosen else ""


def _reads(text: str) -> bool:
    dense = 0 if text.isascii() else sum("\u2e80" <= c <= "\u9fff" for c in text)
    letters = sum(map(str.isalpha, text)) + dense * (DENSE - 1)
    return letters >= WORDS * (len(text) + 1)


def _values(spec: Any, locale: Locale) -> list[str]:
    from briefgen.charts.points import Point

    if spec.kind == "share":
        return [f"{plain_label(spec.label, locale)}: {told.said(spec.value, spec, locale)}"]
    if spec.kind == "timeline":
        return [f"{locale.partial_date(e.date)}, {plain_label(e.label, locale)}" for e in spec.data]
    if spec.kind == "scatter":
        return told.of_scatter(spec, locale)
    if spec.kind == "histogram":
        return told.of_histogram(spec, locale)
    if spec.kind == "flow":
        return told.of_flow(spec, locale)
    if isinstance(spec.data[0], Point):
        return told.of_points(spec, locale)
    if spec.kind in ("slope", "dumbbell"):
        return told.of_pairs(spec, locale)
    if spec.kind == "multiples":
        return _sequences(spec, locale)
    if isinstance(spec.data[0], SeriesRow):
        return told.of_table(spec, locale)
    if spec.kind == "panel":
        return [
            f"{told.said(row.value, row, locale)} {plain_label(row.label, locale)}"
            for row in spec.data
        ]
    rest = [plain_label(spec.rest, locale)] if spec.kind == "waffle" and spec.rest else []
    return told.of_rows(spec.data, spec, locale) + rest


def _sequences(spec: Any, locale: Locale) -> list[str]:
    """How each small chart changes from its first to its last value, or what it shows, the highlighted ones first."""
    from briefgen.charts.kinds import multiples

    if spec.data[0].panel is not None:
        parts = sorted(multiples.panels(spec), key=lambda part: part[0] not in spec.highlight)
        room = LIMIT * 2 // 3 // len(parts) - 2
        return [_within(name, _values(part, locale), room) for name, part in parts]
    names = list(dict.fromkeys(name for row in spec.data for name in row.values))
    out = []
    for name in sorted(names, key=lambda name: name not in spec.highlight):
        known = [
            (row.label, row.values[name])
            for row in spec.data
            if name in row.values and row.values[name].value is not None
        ]
        text = told.change(known, spec, locale) if known else locale.word("missing")
        out.append(f"{name}: {text}")
    return out


def _within(name: str, values: Sequence[str], room: int) -> str:
    """The name, and as many of its values as go into `room` characters and still read as language."""
    out = name
    for index, value in enumerate(values):
        joined = f"{out}{', ' if index else ': '}{value}"
        if len(joined) > room or not _reads(joined):
            break
        out = joined
    return out
