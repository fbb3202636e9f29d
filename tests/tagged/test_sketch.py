"""A paragraph drawn from what was noted of it gives the same file as one that is drawn anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.styles import ParagraphStyle

from briefgen.tagged import Paragraph, TaggedList, lines
from briefgen.tagged.dump import dump

from .conftest import BODY, HEAD, ITEM, Writer
from .validators import complaints

LONG = "Considerable administrative responsibilities notwithstanding, representatives acknowledged it. "
HYPHENS = ParagraphStyle("h", parent=BODY, hyphenationLang="en_US", alignment=4)


def written(path: Path, *, first: str = "First") -> bytes:
    writer = Writer(path)
    sect = writer.sect
    items = TaggedList(sect)
    writer.story = [
        Paragraph(first, HEAD, element=sect.add("H1")),
        Paragraph(
            f'See <a href="https://example.org/a" title="The report">the <b>long</b> report: {LONG}</a> and '
            '<ref href="#n" title="Note">1</ref>, <span lang="fr">c’est « ça »</span>.',
            HYPHENS,
            element=sect.add("P"),
        ),
        Paragraph(f"{LONG * 6}<i>œuvre</i> – {LONG}", HYPHENS, element=sect.add("P")),
        items.item('<a name="n"/>A note.', ITEM, "1."),
        items.item("Another /P &lt;&lt;/MCID 3&gt;&gt; BDC", ITEM),
    ]
    return writer.build(columns=2, height=220).read_bytes()


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "KNOWN", lines.Lines())


def test_the_second_file_is_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    first = written(path)
    monkeypatch.setattr(Paragraph, "_draw_marked", None)  # nothing is drawn anew
    assert written(path) == first
    assert complaints(path) == []
    assert "'A note.'" in dump(path)


def test_where_characters_have_other_codes_it_is_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "« » – œ ’ ç, in bold and in another order"
    written(tmp_path / "a.pdf")
    after = written(tmp_path / "b.pdf", first=f'<font name="Carlito">{title}</font>')
    monkeypatch.setattr(lines, "KNOWN", lines.Lines())
    alone = written(tmp_path / "b.pdf", first=f'<font name="Carlito">{title}</font>')
    assert after == alone


def test_ways_of_drawing_that_are_remembered_have_a_bound() -> None:
    parsed = lines.Parsed(BODY, [], None, 0)
    for width in range(20):
        parsed.keep_drawn(width, object())  # type: ignore[arg-type]
        assert len(parsed.drawn) <= lines.DRAWN
    assert 19 in parsed.drawn
