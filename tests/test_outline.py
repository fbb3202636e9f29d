"""The outline: what is kept as written, what is refused, and the pages that describe it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import briefgen
from briefgen.cli.authoring import build_schema
from briefgen.model import quantity, rich_text
from briefgen.model.rich_text import Text, parse_blocks, parse_inline, plain
from briefgen.model.theme import DATA_FOLDER
from briefgen.reading import yaml_parser
from briefgen.reading.schema import reference, schema
from conftest import MINIMAL, OUTLINES, ROOT


@pytest.mark.parametrize(
    "written", ["No", "2022-02-08", "1:30", "3.10", "007", "0x1F", "~/x", "true", "1e3"]
)
def test_yaml_surprises_stay_text(written: str, write: Callable[..., Path]) -> None:
    loaded = briefgen.load(write(title=written))
    assert loaded.outline.title == written


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: A title\n", "title: A title\ntitle: B\n", "duplicate-key"),
        ("quote: it is so", "quot: it is so", "unknown-key"),
        ("source: report", "source: reprot", "unknown-source"),
        ("id: one", "id: One thing", "id"),
        ("The message.", "See [it](javascript:alert)", "bad-link"),
        ("The message.", "'See this.[^nothing]'", "unknown"),
        ("title: A title\n", "title: A \u202etitle\n", "control-character"),
        ("name: An institute", "name: An institute, logo: ../../etc/passwd", "outside"),
        ("name: An institute", "name: An institute, logo: none.png", "missing-file"),
    ],
)
def test_refused_with_its_place(old: str, new: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    assert old in MINIMAL
    path.write_text(MINIMAL.replace(old, new, 1), encoding="utf-8")
    found = briefgen.check(path)
    assert found
    assert any(code in d.code for d in found), [d.code for d in found]
    for d in found:
        assert d.place is not None
        assert d.place.line == MINIMAL[: MINIMAL.index(old)].count("\n") + 1 + (
            code == "duplicate-key"
        )


def test_alias_bombs_and_depth_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for i in range(98, 106):
        bomb += f"{chr(i)}: &{chr(i)} [{', '.join(['*' + chr(i - 1)] * 10)}]\n"
    path.write_text(bomb)
    assert [d.severity for d in briefgen.check(path)] == ["error"]
    path.write_text("[" * 5000)
    assert briefgen.check(path)[0].severity == "error"


@pytest.mark.parametrize(
    ("written", "low", "high", "qualifier"),
    [
        (">20", 20, 20, "more than"), ("more than 20", 20, 20, "more than"), ("~1,200", 1200, 1200, "about"),
        ("nearly 1,200", 1200, 1200, "nearly"), ("<1", 1, 1, "less than"), ("18..39", 18, 39, "range"),
        ("18–39", 18, 39, "range"), ("-2.5", -2.5, -2.5, "exact"), ("missing", None, None, "missing"),
    ],
)  # fmt: skip
def test_quantities(written: str, low: float | None, high: float | None, qualifier: str) -> None:
    found = quantity.parse(written)
    assert found.qualifier == qualifier
    assert (found.bounds or (None, None)) == (low, high)


def test_markdown_lite() -> None:
    runs = parse_inline("*a* **b** [c](https://c.example) https://d.example/x. <script>")
    assert plain(runs) == "a b c https://d.example/x. <script>"
    assert [r.url for r in runs if isinstance(r, Text) and r.url] == [
        "https://c.example",
        "https://d.example/x",
    ]
    assert (
        plain(parse_blocks("# Not a heading\n\n| not | a table |"))
        == "# Not a heading\n| not | a table |"
    )


def test_schema_is_the_models_and_accepts_the_shipped_outlines() -> None:
    assert (DATA_FOLDER / "outline.schema.json").read_text(encoding="utf-8") == build_schema()
    checker = jsonschema.Draft202012Validator(schema())
    checker.check_schema(schema())
    for path in OUTLINES.values():
        data = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
        assert [e.message for e in checker.iter_errors(data)] == []
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")
        data["titel"] = "x"
        assert list(checker.iter_errors(data))


def test_docs_list_every_key() -> None:
    assert (ROOT / "docs" / "outline.md").read_text(
        encoding="utf-8"
    ).rstrip() == reference().rstrip()


def test_brief_meets_its_brief() -> None:
    o = briefgen.load(OUTLINES["brief"]).outline
    assert len(o.findings) >= 8
    assert len(o.figures) >= 6
    assert o.tables
    assert any(f.kind == "timeline" for f in o.figures)
    assert len(o.audiences) == 3
    assert all(r.actor for r in o.recommendations)


SOURCE = ROOT.parent / "shared" / "source" / "commission-highlights.txt"


@pytest.mark.skipif(not SOURCE.is_file(), reason="the source text is not part of the project")
def test_every_quoted_phrase_and_number_is_in_the_source() -> None:
    def bare(text: str) -> str:
        text = (
            text.replace("’", "'")
            .replace("‘", "'")
            .replace("“", '"')
            .replace("”", '"')
            .replace("–", "-")
        )
        return re.sub(r"\s+", " ", text).lower()

    source = bare(SOURCE.read_text(encoding="utf-8", errors="replace"))
    o = briefgen.load(OUTLINES["brief"]).outline
    for part in (*o.findings, *o.figures, *o.tables, *o.key_numbers, *o.recommendations):
        for e in part.evidence:
            if e.quote:
                assert bare(e.quote) in source, e.quote
    text = "\n".join(f"{f.headline} {f.body}" for f in o.findings)
    for number in re.findall(r"\d[\d,.]*\d|\d", text):
        assert number in source.replace("fy2019", "2019"), number


def test_editions_differ_in_more_than_their_title() -> None:
    loaded = briefgen.load(OUTLINES["brief"])
    editions = [briefgen.edition(loaded, id) for id in loaded.audiences]
    assert len({tuple(f.id for f in e.findings) for e in editions}) == 3
    assert len({plain(e.message) for e in editions}) >= 2
    for e in editions:
        numbers = [n.number for n in e.notes]
        assert numbers == list(range(1, len(numbers) + 1))
        assert {s.id for s in e.sources} == {"highlights", "commission"}


def test_rewording_keeps_evidence(write: Callable[..., Path]) -> None:
    path = write("audiences: [{id: kids, label: For kids, reword: {one: {headline: It is so}}}]\n")
    edition = briefgen.edition(briefgen.load(path), "kids")
    assert plain(edition.findings[0].headline) == "It is so"
    assert "it is so" in plain(edition.notes[0].text)


def test_a_document_is_the_same_without_the_fast_yaml_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = (ROOT / "brief.yaml").read_bytes()
    fast = yaml_parser.parse(data, "brief.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert yaml_parser.parse(data, "brief.yaml") == fast


PIECES = ["a", "b", " ", "1", "12.", "2)", "-", "--", "...", "+", "!", "]", "(", ")", "^", "`", "~", "#", "=", "|", ">", ":",
          "http://x.y/z", "www.x.org", "a@b.c", "’", "“", "é", "\u00a0", "\u2028", "\t", "漢", "$"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(["en", "fr", "zh"]))
def test_a_text_without_markup_is_what_the_parser_makes_of_it(pieces: list[str], tag: str) -> None:
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        quick = parse_inline(text, tag), parse_blocks(text, tag)
        patch.setattr(rich_text, "_MARKUP", re.compile(""))  # which is in every text
        patch.setattr(rich_text, "_SHORT", -1)  # nothing is remembered
        assert (parse_inline(text, tag), parse_blocks(text, tag)) == quick
