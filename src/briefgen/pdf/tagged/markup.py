"""Paragraph markup with meaning: links, references, language changes, abbreviations.

Besides reportlab's own tags: ``<a href="..." title="what it leads to">``,
``<ref href="#note1" title="Note 1">1</ref>`` (a Reference about a Link),
``<span lang="fr">`` and ``<abbr title="Gross domestic product">GDP</abbr>``.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import Any

from msgspec import Struct, field
from reportlab.lib.colors import toColor
from reportlab.platypus.paraparser import ParaParser

from briefgen.pdf.tagged.structure import ConformanceError

_KEYS = itertools.count(1)
# Text, an end tag, a tag with attributes in double quotes, or one of XML's entities.
_TOKEN = re.compile(
    r'([^<&]+)|</([a-z]+)>|<(?!(?:script|style)\b)([a-z]+)((?: [a-z]+="[^"<>&]*")*)(/?)>|&(lt|gt|amp|quot);'
)
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


@lru_cache(maxsize=256)
def _colour(value: str) -> Any:
    """The colour that reportlab takes `value` for; it tries to read an expression of Python in it first."""
    return toColor(value)


class InlineTag(Struct, eq=False):
    """An inline element of one paragraph; ``contents`` is a link annotation's description."""

    type: str
    entries: dict[str, Any] = field(default_factory=dict)
    contents: str = ""
    key: int = field(default_factory=lambda: next(_KEYS))

    def __deepcopy__(self, memo: Any) -> InlineTag:
        return self


class Target(str):
    """A link's address, as reportlab keeps it, with its element; empty for an element without one.

    It rides on ``frag.link`` because reportlab compares, carries and nests that attribute through
    line breaking and splitting, and hands it to the canvas where the link is.
    """

    tag: InlineTag

    def __new__(cls, text: str, tag: InlineTag) -> Target:
        self = super().__new__(cls, text)
        self.tag = tag
        return self

    def __getitem__(self, index: Any) -> Target:  # "#name"[1:] must stay a Target
        return Target(super().__getitem__(index), self.tag)

    def __deepcopy__(self, memo: Any) -> Target:
        return self


class MarkupParser(ParaParser):  # type: ignore[misc]
    """reportlab's parser, with the tags above."""

    def feed(self, data: str) -> None:
        """Parse as HTMLParser does, in half the time: it looks for more than what is here."""
        tokens, at = [], 0
        for token in _TOKEN.finditer(data):
            if token.start() != at:
                break
            tokens.append(token)
            at = token.end()
        if at < len(data):  # a comment, a stray `&`, a value with entities
            super().feed(data)
            return
        for token in tokens:
            text, end, tag, attributes, empty, entity = token.groups()
            if text is not None:
                self.handle_data(text)
            elif end is not None:
                self.handle_endtag(end)
            elif entity is not None:
                self.handle_entityref(entity)
            else:
                self.handle_starttag(tag, _ATTRIBUTE.findall(attributes))
                if empty:
                    self.handle_endtag(tag)

    def getAttributes(self, attr: dict[str, Any], attrMap: Any) -> dict[str, Any]:  # noqa: N802, N803
        if "color" in attr:
            attr = {**attr, "color": _colour(attr["color"])}
        found: dict[str, Any] = super().getAttributes(attr, attrMap)
        return found

    def _wrap(self, tag: InlineTag, target: str = "") -> None:
        top = self._stack[-1]
        top.link = [*top.link, (self.nlinks, Target(target, tag))]
        self.nlinks += 1

    def _handle_link(self, tag: str, attributes: dict[str, str]) -> None:
        title = attributes.pop("title", "")
        super()._handle_link(tag, attributes)
        number, address = self._stack[-1].link[-1]
        scheme = _SCHEME.match(address)
        if scheme and scheme.group().lower() == "document:":
            address = "#" + address[len(scheme.group()) :]
        elif scheme and scheme.group().lower() == "pdf:":
            raise ConformanceError("links into other PDF files are not supported: use a URL")
        target = Target(address, InlineTag("Link", contents=title))
        self._stack[-1].link = [*self._stack[-1].link[:-1], (number, target)]

    def start_ref(self, attributes: dict[str, str]) -> None:
        self._push("ref")
        self._wrap(InlineTag("Reference"))
        self._handle_link("a", attributes)

    def end_ref(self) -> None:
        self._pop("a")
        self._pop("ref")

    def start_span(self, attr: dict[str, str]) -> None:
        lang = attr.pop("lang", None)
        super().start_span(attr)
        if lang:
            self._wrap(InlineTag("Span", {"lang": lang}))

    def start_abbr(self, attr: dict[str, str]) -> None:
        self._push("abbr")
        self._wrap(InlineTag("Span", {"expansion": attr.get("title", "")}))

    def end_abbr(self) -> None:
        self._pop("abbr")


def describe_links(frags: list[Any]) -> None:
    """Give every link without a title its own text as description (ISO 14289-1, 7.18.5)."""
    texts: dict[int, list[str]] = {}
    targets: dict[int, Target] = {}
    for frag in frags:
        for _, target in getattr(frag, "link", None) or ():
            targets[target.tag.key] = target
            texts.setdefault(target.tag.key, []).append(getattr(frag, "text", ""))
    for key, target in targets.items():
        if target and not target.tag.contents:
            target.tag.contents = " ".join("".join(texts[key]).split()) or str(target)
