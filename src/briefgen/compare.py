"""Audiences side by side: who gets what, and where two editions differ, in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from briefgen import fonts
from briefgen.editions import Edition
from briefgen.outline.richtext import plain


def parts(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Section, id and text of everything that an edition says, in its order."""
    yield "cover", "title", plain(edition.title)
    yield "cover", "subtitle", plain(edition.subtitle)
    yield "cover", "message", plain(edition.message)
    for number in edition.key_numbers:
        said = f"{number.qualifier} {number.number}: {plain(number.label)}"
        yield "key numbers", number.id, said.strip()
    for finding in edition.findings:
        yield "findings", finding.id, f"{plain(finding.headline)}\n{plain(finding.body)}".strip()
        for shown in (finding.figure, finding.table):
            if shown:
                yield "figures and tables", shown.id, plain(shown.title)
    for shown in edition.exhibits:
        yield "figures and tables", shown.id, plain(shown.title)
    for ask in edition.recommendations:
        text = f"{ask.actor}: {plain(ask.action)}\n{plain(ask.body)}"
        yield "recommendations", ask.id, text.strip()
    yield "about", "about", plain(edition.about)


def table(editions: list[Edition]) -> str:
    """Which edition has which part, as text in columns; a number is the part's place in its section."""
    names = [e.audience_id or "(all)" for e in editions]
    places: list[dict[tuple[str, str], int]] = []
    order: dict[tuple[str, str], None] = {}
    for edition in editions:
        found: dict[tuple[str, str], int] = {}
        counts: dict[str, int] = {}
        for section, id, _ in parts(edition):
            if section in ("cover", "about"):
                continue
            counts[section] = counts.get(section, 0) + 1
            found.setdefault((section, id), counts[section])
            order.setdefault((section, id))
        places.append(found)
    wide = max([len(id) for _, id in order] + [len(s) for s, _ in order], default=4) + 2
    columns = [max(len(name), 3) + 2 for name in names]
    lines = [" " * wide + "".join(n.rjust(w) for n, w in zip(names, columns, strict=True))]
    section = ""
    sections = list(dict.fromkeys(section for section, _ in order))
    for key in sorted(order, key=lambda k: sections.index(k[0])):
        if key[0] != section:
            section = key[0]
            lines += ["", section]
        cells = (str(p.get(key, "·")).rjust(w) for p, w in zip(places, columns, strict=True))
        lines.append(("  " + key[1]).ljust(wide) + "".join(cells))
    return "\n".join(lines)


def differences(one: Edition, other: Edition) -> Iterator[str]:
    """Lines that say what `other` has in place of what `one` has; words taken out in [-…-], put in in {+…+}."""
    before = {(s, id): text for s, id, text in parts(one)}
    after = {(s, id): text for s, id, text in parts(other)}
    section = ""
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if key[0] != section:
            section = key[0]
            yield f"{section}:"
        if new is None:
            yield f"  - {key[1]}: {_first(old or '')}"
        elif old is None:
            yield f"  + {key[1]}: {_first(new)}"
        else:
            yield f"  ~ {key[1]}: {words(old, new)}"
    for name in ("findings", "key numbers", "recommendations"):
        orders = [[id for s, id in d if s == name] for d in (before, after)]
        common = [[id for id in o if id in orders[1 - i]] for i, o in enumerate(orders)]
        if common[0] != common[1]:
            yield f"{name}, in another order: {', '.join(common[1])}"


def _first(text: str) -> str:
    return text.partition("\n")[0]


def words(old: str, new: str) -> str:
    """`new` with the words marked that differ from `old`; unchanged stretches are shortened."""
    a, b = fonts.drawn(old).split(), fonts.drawn(new).split()
    out: list[str] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            same = a[i:j]
            out += same if len(same) <= 8 else [*same[:3], "…", *same[-3:]]
            continue
        if i < j:
            out.append(f"[-{' '.join(a[i:j])}-]")
        if k < m:
            out.append(f"{{+{' '.join(b[k:m])}+}}")
    return " ".join(out)
