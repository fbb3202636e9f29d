"""XML's escapes are those of the standard library."""

from __future__ import annotations

from xml.sax import saxutils

import pytest
from lxml import etree

from briefgen.model.rich_text import attribute, escape, quoteattr


@pytest.mark.parametrize(
    "text", ["", "a & b", "<b>", "it's", 'said "so"', 'it\'s "so"\t\r\n', "&amp;", "é – 中"]
)
def test_text_is_escaped_as_the_standard_library_does(text: str) -> None:
    assert escape(text) == saxutils.escape(text)
    assert quoteattr(text) == saxutils.quoteattr(text)
    assert etree.fromstring(f'<a b="{attribute(text)}"/>').get("b") == text
