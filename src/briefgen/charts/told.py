"""The values of a chart in words, as its alternative text tells them: a function for each form that data has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from briefgen.charts import rows
from briefgen.charts.points import by_series, shown
from briefgen.charts.textfit import plain_label
from briefgen.locale import Locale
from briefgen.outline.figure import Row, Unit
from briefgen.outline.quantity import Quantity

Named: TypeAlias = Callable[[str, Locale], str]
DENSE = 3  # letters that a sign of Chinese stands for
WORDS = 0.5  # at least this share are letters: a row of figures does not read as language
FEW = 6  # more values than this are summed up by their extremes


def said(quantity: Quantity, unit: Unit, locale: Locale) -> str:
    """A value with its qualifier in words: a sign such as `~` is not read aloud."""
    return locale.joined(*locale.parts(quantity, unit, named=False))


def reads(text: str) -> bool:
    """Whether a text reads as language, rather than as a row of figures."""
    dense = 0 if text.isascii() else sum("\u2e80" <= c <= "\u9fff" for c in text)
    letters = sum(map(str.isalpha, text)) + dense * (DENSE - 1)
    return letters >= WORDS * (len(text) + 1)


def of_rows(
    data: Sequence[Row], spec: Any, locale: Locale, named: Named = plain_label
) -> list[str]:
    """All values of a few rows; of many, the lowest and the highest, and the highlighted rows."""
    if len(data) <= FEW:
        return [_row(row, spec, locale, named) for row in data]
    known = [(row.value.bounds, row) for row in data if row.value.bounds]
    if not known:
        return [locale.word("all missing", count=len(data))]
    known.sort(key=lambda pair: pair[0])
    low, high = (_row(row, spec, locale, named) for _, row in (known[0], known[-1]))
    ends = locale.word("values from to", count=len(known), low=low, high=high)
    chosen = [_row(row, spec, locale, named) for row in data if row.label in spec.highlight]
    return [ends, *(text for text in chosen if text not in (low, high))]


def _row(row: Any, spec: Any, locale: Locale, named: Named) -> str:
    unit = row if isinstance(row, Unit) else spec
    text = said(row.value, unit, locale)
    target = getattr(row, "target", None)
    if target is not None and target.bounds:
        text = locale.word("of target", value=text, target=said(target, unit, locale))
    status = f" ({locale.word('status ' + row.status)})" if row.status else ""
    return f"{named(row.label, locale)}: {text}{status}"


def of_pairs(spec: Any, locale: Locale, trend: bool) -> list[str]:
    """Both values of each row, the highlighted rows first; with `trend` also whether they rise or fall."""
    order = sorted(spec.data, key=lambda row: row.label not in spec.highlight)
    out = []
    for row in order:
        label, values = rows.named(row, locale), list(row.values.items())
        if trend and all(q.value is not None for _, q in values):
            out.append(f"{label}: {change(values, spec, locale)}")
        else:
            cells = [f"{name} {said(q, spec, locale)}" for name, q in values]
            out.append(f"{label}: {', '.join(cells)}")
    return out


def change(values: Sequence[tuple[str, Quantity]], spec: Any, locale: Locale) -> str:
    """`rises from 12 (2015) to 15 (2025)`, of the first and the last of these."""
    ends = [
        f"{said(q, spec, locale)} ({plain_label(name, locale)})"
        for name, q in (values[0], values[-1])
    ]
    trend = _trend(values[0][1], values[-1][1])
    return f"{locale.word(trend)} {locale.word('from to', start=ends[0], end=ends[1])}"


def _trend(first: Quantity, last: Quantity) -> str:
    """The word's key: what is known only as a bound or about counts by the number given."""
    before, after = first.value or 0.0, last.value or 0.0
    return "rises" if after > before else "falls" if after < before else "stays"


def of_table(spec: Any, locale: Locale) -> list[str]:
    """All values of a few cells; of many, the highlighted rows, and each series' lowest and highest value."""
    names = list(dict.fromkeys(name for row in spec.data for name in row.values))
    out = []
    if len(names) * len(spec.data) <= FEW:
        for row in spec.data:
            cells = [f"{name} {said(q, spec, locale)}" for name, q in row.values.items()]
            out.append(f"{rows.named(row, locale)}: {', '.join(cells)}")
        return out
    for row in spec.data:
        if row.label in spec.highlight:
            cells = [f"{name} {said(q, spec, locale)}" for name, q in row.values.items()]
            out.append(f"{rows.named(row, locale)}: {', '.join(cells)}")
    for name in sorted(names, key=lambda name: name not in spec.highlight):
        known = [(row.values[name], row.label) for row in spec.data if name in row.values]
        out.append(f"{name}: {span(known, spec, locale)}")
    return out


def span(known: Iterable[tuple[Quantity, str]], unit: Unit, locale: Locale) -> str:
    """From the lowest value to the highest, each with its label."""
    ordered = sorted((k for k in known if k[0].value is not None), key=lambda k: k[0].value or 0)
    if not ordered:
        return locale.word("missing")
    return ", ".join(
        f"{locale.word(word)} {said(q, unit, locale)} ({plain_label(label, locale)})"
        for word, (q, label) in (("lowest", ordered[0]), ("highest", ordered[-1]))
    )


def of_points(spec: Any, locale: Locale) -> list[str]:
    """Whether each line rises or falls, from what to what; of a single one also a peak or low between."""
    series = by_series(spec.data)
    order = sorted(series, key=lambda name: name not in spec.highlight)
    out = []
    for name in order:
        points = [p for p in series[name] if p.value.value is not None]
        if not points:
            out.append(f"{name}: {locale.word('missing')}" if name else locale.word("missing"))
            continue
        ends = [_in(p, spec, locale) for p in (points[0], points[-1])]
        trend = _trend(points[0].value, points[-1].value)
        text = f"{locale.word(trend)} {locale.word('from to', start=ends[0], end=ends[1])}"
        for word, pick in (("highest", max), ("lowest", min)):
            peak = pick(points, key=lambda p: p.value.value or 0.0)
            if len(series) == 1 and peak.value.value not in (
                points[0].value.value,
                points[-1].value.value,
            ):
                text += f", {locale.word(word)} {_in(peak, spec, locale)}"
        for point in points[1:-1]:
            if point.x in spec.highlight:
                text += f", {_in(point, spec, locale)}"
        out.append(f"{name}: {text}" if name else text)
    return out


def _in(point: Any, spec: Any, locale: Locale) -> str:
    value = said(point.value, spec, locale)
    return locale.word("value in", value=value, date=_when(point, locale))


def _when(point: Any, locale: Locale) -> str:
    status = f" ({locale.word('status ' + point.status)})" if point.status else ""
    return shown(point.x, locale) + status
