"""The numbers of translations, held to the same evidence as the outline's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen.checks.numbers.claims import Statement, groups
from briefgen.checks.numbers.compare import Support, supports
from briefgen.checks.numbers.found import Found
from briefgen.checks.numbers.proofs import Proof
from briefgen.checks.numbers.trace import Trace, match, nearest
from briefgen.checks.written import scalar_in
from briefgen.outline import yamltree
from briefgen.outline.base import Path
from briefgen.outline.loaded import LoadedOutline


def translated(
    loaded: LoadedOutline,
    proofs: dict[str, list[Proof]],
    own: list[Trace],
    tags: Iterable[str] | None = None,
) -> Iterator[tuple[Trace, yamltree.Node]]:
    """Each number of a translated text, and the text where it is written, in all languages or those of `tags`.

    `proofs` are those of each part of the outline, `own` the traces of its own texts: what is no claim there is
    none in another language. Texts that are not translated are left out: they are the outline's own.
    """
    unclaimed: dict[Path, list[Found]] = {}
    for t in own:
        if t.status == "not a claim":
            unclaimed.setdefault(t.statement.path, []).append(t.found)
    texts = {s.path: s.text for group in groups(loaded.outline) for s in group.statements}
    for tag in loaded.translations if tags is None else tags:
        each = loaded.translations[tag]
        for group in groups(each.outline):
            held = proofs.get(group.part, [])
            for s in group.statements:
                original = texts.get(s.path)
                if s.text == original or not s.numbers or not s.numbers[0].end:
                    continue
                node = _written(loaded, tag, group.part, s, original or "")
                for number in s.numbers:
                    free = unclaimed.get(s.path, ())
                    if any(supports(number, f) is Support.YES for f in free):
                        yield Trace(s, number, "not a claim"), node
                        continue
                    status, proof = match(number, held)
                    yield Trace(s, number, status, proof or nearest(number, held)), node


def _written(
    loaded: LoadedOutline, tag: str, part: str, s: Statement, original: str
) -> yamltree.Node:
    """The scalar of the translation that holds a statement's text, or what is nearest to it."""
    path: Path = s.path
    if path[0] == "audiences":
        path = ("audiences", loaded.outline.audiences[int(path[1])].id, *path[2:])
    elif part:
        rest = path[2:-1] if s.field == "header" else path[2:]
        path = ("parts", part, *rest)
    ways: list[Path] = [path, ("parts", part, "labels", original), ("phrases", original)]
    return (
        scalar_in(loaded, tag, ways)
        or yamltree.find(loaded.translations[tag].tree, ("parts", part))[0]
    )
