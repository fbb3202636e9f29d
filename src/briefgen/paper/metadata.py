"""What a PDF file says of itself, the same for every document of an edition."""

from __future__ import annotations

from datetime import UTC, datetime

from briefgen.editions import Edition
from briefgen.outline.richtext import plain
from briefgen.tagged import Metadata


def metadata(edition: Edition) -> Metadata:
    """Title, authors and date of `edition`; the date is the outline's, so that builds repeat byte for byte."""
    return Metadata(
        title=plain(edition.title),
        authors=edition.authors or (edition.organisation.name,),
        description=plain(edition.subtitle),
        keywords=edition.keywords,
        creator="briefgen",
        created=datetime(edition.date.year, edition.date.month, edition.date.day, tzinfo=UTC),
    )
