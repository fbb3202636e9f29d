"""Markup that is read the quick way becomes what HTMLParser makes of it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from briefgen.pdf.tagged.markup import MarkupParser

from .conftest import BODY


class Slow(MarkupParser):
    def feed(self, data: str) -> None:
        HTMLParser.feed(self, data)


def read(parser: MarkupParser, text: str) -> Any:
    try:
        _, frags, bullet = parser.parse(text, BODY)
    except ValueError as error:
        return str(error).splitlines()[0]
    return bullet, [
        (
            getattr(f, "text", None), f.fontName, f.fontSize, f.textColor, f.rise, f.us_lines,
            [(n, str(t), t.tag.type, t.tag.entries, t.tag.contents) for n, t in f.link],
            getattr(getattr(f, "cbDefn", None), "name", None),
        )
        for f in frags
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "plain", "", "a &amp; b &lt;c&gt; &quot;d&quot;", "a & b", "a &b; c &#8211; d &eacute;", "1 < 2", "<", "&",
        "<b>x <i>y</i></b> z", "<B>x</B>", "<b>x", "x</b>", "<br/>a<br/>", "<b >x</b >", "</b x='y'>",
        '<a name="n"/>x<a href="#n" title="There" color="#123456">y</a>', "<a href='#n'>y</a>",
        '<a href="http://e.org/?a=1&amp;b=2" title="R&amp;D">y</a>', '<ref href="#n" title="N" color="red">1</ref>',
        '<font color="#0a0b0c" size="8">x</font><font name="Carlito-Bold">y</font>', '<font color="none">x</font>',
        '<span lang="fr">ça</span> <abbr title="As &quot;said&quot;">A</abbr> <nobr>1 kg</nobr>',
        "<super>1</super><super>, </super>", "<!-- no --> x", "<style>a<b</style>", "<unknown>x</unknown>",
        "<a name=''/>", '<a NAME="n"/>x', "<para>x</para>", '<b a="1>x</b>', "x\x00y \ud7ff \U0001f600", "<b/>x",
    ],
)  # fmt: skip
def test_both_ways_agree(text: str) -> None:
    assert read(MarkupParser(), text) == read(Slow(), text)
