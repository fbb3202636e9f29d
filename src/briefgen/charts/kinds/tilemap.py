"""The chart kind `tilemap`: the states of the United States, by postal code (USPS Publication 28)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, Self

from pydantic import Field

from briefgen.charts import axis, rows
from briefgen.charts.axis import nice_ticks
from briefgen.charts.kind import ChartKind
from briefgen.charts.sheet import PROJECTED, SMALLEST, Frame, Sheet, plain_label
from briefgen.languages.locale import Locale
from briefgen.model.diagnostics import did_you_mean
from briefgen.model.figures import FigureBase, Row, Unit
from briefgen.model.theme import readable_on, step

_STATES = """\
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa
KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota
MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey
NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas
UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"""
STATES = dict(entry.split(" ", 1) for entry in re.split("[|\n]", _STATES))


def state_name(text: str) -> str:
    """The name of the state with this postal code; `text` itself where it is none."""
    return STATES.get(text.upper(), text)


# The layout that National Public Radio's graphics desk published ("Let's Tesselate", 2015).
GRID = (
    "AK .. .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. .. VT NH",
    ".. WA ID MT ND MN IL WI MI NY RI MA",
    ".. OR NV WY SD IA IN OH PA NJ CT ..",
    ".. CA UT CO NE MO KY WV VA MD DE ..",
    ".. .. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. .. OK LA MS AL GA .. .. ..",
    "HI .. .. .. TX .. .. .. .. FL .. PR",
)
CELLS = [(x, y, code) for y, line in enumerate(GRID) for x, code in enumerate(line.split())]
TILES = {code: (x, y) for x, y, code in CELLS if code != ".."}
COLUMNS, ROWS = 12, 8
LETTERS = 0.55  # of a tile's edge, the size of its letters at most
CLASSES = 4
WIDER = 1.3
# The columns that the grid leaves free in its two upper rows.
FREE = (1, 9.7)


def code(name: str) -> str | None:
    """The postal code of a state's name or code."""
    return name.upper() if name.upper() in STATES else _BY_NAME.get(name.casefold())


_BY_NAME = {name.casefold(): code for code, name in STATES.items()}


class TileMapSpec(FigureBase, Unit):
    """A tile for each state; those without a row are empty."""

    kind: Literal["tilemap"]
    data: tuple[Row, ...] = Field(
        min_length=1, description="A row a state, by postal code or name."
    )

    def validate_data(self) -> Self:
        seen: set[str] = set()
        for row in self.data:
            found = code(row.label)
            if found is None:
                names = list(STATES.values())
                hint = did_you_mean(row.label, names) or "write its name or postal code"
                raise ValueError(f"`{row.label}` is not a U.S. state: {hint}")
            if found in seen:
                raise ValueError(f"`{row.label}` is there twice")
            seen.add(found)
        return self


def _tile(width: float, height: float, size: float, scale: float) -> tuple[float, float]:
    """Width and height of a tile: a square, or on a slide, where values are set large, up to `WIDER` times as wide."""
    tall = min(width / COLUMNS, (height - _foot(size, scale)) / ROWS)
    return min(width / COLUMNS, tall * WIDER) if scale >= PROJECTED else tall, tall


def _foot(size: float, scale: float) -> float:
    """The height that the key takes below the tiles; on a slide it stands where the grid has none, between AK and ME."""
    return 0.0 if scale >= PROJECTED else size * 2.4


def _states(spec: TileMapSpec) -> dict[str, list[str]]:
    """The states whose values are provisional or forecasts, by that."""
    out: dict[str, list[str]] = {}
    for row in spec.data:
        if row.status:
            out.setdefault(row.status, []).append(code(row.label) or row.label)
    return out


def _values(
    sheet: Sheet, spec: TileMapSpec, marks: dict[str | None, rows.Mark], room: float, tall: float
) -> tuple[dict[str, str], float]:
    """What is written in the tiles of the states, and its size: values, without their unit where they are too wide.

    A value that no legible size makes narrow enough is left out and noted; the shade tells about how much it is.
    """
    size, bare = sheet.size("label"), Unit(decimals=spec.decimals)
    known = {s: m for s, m in marks.items() if s and m.quantity.value is not None}
    high = min(size, tall / 0.95 / 2)
    ways = ({s: m.text for s, m in known.items()},
            {s: sheet.locale.quantity(m.quantity, bare, short=True) for s, m in known.items()})  # fmt: skip
    fitting = [{s: sheet.fit_size(t, size, room) for s, t in way.items()} for way in ways]
    best = max((0, 1), key=lambda i: sum(size is not None for size in fitting[i].values()))
    sizes = {s: found for s, found in fitting[best].items() if found is not None}
    small = min([high, *sizes.values()])
    least = size if sheet.scale >= PROJECTED else min(size, SMALLEST)
    if sheet.fit_size("0", size, room) is None or small < least:
        sizes = {}
    for state in [s for s in known if s not in sizes]:
        sheet.drop(f"{known[state].label}: {known[state].text}")
    return {state: ways[best][state] for state in sizes}, small if sizes else 0.0


