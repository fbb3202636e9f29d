"""Templates looked into: what one has and how slides use it, and what an outline asks of one that it has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefgen.deck.measure import is_known
from briefgen.deck.placed import Kind
from briefgen.deck.slides import KINDS
from briefgen.deck.template import Source, layout_problems
from briefgen.deck.template.model import Layout, Place, Template
from briefgen.model.diagnostics import BriefgenError, Diagnostic
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.theme import Theme, own_theme

_NEEDED = 200.0
# Placeholder types (19.7.10) as PowerPoint's own menus name them.
_NAMES = {
    "ctrTitle": "title", "subTitle": "subtitle", "obj": "content", "pic": "picture", "tbl": "table",
    "body": "text", "ftr": "footer", "sldNum": "slide number", "dt": "date",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Service:
    """How one kind of slide is served; `missing` are roles without a placeholder."""

    kind: Kind
    layout: str
    chosen_by: str
    missing: tuple[str, ...]

    @property
    def remedy(self) -> str:
        """What is done about what is missing, "" where nothing is."""
        if not self.missing:
            return ""
        if "title" in self.missing:
            return "a title placeholder is added to the slides; text and pictures are drawn on them"
        return "text boxes and pictures are drawn on the slide in the place of the master's body"


@dataclass(frozen=True, slots=True)
class Report:
    """All there is to know of a template; sizes are points."""

    width: float
    height: float
    font: str
    heading_font: str
    colours: dict[str, str]
    layouts: tuple[Layout, ...]
    services: tuple[Service, ...]
    remarks: tuple[str, ...]

    def text(self) -> str:
        """The report for people."""
        lines = [
            f"Slides: {self.width / 72:.2f} x {self.height / 72:.2f} inches",
            f"Fonts: {self.heading_font} (headings), {self.font} (text)",
            "Colours: " + ", ".join(f"{name} {value}" for name, value in self.colours.items()),
            "",
            "Layouts:",
        ]
        for layout in self.layouts:
            kind = f" ({layout.type})" if layout.type else ""
            lines.append(f"  {layout.name}{kind}")
            lines += [f"    {_describe(place)}" for place in layout.places]
        lines += ["", "Kinds of slides:"]
        for service in self.services:
            lines.append(f"  {service.kind}: “{service.layout}”, by {service.chosen_by}")
            if service.missing:
                lines.append(
                    f"    no placeholder for {', '.join(service.missing)}: {service.remedy}"
                )
        if self.remarks:
            lines += ["", "Remarks:", *(f"  {remark}" for remark in self.remarks)]
        return "\n".join(lines)


def _describe(place: Place) -> str:
    b = place.box
    return (
        f"{place.idx}: {_NAMES.get(place.type, place.type)} “{place.name}”, {b.width:.0f} x {b.height:.0f} pt at {b.x:.0f}, {b.y:.0f}, "
        f"text of {place.style.size:g} pt"
    )


def inspect(path: Path, theme: Theme | None = None) -> Report:
    """What the template at `path` has and how slides would use it. Raises BriefgenError."""
    template = Source(path, theme or own_theme(), KINDS).template({})
    frames = template.frames
    services = tuple(
        Service(kind.name, frames[kind.name].layout.name, template.matched[kind.name],
                tuple(role for role in kind.roles if role not in frames[kind.name].seats))
        for kind in KINDS
    )  # fmt: skip
    heading = frames["chart"].title_face.name
    colours = template.theme.colours
    named = {
        name: getattr(colours, name)
        for name in ("ink", "muted", "primary", "accent", "link", "panel")
    }
    return Report(
        template.width, template.height, template.face.name, heading, named, template.layouts,
        services, tuple(_remarks(template, heading)),
    )  # fmt: skip


def _remarks(template: Template, heading: str) -> list[str]:
    out = [
        f"the widths of {name} are not known: text is set as if it were wide"
        for name in dict.fromkeys((heading, template.face.name))
        if not is_known(name)
    ]
    drawn = [name for name in ("ink", "primary", "accent") if name not in template.palette]
    if drawn:
        out.append(
            f"no colour of the theme is dark or light enough for {', '.join(drawn)}: a nearby one is used"
        )
    for kind in ("chart", "message"):
        room = template.frames[kind].body.height
        if room < _NEEDED:
            out.append(
                f"the layout for {kind} slides leaves {room:.0f} points of height: text and charts are small"
            )
    for role, kind in (("footer", "ftr"), ("slide number", "sldNum")):
        if not template.frames["chart"].layout.first(kind):
            out.append(f"the layout for chart slides has no {role}")
    return out


def unusable_templates(loaded: LoadedOutline, wanted: Sequence[Edition]) -> Iterator[Diagnostic]:
    """Templates of decks that cannot be used, and kinds of slides and layouts that there are not.

    Each template that the decks of `wanted` name is opened once.
    """
    decks = {(e.deck.path, e.template): e for e in wanted if e.template or e.deck.layouts}
    for edition in decks.values():
        yield from _check_template(loaded, edition)


def _check_template(loaded: LoadedOutline, edition: Edition) -> Iterator[Diagnostic]:
    deck = edition.deck
    names: list[str] | None = None
    try:
        names = Source(edition.template, edition.theme, KINDS).layout_names()
    except BriefgenError as exc:
        # A template of the command line has no place in the outline: the diagnostic names its file.
        here = loaded.place((*deck.path, "template")) if deck.template else None
        yield from (replace(d, place=here or d.place) for d in exc.diagnostics)
    for kind, problem in layout_problems(deck.layouts, names, KINDS):
        is_key = problem.code == "unknown-key"
        yield replace(problem, place=loaded.place((*deck.path, "layouts", kind), key=is_key))
