"""Quoted phrases against the text of their source."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.checks.quotes import plain_text
from conftest import Built

TEXT = "The report says that “costs rose – by ﬁve per-\ncent” in a\u00a0year. It is so, and more."


def outline(write: Callable[..., Path], quote: str, more: str = "") -> Path:
    path = write()
    text = path.read_text().replace("quote: it is so", f"quote: '{quote}'")
    path.write_text(
        text.replace("title: The report}", f"title: The report, text: report.txt{more}}}")
    )
    (path.parent / "report.txt").write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "quote", ["costs rose - by five percent", "“costs rose — by five percent”", "in a year"]
)
def test_typography_is_forgiven(quote: str, write: Callable[..., Path]) -> None:
    assert briefgen.check(outline(write, quote)) == []


def test_a_phrase_that_is_not_there_is_named_with_the_nearest(write: Callable[..., Path]) -> None:
    (found,) = briefgen.check(outline(write, "costs rose by six percent"))
    assert found.code == "quote"
    assert found.severity == "warning"
    assert found.place is not None
    assert found.place.line == 8
    assert "costs rose - by five" in (found.hint or "")


def test_absent_text_is_a_note(write: Callable[..., Path]) -> None:
    path = outline(write, "in a year")
    (path.parent / "report.txt").unlink()
    (found,) = briefgen.check(path)
    assert found.severity == "note"
    assert found.code == "source-text"
    assert "could not be looked up" in found.message


def test_a_changed_text_is_reported(write: Callable[..., Path]) -> None:
    path = outline(write, "in a year", f", sha256: {'0' * 64}")
    (found,) = briefgen.check(path)
    assert found.code == "source-changed"
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert digest in (found.hint or "")
    path.write_text(path.read_text().replace("0" * 64, digest))
    assert briefgen.check(path) == []


def test_plain_text() -> None:
    assert plain_text("ﬁve  per-\n  cent") == "five percent"
    assert plain_text("well-known") == "well-known"


@pytest.mark.parametrize(
    ("locator", "codes"),
    [
        ("page 2", []),
        ("pages 1–2", []),
        ("p. 3", ["quote-page"]),
        ("Table 3", []),
        ("page 12", ["quote-page"]),
    ],
)
def test_the_page_is_looked_at(locator: str, codes: list[str], write: Callable[..., Path]) -> None:
    path = outline(write, "costs rose by five percent")
    path.write_text(path.read_text().replace("locator: page 3", f"locator: {locator}"))
    text = (
        "First page.\fSecond page: costs rose\nby five per-\ncent.\fThird page: other costs rose."
    )
    (path.parent / "report.txt").write_text(text)
    found = briefgen.check(path)
    assert [d.code for d in found] == codes
    if found:
        assert found[0].hint == "write `locator: page 2`"


def test_a_phrase_may_run_over_a_page_end(write: Callable[..., Path]) -> None:
    path = outline(write, "costs rose by five percent")
    (path.parent / "report.txt").write_text("Page one: costs rose by\ffive percent.\fPage three.")
    assert [d.code for d in briefgen.check(path)] == ["quote-page"]
    path.write_text(path.read_text().replace("locator: page 3", "locator: page 1"))
    assert briefgen.check(path) == []


def test_the_pages_of_a_pdf(write: Callable[..., Path], built: Callable[..., Built]) -> None:
    pytest.importorskip("pypdfium2")
    path = outline(write, "Exampleton Institute")
    path.write_text(
        path.read_text().replace("report.txt", "report.pdf").replace("page 3", "page 1")
    )
    (path.parent / "report.pdf").write_bytes(built("starter", None).pdf)
    assert briefgen.check(path) == []
    path.write_text(path.read_text().replace("page 1", "page 77"))
    assert [d.code for d in briefgen.check(path)] == ["quote-page"]