def _key(
    sheet: Sheet, spec: TileMapSpec, ticks: list[float], shades: list[str], gaps: bool
) -> None:
    """A shade for each interval, its borders below it; an empty square for no data."""
    size, colours = sheet.size("label"), sheet.theme.colours
    texts = [axis.tick_text(t, spec, sheet.locale) for t in ticks]
    half = sheet.widest((texts[0], texts[-1]), bold=False) / 2
    missing = sheet.locale.word("missing")
    wide = sheet.text_width(missing, size) + size * 2.2 if gaps else 0.0
    room = min((sheet.width - half * 2 - wide) / len(shades), size * 6)
    for index, shade in enumerate(shades):
        sheet.rect(half + index * room, size * 1.3, room - 0.8, size * 0.7, shade)
    for index in dict.fromkeys([0, len(ticks) - 1, *range(len(ticks))]):
        sheet.text(half + index * room, size * 0.35, texts[index], align="center", optional=True)
    if gaps:
        x = sheet.width - wide + size
        edge, line = size * 0.7, 0.7 * sheet.scale
        sheet.rect(x, size * 1.3, edge, edge, "#ffffff", colours.rule, True, line)
        sheet.text(x + size * 1.05, size * 1.35, missing, colour=colours.muted)


class TileMap(ChartKind[TileMapSpec]):
    """Tile map: a square for each U.S. state, shaded by its value.

    Use it for rates and shares by state, where each state counts the same. Do not use it for totals that follow
    population (bars of the largest), or where distances matter.
    """

    name = "tilemap"
    Spec = TileMapSpec
    common = "peers"
    keeps_direction = True
    elastic = True

    def natural_height(self, spec: TileMapSpec, frame: Frame) -> float:
        size = frame.size
        below = _foot(size, frame.scale) + size * 1.3 * len(_states(spec))
        return min(frame.width / COLUMNS, size * 4.2) * ROWS + below

    def least_height(self, spec: TileMapSpec, frame: Frame) -> float:
        """The lowest height in points at which the states' letters have their size."""
        size = frame.size
        return size / LETTERS * ROWS + _foot(size, frame.scale) + size * 1.3 * len(_states(spec))

    def draw(self, spec: TileMapSpec, sheet: Sheet) -> None:
        """Draw the tiles on `sheet`, in shades of equal intervals, and below them what the shades mean."""
        size, colours = sheet.size("label"), sheet.theme.colours
        codes = [code(row.label) for row in spec.data]
        marks = dict(zip(codes, rows.marks(spec, sheet.locale), strict=True))
        every = [row.value.value for peer in sheet.peers or (spec,) for row in peer.data]
        values = [value for value in every if value is not None]
        ticks = nice_ticks(min(values, default=0.0), max(values, default=1.0), CLASSES)
        shades = [step(sheet.theme, i / max(1, len(ticks) - 2)) for i in range(len(ticks) - 1)]
        said = [f"{sheet.locale.word('status ' + status)}: {', '.join(sorted(codes))}"
                for status, codes in _states(spec).items()]  # fmt: skip
        for index, line in enumerate(reversed(said)):
            sheet.note(size * (0.3 + 1.3 * index), line)
        lift = size * 1.3 * len(said)
        wide, tile = _tile(sheet.width, sheet.height - lift, size, sheet.scale)
        left = (sheet.width - COLUMNS * wide) / 2
        gap = 0.7 * sheet.scale
        written, small = _values(sheet, spec, marks, wide - 3 * gap, tile - 3 * gap)
        text = min(size, tile * LETTERS, (tile - 2 * gap) / 0.95 - small)
        # A highlighted tile lies over its neighbours' edges.
        order = sorted(TILES.items(), key=lambda t: t[0] in marks and marks[t[0]].highlighted)
        for state, (column, row) in order:
            x, y = left + column * wide, sheet.height - (row + 1) * tile
            mark = marks.get(state)
            if mark is None and state == "PR":  # shown only where there is a value
                continue
            value = mark.quantity.value if mark else None
            edge, shade = colours.rule, "#ffffff"
            if value is not None:
                shade = shades[min(len(shades) - 1, sum(value >= t for t in ticks[1:]))]
                hollow = mark is not None and (rows.is_hollow(mark) or mark.quantity.is_range)
                edge = colours.ink if hollow else shade
            sheet.rect(x + gap, y + gap, wide - 2 * gap, tile - 2 * gap, shade, edge, value is None or edge != shade,
                       0.7 * sheet.scale)  # fmt: skip
            if mark and mark.highlighted:
                inner = 0.5 * sheet.scale
                sheet.rect(x + inner, y + inner, wide - 2 * inner, tile - 2 * inner, "none", colours.accent,
                           line=2.2 * sheet.scale)  # fmt: skip
                # A white line within parts the outline from a tile as dark as it is.
                within = inner + 1.5 * sheet.scale
                sheet.rect(x + within, y + within, wide - 2 * within, tile - 2 * within, "none", "#ffffff",
                           line=0.8 * sheet.scale)  # fmt: skip
            ink = colours.muted if value is None else readable_on(shade, sheet.theme)
            middle, shown = x + wide / 2, written.get(state)
            style: dict[str, Any] = {"align": "center", "colour": ink}
            # Both lines are centred in the tile, from the foot of the lower to the head of the upper.
            foot = y + (tile - 0.95 * text - (0.95 * small if shown else 0)) / 2
            if shown:
                sheet.text(middle, foot + small * 0.2, shown, size=small, **style)
                foot += 0.95 * small
            sheet.text(middle, foot + text * 0.2, state, size=text, bold=True, **style)
        if _foot(size, sheet.scale):
            held = sheet.inset(0, lift, sheet.width, size * 2.4) if lift else sheet
        else:
            left, wide = left + FREE[0] * wide, (FREE[1] - FREE[0]) * wide
            held = sheet.inset(left, sheet.height - tile - size * 1.2, wide, size * 2.4)
        _key(held, spec, ticks, shades, len(marks) < len(STATES) - 1)

    def wants_width(self, spec: TileMapSpec, fits: Callable[[], bool]) -> bool:
        """A map is as high as it is wide."""
        return False

    def label_in_words(self, label: str, locale: Locale) -> str:
        return state_name(plain_label(label, locale))
