"""Text as XML has it: `xml.sax.saxutils` does the same, and imports all that speaks HTTP to do it (30 ms)."""

from __future__ import annotations

from html import escape as _escape


def escape(text: str) -> str:
    """`text` as character data (XML 1.0, 2.4)."""
    return _escape(text, quote=False)


def quoteattr(text: str) -> str:
    """`text` as an attribute's value (2.3), in quotation marks; line ends and tabs stay what they are (3.3.3)."""
    text = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' in text and "'" not in text:
        return f"'{text}'"
    quoted = text.replace('"', "&quot;")
    return f'"{quoted}"'
