"""Audiences side by side: who gets what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from wcwidth import wcswidth

from briefgen.checks.reading import grade
from briefgen.languages.font_metrics import replace_rare_characters
from briefgen.model.edition import Edition, EditionFigure, EditionTable
from briefgen.model.rich_text import plain
from briefgen.model.selection import inner_texts

# Parts that an audience selects; the others are always there.
SELECTED = ("findings", "key numbers", "figures and tables", "recommendations")
EMPTY = "·"
# Columns that what a part says may have, and needs.
MOST_SAID, LEAST_SAID = 72, 24


@dataclass(frozen=True, slots=True)
class Part:
    """Something that an edition says: its section, its id, and its texts by their keys, the telling one first."""

    section: str
    id: str
    texts: dict[str, str]


def parts(edition: Edition) -> Iterator[Part]:
    """Everything that an edition says, in its order."""
    e = edition
    yield Part("cover", "title", {"": plain(e.title)})
    yield Part("cover", "subtitle", {"": plain(e.subtitle)})
    yield Part("cover", "message", {"": plain(e.message)})
    for number in e.key_numbers:
        said = f"{number.qualifier} {number.number}".strip()
        texts = {"label": plain(number.label), "value": said}
        yield Part("key numbers", number.id, texts)
    shown: list[EditionFigure | EditionTable] = []
    for f in e.findings:
        own = [x for x in (f.figure, f.table) if x]
        shown += own
        texts = {"headline": plain(f.headline), "body": plain(f.body)}
        texts["shows"] = ", ".join(x.id for x in own)
        yield Part("findings", f.id, texts)
    for x in (*shown, *e.exhibits):
        yield Part("figures and tables", x.id, _furniture(x))
    for ask in e.recommendations:
        texts = {"action": plain(ask.action), "actor": ask.actor, "body": plain(ask.body)}
        yield Part("recommendations", ask.id, texts)
    yield Part("end", "about", {"": plain(e.about)})
    yield Part("end", "contact", {"": plain(e.contact)})
    yield Part("end", "sources", {"": "\n".join(plain(s.text) for s in e.sources)})
    for key, value in options(e).items():
        yield Part("options", key, {"": value})


def _furniture(shown: EditionFigure | EditionTable) -> dict[str, str]:
    texts = {name: plain(getattr(shown, name)) for name in ("title", "subtitle", "note", "source")}
    if isinstance(shown, EditionFigure):
        names = type(shown.spec).model_fields.keys() - {*texts, "alt"}
        inside = (t for n in sorted(names) for t in inner_texts(getattr(shown.spec, n)))
        texts |= {"texts": "; ".join(dict.fromkeys(inside)), "alt": shown.alt}
    else:
        rows = (shown.headers, *shown.rows)
        texts["texts"] = "\n".join("; ".join(plain(cell) for cell in row) for row in rows)
    return texts


def options(edition: Edition) -> dict[str, str]:
    """How the edition is made: what differs from the usual, in words."""
    e = edition
    said = {"formats": ", ".join(e.formats), "theme": e.theme.name, "language": e.language}
    for model, prefix in ((e.brief, ""), (e.deck, "deck ")):
        for name, field in type(model).model_fields.items():
            value = getattr(model, name)
            if name in ("layout", "size") or value != field.get_default():
                said[prefix + name.replace("_", " ")] = "yes" if value is True else str(value)
    return said


def table(
    editions: Sequence[Edition],
    width: int | None = None,
    targets: Mapping[str, float] = MappingProxyType({}),
) -> str:
    """Which edition has which part, as text in columns; a number is the part's place in its section.

    What a part says follows where there is room for it. Where `width` columns of a terminal do not hold all
    editions, the others follow in a table of their own. `targets` are the school grades that audiences should read at.
    """
    names = [e.audience_id or "(all)" for e in editions]
    order: dict[tuple[str, str], str] = {}
    cells = [_cells(e, order, targets.get(e.audience_id)) for e in editions]
    sections = list(dict.fromkeys(section for section, _ in order))
    keys = sorted(order, key=lambda key: sections.index(key[0]))
    first = max(wcswidth(id) for _, id in keys) + 4
    columns = [
        max(wcswidth(t) for t in (name, *cell.values())) + 2
        for name, cell in zip(names, cells, strict=True)
    ]
    blocks: list[list[int]] = [[]]
    for index, wide in enumerate(columns):
        used = first + sum(columns[i] for i in blocks[-1])
        if width and blocks[-1] and used + wide > width:
            blocks.append([])
        blocks[-1].append(index)
    room = MOST_SAID if width is None else width - first - sum(columns) - 2
    if len(blocks) > 1 or room < LEAST_SAID:
        room = 0
    said = {key: _cut(text, min(room, MOST_SAID)) if room else "" for key, text in order.items()}
    return "\n\n".join(_block(block, names, cells, columns, keys, first, said) for block in blocks)


def _cut(text: str, room: int) -> str:
    """The first words of `text` that `room` columns hold."""
    if wcswidth(text) <= room:
        return text
    kept = text
    while wcswidth(kept) > room - 2 and kept:
        kept = kept[:-1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + " …"


def _cells(
    edition: Edition, order: dict[tuple[str, str], str], target: float | None
) -> dict[tuple[str, str], str]:
    """The edition's column; `order` collects the rows, and what the first edition that has it says."""
    found: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    for part in parts(edition):
        if part.section not in SELECTED:
            continue
        counts[part.section] = counts.get(part.section, 0) + 1
        key = (part.section, part.id)
        found.setdefault(key, str(counts[part.section]))
        text = next(iter(part.texts.values()))
        if part.section == "key numbers":
            text = f"{part.texts['value']} {text}"
        order.setdefault(key, text)
    level = grade(edition)
    made = {
        "layout": edition.brief.layout,
        "pages": str(edition.brief.pages or EMPTY),
        "size": edition.brief.size,
        "minutes": f"{edition.deck.minutes:g}" if edition.deck.minutes else EMPTY,
        "theme": edition.theme.name,
        "language": edition.language,
        "school grade": EMPTY if level is None else f"{level:g}",
        "at most": EMPTY if target is None else f"{target:g}",
    }
    found |= {("edition", key): value for key, value in made.items()}
    for key in found:
        order.setdefault(key, "")
    return found


