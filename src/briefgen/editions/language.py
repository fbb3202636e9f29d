"""The outline in the language asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.diagnostics import BriefgenError, error
from briefgen.outline.suggest import did_you_mean

if TYPE_CHECKING:
    from briefgen.outline.loaded import LoadedOutline
    from briefgen.outline.models import Outline

FIRST = 20  # gaps that a refused build names; `check` lists all


def spoken(
    loaded: LoadedOutline, language: str, fallback: bool = False
) -> tuple[Outline, frozenset[str]]:
    """The outline in `language`, and the texts in it that are still in the outline's own.

    Raises BriefgenError where there is no such translation, or one with gaps and neither it nor `fallback` says to
    fill them with the outline's own text.
    """
    if language == loaded.outline.language:
        return loaded.outline, frozenset()
    found = loaded.translations.get(language)
    if found is None:
        message = f"the outline is not translated into `{language}`"
        hint = did_you_mean(language, loaded.languages)
        raise BriefgenError(error("unknown-language", message, hint=hint))
    if found.missing and not fallback and not found.fallback:
        raise BriefgenError(
            [error(d.code, d.message, d.place, d.hint) for d in found.missing[:FIRST]]
            + [
                error(
                    "not-translated",
                    f"{len(found.missing)} texts are not translated into `{language}`",
                    hint="translate them, or build with `--fallback`",
                )
            ]
        )
    return found.outline, found.foreign
