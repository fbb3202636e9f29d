"""A text as it will be read: markup taken away, what is no number hidden, each character's origin kept."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

# Bounded, so that a text of thousands of links that are not closed is read in a time that grows with its length.
_MARKUP = re.compile(
    r"(?P<drop>\[\^[^\]\s]{0,99}\]|\]\([^)\s]{0,2000}(?:\s{1,9}\"[^\"]{0,999}\")?\)|(?m:^)[ \t]*\d{1,9}[.)][ \t]+|\*+|(?<!\w)_+|_+(?!\w)"
    r"|\[(?=[^\]]{0,2000}\]\())|(?P<entity>&#?\w+;)|\\(?P<escaped>[!-/:-@\[-`{-~])"
)
_SPECIAL = re.compile(r"[\[*_&\\]|^[ \t]*\d{1,9}[.)]\s", re.MULTILINE)
# The local part of an address has 64 characters at most (RFC 5321, 4.5.3.1.1).
# Addresses, telephone numbers, versions, times of day, fractions of dates: digits that count nothing.
_HIDDEN = re.compile(
    r"https?://\S+|www\.\S+|\b10\.\d{4,}/\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|\+\d{1,3}[\s(]\(?[\d\s().-]{6,}\d|\(\d{3}\)\s?\d{3}[-\s]\d{4}|\b(?:\d-)?\d{3}-\d{3}-\d{4}\b|\b\d{3}-0\d{3}\b|(?<!\w)\d(?:-\d){2,}\b"
    r"|(?<![\d.,])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])|\bv?(?!\d{1,3}(?:\.\d{3})+(?!\d))\d+\.\d+\.\d+(?:\.\d+)*\b(?![.,]?\d)"
    r"|(?<![\d/])\d{1,2}/\d{1,2}/(?=\d{2,4}\b)|(?<![\d/.,])(?P<slash>\d{1,3}/\d{1,3})(?![\d/])"
    r"|(?<![\w.,])\d(?:,\d)*-[A-Z]{2,}[\w-]*|(?<![\w.,])\d{1,2}G\b|(?<!\w)(?P<name>[^\W\d_]+)-?\d\w*(?:[-/.]\w*\d\w*)*"
)
_DOTTED = re.compile(r"(\d{1,2}\.\d{1,2}\.)(\d{4})")
# Letters before digits that belong to the number: fiscal years and codes of currencies, and words with a hyphen.
_KEPT = frozenset(
    [
        "fy",
        "af",
        "us",
        "usd",
        "eur",
        "gbp",
        "jpy",
        "inr",
        "uah",
        "pln",
        "mxn",
        "chf",
        "cad",
        "aud",
        "cny",
        "brl",
        "mid",
        "pre",
        "post",
        "early",
        "late",
        "since",
        "c",
        "ca",
    ]
)


def flat(text: str) -> tuple[str, Sequence[int]]:
    """`text` without Markdown-lite's marks, and where each character of the result stands in it."""
    if not _SPECIAL.search(text):
        return text, range(len(text) + 1)
    shown: list[str] = []
    origin: list[int] = []
    at = 0
    for match in _MARKUP.finditer(text):
        shown.append(text[at : match.start()])
        origin += range(at, match.start())
        if match["entity"] or match["escaped"]:
            said = match["escaped"] or html.unescape(match["entity"])
            shown.append(said)
            origin += [match.start()] * len(said)
        at = match.end()
    shown.append(text[at:])
    origin += range(at, len(text) + 1)
    return "".join(shown), origin


def hidden(text: str) -> str:
    """`text` with identifiers and addresses blanked out, as long as before, in small letters."""

    def blank(match: re.Match[str]) -> str:
        whole = match[0]
        name = match["name"]
        if name is not None and (
            (name.lower() in _KEPT and not (name == "C" and whole[1:2] == "-"))
            or (name.islower() and "-" in whole[: len(name) + 1])
        ):
            return whole
        if match["slash"]:
            part, full = map(int, match["slash"].split("/"))
            if 0 < part < full <= 10:
                return whole
        if dotted := _DOTTED.fullmatch(whole):
            return "\0" * len(dotted[1]) + dotted[2]
        return "\0" * len(whole)

    text = _HIDDEN.sub(blank, text)
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return small.replace("’", "'")
