"""Templates: briefgen's own, made from the theme, and those that organisations bring; what one has, and how slides use it.

python-pptx opens one when what is made from it is not at hand: in this process, or in the cache of another run.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, TypeVar

import msgspec

from briefgen.deck.boxes import Kind
from briefgen.deck.measure import Typeface, chart_fonts, is_known, measuring_theme
from briefgen.deck.slide import Stock
from briefgen.deck.template.model import Layout, LayoutNeeds, Place, Template, read_file
from briefgen.model.diagnostics import BriefgenError, Diagnostic, did_you_mean, error
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.model.theme import FONT_FOLDER, Colours, Theme, own_theme
from briefgen.storage import cache
from briefgen.storage.cache import Memo
from briefgen.storage.files import digest
from briefgen.storage.versions import versions

__all__ = ["Source", "Template", "layout_problems", "new"]

MOST = 8_000_000  # bytes of an entry in the cache: a template with films in it is opened each time
Stored = TypeVar("Stored", Template, Stock)

_templates: Memo[Template] = Memo(16)
_stocks: Memo[Stock] = Memo(64_000_000, lambda stock: stock.size)


class Source:
    """The presentation file at `path`, or briefgen's own template in the look of `theme`, for slides of `kinds`.

    Raises BriefgenError, here and later, for a file that cannot or must not be used.
    """

    def __init__(self, path: Path | None, theme: Theme, kinds: Sequence[LayoutNeeds]) -> None:
        self.path, self.theme, self.kinds = path, theme, kinds
        self._data = b"" if path is None else read_file(path)
        self._opened: Any = None
        # No file has the key of our own, an empty one neither.
        digest = hashlib.sha256(self._data).hexdigest() if path else "own"
        self._key = (digest, tuple(kind.name for kind in kinds))

    def layout_names(self) -> list[str]:
        """The names of its layouts."""
        return [layout.name for layout in self.template({}).layouts]

    def template(self, asked: Mapping[Kind, str]) -> Template:
        """The template, with the map from kinds of slides to layouts that the outline asks for."""
        key = (self._key, tuple(sorted(asked.items())))
        return _templates.get(
            (key, self.theme), lambda: recall(Template, self.theme, key, lambda: self._read(asked))
        )

    def stock(self, layouts: Collection[int], face: str | None = None) -> Stock:
        """What slides on the layouts with these numbers are made from.

        With a `face` for text from right to left, all is turned round.
        """
        key = (self._key, tuple(sorted(layouts)), face)
        return _stocks.get(
            (key, self.theme),
            lambda: recall(Stock, self.theme, key, lambda: self._stock(layouts, face)),
        )

    def _presentation(self) -> Any:
        """The presentation by python-pptx, without slides, as composers know it: from left to right.

        It is opened once, until it is used up by `stock`.
        """
        if self._opened is None:
            from briefgen.deck.template import presentation

            self._opened = presentation.open_template(self.path, self._data, self.theme)
        return self._opened

    def _read(self, asked: Mapping[Kind, str]) -> Template:
        from briefgen.deck.template.presentation import refuse_broken
        from briefgen.deck.template.read import layouts, read

        opened = self._presentation()
        with refuse_broken(self.path):
            names = [layout.name for layout in layouts(opened)]
            found = [problem for _, problem in layout_problems(asked, names, self.kinds)]
            if found:
                raise BriefgenError(found)
            return read(opened, self.theme, self.kinds, asked, own=self.path is None)

    def _stock(self, layouts: Collection[int], face: str | None) -> Stock:
        from briefgen.deck.template import presentation

        opened = self._presentation()
        self._opened = None
        with presentation.refuse_broken(self.path):
            if face is not None:
                presentation.mirror_presentation(opened)
                presentation.give_faces(opened, face)
            return presentation.make_stock(opened, layouts)


def layout_problems(
    asked: Mapping[Kind, str], names: Sequence[str] | None, kinds: Sequence[LayoutNeeds]
) -> Iterator[tuple[Kind, Diagnostic]]:
    """What is wrong with asking for layouts by kinds of slides, by kind, of a template whose layouts have these names.

    `names` are None where the template cannot be read.
    """
    known = [kind.name for kind in kinds]
    for kind, name in asked.items():
        if kind not in known:
            hint = did_you_mean(kind, known)
            yield kind, error("unknown-key", f"unknown key `{kind}`", hint=hint)
        elif names is not None and name.casefold() not in (each.casefold() for each in names):
            hint = did_you_mean(name, names)
            yield kind, error("layout", f"the template has no layout `{name}`", hint=hint)


def new(target: IO[bytes], theme: Theme | None = None) -> None:
    """Write briefgen's own template, in the look of `theme`, to a binary stream: a start for one's own."""
    from briefgen.deck.template import builtin

    builtin.write(theme or own_theme(), target)


def recall(what: type[Stored], base: Theme, key: object, make: Callable[[], Stored]) -> Stored:
    """What `make` gave for `key` and the theme `base` in an earlier run, or gives now; its token is the cache's key."""
    entries = cache.current()
    # Which letters a font has that is not ours says how high its lines are.
    font = base.font_path("regular")
    letters = None if font.parent == FONT_FOLDER else digest(font)
    name = cache.key_of(what.__name__, versions(), base, letters, key)
    data = entries.recall(name)
    if data is not None:
        try:
            return dataclasses.replace(decode(what, data, base), token=name)
        except (msgspec.MsgspecError, ValueError, KeyError, TypeError, AttributeError):
            pass  # an entry that another program made
    made = dataclasses.replace(make(), token=name)
    data = encode(made, base)
    if len(data) <= MOST:
        entries.put(name, data)
    return made


