"""Outline -> edition: what an audience selects, how it is reworded, how notes are numbered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.model.edition import Edition
from briefgen.model.rich_text import Mark, inline_runs, plain

OUTLINE = """\
title: A title
date: 2026-01-02
organisation: {name: An institute}
message: The message.
key_numbers:
  - {id: many, value: more than 20, magnitude: million, label: things}
findings:
  - id: first
    headline: First
    body: Body.[^b] More.[^a]
    tags: [money]
    importance: 3
    evidence: [{id: a, source: s1, quote: qa}, {id: b, source: s2, quote: qb}, {source: s1, quote: qc}]
  - {id: second, headline: Second, tags: [health], importance: 1, evidence: [{source: s1, quote: qa}]}
  - {id: third, headline: Third, tags: [health, money], importance: 2, evidence: [{source: s2, quote: qd}]}
recommendations:
  - {id: act, actor: Council, action: Act, findings: [third, first]}
sources: [{id: s1, title: One}, {id: s2, title: Two}, {id: s3, title: Three}]
"""


@pytest.fixture
def edition(tmp_path: Path) -> Callable[[str], Edition]:
    def make(audience: str = "") -> Edition:
        path = tmp_path / "brief.yaml"
        path.write_text(
            OUTLINE + (f"audiences: [{{id: a, label: For A, {audience}}}]\n" if audience else "")
        )
        return briefgen.edition(briefgen.load(path), "a" if audience else None)

    return make


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        ("findings: [third, first]", ["third", "first"]),
        ("findings: {ids: [third, first]}", ["third", "first"]),
        ("findings: {tags: [health]}", ["second", "third"]),
        ("findings: {importance: 2}", ["second", "third"]),
        ("findings: {tags: [money], importance: 2}", ["third"]),
        ("title: T", ["first", "second", "third"]),
    ],
)
def test_selection(selection: str, ids: list[str], edition: Callable[[str], Edition]) -> None:
    assert [f.id for f in edition(selection).findings] == ids


def test_a_limit_keeps_the_most_important(edition: Callable[[str], Edition]) -> None:
    assert {f.id for f in edition("findings: {limit: 2}").findings} == {"second", "third"}


def test_what_an_audience_does_not_say_is_as_in_the_outline(
    edition: Callable[[str], Edition],
) -> None:
    own = edition("title: Another, recommendations: []")
    assert plain(own.title) == "Another"
    assert plain(own.message) == "The message."
    assert own.recommendations == ()
    assert [k.id for k in own.key_numbers] == ["many"]
    assert (own.name, own.audience) == ("brief-a", "For A")


def test_rewording_changes_words_and_no_numbers(edition: Callable[[str], Edition]) -> None:
    own = edition("reword: {many: {label: stuff}, first: {body: 'Other.[^a]'}, act: {action: Do}}")
    assert plain(own.key_numbers[0].label) == "stuff"
    assert (own.key_numbers[0].qualifier, own.key_numbers[0].number) == (
        "more than",
        "20\u00a0million",
    )
    assert plain(own.findings[0].body).startswith("Other.")
    assert plain(own.recommendations[0].action) == "Do"


def test_notes_are_numbered_as_they_are_met_and_shared(edition: Callable[[str], Edition]) -> None:
    whole = edition("")
    assert [n.number for n in whole.notes] == [1, 2, 3, 4]
    marks = [r.number for r in inline_runs(whole.findings[0].body) if isinstance(r, Mark)]
    quotes = {n.number: n.evidence.quote for n in whole.notes}
    # Where the text puts them, then what it does not place.
    assert [quotes[m] for m in marks] == ["qb", "qa", "qc"]
    assert marks == [1, 2, 3]
    # The same phrase of the same source is one note.
    assert [quotes[n] for n in whole.findings[1].notes] == ["qa"]
    assert whole.findings[1].notes == (2,)


def test_sources_are_listed_as_they_are_met_and_all(edition: Callable[[str], Edition]) -> None:
    assert [(s.id, s.number) for s in edition("").sources] == [("s2", 1), ("s1", 2), ("s3", 3)]
    assert [s.id for s in edition("findings: [second]").sources] == ["s1", "s2", "s3"]


def test_recommendations_name_findings_by_the_edition_s_numbers(
    edition: Callable[[str], Edition],
) -> None:
    assert edition("").recommendations[0].findings == ((3, "third"), (1, "first"))
    assert edition("findings: [third]").recommendations[0].findings == ((1, "third"),)
