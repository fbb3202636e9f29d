"""The benchmark's own parts: input for the rivals says all that the edition says, and the table names what fails."""

from __future__ import annotations

import html
import importlib
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pdfplumber
import pytest

import briefgen

ROOT = Path(__file__).parents[1]
HOSTILE = (
    '#set page() *a* _b_ 1. x - y $z$ <b>&amp; [c](d) \\ `e` @f ~g~ ^h^ "i" // j | k = l + m: 2%'
)


@pytest.fixture
def rivals(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT)
    return importlib.import_module("benchmarks.rivals")


@pytest.fixture
def measures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT)
    return importlib.import_module("benchmarks.measures")


@pytest.fixture(scope="module")
def edition() -> Any:
    return briefgen.edition(briefgen.load(ROOT / "brief.yaml"), "legislators")


def _run(text: str, **styles: Any) -> SimpleNamespace:
    return SimpleNamespace(text=text, **{"bold": False, "italic": False, "url": None, **styles})


def _texts(content: Any) -> Iterator[str]:
    """The texts of all runs, in reading order."""
    for part in content:
        if hasattr(part, "runs"):
            yield from _texts(part.runs)
        elif hasattr(part, "items"):
            for item in part.items:
                yield from _texts(item)
        elif hasattr(part, "text"):
            yield part.text.strip()


def _said(edition: Any) -> Iterator[str]:
    """All that each rival's document must say."""
    yield from _texts(edition.title)
    yield from _texts(edition.message)
    for number in edition.key_numbers:
        yield number.number
        yield from _texts(number.label)
    for finding in edition.findings:
        yield from _texts(finding.headline)
        yield from _texts(finding.body)
        for row in finding.table.rows if finding.table else ():
            for cell in row:
                yield from _texts(cell)
    for each in edition.recommendations:
        yield each.actor
        yield from _texts(each.action)
        yield from _texts(each.body)
    for source in edition.sources:
        yield from _texts(source.text)


@pytest.mark.parametrize("name", ["to_typst", "to_html", "to_markdown"])
def test_a_rivals_document_says_all_and_shows_every_chart(
    rivals: ModuleType, edition: Any, name: str
) -> None:
    document = getattr(rivals, name)(edition)
    escape = html.escape if name == "to_html" else rivals.escape_backslash
    assert [text for text in _said(edition) if escape(text) not in document] == []
    ending = "png" if name == "to_markdown" else "svg"
    assert len(edition.figures) > 3
    for figure in edition.figures:
        assert document.count(f"charts/{figure.id}.{ending}") == 1


@pytest.mark.parametrize("name", ["to_typst", "to_html"])
def test_a_rivals_brief_has_every_note_and_a_link_to_it(
    rivals: ModuleType, edition: Any, name: str
) -> None:
    document = getattr(rivals, name)(edition)
    target, link = (
        ("<note-{}>\n", "(<note-{}>)") if name == "to_typst" else ('id="note-{}"', '"#note-{}"')
    )
    assert edition.notes
    for note in edition.notes:
        assert document.count(target.format(note.number)) == 1
    marked = {mark for finding in edition.findings for mark in finding.notes}
    assert marked and all(link.format(number) in document for number in marked)


def test_the_rivals_deck_has_the_notes_of_findings_for_the_speaker(
    rivals: ModuleType, edition: Any
) -> None:
    document = rivals.to_markdown(edition)
    assert document.count("::: notes") == sum(bool(finding.notes) for finding in edition.findings)


def test_styles_links_marks_and_lists_are_written_in_each_language(rivals: ModuleType) -> None:
    runs = (
        _run("so "),
        _run("it is ", bold=True),
        _run("x", url="https://a.org/b"),
        SimpleNamespace(id="e", number=3),
    )
    assert (
        rivals.typst_inline(runs)
        == 'so #strong[it is ]#link("https://a.org/b")[x]#super[#link(<note-3>)[3]]'
    )
    assert rivals.html_inline(runs) == (
        'so <strong>it is </strong><a href="https://a.org/b">x</a><sup><a href="#note-3">3</a></sup>'
    )
    assert rivals.markdown_inline(runs) == "so **it is** [x](<https://a.org/b>)^3^"
    item = (SimpleNamespace(runs=(_run("a"),)),)
    blocks = (SimpleNamespace(items=(item, item), ordered=True, start=4),)
    assert rivals.typst_blocks(blocks) == "#enum(start: 4, [a], [a])"
    assert rivals.html_blocks(blocks) == '<ol start="4"><li><p>a</p></li><li><p>a</p></li></ol>'
    assert rivals.markdown_blocks(blocks) == "4. a\n5. a"


def test_typst_reads_punctuation_as_text(rivals: ModuleType) -> None:
    typst = pytest.importorskip("typst")
    document = f"#set page(width: 40cm)\n{rivals.typst_inline((_run(HOSTILE),))}"
    with pdfplumber.open(io.BytesIO(typst.compile(document.encode()))) as pdf:
        assert "".join((pdf.pages[0].extract_text() or "").split()) == "".join(HOSTILE.split())


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
def test_pandoc_reads_punctuation_as_text(rivals: ModuleType) -> None:
    command = ["pandoc", "--from", "markdown", "--to", "plain", "--wrap", "none"]
    text = rivals.markdown_inline((_run(HOSTILE),))
    made = subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.PIPE)
    assert made.stdout.split() == HOSTILE.split()


def test_the_table_names_the_bound_that_fails_and_compares_two_checkouts(
    measures: ModuleType,
) -> None:
    samples = {"build cold": {"clock": [3.0, 1.0, 1.8]}, "naive script": {"clock": [2.0]},
               "build, nothing changed": {"clock": [0.1]}}  # fmt: skip
    other = {"build cold": {"clock": [1.5]}}
    rows = measures.rows(measures.COMMANDS, measures.Figures(samples), measures.Figures(other))
    lines = measures.table("commands", rows, True).splitlines()
    assert lines[0].split() == [
        "commands",
        "this",
        "ratio",
        "bound",
        "holds",
        "other",
        "this/other",
    ]
    cold = next(line for line in lines if line.startswith("build, nothing cached"))
    assert cold.split()[3:] == [
        "1.80",
        "s",
        "0.90",
        "of",
        "the",
        "naive",
        "script",
        "at",
        "most",
        "0.85",
        "NO",
        "1.50",
        "s",
        "1.20",
    ]
    unchanged = next(line for line in lines if line.startswith("build, nothing changed"))
    assert unchanged.endswith("at most 0.15 s  yes")
    assert len(lines) == 4  # what was not taken is left out


def test_growth_is_bounded_by_the_growth_of_the_size(measures: ModuleType) -> None:
    samples = {
        f"pdf of {count} rows": {"processor": [seconds]}
        for count, seconds in ((10, 1.0), (20, 2.1), (40, 4.8))
    }
    rows = measures.rows(list(measures.growth({"rows": [10, 20, 40]})), measures.Figures(samples))
    assert [row.holds for row in rows] == [None, True, False]
