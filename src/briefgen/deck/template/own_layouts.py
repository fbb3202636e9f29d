"""briefgen's own layouts: where each placeholder stands, on a slide of 960 by 540 points."""

from __future__ import annotations

from msgspec import Struct, field

from briefgen.deck.placed import Box
from briefgen.theme import Theme

WIDTH, HEIGHT = 960.0, 540.0  # 13.333 by 7.5 inches, PowerPoint's 16:9
MARGIN = 48.0
ACROSS = WIDTH - 2 * MARGIN
TITLE = Box(MARGIN, 26, ACROSS, 76)
BODY = Box(MARGIN, 122, ACROSS, 350)
SOURCE = Box(MARGIN, 470, ACROSS, 34)
FOOT = Box(MARGIN, HEIGHT - 27, 560, 18)
BAND = Box(0, 0, WIDTH, 330)
SIDE = 262.0
GUTTER = 36.0


class OwnPlace(Struct, frozen=True):
    """A placeholder: `type` is one of ECMA-376 part 1, 19.7.10; `size` is points, `colour` a theme slot."""

    name: str
    type: str
    idx: int
    box: Box
    size: float
    colour: str = "tx1"
    bold: bool = False
    anchor: str = "t"


class OwnLayout(Struct, frozen=True):
    """A layout: `type` is one of ECMA-376 part 1, 19.7.15, "" for one of our own making."""

    name: str
    type: str
    places: tuple[OwnPlace, ...]
    dark: bool = False
    decor: tuple[tuple[Box, str], ...] = field(default=())


def furniture(colour: str = "tx2") -> tuple[OwnPlace, ...]:
    """Footer, date and slide number, in small type at the foot."""
    date = Box(FOOT.right + 16, FOOT.y, 168, FOOT.height)
    number = Box(WIDTH - MARGIN - 100, FOOT.y, 100, FOOT.height)
    return (
        OwnPlace("Footer", "ftr", 11, FOOT, 12, colour),
        OwnPlace("Date", "dt", 10, date, 12, colour),
        OwnPlace("Slide number", "sldNum", 12, number, 12, colour),
    )


def master_places(theme: Theme) -> tuple[OwnPlace, ...]:
    """The master's placeholders, which the layouts' inherit from."""
    sizes = theme.slide_text
    title = OwnPlace("Title", "title", 0, TITLE, sizes.title, "accent1", True, "b")
    return (title, OwnPlace("Body", "body", 1, BODY, sizes.body), *furniture())


def layouts(theme: Theme) -> tuple[OwnLayout, ...]:
    """All layouts, in the order in which PowerPoint lists them."""
    sizes = theme.slide_text
    title, foot = master_places(theme)[0], furniture()
    source = OwnPlace("Source", "body", 15, SOURCE, sizes.source, "tx2", False, "b")
    caption = OwnPlace("Caption", "body", 13, Box(BODY.x, BODY.y, BODY.width, 50), sizes.small)
    chart = Box(BODY.x, BODY.y + 62, BODY.width, 280)
    beside = Box(chart.x, chart.y, chart.width - SIDE - GUTTER, chart.height)
    side = Box(BODY.right - SIDE, BODY.y, SIDE, 342)
    half = (BODY.width - GUTTER) / 2
    right = Box(BODY.x + half + GUTTER, BODY.y, half, BODY.height)
    return (
        OwnLayout("Title", "title", (
            OwnPlace("Title", "ctrTitle", 0, Box(MARGIN, 26, ACROSS, 164), 44, "bg1", True, "b"),
            OwnPlace("Subtitle", "subTitle", 1, Box(MARGIN, 206, ACROSS, 112), 22, "bg1"),
            OwnPlace("Organisation", "body", 13, Box(MARGIN + 100, 376, ACROSS - 100, 76), 22, anchor="ctr"),
            OwnPlace("Logo", "pic", 14, Box(MARGIN, 376, 76, 76), 18),
        ), decor=((BAND, "accent1"), (Box(0, BAND.bottom, WIDTH, 6), "accent2"))),
        OwnLayout("Section", "secHead", (
            OwnPlace("Title", "title", 0, Box(MARGIN, 96, ACROSS, 100), 44, "bg1", True, "b"),
            OwnPlace("Body", "body", 1, Box(MARGIN, 224, ACROSS, 260), 22, "bg1"),
            *furniture("bg1"),
        ), dark=True, decor=((Box(MARGIN, 206, 96, 5), "bg1"),)),
        OwnLayout("Statement", "obj", (title, OwnPlace("Body", "body", 1, BODY, sizes.body), source, *foot)),
        OwnLayout("Evidence", "", (title, caption, OwnPlace("Chart", "obj", 14, chart, sizes.small), source, *foot)),
        OwnLayout("Evidence and points", "", (
            title, caption, OwnPlace("Chart", "obj", 14, beside, sizes.small),
            OwnPlace("Points", "body", 16, side, sizes.small), source, *foot)),
        OwnLayout("Comparison", "twoObj", (
            title, OwnPlace("Left", "obj", 1, Box(BODY.x, BODY.y, half, BODY.height), sizes.body),
            OwnPlace("Right", "obj", 2, right, sizes.body), source, *foot)),
        OwnLayout("Title only", "titleOnly", (title, source, *foot)),
    )  # fmt: skip
