"""What is reported: for each measure its figure, a ratio, and the bound that must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

Samples = dict[str, dict[str, list[float]]]  # by case, then by the name of the number


class Figures:
    """Medians of what one checkout took."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    def __call__(self, case: str, number: str) -> float:
        """The median of a number of a case. Raises KeyError where it was not taken."""
        return median(self._samples[case][number])


@dataclass(frozen=True)
class Bound:
    """What must hold of a measure's ratio, or of its figure: that it is at most, or at least, `limit`."""

    word: str
    limit: float
    unit: str = ""
    on_ratio: bool = True

    def __str__(self) -> str:
        return f"{self.word} {self.limit:g}{' ' + self.unit if self.unit else ''}"

    def holds(self, value: float) -> bool:
        """Whether `value` keeps it."""
        return value <= self.limit if self.word == "at most" else value >= self.limit


def at_most(limit: float) -> Bound:
    """A bound above for a ratio."""
    return Bound("at most", limit)


def at_least(limit: float) -> Bound:
    """A bound below for a ratio."""
    return Bound("at least", limit)


def figure_at_most(limit: float, unit: str) -> Bound:
    """A bound above for a figure, in the figure's unit."""
    return Bound("at most", limit, unit, on_ratio=False)


Number = Callable[[Figures], float]


@dataclass(frozen=True)
class Measure:
    """One line of the report: `figure` in `unit`, its `ratio` `to` something, and the bound."""

    what: str
    figure: Number
    unit: str
    ratio: Number | None = None
    to: str = ""
    bound: Bound | None = None


def of(case: str, number: str = "clock", factor: float = 1.0) -> Number:
    """A number of a case, multiplied."""
    return lambda figures: figures(case, number) * factor


def share(one: Number, other: Number) -> Number:
    """One number by another."""
    return lambda figures: one(figures) / other(figures)


COMMANDS = [
    Measure("importing reportlab, python-pptx and matplotlib", of("bare imports"), "s"),
    Measure("naive script", of("naive script"), "s"),
    Measure("build, nothing cached", of("build cold"), "s",
            share(of("build cold"), of("naive script")), "of the naive script", at_most(0.85)),
    Measure("build, charts cached", of("build, charts cached"), "s",
            share(of("build, charts cached"), of("naive script")), "of the naive script"),
    Measure("build, nothing changed", of("build, nothing changed"), "s",
            share(of("build, nothing changed"), of("naive script")), "of the naive script",
            figure_at_most(0.15, "s")),
    Measure("processor: build, nothing cached", of("build cold, one processor", "processor"), "s",
            share(of("build cold, one processor", "processor"), of("naive script", "processor")), "of the naive script"),
    Measure("processor: build, charts cached", of("build, charts cached, one processor", "processor"), "s",
            share(of("build, charts cached, one processor", "processor"), of("naive script", "processor")),
            "of the naive script"),
    Measure("memory: build, nothing cached", of("build cold", "memory"), "MB"),
    Measure("check", of("check"), "s"),
    Measure("schema", of("schema"), "s"),
    Measure("--help", of("help"), "s"),
    Measure("size of the brief", of("build cold", "kB of pdf"), "kB", bound=figure_at_most(250, "kB")),
    Measure("size of the deck", of("build cold", "kB of pptx"), "kB", bound=figure_at_most(400, "kB")),
]  # fmt: skip

WATCH = [
    Measure(
        "an edit in `watch`, from save to files written",
        of("watch"),
        "s",
        bound=figure_at_most(0.25, "s"),
    ),
    Measure(
        "charts drawn again for that edit", of("watch", "charts"), "", bound=figure_at_most(0, "")
    ),
]

BATCH = [
    Measure("processor: a variant by the naive script, warm", of("naive variant", "processor", 1000), "ms"),
    *(
        Measure(f"processor: a row of a batch, {name}", of(f"batch, {name}", "processor", 1000), "ms",
                share(of("naive variant", "processor"), of(f"batch, {name}", "processor")),
                "times as fast as the naive script", at_least(limit))
        for name, limit in (("charts shared", 15.0), ("own charts", 4.5))
    ),
]  # fmt: skip

PROCESSORS = [
    Measure("rows of a batch by two processes", of("two processors", "rows a second"), "a second",
            of("two processors", "efficiency"), "of twice those of one process", at_least(0.9)),
    Measure("two batches that have nothing in common", of("two processors", "rows a second apart"), "a second",
            of("two processors", "apart"), "of twice those of one process"),
]  # fmt: skip

