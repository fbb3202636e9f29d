"""What is asked of every row, against what the outline has: languages, audiences, and the files that come of them."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.batch.outlines import BatchOutline
from briefgen.diagnostics import BriefgenError, error
from briefgen.formats import FORMATS
from briefgen.outline.models import Outline
from briefgen.outline.suggest import did_you_mean
from briefgen.outline.unfilled import is_template
from briefgen.outline.yamltree import Mapping, Node, Scalar, Sequence_


def languages(whole: BatchOutline, asked: Sequence[str]) -> list[str]:
    """The tags of the languages asked for. Raises BriefgenError for one that the outline does not have."""
    tree = whole.tree.entries if isinstance(whole.tree, Mapping) else {}
    inside = tree.get("languages")
    own = tree.get("language")
    known = [
        own.value or "" if isinstance(own, Scalar) else Outline.model_fields["language"].default
    ]
    known += [*(inside.entries if isinstance(inside, Mapping) else ()), *whole.beside]
    if not is_template(known[0]):
        for unknown in (tag for tag in asked if tag not in (*known, "all")):
            message, hint = (
                f"the outline is not translated into `{unknown}`",
                did_you_mean(unknown, known),
            )
            raise BriefgenError(error("unknown-language", message, hint=hint))
    return [tag for tag in known if "all" in asked or tag in asked]


def audiences(tree: Node, asked: Sequence[str]) -> list[str]:
    """The ids of the audiences asked for, "" for the whole outline. Raises BriefgenError for an unknown one."""
    listed = tree.entries.get("audiences") if isinstance(tree, Mapping) else None
    ids = [
        id.value or ""
        for item in (listed.items if isinstance(listed, Sequence_) else ())
        if isinstance(item, Mapping) and isinstance(id := item.entries.get("id"), Scalar)
    ]
    named = [a for a in asked if a != "all"]
    for unknown in (a for a in named if a not in ids):
        hint = did_you_mean(unknown, ids)
        raise BriefgenError(
            error("unknown-audience", f"there is no audience `{unknown}`", hint=hint)
        )
    return (ids if "all" in asked else named) or [""]


def endings(
    audiences: Sequence[str], languages: Sequence[str], formats: Sequence[str] | None
) -> list[str]:
    """All that can follow a row's name in the names of its files."""
    ends = [FORMATS[format].ending for format in formats or FORMATS]
    kinds = ["-".join(["", *filter(None, (a, tag))]) for a in audiences for tag in ("", *languages)]
    return [f"{kind}{end}" for kind in kinds for end in ends]
