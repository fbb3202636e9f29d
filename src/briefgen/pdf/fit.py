"""Finding the fit that keeps a brief's promise of pages: the loosest that does."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache, partial

from msgspec.structs import astuple

from briefgen import cache as kept
from briefgen.diagnostics import BriefgenError, Diagnostic, error
from briefgen.editions import Edition
from briefgen.pdf.exhibits import Artist
from briefgen.pdf.headings import Heading
from briefgen.pdf.ladder import LADDER, OWN, SHORT, SHORT_WITH_BODIES
from briefgen.pdf.plan import Plan, plan
from briefgen.pdf.styles import Fit

THIN = 0.45
LONG = 20  # pages from which on nobody minds a nearly empty last one, and trying others takes long


def fitted(
    edition: Edition, artist: Artist | None = None, *, overflow: bool = False, key: str | None = None
) -> Plan:  # fmt: skip
    """The layout that keeps the edition's promise of pages, its last page filled as well as can be.

    Its fit is kept between runs where `key` differs whenever anything does that the edition was made from. Raises
    BriefgenError when no rung of the ladder keeps the promise, unless `overflow`.
    """
    options = edition.brief
    wanted: Sequence[int] = (options.pages,) if options.pages else ()
    if not wanted:
        wanted = {"highlights": (1,), "brief": (2, 4)}.get(options.layout, ())
    key = key and kept.key_of("fit", key, options, edition.audience_id, edition.locale)
    made = _again(edition, artist, wanted, key) if key else None
    if made is None:
        made = _promised(edition, artist, wanted, overflow) if wanted else _free(edition, artist)
        if key:
            kept.current().put(key, json.dumps(astuple(made.look.fit)).encode())
    if options.layout == "full":
        made = plan(edition, made.look.fit, artist, {h.key: page for h, page in made.headings()})
    return made


def _again(edition: Edition, artist: Artist | None, wanted: Sequence[int], key: str) -> Plan | None:
    """The layout as it was kept; None where none was, or what another program made."""
    try:
        fit = Fit(*json.loads(kept.current().recall(key) or b""))
    except (ValueError, TypeError, RecursionError):
        return None
    if fit not in (*LADDER, *SHORT_WITH_BODIES, *SHORT):
        return None
    made = plan(edition, fit, artist)
    return made if not wanted or made.pages in wanted else None


def _free(edition: Edition, artist: Artist | None) -> Plan:
    """No promise: the theme's own measures, unless they leave the last page nearly empty."""
    first = plan(edition, Fit(), artist)
    if first.pages == 1 or first.last >= THIN or first.pages > LONG:
        return first
    fewer = first.pages - 1
    found = _loosest(
        LADDER[OWN + 1 :], cache(partial(plan, edition, artist=artist, most=fewer)), fewer
    )
    if found is not None:
        return found
    better = [plan(edition, fit, artist) for fit in LADDER[OWN - 1 : OWN - 4 : -1]]
    return max((first, *(p for p in better if p.pages == first.pages)), key=lambda p: p.last)


def _promised(
    edition: Edition, artist: Artist | None, wanted: Sequence[int], overflow: bool
) -> Plan:
    """The loosest rung that takes one of the wanted numbers of pages, the smallest that can be had."""
    ladders: tuple[tuple[Fit, ...], ...] = (LADDER,)
    if edition.brief.layout == "highlights":
        ladders = (SHORT_WITH_BODIES, SHORT)

    lay_out = cache(partial(plan, edition, artist=artist, most=max(wanted)))
    for pages in wanted:
        for ladder in ladders:
            found = _loosest(ladder, lay_out, pages)
            if found is not None and found.pages == pages:
                return found
    tightest = plan(edition, ladders[-1][-1], artist)
    if overflow:
        return tightest
    raise BriefgenError(_broken(edition, plan(edition, ladders[0][0], artist), tightest, wanted))


def _loosest(ladder: Sequence[Fit], lay_out: Callable[[Fit], Plan], pages: int) -> Plan | None:
    """The layout of the loosest fit that takes at most so many pages, or None where not even the tightest does.

    Pages shrink down a ladder, so that halving finds it in four layouts of thirteen. `lay_out` remembers them.
    """
    rung = bisect_left(ladder, True, key=lambda fit: lay_out(fit).pages <= pages)
    return lay_out(ladder[rung]) if rung < len(ladder) else None


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
