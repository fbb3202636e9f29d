"""A small outline with templates, and a table of states."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

OUTLINE = """\
title: "Overdose deaths in {{ state }}"
language: en-US
date: 2022-02-08
organisation: {name: Policy Office}
message: |
  {{ state }} lost {{ deaths|number }} people.
  {% if deaths > 1000 %}That is **many**.{% else %}That is few.{% endif %}
key_numbers:
  - {id: dead, value: "{{ deaths }}", label: "deaths in {{ state }}", evidence: [{source: s, datum: row}]}
findings:
  - id: deaths
    headline: "Deaths in {{ state }} reached {{ deaths|number }}."
    figure: trend
    key_number: dead
    evidence: [{source: s, datum: "{{ state }} 2021"}]
  - id: worst
    when: deaths > 1000
    headline: "{{ state }} is among the worst hit."
    evidence: [{source: s, datum: rank}]
figures:
  - id: trend
    kind: column
    title: "Deaths in {{ state }} rose"
    subtitle: Deaths a year
    data:
      - {label: 2019, value: "{{ before }}"}
      - {label: 2021, value: "{{ deaths }}"}
recommendations:
  - {id: act, actor: Congress, action: Act now., findings: [deaths, worst]}
sources:
  - {id: s, title: Statistics}
audiences:
  - {id: press, label: For the press, findings: [worst, deaths]}
"""
ROWS = 'state,deaths,before\nOhio,"1,200",800\nNew Mexico,300,>200\nUtah,400,300\n'


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "brief.yaml"
    path.write_text(OUTLINE, "utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str = ROWS, name: str = "rows.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write
