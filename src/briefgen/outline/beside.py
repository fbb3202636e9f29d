"""The translations of an outline: those of its key `languages`, and of the files beside it."""

from __future__ import annotations

import glob
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.diagnostics import BriefgenError, Diagnostic, error
from briefgen.outline import translation, yamltree
from briefgen.outline.explain import validated
from briefgen.outline.files import Folder, shown_path
from briefgen.outline.languages import LANGUAGE_TAG, Language
from briefgen.outline.suggest import did_you_mean
from briefgen.outline.translation import Translation

if TYPE_CHECKING:
    from briefgen.outline.loaded import LoadedOutline


def overlays(path: Path, folder: Folder, found: list[Diagnostic]) -> dict[str, yamltree.Node]:
    """The trees of the files beside the outline at `path`, `brief.es.yaml`, by their languages' tags."""
    trees = {}
    for tag, name in beside_files(path):
        try:
            trees[tag] = yamltree.parse(folder.read(name), shown_path(path.parent / name))
        except BriefgenError as exc:
            found += exc.diagnostics
    return trees


def translations_of(
    loaded: LoadedOutline, beside: Mapping[str, yamltree.Node], found: list[Diagnostic]
) -> dict[str, Translation]:
    """The outline in the languages of its key `languages` and of the files beside it, `brief.es.yaml`."""
    o = loaded.outline
    said: dict[str, tuple[Language, yamltree.Node]] = {
        tag: (words, yamltree.find(loaded.tree, ("languages", tag))[0])
        for tag, words in o.languages.items()
    }
    for tag, tree in beside.items():
        if tag in said or tag == o.language:
            message = f"the outline has the language `{tag}` itself"
            found.append(error("duplicate-language", message, tree.place, "keep one of the two"))
            continue
        words = validated(Language, yamltree.to_data(tree), tree, found)
        if words is not None:
            said[tag] = words, tree
    out = {}
    for tag, (words, tree) in said.items():
        out[tag], wrong = translation.translate(o, tag, words, tree, loaded.place)
        found += wrong
    return out


def beside_files(path: Path) -> list[tuple[str, str]]:
    """Tag and name of each file beside the outline that is named like it, with a known language's tag."""
    from babel.localedata import exists

    out = []
    for other in sorted(path.parent.glob(f"{glob.escape(path.stem)}.*{path.suffix}")):
        tag = other.name.removeprefix(f"{path.stem}.").removesuffix(path.suffix)
        if re.fullmatch(LANGUAGE_TAG, tag) and exists(tag.replace("-", "_")):
            out.append((tag, other.name))
    return out


def audience_languages(loaded: LoadedOutline) -> list[Diagnostic]:
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
