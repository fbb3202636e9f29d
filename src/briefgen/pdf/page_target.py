"""The page target: lay a brief out with one fit, and find the loosest fit that keeps its promise of pages.

The fits: more air and larger figures; the theme's own measures; less air; lower figures; no pull quotes; notes without
the phrases they cite; smaller type. The ends are what a typographer accepts: body text of 9 points at least
(10.5 x 0.88 = 9.24), figures no lower than three quarters of their height.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from msgspec import Struct

from briefgen import charts
from briefgen.charts.drawing import Drawing
from briefgen.languages.locale import locale_of
from briefgen.model.diagnostics import BriefgenError, Diagnostic, error
from briefgen.model.edition import Edition, EditionFigure
from briefgen.pdf.blocks import Artist, Draft, Heading, Marks
from briefgen.pdf.layout import Layout
from briefgen.pdf.paper import SIZES, Paper
from briefgen.pdf.sections import sections
from briefgen.pdf.styles import Fit, Look
from briefgen.pdf.tagged.structure import StructTree

THIN = 0.45  # of a page: a last page less filled than this is saved or filled
LONG = 20  # pages from which on nobody minds a nearly empty last one, and trying others takes long

FITS = (
    Fit(space=1.9, figure=1.6, text=1.15),
    Fit(space=1.7, figure=1.5, text=1.1),
    Fit(space=1.5, figure=1.4, text=1.05),
    Fit(space=1.4, figure=1.3),
    Fit(space=1.2, figure=1.15),
    Fit(),
    Fit(space=0.85),
    Fit(space=0.75, figure=0.9),
    Fit(space=0.75, figure=0.9, quotations=False),
    Fit(space=0.7, figure=0.85, quotations=False, cited=False),
    Fit(space=0.65, figure=0.8, text=0.95, quotations=False, cited=False),
    Fit(space=0.6, figure=0.75, text=0.91, quotations=False, cited=False),
    Fit(space=0.5, figure=0.75, text=0.88, quotations=False, cited=False),
)
OWN = FITS.index(Fit())
# For one page: first with bodies, then without, each from loose to tight.
ONE_PAGE_WITH_BODIES = (
    Fit(space=1.6, figure=1.5, text=1.1),
    Fit(space=1.3, figure=1.25, text=1.04),
    Fit(),
    Fit(space=0.8, figure=0.9),
    Fit(figures=2),
    Fit(space=0.75, figure=0.85, figures=2),
    Fit(figures=1),
    Fit(space=0.75, figure=0.85, figures=1, text=0.95),
)
ONE_PAGE = (
    Fit(space=1.3, figure=1.3, bodies=False, figures=4),
    Fit(space=1.0, bodies=False, figures=4),
    Fit(bodies=False, figures=3),
    Fit(space=0.8, figure=0.85, bodies=False, figures=3),
    Fit(space=1.1, bodies=False, figures=2),
    Fit(space=0.8, figure=0.85, bodies=False, figures=2),
    Fit(space=1.2, figure=1.2, bodies=False, figures=1),
    Fit(bodies=False, figures=1),
    Fit(space=0.75, figure=0.8, bodies=False, figures=1, text=0.95),
    Fit(space=1.7, bodies=False, figures=0, text=1.15),
    Fit(space=1.3, bodies=False, figures=0),
    Fit(bodies=False, figures=0),
    Fit(space=0.6, figure=0.75, bodies=False, figures=0, text=0.88),
)


class Plan(Struct):
    """A brief laid out and not drawn yet; `found` has the diagnostics of drawing it."""

    edition: Edition
    look: Look
    tree: StructTree
    layout: Layout
    found: list[Diagnostic]

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.layout.pages)

    @property
    def last(self) -> float:
        """How far down the last page is filled, 0 to 1."""
        return self.layout.pages[-1].fill

    def headings(self) -> Iterator[tuple[Heading, int]]:
        """Every heading with its page, in reading order."""
        for page in self.layout.pages:
            for placed in page.placed:
                for heading in _headings(placed.flow):
                    yield heading, page.number


def _headings(flow: Any) -> Iterator[Heading]:
    if isinstance(flow, Heading) and flow.key:  # not the rest of one that was split
        yield flow
    for part, _ in getattr(flow, "parts", ()):
        yield from _headings(part)


def look_of(edition: Edition, fit: Fit) -> Look:
    """Everything that decides how `edition` is drawn with `fit`."""
    options, space = edition.brief, edition.theme.space
    width, height = SIZES[options.size]
    shift = 9.0 if options.duplex else 0.0
    if locale_of(edition).right_to_left:  # bound at the right
        shift = -shift
    paper = Paper(width, height, space.margin, space.gutter, shift=shift)
    return Look(edition.theme, locale_of(edition), paper, 1 if options.large_print else 2, fit,
                options.greyscale, options.large_print)  # fmt: skip


def lay_out(
    edition: Edition, fit: Fit, artist: Artist | None = None, pages: Mapping[str, int] | None = None,
    most: int | None = None,
) -> Plan:  # fmt: skip
    """Lay `edition` out with `fit`; `pages` has the page of each heading for the contents.

    With `most` it ends on the first page over so many.
    """
    options, look = edition.brief, look_of(edition, fit)
    tree = StructTree(lang=edition.language, rtl=look.rtl)

    def draw_chart(figure: EditionFigure, width: float, height: float, greyscale: bool) -> Drawing:
        return charts.load_drawing(figure, edition.theme, locale_of(edition), width, height,
                            greyscale=greyscale, text_scale=look.text_scale)  # fmt: skip

    marks = Marks(look, shown=options.layout != "highlights", abbreviations=edition.abbreviations,
                  exhibits=options.layout == "full")  # fmt: skip
    draft = Draft(look, marks, artist or draw_chart, pages or {})
    layout = Layout(look.paper, look.rtl, most)
    for section in sections(edition):
        for band in section.write(edition, draft, tree.root):
            layout.add(band)
            if layout.over:
                return Plan(edition, look, tree, layout, draft.found)
    return Plan(edition, look, tree, layout, draft.found)


def fit_to_pages(edition: Edition, artist: Artist | None = None, *, overflow: bool = False) -> Plan:
    """Find the layout that keeps the edition's promise of pages, its last page filled as well as can be.

    Raises BriefgenError when no rung of the ladder keeps the promise, unless `overflow`.
    """
    options = edition.brief
    wanted: Sequence[int] = (options.pages,) if options.pages else ()
    if not wanted:
        wanted = {"highlights": (1,), "brief": (2, 4)}.get(options.layout, ())
    if wanted:
        found = _fit_to_promise(edition, artist, wanted, overflow)
    else:
        found = _fit_last_page(edition, artist)
    if options.layout == "full":  # its contents say on which pages headings are
        pages = {heading.key: page for heading, page in found.headings()}
        found = lay_out(edition, found.look.fit, artist, pages)
    return found


def _fit_last_page(edition: Edition, artist: Artist | None) -> Plan:
    """Lay out with the theme's own measures, unless they leave the last page nearly empty."""
    first = lay_out(edition, Fit(), artist)
    if first.pages == 1 or first.last >= THIN or first.pages > LONG:
        return first
    fewer = first.pages - 1
    found = _loosest_plan(
        FITS[OWN + 1 :], cache(partial(lay_out, edition, artist=artist, most=fewer)), fewer
    )
    if found is not None:
        return found
    better = [lay_out(edition, fit, artist) for fit in FITS[OWN - 1 : OWN - 4 : -1]]
    return max((first, *(p for p in better if p.pages == first.pages)), key=lambda p: p.last)


