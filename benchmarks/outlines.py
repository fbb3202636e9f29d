"""Outlines of any length, to see how cost grows."""

from __future__ import annotations

_HEAD = """\
title: A long outline
subtitle: Made to see how cost grows
language: en-US
date: 2026-01-15
organisation:
  name: Exampleton Institute
report:
  title: A long report
  author: Exampleton Institute
message: There is much to say.
sources:
  - id: report
    title: A long report
findings:
"""


def outline(findings: int) -> str:
    """An outline of so many findings, each with a paragraph and one piece of evidence."""
    text = (
        "It rose in most of the years that were looked at, and fell in few of them; nobody has said why. "
        * 3
    )
    parts = [
        f"  - id: finding-{n}\n"
        f"    headline: Finding number {n} says something that the others do not\n"
        f"    body: {text.strip()!r}\n"
        f"    evidence:\n"
        f"      - source: report\n"
        f"        quote: phrase number {n}\n"
        for n in range(findings)
    ]
    return _HEAD + "".join(parts)


def charted(charts: int) -> str:
    """An outline of so many findings, each with a chart of its own."""
    parts = [_HEAD]
    parts += [
        f"  - id: finding-{n}\n"
        f"    headline: Finding number {n} says something that the others do not\n"
        f"    figure: figure-{n}\n"
        f"    evidence:\n"
        f"      - source: report\n"
        f"        quote: phrase number {n}\n"
        for n in range(charts)
    ]
    return "".join([*parts, "figures:\n", *(_figure(n, str(n + 12)) for n in range(charts))])


def tabled(rows: int) -> str:
    """An outline with a table of so many rows."""
    lines = [f"      - [Row number {n}, '{n * 7 % 1000}']\n" for n in range(rows)]
    return (
        outline(1)
        + "tables:\n  - id: table\n    title: A long table says something\n"
        + "    columns: [Name, {header: Value, align: right}]\n    rows:\n"
        + "".join(lines)
        + "exhibits: [table]\n"
    )


def _figure(number: int, first: str) -> str:
    values = [first, *(str(12 + (year * (number + 3)) % 7 + year) for year in range(1, 8))]
    return (
        f"  - id: figure-{number}\n"
        f"    kind: column\n"
        f"    title: It rose in most years of number {number}\n"
        f"    alt: Columns that rise in most years\n"
        f"    unit: deaths\n"
        f"    data:\n"
        + "".join(
            f"      - {{label: '{2014 + year}', value: {value}}}\n"
            for year, value in enumerate(values)
        )
    )


_BODY = (
    "Deaths from synthetic opioids rose in every region, and most of the increase came after the first "
    "of the years that were looked at. "
)


def varied(findings: int = 4, *, own_charts: bool = False) -> str:
    """An outline to build for rows with the columns `state` and `count`: a chart a finding, about as long as the
    naive script's.

    The charts are the same for all rows, or each row has its own.
    """
    parts = [_HEAD.replace("A long outline", '"Overdoses in {{ state }}"')]
    for n in range(findings):
        parts.append(
            f"  - id: finding-{n}\n"
            f"    headline: Finding number {n} says something that the others do not\n"
            f"    body: {(_BODY * 6).strip()!r}\n"
            f"    figure: figure-{n}\n"
            f"    evidence:\n"
            f"      - source: report\n"
            f"        quote: phrase number {n}\n"
        )
    first = '"{{ count }}"' if own_charts else "12"
    return "".join([*parts, "figures:\n", *(_figure(n, first) for n in range(findings))])


def rows(count: int) -> str:
    """So many rows for `varied`, as CSV; no two have the same values."""
    return "state,count\n" + "".join(f"State {n},{n + 1}\n" for n in range(count))
