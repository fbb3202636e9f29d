"""Speaker notes: the prose, the evidence with its locators, and how long it takes to say."""

from __future__ import annotations

from briefgen.editions import Edition, EditionFinding
from briefgen.locale import Locale
from briefgen.outline.richtext import plain

# A calm presentation pace: National Center for Voice and Speech, "Voice Qualities" (conversation about 150),
# less a share for pauses at figures.
WORDS_PER_MINUTE = 130


def finding_notes(finding: EditionFinding, edition: Edition) -> str:
    """The finding's body and the notes it rests on."""
    body = plain(finding.body)
    cited = [plain(n.text) for n in edition.notes if n.number in finding.notes]
    parts = [body] if body else []
    if cited:
        heading = edition.locale.word("evidence")
        parts.append("\n".join([f"{heading}:", *(f"– {text}" for text in cited)]))
    return "\n\n".join(parts)


def speaking_time(notes: str, locale: Locale) -> str:
    """The notes with an estimate, in minutes, of how long their prose takes to say."""
    prose = notes.partition(f"{locale.word('evidence')}:\n")[0]
    words = len(prose.split())
    if not words:
        return notes
    minutes = max(0.5, round(words / WORDS_PER_MINUTE * 2) / 2)
    shown = f"{minutes:g}"
    return f"{notes}\n\n{locale.word('speaking time', minutes=shown)}"
