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
    parts.append("figures:\n")
    for n in range(findings):
        first = '"{{ count }}"' if own_charts else "12"
        parts.append(
            f"  - id: figure-{n}\n"
            f"    kind: column\n"
            f"    title: It rose in most years of number {n}\n"
            f"    alt: Columns that rise in most years\n"
            f"    unit: deaths\n"
            f"    data:\n"
            f"      - {{label: '2014', value: {first}}}\n"
        )
        parts += [
            f"      - {{label: '{2014 + y}', value: {12 + (y * (n + 3)) % 7 + y}}}\n"
            for y in range(1, 8)
        ]
    return "".join(parts)


def rows(count: int) -> str:
    """So many rows for `varied`, as CSV."""
    return "state,count\n" + "".join(f"State {n},{n % 50 + 1}\n" for n in range(count))
