"""Reading an outline: `load` a file, or `read` it for everything that is wrong with it and with what it names."""

from __future__ import annotations

import datetime
import glob
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from briefgen.model.base import NodePath
from briefgen.model.diagnostics import (
    BriefgenError,
    Diagnostic,
    Place,
    did_you_mean,
    error,
    has_errors,
    limit_diagnostics,
    sort_diagnostics,
    warning,
)
from briefgen.model.loaded import (
    LoadedOutline,
    MappingNode,
    Scalar,
    SequenceNode,
    Translation,
    TreeNode,
    find_node,
    to_data,
)
from briefgen.model.outline import LANGUAGE_TAG, Language, Outline
from briefgen.model.theme import (
    FONT_FOLDER,
    MATRICES,
    Theme,
    contrast,
    difference,
    is_file,
    luma,
    merge,
    own_theme,
    own_theme_data,
)
from briefgen.reading import datafiles, translation, yaml_parser
from briefgen.reading.validation import check_audiences, check_references, validate
from briefgen.storage.folder import (
    Folder,
    check_image,
    note_use,
    read_files,
    shown_path,
    used_files,
)

PAPER = "#ffffff"
MARKS = 3.0  # WCAG 2.2, 1.4.11: graphical objects
TEXT = 4.5  # WCAG 2.2, 1.4.3: text
APART = 10.0  # CIEDE2000: surfaces of one chart that are not side by side are told apart from about here
DIRECT = 4  # series that a chart shows side by side without more than a name beside them
GREYS = 0.25  # luma, 0..1, between what is highlighted and what is muted in black and white


def check_colours(theme: Theme, tree: TreeNode) -> Iterator[Diagnostic]:
    """A warning for each colour and pair of colours of `theme` that a reader may not see.

    `tree` is the theme file, where they stand; colours that it leaves as they are need no check of their own.
    """
    colours = theme.colours
    marks: list[tuple[NodePath, str]] = [(("series", i), s) for i, s in enumerate(colours.series)]
    marks += [((name,), getattr(colours, name)) for name in ("primary", "accent", "mute")]
    texts = [((name,), getattr(colours, name), PAPER) for name in ("ink", "muted", "link")]
    texts.append((("on_primary",), colours.on_primary, colours.primary))
    for path, shade in marks:
        if contrast(shade, PAPER) < MARKS:
            yield _colour_warning(tree, path, f"{shade} has a contrast of {contrast(shade, PAPER):.1f} to paper, a mark needs {MARKS:g}",
                        "choose a darker one (WCAG 2.2, 1.4.11)")  # fmt: skip
    for path, shade, ground in texts:
        if contrast(shade, ground) < TEXT:
            yield _colour_warning(tree, path, f"{shade} has a contrast of {contrast(shade, ground):.1f} to {ground}, a text needs {TEXT:g}",
                        "choose one that stands out more (WCAG 2.2, 1.4.3)")  # fmt: skip
    pairs = list(combinations(marks[: min(DIRECT, len(colours.series))], 2))
    pairs.append(((("accent",), colours.accent), (("mute",), colours.mute)))
    for (_, one), (path, other) in pairs:
        least, vision = min((difference(one, other, vision), vision) for vision in MATRICES)
        if least < APART:
            eyes = "look alike" if vision == "normal" else f"look alike to eyes with {vision}"
            yield _colour_warning(tree, path, f"{one} and {other} {eyes}: they differ by {least:.0f}, and {APART:g} are needed",
                        "choose colours that differ in lightness too")  # fmt: skip
    if luma(colours.mute) - luma(colours.ink) < GREYS:
        yield _colour_warning(tree, ("mute",), f"{colours.mute} cannot be told from {colours.ink}, the highlight of black and white",
                    "choose a lighter one")  # fmt: skip


def _colour_warning(tree: TreeNode, path: NodePath, message: str, hint: str) -> Diagnostic:
    where = "colours." + ".".join(str(part) for part in path)
    return warning("theme-colour", f"`{where}`: {message}", find_node(tree, ("colours", *path))[0].place, hint)  # fmt: skip


