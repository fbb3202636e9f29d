"""Where two editions differ, in words, as a reviewer reads it.

`-` is only in the first, `+` only in the second, `>` has moved, `~` is worded otherwise: words that were
taken out stand in [-…-], words that were put in in {+…+}, and long stretches that are the same are cut. Texts that
have little in common stand one below the other.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from wcwidth import wcswidth

from briefgen.compare import SELECTED, Part, parts
from briefgen.editions import Edition
from briefgen.font_metrics import drawn

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’%\-–][^\W_]+)*%?|\S")
_COLOURS = {"-": "\x1b[31m", "+": "\x1b[32m", ">": "\x1b[33m", "~": "\x1b[36m", "head": "\x1b[1m"}
_PLAIN = "\x1b[0m"
# Same words that are shown beside a change, and how many in a row are shown whole.
_NEAR, _WHOLE = 4, 10
# Texts of which less is the same (difflib's ratio of words) are shown whole: their words one by one say nothing.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Style:
    """How lines are shown: in colour or not, wrapped at `width` columns or, when None, as long as they are."""

    colour: bool = False
    width: int | None = None

    def paint(self, kind: str, text: str) -> str:
        """`text` in the colour of its kind."""
        return f"{_COLOURS[kind]}{text}{_PLAIN}" if self.colour else text


def differences(one: Edition, other: Edition, style: Style | None = None) -> Iterator[str]:
    """Lines that say what `other` has in place of what `one` has; none when both say the same."""
    style = style or Style()
    before = {(p.section, p.id): p for p in parts(one)}
    after = {(p.section, p.id): p for p in parts(other)}
    sections = list(dict.fromkeys(section for section, _ in (*before, *after)))
    for section in sections:
        lines = list(_section(section, before, after, style))
        if lines:
            yield style.paint("head", f"{section}:")
            yield from lines


def _section(
    section: str,
    before: dict[tuple[str, str], Part],
    after: dict[tuple[str, str], Part],
    style: Style,
) -> Iterator[str]:
    old = [id for s, id in before if s == section]
    new = [id for s, id in after if s == section]
    moved = _moved(old, new) if section in SELECTED else {}
    for id in dict.fromkeys([*old, *new]):
        a, b = before.get((section, id)), after.get((section, id))
        if a is None or b is None:
            kind, part = ("-", a) if b is None else ("+", b)
            assert part is not None
            yield from _line(kind, id, [(kind, next(iter(part.texts.values())))], style)
            continue
        if id in moved:
            yield from _line(">", id, [("", f"from place {moved[id][0]} to {moved[id][1]}")], style)
        for key in dict.fromkeys([*a.texts, *b.texts]):
            said, now = a.texts.get(key, ""), b.texts.get(key, "")
            if said != now:
                yield from _reworded(f"{id} {key}".strip(), said, now, style)


def _reworded(name: str, old: str, new: str, style: Style) -> Iterator[str]:
    """One text in two wordings: word by word, or, where they have little in common, one after the other."""
    a, b = ([token for token, _ in _tokens(drawn(text))] for text in (old, new))
    alike = difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()
    if min(len(a), len(b)) < _WHOLE or alike >= _ALIKE:
        yield from _line("~", name, word_changes(old, new), style)
        return
    yield f"  {style.paint('~', '~')} {name}:"
    for kind, text in (("-", old), ("+", new)):
        yield from _line(kind, "", [(kind, drawn(text))], style, indent=4)


def _moved(old: list[str], new: list[str]) -> dict[str, tuple[int, int]]:
    """What stands in another order, of what both have, with its places; as few as explain the order."""
    both = [id for id in old if id in new]
    now = [id for id in new if id in old]
    match = difflib.SequenceMatcher(None, both, now, autojunk=False)
    still = {
        id for block in match.get_matching_blocks() for id in both[block.a : block.a + block.size]
    }
    return {id: (old.index(id) + 1, new.index(id) + 1) for id in both if id not in still}


def word_changes(old: str, new: str) -> list[tuple[str, str]]:
    """Stretches of words as (kind, text): "-" taken out, "+" put in, "" the same in both.

    A stretch that follows a space starts with it.
    """
    a, b = _tokens(drawn(old)), _tokens(drawn(new))
    match = difflib.SequenceMatcher(None, [t for t, _ in a], [t for t, _ in b], autojunk=False)
    out: list[tuple[str, str]] = []
    for tag, i, j, k, m in match.get_opcodes():
        if tag == "equal":
            same = b[k:m]
            if len(same) > _WHOLE:
                head, tail = (
                    same[: _NEAR if i else 0],
                    same[-_NEAR:] if j < len(a) or m < len(b) else [],
                )
                out.append(("", f"{_joined(head)} …{_joined(tail)}"))
            else:
                out.append(("", _joined(same)))
            continue
        if i < j:
            out.append(("-", _joined(a[i:j])))
        if k < m:
            put_in = _joined(b[k:m])
            out.append(("+", f" {put_in.lstrip()}" if i < j else put_in))
    return out


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Words and signs, each with whether a space stands before it."""
    return [
        (m.group(), m.start() > 0 and text[m.start() - 1].isspace()) for m in _TOKEN.finditer(text)
    ]


def _joined(tokens: list[tuple[str, bool]]) -> str:
    return "".join(f" {t}" if space else t for t, space in tokens)


_MARKS = {"": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


def _marked(kind: str, text: str) -> str:
    opening, closing = _MARKS[kind]
    space = " " if text.startswith(" ") and opening else ""
    return f"{space}{opening}{text.removeprefix(space)}{closing}"


def words(old: str, new: str) -> str:
    """`new` with the words marked that differ from `old`."""
    return "".join(_marked(kind, text) for kind, text in word_changes(old, new)).strip()


def _line(
    kind: str, name: str, said: list[tuple[str, str]], style: Style, indent: int = 2
) -> Iterator[str]:
    """One difference; what follows its first line is indented."""
    colon = f" {name}:" if name else ""
    line = f"{' ' * indent}{style.paint(kind, kind)}{colon}"
    used = wcswidth(f"{' ' * indent}{kind}{colon}")
    space = " "
    for change, text in said:
        stretch = space + (_marked(change, text) if kind == "~" else text)
        for word in re.findall(r"\s*\S+", stretch):
            wide = max(wcswidth(word), 0)
            if style.width and used + wide > style.width and used > indent + 4:
                yield line
                line, used = " " * (indent + 2), indent + 2
                word = " " + word.lstrip()
            bare = word.lstrip()
            line += " " * (len(word) > len(bare)) + (style.paint(change, bare) if change else bare)
            used += wide
        space = ""
    yield line
