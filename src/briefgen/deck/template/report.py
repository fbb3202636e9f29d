"""What a template has, which of its layouts each kind of slide takes, and what is done where one is missing."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.deck.placed import Kind
from briefgen.deck.template.faces import is_known
from briefgen.deck.template.model import Layout, Place, Template

# Roles that a slide of each kind fills, where the layout has a placeholder for them.
_ROLES: dict[Kind, tuple[str, ...]] = {
    "title": ("title", "subtitle"), "section": ("title", "body"), "message": ("title", "body"),
    "key-numbers": ("title",), "chart": ("title", "picture"), "points": ("title", "picture", "side"),
    "number": ("title",), "quotation": ("title", "body"), "comparison": ("title", "body", "side"),
    "table": ("title", "picture"), "recommendations": ("title",), "sources": ("title", "body"),
    "closing": ("title", "body"),
}  # fmt: skip
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
            lines += [f"    {_described(place)}" for place in layout.places]
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


def _described(place: Place) -> str:
    b = place.box
    return (
        f"{place.idx}: {_NAMES.get(place.type, place.type)} “{place.name}”, {b.width:.0f} x {b.height:.0f} pt at {b.x:.0f}, {b.y:.0f}, "
        f"text of {place.style.size:g} pt"
    )


def report(template: Template) -> Report:
    """What `template` has and how slides use it."""
    frames = template.frames
    services = tuple(
        Service(kind, frames[kind].layout.name, template.matched[kind],
                tuple(role for role in roles if role not in frames[kind].seats))
        for kind, roles in _ROLES.items()
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
