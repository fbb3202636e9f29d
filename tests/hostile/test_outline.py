"""Outlines that lie, swell or hide something."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.model.diagnostics import MAX_SHOWN, Diagnostic
from conftest import MINIMAL

Write = Callable[..., Path]


def found_in(tmp_path: Path, data: str | bytes) -> list[Diagnostic]:
    path = tmp_path / "brief.yaml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return briefgen.check(path)


def title(value: str) -> str:
    return MINIMAL.replace("A title", value)


# What is written as the title; the code, and a part of the message.
VALUES = [
    ("!!python/object/apply:os.system ['id']", "yaml-tag", "!!python/object/apply:os.system"),
    ("!secret x", "yaml-tag", "!secret"),
    ("!!binary aGk=", "yaml-tag", "!!binary"),
    (r'"a\u202Eb"', "control-character", "U+202E"),
    (r'"a\0b"', "control-character", "U+0000"),
    (r'"a\eb"', "control-character", "U+001B"),
    (r'"a\rb"', "control-character", "U+000D"),
    (r'"a\uFDD0b"', "control-character", "U+FDD0"),
    (r'"a\U0001FFFFb"', "control-character", "U+1FFFF"),
    ("a&#8238;b", "control-character", "U+202E"),
    ("a&#x202E;b", "control-character", "U+202E"),
    ("a&#12;b", "control-character", "U+000C"),
    (r'"a\u2067b"', "control-character", "no partner"),
    (r'"a\u2069b\u2067"', "control-character", "no partner"),
    ("&a [*a]", "yaml-alias", "&a"),
    ("[" * 500 + "]" * 500, "yaml-depth", "40 levels"),
    ("{a: " * 5000 + "}" * 5000, "yaml-depth", "40 levels"),
    ("x" * 100_000, "bad-value", "2,000 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "code", "said"), VALUES, ids=lambda v: v[:20])
def test_a_value_is_refused_where_it_stands(
    value: str, code: str, said: str, tmp_path: Path
) -> None:
    (d,) = found_in(tmp_path, title(value))
    assert (d.code, d.place and d.place.line) == (code, 1)
    assert said in d.message
    assert d.message.isprintable()


@pytest.mark.parametrize("opening", ["'", '"', "[", "{"])
def test_what_is_not_closed_is_shown_where_it_opens(opening: str, tmp_path: Path) -> None:
    (d,) = found_in(tmp_path, MINIMAL + f"keywords: {opening}a\n")
    assert (d.code, d.place and (d.place.line, d.place.column)) == ("yaml-syntax", (10, 11))
    assert "opens here is not closed" in d.message
    assert d.hint and d.hint.startswith("close it")


def test_a_merge_key_is_refused(tmp_path: Path) -> None:
    (d,) = found_in(tmp_path, MINIMAL + "brief: {<<: {pages: 2}}\n")
    assert d.code == "yaml-merge"
    assert d.hint and "write the keys out" in d.hint


def test_isolates_that_are_closed_are_text(tmp_path: Path) -> None:
    assert "control-character" not in {d.code for d in found_in(tmp_path, title("a\u2067b\u2069"))}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-16", "it is UTF-16"), ("utf-16-le", "looks like UTF-16"), ("utf-32-be", "UTF-32"),
     ("latin-1", "`é` in Latin-1"), ("cp1252", "`é` in Latin-1")],
)  # fmt: skip
def test_another_encoding_is_named(encoding: str, said: str, tmp_path: Path) -> None:
    (d,) = found_in(tmp_path, title("Une thèse é".replace("è", "e")).encode(encoding))
    assert d.code == "encoding"
    assert said in d.message
    assert d.hint and "UTF-8" in d.hint


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_a_mark_at_the_start_and_other_line_ends_are_no_fault(ending: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, "\ufeff" + MINIMAL.replace("\n", ending)) == []


# Each is drawn as the text it is.
TEXTS = ["<b>bold</b>", "&lt;para&gt;", "</para>", "<font color='red'>x", "]]>", "<?xml?>", "a & b &bogus;",
         "{{ ().mro }}", "{% for x in y %}", "${HOME} %s {0}", "<img src='file:///etc/passwd'/>", "`id`"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_markup_is_drawn_as_text(text: str, write: Write) -> None:
    import html
    import io
    import re

    import pdfplumber
    from pptx import Presentation

    path = write(title=f"'{text.replace(chr(39), chr(39) * 2)}'")
    assert [d for d in briefgen.check(path) if d.severity == "error"] == []
    edition = briefgen.edition(briefgen.load(path))
    brief, deck = io.BytesIO(), io.BytesIO()
    briefgen.write_pdf(edition, brief)
    briefgen.write_pptx(edition, deck)
    slides = Presentation(deck).slides
    drawn = "\n".join(
        s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame
    )
    with pdfplumber.open(brief) as pdf:
        printed = "".join(page.extract_text() for page in pdf.pages)

    def letters(value: str) -> str:
        return re.sub(r"[\s'‘’“”]", "", value)

    assert letters(html.unescape(text)) in letters(drawn)
    assert letters(html.unescape(text)) in letters(printed)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x", "JaVaScRiPt:x"])  # fmt: skip
def test_a_link_leads_to_the_web_only(url: str, tmp_path: Path) -> None:
    for text in (f"See [it]({url}).", f"See <{url}>.", f"See [it]({url.replace(':', '&#58;')})."):
        found = found_in(tmp_path, MINIMAL.replace("The message.", f"'{text}'"))
        assert [d.code for d in found] in (["bad-link"], []), text
        if "](" in text:
            assert [d.code for d in found] == ["bad-link"]


def test_thousands_of_errors_are_counted_not_listed(tmp_path: Path) -> None:
    rows = "".join(f"  - {{id: n{i}, value: lots, label: x, typo: y}}\n" for i in range(20_000))
    start = time.monotonic()
    found = found_in(tmp_path, MINIMAL + "key_numbers:\n" + rows)
    assert time.monotonic() - start < 30
    assert len(found) == MAX_SHOWN + 1
    assert found[-1].code == "too-many"


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    start = time.monotonic()
    (d,) = found_in(tmp_path, b"title: " + b"x" * 50_000_000)
    assert d.code == "file-size"
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("number", ["1" + "0" * 5000, "1e999999", "9e999999999999999999", "1e-999999", "nan", "inf", "0." + "0" * 4000 + "1"])  # fmt: skip
def test_a_number_beyond_all_bounds(number: str, tmp_path: Path) -> None:
    for more in (f"brief: {{pages: {number}}}\n", f"key_numbers: [{{id: n, value: {number}, label: x}}]\n"):  # fmt: skip
        found = found_in(tmp_path, MINIMAL + more)
        assert [d.code for d in found] in (["wrong-type"], ["bad-value"], ["bad-number"]), more[:60]


@pytest.mark.parametrize("text", ["[" * 50_000, "*a" * 25_000, "[^a" * 16_000, "- " * 20_000, "a_" * 25_000, "&" * 50_000, "<" * 50_000,
                                  "[a](b" * 9_000, "''a\"" * 12_000, "[a](b \"" * 7_000])  # fmt: skip
def test_markup_that_never_ends_is_read_in_bounded_time(text: str, tmp_path: Path) -> None:
    start = time.process_time()  # not by the clock: the machine may be busy with others
    found_in(tmp_path, MINIMAL.replace("The message.", f"'{text}'"))
    assert time.process_time() - start < 10


def test_a_word_of_many_characters_is_drawn_in_bounded_time(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL.replace("The message.", "x" * 20_000))
    edition = briefgen.edition(briefgen.load(path))
    start = time.process_time()
    assert briefgen.write_pptx(edition, io.BytesIO()) > 2
    assert briefgen.write_pdf(edition, io.BytesIO()) > 1
    assert time.process_time() - start < 20


# In none of them is there anything to be seen; a key that may be left out may not say so either.
BLANK = ["\u200b\u200b", "&#8203;", "&nbsp;", "\u00ad", "**\u200b**", "[](https://example.org)", "[\u200b](https://example.org)"]  # fmt: skip


@pytest.mark.parametrize("text", BLANK)
def test_a_text_in_which_nothing_is_to_be_seen_is_refused(text: str, tmp_path: Path) -> None:
    for blank in (title(f"'{text}'"), MINIMAL.replace("The message.", f"'{text}'")):
        assert [d.code for d in found_in(tmp_path, blank)] == ["empty-value"]


@pytest.mark.parametrize("text", ["'–'", "'-'", "'&copy;'", "'$'", "'\\*'"])
def test_a_sign_is_a_text(text: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, title(text)) == []


def test_a_link_has_no_spaces(tmp_path: Path) -> None:
    (d,) = found_in(tmp_path, MINIMAL.replace("The report", "The report, url: 'https://a b.org/c'"))
    assert (d.code, "has a space in it" in d.message) == ("bad-link", True)


def test_data_that_evidence_names_and_that_is_not_there_stops_neither_check_nor_build(
    tmp_path: Path,
) -> None:
    text = MINIMAL.replace("locator: page 3", "locator: page 3, data: none.csv")
    (d,) = found_in(tmp_path, text)
    assert (d.code, d.severity) == ("missing-file", "warning")
    assert briefgen.load(tmp_path / "brief.yaml")


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/stdin", "pipe", "loop", "a\\0b", "x" * 300])
def test_a_file_that_is_none_is_refused_at_once(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL.replace("institute}", f'institute, logo: "{name}"}}'))
    for outside in (False, True):
        (d,) = briefgen.check(path, allow_outside=outside)
        assert d.severity == "error"
        assert d.place and d.place.line == 3


@pytest.mark.parametrize("name", ["/dev/zero", "pipe"])
def test_an_outline_that_is_no_file_is_refused_at_once(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [d.code for d in briefgen.check(tmp_path / name)] == ["not-a-file"]
