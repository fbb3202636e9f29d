"""Where an edition's texts are written: in the outline, or in the translation that it is made of."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.editions.selection import chain
from briefgen.outline import yamltree
from briefgen.outline.base import Path
from briefgen.outline.loaded import LoadedOutline
from briefgen.outline.models import Outline


def outline_in(loaded: LoadedOutline, tag: str) -> Outline:
    """The outline with the texts of a language that it has."""
    return loaded.outline if tag == loaded.outline.language else loaded.translations[tag].outline


def trees(loaded: LoadedOutline, tag: str) -> Iterator[yamltree.Node]:
    """What texts in a language are read from: the translation, then the outline."""
    if tag != loaded.outline.language:
        yield loaded.translations[tag].tree
    yield loaded.tree


def scalar_in(
    loaded: LoadedOutline, tag: str, ways: Iterator[Path] | list[Path]
) -> yamltree.Scalar | None:
    """The first text that a translation writes at one of these paths."""
    tree = loaded.translations[tag].tree
    for way in ways:
        node, walked = yamltree.find(tree, way)
        if walked == way and isinstance(node, yamltree.Scalar) and node.value is not None:
            return node
    return None


def ways(loaded: LoadedOutline, audience: str, keys: tuple[str, ...]) -> Iterator[Path]:
    """The paths of a translation at which a text may stand: `keys` is a part's id and key, or a key."""
    for each in chain(loaded.outline, audience) if audience else ():
        yield ("audiences", each.id, *(("reword",) if len(keys) > 1 else ()), *keys)
    yield ("parts", *keys) if len(keys) > 1 else keys