def _fit_to_promise(
    edition: Edition, artist: Artist | None, wanted: Sequence[int], overflow: bool
) -> Plan:
    """Find the loosest fit that takes one of the wanted numbers of pages, the smallest that can be had."""
    ladders: tuple[tuple[Fit, ...], ...] = (FITS,)
    if edition.brief.layout == "highlights":
        ladders = (ONE_PAGE_WITH_BODIES, ONE_PAGE)

    attempt = cache(partial(lay_out, edition, artist=artist, most=max(wanted)))
    for pages in wanted:
        for ladder in ladders:
            found = _loosest_plan(ladder, attempt, pages)
            if found is not None and found.pages == pages:
                return found
    tightest = lay_out(edition, ladders[-1][-1], artist)
    if overflow:
        return tightest
    raise BriefgenError(
        _explain_failure(edition, lay_out(edition, ladders[0][0], artist), tightest, wanted)
    )


def _loosest_plan(ladder: Sequence[Fit], attempt: Callable[[Fit], Plan], pages: int) -> Plan | None:
    """Find the layout of the loosest fit that takes at most so many pages, or None where not even the tightest does.

    Pages shrink down a ladder, so that halving finds it in four layouts of thirteen. `attempt` remembers them.
    """
    rung = bisect_left(ladder, True, key=lambda fit: attempt(fit).pages <= pages)
    return attempt(ladder[rung]) if rung < len(ladder) else None


def _explain_failure(
    edition: Edition, loosest: Plan, tightest: Plan, wanted: Sequence[int]
) -> Diagnostic:
    promised = " or ".join(str(n) for n in wanted)
    most = max(wanted)
    if tightest.pages <= most:
        message = f"the brief `{edition.name}` fills {loosest.pages} pages at most, not the {promised} promised"
        hint = f"write `pages: {loosest.pages}`, or add to the outline"
        return error("pages", message, hint=hint)
    over = [page for page in tightest.layout.pages if page.number > most]
    paper = tightest.look.paper
    points = sum(page.fill * (paper.top(False) - paper.bottom) for page in over)
    lines = round(points * tightest.look.columns / tightest.look.styles["body"].leading)
    costs = sorted(_heights_of_findings(tightest).items(), key=lambda kv: -kv[1])[:3]
    dearest = ", ".join(f"`{id}` ({height:.0f} points)" for id, height in costs)
    message = (
        f"the brief `{edition.name}` takes {tightest.pages} pages at its tightest, not the {promised} promised: "
        f"it is {points:.0f} points (about {lines} column lines) over"
    )
    hint = f"shorten or leave out findings; those that take most room are {dearest}"
    return error("pages", message, hint=hint)


def _heights_of_findings(plan: Plan) -> dict[str, float]:
    """Height that each finding takes, in points of a column."""
    costs: dict[str, float] = {}
    current = ""
    for page in plan.layout.pages:
        for placed in page.placed:
            if isinstance(placed.flow, Heading) and placed.flow.key:
                key = placed.flow.key
                current = key.removeprefix("finding-") if key.startswith("finding-") else ""
            if current:
                costs[current] = costs.get(current, 0.0) + placed.height
    return costs
