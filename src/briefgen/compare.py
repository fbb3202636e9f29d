"""Audiences side by side: who gets what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from wcwidth import wcswidth

from briefgen.checks.reading import grade
from briefgen.editions import Edition, EditionFigure, EditionTable
from briefgen.editions.rewording import inner_texts
from briefgen.outline.richtext import plain

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
    said = {"formats": ", ".join(e.formats), "theme": e.theme.name, "language": e.locale.tag}
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
        "language": edition.locale.tag,
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