# The date of an outline that says none: that of SOURCE_DATE_EPOCH, as packagers set it for reproducible builds.

VARIABLE = "SOURCE_DATE_EPOCH"
_MOST = 253_402_300_799  # the last second of 9999


def add_date(tree: MappingNode, found: list[Diagnostic]) -> MappingNode:
    """`tree` with the day, in UTC, that the variable says, where it says one and `tree` none.

    Source: https://reproducible-builds.org/specs/source-date-epoch, seconds since 1970 in decimal digits.
    """
    said = os.environ.get(VARIABLE)
    if "date" in tree.entries or not said:
        return tree
    if not (said.isascii() and said.isdecimal() and int(said[:20]) <= _MOST):
        hint = f"add `date: …`, or set {VARIABLE} to seconds since 1970"
        found.append(error("bad-date", f"{VARIABLE} is no date", tree.place, hint))
        said = "0"  # any will do: what is wrong has been said
    day = datetime.datetime.fromtimestamp(int(said), datetime.UTC).date()
    date = Scalar(day.isoformat(), tree.place)
    entries, keys = {**tree.entries, "date": date}, {**tree.keys, "date": tree.place}
    return MappingNode(entries, keys, tree.place)


# Templates in an outline that is built without rows: they are text, and a warning says so.

TEMPLATE_MARKS = ("{{", "{%", "{#")


def is_template(text: str) -> bool:
    """Whether `briefgen batch` would fill `text` in."""
    return "{" in text and any(mark in text for mark in TEMPLATE_MARKS)


def find_templates(tree: TreeNode) -> list[Diagnostic]:
    """One warning, at the first of the templates in `tree`; none where there are none."""
    places = list(_template_places(tree))
    if not places:
        return []
    more = f", and {len(places) - 1} more like it" if len(places) > 1 else ""
    message = f"a template is text here{more}: only `briefgen batch` fills it in"
    hint = "build with `briefgen batch OUTLINE --data ROWS.csv`; see docs/batch.md"
    return [warning("template", message, places[0], hint)]


def hint_batch(found: Diagnostic) -> Diagnostic:
    """What is said of a template, or of `when`, with the hint that it needs rows."""
    place = found.place
    written = (place.text or "")[place.column - 1 :][: place.length] if place else ""
    condition = found.code == "unknown-key" and found.message.endswith("`when`")
    if found.code == "template" or not (is_template(written) or condition):
        return found
    return replace(found, hint="check it with `briefgen batch OUTLINE --data ROWS.csv --check`")


def _template_places(node: TreeNode, item: bool = False) -> Iterator[Place]:
    if isinstance(node, Scalar):
        if node.value and is_template(node.value):
            yield node.place
    elif isinstance(node, SequenceNode):
        for each in node.items:
            yield from _template_places(each, item=True)
    elif isinstance(node, MappingNode):
        for key, value in node.entries.items():
            if is_template(key) or (item and key == "when"):
                yield node.keys[key]
            yield from _template_places(value)


# The translations of an outline: those of its key `languages`, and of the files beside it.


def read_overlays(path: Path, folder: Folder, found: list[Diagnostic]) -> dict[str, TreeNode]:
    """The trees of the files beside the outline at `path`, `brief.es.yaml`, by their languages' tags."""
    trees = {}
    for tag, name in overlay_files(path):
        try:
            trees[tag] = yaml_parser.parse(folder.read(name), shown_path(path.parent / name))
        except BriefgenError as exc:
            found += exc.diagnostics
    return trees