MEMORY = [
    Measure("memory of a batch, all rows", of("memory", "all"), "MB", share(of("memory", "all"), of("memory", "tenth")),
            "of that for a tenth of the rows", at_most(1.1)),
]  # fmt: skip


def _against(what: str, own: str, rival: str, name: str) -> Iterator[Measure]:
    """briefgen's case beside a rival's, by the clock and by the processor."""
    for number, before in (("clock", ""), ("processor", "processor: ")):
        # Of a build of several files, all is done in one process only where it has one processor.
        case = f"{own}, one processor" if number == "processor" and own.startswith("both") else own
        yield Measure(
            f"{before}{what}",
            of(case, number),
            "s",
            share(of(case, number), of(rival, number)),
            f"of {name}",
        )


RIVALS = [
    *(Measure(f"{name}, charts drawn beforehand", of(f"{case}, cached"), "s")
      for case, name in (("typst", "Typst"), ("pandoc", "pandoc"), ("weasyprint", "WeasyPrint"))),
    *_against("brief and deck, charts cached", "both, cached", "typst and pandoc, cached", "Typst and pandoc"),
    *_against("brief and deck, charts cached", "both, cached", "weasyprint, cached", "WeasyPrint (brief alone)"),
    *_against("brief, charts cached", "pdf, cached", "typst, cached", "Typst"),
    *_against("brief, charts cached", "pdf, cached", "weasyprint, cached", "WeasyPrint"),
    *_against("deck, charts cached", "pptx, cached", "pandoc, cached", "pandoc"),
    *_against("brief and deck, nothing cached", "both, cold", "typst and pandoc, cold",
              "Typst and pandoc with matplotlib"),
    *_against("brief, nothing cached", "pdf, cold", "weasyprint, cold", "WeasyPrint with matplotlib"),
]  # fmt: skip


def growth(sizes: dict[str, list[int]]) -> Iterator[Measure]:
    """Processor time of long outlines: growth is linear where it rises by no more than the size, and a tenth."""
    for what, counts in sizes.items():
        for format, name in (("pdf", "brief"), ("pptx", "deck")):
            cases = [of(f"{format} of {count} {what}", "processor") for count in counts]
            for place, count in enumerate(counts):
                label = f"processor: {name} of {count:,} {what}"
                if not place:
                    yield Measure(label, cases[0], "s")
                    continue
                times = count / counts[place - 1]
                yield Measure(label, cases[place], "s", share(cases[place], cases[place - 1]),
                              f"of {counts[place - 1]:,}", at_most(round(1.1 * times, 2)))  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A measure with its values: of this checkout, and of another one (None where there is none)."""

    measure: Measure
    value: float
    ratio: float | None
    other: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the bound holds; None where there is no bound."""
        bound = self.measure.bound
        checked = self.ratio if bound and bound.on_ratio else self.value
        return None if bound is None or checked is None else bound.holds(checked)

    @property
    def compared(self) -> float | None:
        """This checkout's figure by the other's."""
        return self.value / self.other if self.other else None


def rows(measures: list[Measure], own: Figures, other: Figures | None = None) -> list[Row]:
    """The measures that were taken, in their order."""
    found = []
    for measure in measures:
        value = _taken(measure.figure, own)
        if value is not None:  # its tool may not be installed
            ratio = _taken(measure.ratio, own) if measure.ratio else None
            found.append(
                Row(measure, value, ratio, _taken(measure.figure, other) if other else None)
            )
    return found


def _taken(number: Number, figures: Figures) -> float | None:
    try:
        return number(figures)
    except KeyError:
        return None


def table(title: str, found: list[Row], compared: bool) -> str:
    """Lines to print: what, figure, ratio, bound, whether it holds, and the other checkout's figure if `compared`."""
    heads = ["this", "ratio", "bound", "holds"] + (["other", "this/other"] if compared else [])
    lines = [[title, *heads]]
    for row in found:
        bound = row.measure.bound
        cells = [
            row.measure.what,
            _written(row.value, row.measure.unit),
            f"{row.ratio:.2f} {row.measure.to}" if row.ratio is not None else "",
            str(bound) if bound else "",
            {True: "yes", False: "NO", None: ""}[row.holds],
        ]
        if compared:
            cells.append(_written(row.other, row.measure.unit) if row.other is not None else "")
            cells.append(f"{row.compared:.2f}" if row.compared else "")
        lines.append(cells)
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    right = {1, 5, 6}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _written(value: float, unit: str) -> str:
    text = (
        f"{value:.2f}"
        if unit == "s"
        else f"{value:.0f}"
        if unit in ("MB", "kB", "")
        else f"{value:.1f}"
    )
    return f"{text} {unit}".rstrip()
