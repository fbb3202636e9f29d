"""Reading an outline: `load` a file, or `check` it for everything that is wrong."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from briefgen.diagnostics import (
    BriefgenError,
    Diagnostic,
    Place,
    at_most,
    error,
    has_errors,
    in_reading_order,
)
from briefgen.outline import audiences, datafiles, epoch, references, yamltree
from briefgen.outline.beside import audience_languages, overlays, translations_of
from briefgen.outline.explain import validated
from briefgen.outline.files import Folder, note_use, read_files, shown_path, used_files
from briefgen.outline.loaded import LoadedOutline
from briefgen.outline.models import Outline
from briefgen.outline.translation import Translation
from briefgen.outline.unfilled import for_batch, unfilled
from briefgen.theme import FONT_FOLDER, Theme, is_file, merged, own_theme, own_theme_data


def check(path: str | os.PathLike[str], *, allow_outside: bool = False) -> list[Diagnostic]:
    """Everything that is wrong with the outline at `path`, in the order of the file."""
    return read(path, allow_outside=allow_outside)[1]


def load(path: str | os.PathLike[str], *, allow_outside: bool = False) -> LoadedOutline:
    """Read, parse and validate the outline at `path`.

    Files that it names are read only inside its folder unless `allow_outside`. Raises BriefgenError, with
    every error found, when it cannot be built from.
    """
    loaded, found = read(path, allow_outside=allow_outside)
    if loaded is None:
        raise BriefgenError(at_most([d for d in found if d.severity == "error"]))
    return loaded


def read(
    path: str | os.PathLike[str], *, allow_outside: bool = False
) -> tuple[LoadedOutline | None, list[Diagnostic]]:
    """The outline at `path`, None when it cannot be built from, and everything that is wrong with it."""
    path = Path(path)
    with used_files() as used, read_files() as seen:
        try:
            tree = parsed(path)
        except BriefgenError as exc:
            return None, list(exc.diagnostics)
        said = unfilled(tree)
        loaded, found = resolved(tree, path, allow_outside=allow_outside, said=said)
        found = [for_batch(d) for d in found] if said else found
    if loaded is not None:
        digests = {path.resolve(): digest for path, digest in seen.items() if digest}
        loaded = replace(loaded, used=frozenset(used), digests=digests)
    return loaded, found


def parsed(path: Path) -> yamltree.Node:
    """The tree of the outline at `path`. Raises BriefgenError."""
    # The outline itself may be a link: it is the one file that the user names.
    data = Folder(path.parent, True).read(path.name, limit=yamltree.MAX_BYTES)
    return yamltree.parse(data, shown_path(path))


def resolved(
    tree: yamltree.Node,
    path: Path,
    *,
    allow_outside: bool = False,
    said: Sequence[Diagnostic] = (),
    beside: Mapping[str, yamltree.Node] | None = None,
) -> tuple[LoadedOutline | None, list[Diagnostic]]:
    """The outline of the `tree` that stands at `path`, as `read` returns it; `said` is known already.

    `beside` are the trees of the files that stand beside it, by their languages' tags; default: they are read.
    """
    folder = Folder(path.parent, allow_outside)
    tree, found = datafiles.expand(tree, folder)
    found += said
    if not isinstance(tree, yamltree.Mapping):
        found.append(
            error("wrong-type", "an outline is a mapping", tree.place, "start with `title: …`")
        )
        return None, found
    tree = epoch.dated(tree, found)
    outline = validated(Outline, yamltree.to_data(tree), tree, found)
    if outline is None:
        return None, in_reading_order(found)
    outline.place_at(())
    loaded = LoadedOutline(outline, own_theme(), path, None, tree)
    found += references.check(outline, loaded.place)
    found += audiences.check(outline, loaded.place)
    theme = _theme(outline.theme, folder, loaded.place(("theme",)), found)
    themes: dict[str, Theme | None] = {}
    for a in outline.audiences:
        if a.theme is not None and a.theme not in themes:
            themes[a.theme] = _theme(a.theme, folder, loaded.place((*a.path, "theme")), found)
    _find_templates(outline, folder, loaded, found)
    logo = _logo(outline, folder, loaded.place(("organisation", "logo")), found)
    translations: dict[str, Translation] = {}
    if not has_errors(found):
        if beside is None:
            beside = overlays(path, folder, found)
        translations = translations_of(loaded, beside, found)
    for translated in translations.values():
        name = translated.outline.theme
        if name is not None and name != outline.theme and name not in themes:
            place = yamltree.find(translated.tree, ("theme",))[0].place
            themes[name] = _theme(name, folder, place, found)
    found += audience_languages(replace(loaded, translations=translations))
    found = in_reading_order(found)
    usable = {name: each for name, each in themes.items() if each is not None}
    if has_errors(found) or theme is None or len(usable) < len(themes):
        return None, found
    warnings = tuple(found)
    return LoadedOutline(
        outline,
        theme,
        path,
        logo,
        tree,
        warnings,
        allow_outside,
        themes=usable,
        translations=translations,
    ), found


def _theme(name: str | None, folder: Folder, place: Place, found: list[Diagnostic]) -> Theme | None:
    if name is None:
        return own_theme()
    try:
        path = folder.find(name, place)
        tree = yamltree.parse(folder.read(name, place), shown_path(path))
    except BriefgenError as exc:
        found += exc.diagnostics
        return None
    if not isinstance(tree, yamltree.Mapping):
        hint = "start with `colours:` or `fonts:`"
        found.append(error("wrong-type", "a theme is a mapping", tree.place, hint))
        return None
    if "folder" in tree.entries:  # which the loader sets
        here = tree.keys["folder"]
        found.append(error("unknown-key", "unknown key `folder`", here, "delete it"))
        return None
    data = merged(own_theme_data(), yamltree.to_data(tree))
    theme = validated(Theme, {**data, "folder": path.parent}, tree, found)
    if not isinstance(theme, Theme):
        return None
    for face in ("regular", "bold", "italic", "bold_italic"):
        file = theme.font_path(face)
        if not is_file(file) or not (
            file.resolve().is_relative_to(FONT_FOLDER.resolve())
            or folder.allow_outside
            or file.resolve().is_relative_to(folder.path.resolve())
        ):
            here = yamltree.find(tree, ("fonts", face))[0].place
            message = f"there is no font file `{getattr(theme.fonts, face)}` beside the theme"
            found.append(error("missing-file", message, here))
        note_use(file)
    if "colours" in tree.entries:
        from briefgen.charts.palette import doubts

        found += doubts(theme, tree)
    return theme


def _find_templates(
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
    from briefgen.outline.images import check_image

    name = outline.organisation.logo
    if name is None:
        return None
    try:
        return check_image(folder.find(name, place), name, place)
    except BriefgenError as exc:
        found += exc.diagnostics
        return None