def translate_all(
    loaded: LoadedOutline, beside: Mapping[str, TreeNode], found: list[Diagnostic]
) -> dict[str, Translation]:
    """The outline in the languages of its key `languages` and of the files beside it, `brief.es.yaml`."""
    o = loaded.outline
    said: dict[str, tuple[Language, TreeNode]] = {
        tag: (words, find_node(loaded.tree, ("languages", tag))[0])
        for tag, words in o.languages.items()
    }
    for tag, tree in beside.items():
        if tag in said or tag == o.language:
            message = f"the outline has the language `{tag}` itself"
            found.append(error("duplicate-language", message, tree.place, "keep one of the two"))
            continue
        words = validate(Language, to_data(tree), tree, found)
        if words is not None:
            said[tag] = words, tree
    out = {}
    for tag, (words, tree) in said.items():
        out[tag], wrong = translation.translate(o, tag, words, tree, loaded.place)
        found += wrong
    return out


def overlay_files(path: Path) -> list[tuple[str, str]]:
    """Tag and name of each file beside the outline that is named like it, with a known language's tag."""
    from babel.localedata import exists

    out = []
    for other in sorted(path.parent.glob(f"{glob.escape(path.stem)}.*{path.suffix}")):
        tag = other.name.removeprefix(f"{path.stem}.").removesuffix(path.suffix)
        if re.fullmatch(LANGUAGE_TAG, tag) and exists(tag.replace("-", "_")):
            out.append((tag, other.name))
    return out


def check_audience_languages(loaded: LoadedOutline) -> list[Diagnostic]:
    """Audiences in a language that the outline is not translated into."""
    return [
        error(
            "unknown-language",
            f"the outline is not translated into `{a.language}`",
            loaded.place((*a.path, "language")),
            did_you_mean(a.language, loaded.languages),
        )
        for a in loaded.outline.audiences
        if a.language is not None and a.language not in loaded.languages
    ]


# The outline itself.


def load(path: str | os.PathLike[str], *, allow_outside: bool = False) -> LoadedOutline:
    """Read, parse and validate the outline at `path`.

    Files that it names are read only inside its folder unless `allow_outside`. Raises BriefgenError, with
    every error found, when it cannot be built from.
    """
    loaded, found = read(path, allow_outside=allow_outside)
    if loaded is None:
        raise BriefgenError(limit_diagnostics([d for d in found if d.severity == "error"]))
    return loaded


def read(
    path: str | os.PathLike[str], *, allow_outside: bool = False
) -> tuple[LoadedOutline | None, list[Diagnostic]]:
    """The outline at `path`, None when it cannot be built from, and everything that is wrong with it."""
    path = Path(path)
    with used_files() as used, read_files() as seen:
        try:
            tree = parse_file(path)
        except BriefgenError as exc:
            return None, list(exc.diagnostics)
        said = find_templates(tree)
        loaded, found = resolve(tree, path, allow_outside=allow_outside, said=said)
        found = [hint_batch(d) for d in found] if said else found
    if loaded is not None:
        digests = {path.resolve(): was or None for path, was in seen.items() if was is not None}
        loaded = replace(loaded, used=frozenset(used), digests=digests)
    return loaded, found


def parse_file(path: Path) -> TreeNode:
    """The tree of the outline at `path`. Raises BriefgenError."""
    # The outline itself may be a link: it is the one file that the user names.
    data = Folder(path.parent, True).read(path.name, limit=yaml_parser.MAX_BYTES)
    return yaml_parser.parse(data, shown_path(path))


