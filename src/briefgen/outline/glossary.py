"""What abbreviations stand for."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field

from briefgen.outline.base import Node, PlainText, Shorthand


class Term(Node):
    """What an abbreviation stands for."""

    long: PlainText = Field(description="The words: `gross domestic product`.")
    article: PlainText | None = Field(
        None, description="`the`, where the words need it and the abbreviation does not."
    )
    plural: PlainText | None = Field(
        None,
        description="The words in the plural; default: with an s in English, and in brackets after the abbreviation in other "
        "languages.",
    )


def _term(value: Any) -> Any:
    return {"long": value} if isinstance(value, str) else value


Glossary: TypeAlias = dict[str, Annotated[Term, Shorthand(_term, {"type": "string"})] | None]