def _block(
    block: list[int], names: list[str], cells: list[dict[tuple[str, str], str]],
    columns: list[int], keys: list[tuple[str, str]], first: int, said: dict[tuple[str, str], str],
) -> str:  # fmt: skip
    lines = [" " * first + "".join(_right(names[i], columns[i]) for i in block)]
    section = ""
    for key in keys:
        if key[0] != section:
            section = key[0]
            lines += ["", section]
        row = "".join(_right(cells[i].get(key, EMPTY), columns[i]) for i in block)
        name = f"  {key[1]}" + " " * (first - 2 - wcswidth(key[1]))
        lines.append(f"{name}{row}  {said[key]}".rstrip())
    return "\n".join(lines)


def _right(text: str, wide: int) -> str:
    return " " * (wide - wcswidth(text)) + text


# Where two editions differ, in words, as a reviewer reads it.
#
# `-` is only in the first, `+` only in the second, `>` has moved, `~` is worded otherwise: words that were
# taken out stand in [-…-], words that were put in in {+…+}, and long stretches that are the same are cut. Texts that
# have little in common stand one below the other.


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
    a, b = ([token for token, _ in _tokens(replace_rare_characters(text))] for text in (old, new))
    alike = difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()
    if min(len(a), len(b)) < _WHOLE or alike >= _ALIKE:
        yield from _line("~", name, word_changes(old, new), style)
        return
    yield f"  {style.paint('~', '~')} {name}:"
    for kind, text in (("-", old), ("+", new)):
        yield from _line(kind, "", [(kind, replace_rare_characters(text))], style, indent=4)


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
    a, b = _tokens(replace_rare_characters(old)), _tokens(replace_rare_characters(new))
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
