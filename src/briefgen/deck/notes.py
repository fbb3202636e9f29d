"""Speaker notes: the prose, the evidence with its locators, and how long it takes to say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from briefgen.editions import Edition, EditionFinding
from briefgen.locale import Locale
from briefgen.outline.richtext import Blocks, Inline, Paragraph, Text, plain

# Conversational English runs at about 150 words a minute (National Center for Voice and Speech,
# "Voice Qualities"); a talk with pauses at its figures is slower.
WORDS_PER_MINUTE = 130
BULLET = "– "
# What a slide takes that is only looked at.
LEAST_MINUTES = 0.5


class Notes(Struct, frozen=True):
    """What the speaker says, and what it rests on, which is not said."""

    prose: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def minutes(self) -> float:
        """How long the prose takes to say, in halves of a minute; 0 where there is none."""
        words = len(self.prose.split())
        return max(LEAST_MINUTES, round(words / WORDS_PER_MINUTE * 2) / 2) if words else 0.0

    def text(self, locale: Locale) -> str:
        """The notes as they stand under the slide."""
        parts = [self.prose] if self.prose else []
        if self.evidence:
            listed = "\n".join(f"{BULLET}{text}" for text in self.evidence)
            parts.append(f"{locale.word('evidence')}:\n{listed}")
        if self.minutes:
            parts.append(
                locale.word("speaking time", minutes=locale.number(Decimal(f"{self.minutes:g}")),
                            rate=WORDS_PER_MINUTE)
            )  # fmt: skip
        return "\n\n".join(parts)


def spoken(edition: Edition) -> dict[str, str]:
    """The paragraphs of notes that are wholly in another language than the edition, and that language."""
    found: dict[str, str] = {}
    for whole in (
        edition.message,
        edition.about,
        *(f.body for f in edition.findings),
        *(r.body for r in edition.recommendations),
        *((Paragraph(runs),) for f in edition.findings for runs in (f.headline,)),
        *((Paragraph(r.action),) for r in edition.recommendations),
        *((Paragraph(n.text),) for n in edition.notes),
    ):
        for runs in _paragraphs(whole):
            languages = {run.lang for run in runs if isinstance(run, Text)}
            lang = languages.pop() if len(languages) == 1 else None
            if lang:
                found[plain(runs)] = lang
    return found


def _paragraphs(blocks: Blocks) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.runs
        else:
            for item in block.items:
                yield from _paragraphs(item)


def cited(numbers: tuple[int, ...], edition: Edition) -> tuple[str, ...]:
    """The notes with these numbers: who says what, where."""
    return tuple(_apart(n.text, edition.locale) for n in edition.notes if n.number in numbers)


def _apart(runs: Inline, locale: Locale) -> str:
    """The text of `runs`; what is foreign in it keeps its own order."""
    texts = [run for run in runs if isinstance(run, Text)]
    if len({run.lang for run in texts}) == 1:
        return plain(runs)
    return "".join(locale.isolated(run.text, run.lang) for run in texts)


def finding_notes(finding: EditionFinding, edition: Edition) -> Notes:
    """The finding's body and the evidence it rests on."""
    return Notes(plain(finding.body) or plain(finding.headline), cited(finding.notes, edition))
