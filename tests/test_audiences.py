"""What an audience may say: options that merge, its own words everywhere, its own asks, its own look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.edition import Edition
from briefgen.model.rich_text import plain

OUTLINE = """\
title: A title
date: 2026-01-02
organisation: {name: An institute, contact: Press office}
message: The message.
key_numbers:
  - {id: many, value: more than 20, magnitude: million, label: things}
findings:
  - {id: first, headline: First, tags: [a], figure: chart, table: grid,
     evidence: [{source: s1, quote: FY2019}]}
  - {id: second, headline: Second, tags: [a], evidence: [{source: s1, quote: qb}]}
figures:
  - {id: chart, kind: column, title: Chart, unit: pills, highlight: FY2019, evidence: [{source: s1, quote: FY2019}],
     data: [{label: FY2019, value: 2.6}, {label: FY2021, value: more than 20}]}
tables:
  - {id: grid, title: Grid, columns: [Who, Estimate], rows: [[DOJ, "1"], [DHS, "2"]]}
recommendations:
  - {id: act, actor: Council, action: Act, findings: [first]}
sources: [{id: s1, title: One, note: A note}]
brief: {size: a4, duplex: true}
deck: {footer: Foot, minutes: 20}
"""


@pytest.fixture
def edition(tmp_path: Path) -> Callable[..., Edition]:
    def make(audiences: str, which: str = "x") -> Edition:
        path = tmp_path / "brief.yaml"
        path.write_text(f"{OUTLINE}audiences:\n{audiences}")
        return briefgen.edition(briefgen.load(path), which)

    return make


@pytest.fixture
def found(tmp_path: Path) -> Callable[[str], Diagnostic]:
    def check(audience: str) -> Diagnostic:
        path = tmp_path / "brief.yaml"
        path.write_text(f"{OUTLINE}audiences:\n  - {{id: x, label: X, {audience}}}\n")
        (only,) = [d for d in briefgen.check(path) if d.severity == "error"]
        return only

    return check


def test_options_of_an_audience_are_laid_on_those_it_takes_over(
    edition: Callable[..., Edition],
) -> None:
    own = edition(
        "  - {id: y, label: Y, brief: {layout: brief, pages: 4}, deck: {minutes: 5}}\n"
        "  - {id: x, label: X, extends: y, brief: {pages: null, size: letter}}\n"
    )
    assert (own.brief.size, own.brief.layout, own.brief.pages) == ("letter", "brief", None)
    assert own.brief.duplex is True
    assert (own.deck.footer, own.deck.minutes) == ("Foot", 5)


def test_every_text_of_every_part_can_be_reworded(edition: Callable[..., Edition]) -> None:
    own = edition(
        "  - id: x\n    label: X\n    reword:\n"
        "      chart: {title: T, subtitle: S, note: N, alt: A, unit: tablets, texts: {FY2019: 'Year one'}}\n"
        "      grid: {title: G, texts: {Who: Agency, DOJ: Justice}}\n"
        "      act: {actor: Mayor, body: Because}\n"
        "      s1: {note: Another note}\n"
        "      organisation: {contact: Me}\n"
    )
    finding = own.findings[0]
    figure, table = finding.figure, finding.table
    assert figure is not None and table is not None
    said = [plain(t) for t in (figure.title, figure.subtitle, figure.note)]
    assert (*said, figure.alt) == ("T", "S", "N", "A")
    assert [row.label for row in figure.spec.data] == ["Year one", "FY2021"]  # type: ignore[union-attr]
    assert figure.spec.highlight == ("Year one",)
    assert [plain(h) for h in table.headers] == ["Agency", "Estimate"]
    assert [plain(row[0]) for row in table.rows] == ["Justice", "DHS"]
    assert own.recommendations[0].actor == "Mayor"
    assert "Another note" in plain(own.sources[0].text)
    assert plain(own.contact) == "Me"
    # Evidence and numbers stay.
    assert own.notes[0].evidence.quote == "FY2019"
    assert [str(row.value.low) for row in figure.spec.data] == ["2.6", "20"]  # type: ignore[union-attr]


def test_texts_inside_are_merged_with_those_of_the_audience_extended(
    edition: Callable[..., Edition],
) -> None:
    own = edition(
        "  - {id: y, label: Y, reword: {grid: {title: G, texts: {DOJ: Justice}}}}\n"
        "  - {id: x, label: X, extends: y, reword: {grid: {texts: {DHS: Home}}}}\n"
    )
    table = own.findings[0].table
    assert table is not None
    assert [plain(row[0]) for row in table.rows] == ["Justice", "Home"]
    assert plain(table.title) == "G"


def test_recommendations_of_an_audience_alone(edition: Callable[..., Edition]) -> None:
    asks = "own_recommendations: [{id: call, actor: Readers, action: Call, findings: [second]}]"
    own = edition(f"  - {{id: x, label: X, {asks}}}\n  - {{id: y, label: Y}}\n")
    assert [(r.id, r.findings) for r in own.recommendations] == [
        ("act", ((1, "first"),)),
        ("call", ((2, "second"),)),
    ]
    swapped = edition(f"  - {{id: x, label: X, recommendations: [call], {asks}}}\n")
    assert [r.id for r in swapped.recommendations] == ["call"]
    assert [r.id for r in edition("  - {id: y, label: Y}\n", "y").recommendations] == ["act"]


def test_a_selection_leaves_out(edition: Callable[..., Edition]) -> None:
    own = edition("  - {id: x, label: X, findings: {tags: [a], exclude: [first]}}\n")
    assert [f.id for f in own.findings] == ["second"]


def test_a_theme_of_its_own(edition: Callable[..., Edition], tmp_path: Path) -> None:
    (tmp_path / "red.yaml").write_text("name: Red\ncolours: {primary: '#AA0000'}\n")
    own = edition("  - {id: y, label: Y, theme: red.yaml}\n  - {id: x, label: X, extends: y}\n")
    assert own.theme.colours.primary == "#AA0000"
    other = edition("  - {id: y, label: Y, theme: red.yaml}\n  - {id: x, label: X}\n")
    assert other.theme.colours.primary != "#AA0000"


@pytest.mark.parametrize(
    ("audience", "code", "hint"),
    [
        ("findings: {exclude: [frist]}", "unknown-finding", "did you mean `first`?"),
        ("findings: {tags: [b]}", "unknown-tag", "write one of `a`"),
        ("findings: {ids: [first], exclude: [first]}", "empty-selection", "widen"),
        ("recommendations: [acts]", "unknown-recommendation", "did you mean `act`?"),
        ("exhibits: [chrat]", "unknown-figure-or-table", "did you mean `chart`?"),
        ("reword: {chrat: {title: T}}", "unknown-part", "did you mean `chart`?"),
        ("reword: {chart: {titel: T}}", "unknown-key", "did you mean `title`?"),
        ("reword: {chart: {texts: {FY2018: T}}}", "unknown-text", "did you mean `FY2019`?"),
        ("reword: {chart: {texts: T}}", "wrong-type", "{the text: other words}"),
        ("reword: {first: {headline: {a: b}}}", "wrong-type", "only `texts`"),
        ("reword: {organisation: {logo: T}}", "unknown-key", "write one of"),
        ("own_recommendations: [{id: b, actor: A, action: B, findings: [frist]}]",
         "unknown-finding", "did you mean `first`?"),
        ("theme: red.yaml", "missing-file", None),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_an_error_where_it_stands(
    audience: str, code: str, hint: str | None, found: Callable[[str], Diagnostic]
) -> None:
    only = found(audience)
    assert only.code == code
    assert only.place is not None and only.place.line == len(OUTLINE.splitlines()) + 2
    assert hint is None or hint in (only.hint or "")
