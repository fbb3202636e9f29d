"""Quoted phrases against the text of their source."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.checks.quotes import plain_text

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
