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