def encode(value: Template | Stock, base: Theme) -> bytes:
    """`value`, made with the theme `base`, as bytes: of a theme and of typefaces, what differs from those of `base`."""

    def plain(part: Any) -> Any:
        if isinstance(part, Typeface):
            return part.name, part.stretch, part.leading
        if isinstance(part, Theme):
            colours = {name: getattr(part.colours, name) for name in Colours.model_fields}
            return None if part == base else (colours, part.fonts.deck)
        raise NotImplementedError(type(part))

    return msgspec.msgpack.encode(value, enc_hook=plain)


def decode(what: type[Stored], data: bytes, base: Theme) -> Stored:
    """What `encode` made bytes of. Raises one of several errors for bytes that it did not make."""

    def whole(kind: type, part: Any) -> Any:
        if kind is Typeface:
            name, stretch, leading = part
            return Typeface(name, measuring_theme(name, base), stretch, leading)
        if part is None:
            return base
        colours, font = part
        look = {n: tuple(each) if isinstance(each, list) else each for n, each in colours.items()}
        return base.model_copy(update={
            "colours": base.colours.model_copy(update=look), "fonts": chart_fonts(font, base),
        })  # fmt: skip

    return msgspec.msgpack.decode(data, type=what, dec_hook=whole)


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
                missing = ", ".join(service.missing)
                lines.append(f"    no placeholder for {missing}: {service.remedy}")
        if self.remarks:
            lines += ["", "Remarks:", *(f"  {remark}" for remark in self.remarks)]
        return "\n".join(lines)


def _describe(place: Place) -> str:
    b = place.box
    return (
        f"{place.idx}: {_NAMES.get(place.type, place.type)} “{place.name}”, {b.width:.0f} x {b.height:.0f} pt at {b.x:.0f}, {b.y:.0f}, "
        f"text of {place.style.size:g} pt"
    )


def inspect(path: Path, kinds: Sequence[LayoutNeeds]) -> Report:
    """Describe the template at `path` and how slides of `kinds` would use it. Raises BriefgenError."""
    template = Source(path, own_theme(), kinds).template({})
    frames = template.frames
    services = tuple(
        Service(kind.name, frames[kind.name].layout.name, template.matched[kind.name],
                tuple(role for role in kind.roles if role not in frames[kind.name].seats))
        for kind in kinds
    )  # fmt: skip
    heading = frames["chart"].title_face.name
    names = ("ink", "muted", "primary", "accent", "link", "panel")
    named = {name: getattr(template.theme.colours, name) for name in names}
    return Report(
        template.width, template.height, template.face.name, heading, named, template.layouts,
        services, tuple(_remarks(template, heading)),
    )  # fmt: skip


def _remarks(template: Template, heading: str) -> Iterator[str]:
    for name in dict.fromkeys((heading, template.face.name)):
        if not is_known(name):
            yield f"the widths of {name} are not known: text is set as if it were wide"
    drawn = [name for name in ("ink", "primary", "accent") if name not in template.palette]
    if drawn:
        yield f"no colour of the theme is dark or light enough for {', '.join(drawn)}: a nearby one is used"
    for kind in ("chart", "message"):
        room = template.frames[kind].body.height
        if room < _NEEDED:
            yield f"the layout for {kind} slides leaves {room:.0f} points of height: text and charts are small"
    for role, kind in (("footer", "ftr"), ("slide number", "sldNum")):
        if not template.frames["chart"].layout.first(kind):
            yield f"the layout for chart slides has no {role}"


def unusable_templates(
    loaded: LoadedOutline, wanted: Sequence[Edition], kinds: Sequence[LayoutNeeds]
) -> Iterator[Diagnostic]:
    """Report templates of decks that cannot be used, and kinds of slides and layouts that do not exist.

    Each template that the decks of `wanted` name is opened once; `kinds` are the kinds of slides that there are.
    """
    decks = {(e.deck.path, e.template): e for e in wanted if e.template or e.deck.layouts}
    for edition in decks.values():
        deck, names = edition.deck, None
        try:
            names = Source(edition.template, edition.theme, kinds).layout_names()
        except BriefgenError as exc:
            # A template of the command line has no place in the outline: the diagnostic names its file.
            here = loaded.place((*deck.path, "template")) if deck.template else None
            yield from (replace(d, place=here or d.place) for d in exc.diagnostics)
        for kind, problem in layout_problems(deck.layouts, names, kinds):
            is_key = problem.code == "unknown-key"
            yield replace(problem, place=loaded.place((*deck.path, "layouts", kind), key=is_key))