def resolve(
    tree: TreeNode,
    path: Path,
    *,
    allow_outside: bool = False,
    said: Sequence[Diagnostic] = (),
    beside: Mapping[str, TreeNode] | None = None,
) -> tuple[LoadedOutline | None, list[Diagnostic]]:
    """The outline of the `tree` that stands at `path`, as `read` returns it; `said` is known already.

    `beside` are the trees of the files that stand beside it, by their languages' tags; default: they are read.
    """
    folder = Folder(path.parent, allow_outside)
    tree, found = datafiles.expand(tree, folder)
    found += said
    if not isinstance(tree, MappingNode):
        message = "an outline is a mapping"
        found.append(error("wrong-type", message, tree.place, "start with `title: …`"))
        return None, found
    tree = add_date(tree, found)
    outline = validate(Outline, to_data(tree), tree, found)
    if outline is None:
        return None, sort_diagnostics(found)
    outline.place_at(())
    loaded = LoadedOutline(outline, own_theme(), path, None, tree)
    found += check_references(outline, loaded.place)
    found += check_audiences(outline, loaded.place)
    theme = _theme(outline.theme, folder, loaded.place(("theme",)), found)
    themes: dict[str, Theme | None] = {}
    for a in outline.audiences:
        if a.theme is not None and a.theme not in themes:
            themes[a.theme] = _theme(a.theme, folder, loaded.place((*a.path, "theme")), found)
    _check_templates(outline, folder, loaded, found)
    logo = _logo(outline, folder, loaded.place(("organisation", "logo")), found)
    translations: dict[str, Translation] = {}
    if not has_errors(found):
        if beside is None:
            beside = read_overlays(path, folder, found)
        translations = translate_all(loaded, beside, found)
    for translated in translations.values():
        name = translated.outline.theme
        if name is not None and name != outline.theme and name not in themes:
            place = find_node(translated.tree, ("theme",))[0].place
            themes[name] = _theme(name, folder, place, found)
    found += check_audience_languages(replace(loaded, translations=translations))
    found = sort_diagnostics(found)
    usable = {name: each for name, each in themes.items() if each is not None}
    if has_errors(found) or theme is None or len(usable) < len(themes):
        return None, found
    loaded = LoadedOutline(outline, theme, path, logo, tree, tuple(found), allow_outside)
    return replace(loaded, themes=usable, translations=translations), found


def _theme(name: str | None, folder: Folder, place: Place, found: list[Diagnostic]) -> Theme | None:
    if name is None:
        return own_theme()
    try:
        path = folder.find(name, place)
        tree = yaml_parser.parse(folder.read(name, place), shown_path(path))
    except BriefgenError as exc:
        found += exc.diagnostics
        return None
    if not isinstance(tree, MappingNode):
        hint = "start with `colours:` or `fonts:`"
        found.append(error("wrong-type", "a theme is a mapping", tree.place, hint))
        return None
    theme = validate(Theme, merge(own_theme_data(), to_data(tree)), tree, found)
    if not isinstance(theme, Theme):
        return None
    if "colours" in tree.entries:
        found += check_colours(theme, tree)
    return _find_fonts(theme, path.parent, folder, tree, found)


def _find_fonts(
    theme: Theme, beside: Path, folder: Folder, tree: TreeNode, found: list[Diagnostic]
) -> Theme:
    """`theme` with the paths of the font files that lie in the folder `beside`; the others are briefgen's own."""
    own: dict[str, str] = {}
    for face in ("regular", "bold", "italic", "bold_italic"):
        name = getattr(theme.fonts, face)
        file = beside / name
        there = is_file(file)
        note_use(file, there)
        if there:
            own[face] = str(file)
        else:
            file = FONT_FOLDER / name
        if not is_file(file) or not (
            file.resolve().is_relative_to(FONT_FOLDER.resolve())
            or folder.allow_outside
            or file.resolve().is_relative_to(folder.path.resolve())
        ):
            here = find_node(tree, ("fonts", face))[0].place
            message = f"there is no font file `{name}` beside the theme"
            found.append(error("missing-file", message, here))
    return theme.model_copy(update={"fonts": theme.fonts.model_copy(update=own)})


def _check_templates(
    outline: Outline, folder: Folder, loaded: LoadedOutline, found: list[Diagnostic]
) -> None:
    """Report templates of decks, the outline's own and audiences', that are not files which may be read."""
    for deck in (outline.deck, *(a.deck for a in outline.audiences if a.deck)):
        if deck.template is not None:
            try:
                folder.find(deck.template, loaded.place((*deck.path, "template")))
            except BriefgenError as exc:
                found += exc.diagnostics


def _logo(outline: Outline, folder: Folder, place: Place, found: list[Diagnostic]) -> Path | None:
    name = outline.organisation.logo
    if name is None:
        return None
    try:
        return check_image(folder.find(name, place), name, place)
    except BriefgenError as exc:
        found += exc.diagnostics
        return None
