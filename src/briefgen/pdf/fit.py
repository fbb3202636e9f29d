"""Finding the fit that keeps a brief's promise of pages: the loosest that does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from itertools import count as count_from

from briefgen.diagnostics import BriefgenError, Diagnostic, error
from briefgen.editions import Edition
from briefgen.pdf.estimate import Estimate
from briefgen.pdf.exhibits import Artist
from briefgen.pdf.headings import Heading
from briefgen.pdf.ladder import LADDER, OWN, SHORT, SHORT_WITH_BODIES
from briefgen.pdf.plan import Plan, look_of, plan
from briefgen.pdf.styles import Fit

THIN = 0.45
LONG = 20  # pages from which on nobody minds a nearly empty last one, and trying others takes long
HOPELESS = 1.25  # times the pages: by so much no estimate is wrong


def fitted(edition: Edition, artist: Artist | None = None, *, overflow: bool = False) -> Plan:
    """The layout that keeps the edition's promise of pages, its last page filled as well as can be.

    Raises BriefgenError when no rung of the ladder keeps the promise, unless `overflow`.
    """
    options = edition.brief
    wanted: Sequence[int] = (options.pages,) if options.pages else ()
    if not wanted:
        wanted = {"highlights": (1,), "brief": (2, 4)}.get(options.layout, ())
    made = _promised(edition, artist, wanted, overflow) if wanted else _free(edition, artist)
    if options.layout == "full":
        made = plan(edition, made.look.fit, artist, {h.key: page for h, page in made.headings()})
    return made


def _free(edition: Edition, artist: Artist | None) -> Plan:
    """No promise: the theme's own measures, unless they leave the last page nearly empty."""
    first = plan(edition, Fit(), artist)
    if first.pages == 1 or first.last >= THIN or first.pages > LONG:
        return first
    estimate = Estimate(edition, first.look)
    share = (first.pages - 1 + first.last) / estimate.pages(Fit())
    fewer = first.pages - 1
    tighter = LADDER[OWN + 1 :]

    @cache
    def at(rung: int) -> Plan:
        return plan(edition, tighter[rung], artist, most=fewer)

    likely = _likely(tighter, lambda fit: share * estimate.pages(fit) <= fewer)
    rung = _first(len(tighter), lambda n: at(n).pages <= fewer, likely)
    if rung is not None:
        return at(rung)
    better = [plan(edition, fit, artist) for fit in LADDER[OWN - 1 : OWN - 4 : -1]]
    return max((first, *(p for p in better if p.pages == first.pages)), key=lambda p: p.last)


def _promised(
    edition: Edition, artist: Artist | None, wanted: Sequence[int], overflow: bool
) -> Plan:
    """The loosest rung that takes one of the wanted numbers of pages, the smallest that can be had."""
    ladders: tuple[tuple[Fit, ...], ...] = (LADDER,)
    if edition.brief.layout == "highlights":
        ladders = (SHORT_WITH_BODIES, SHORT)

    @cache
    def at(fit: Fit) -> Plan:
        return plan(edition, fit, artist, most=max(wanted))

    estimate = Estimate(edition, look_of(edition, Fit()))
    asked = [(pages, ladder) for pages in wanted for ladder in ladders]
    for pages, ladder in asked:
        last = (pages, ladder) == asked[-1]
        if not last and estimate.pages(ladder[-1]) > HOPELESS * pages:
            continue
        likely = _likely(ladder, lambda fit: estimate.pages(fit) <= pages)  # noqa: B023 - used in this turn only
        rung = _first(len(ladder), lambda n: at(ladder[n]).pages <= pages, likely)  # noqa: B023
        if rung is not None and at(ladder[rung]).pages == pages:
            return at(ladder[rung])
    tightest = plan(edition, ladders[-1][-1], artist)
    if overflow:
        return tightest
    raise BriefgenError(_broken(edition, plan(edition, ladders[0][0], artist), tightest, wanted))


def _likely(ladder: Sequence[Fit], fits: Callable[[Fit], bool]) -> int:
    """The first rung that is thought to fit, or else the last."""
    return next((n for n, fit in enumerate(ladder) if fits(fit)), len(ladder) - 1)


def _first(count: int, fits: Callable[[int], bool], likely: int) -> int | None:
    """The first of `count` rungs that fits: pages shrink down a ladder, or nearly. None where not even the last fits.

    From `likely` on, in strides that grow, until one goes too far; then by halves.
    """
    low, high, middle = 0, count, likely
    strides = chain((1, 1), (2**n for n in count_from(1)))
    while low < high:
        if fits(middle):
            high = middle
        else:
            low = middle + 1
        stride = next(strides)
        if low == 0:
            middle = max(0, high - stride)
        elif high == count:
            middle = min(count - 1, low + stride - 1)
        else:
            middle = (low + high) // 2
    return low if low < count else None


def _broken(edition: Edition, loosest: Plan, tightest: Plan, wanted: Sequence[int]) -> Diagnostic:
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
    costs = sorted(_costs(tightest).items(), key=lambda kv: -kv[1])[:3]
    dearest = ", ".join(f"`{id}` ({height:.0f} points)" for id, height in costs)
    message = (
        f"the brief `{edition.name}` takes {tightest.pages} pages at its tightest, not the {promised} promised: "
        f"it is {points:.0f} points (about {lines} column lines) over"
    )
    hint = f"shorten or leave out findings; those that take most room are {dearest}"
    return error("pages", message, hint=hint)


def _costs(made: Plan) -> dict[str, float]:
    """Height that each finding takes, in points of a column."""
    costs: dict[str, float] = {}
    current = ""
    for page in made.layout.pages:
        for placed in page.placed:
            if isinstance(placed.flow, Heading) and placed.flow.key:
                key = placed.flow.key
                current = key.removeprefix("finding-") if key.startswith("finding-") else ""
            if current:
                costs[current] = costs.get(current, 0.0) + placed.height
    return costs
