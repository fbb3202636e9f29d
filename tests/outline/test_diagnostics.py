"""Every kind of diagnostic: what the caret underlines, and what the hint offers instead."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import briefgen
from briefgen.model.diagnostics import Diagnostic, format_text, has_errors
from conftest import MINIMAL, ROOT

FULL = """\
title: A title
language: en-US
date: 2026-01-02
organisation: {name: An institute}
message: The message.
key_numbers:
  - {id: many, value: more than 20, label: things}
findings:
  - id: one
    headline: One thing is so
    tags: [health]
    figure: bars
    table: cells
    key_number: many
    evidence:
      - {id: proof, source: report, quote: it is so}
      - {source: report, datum: 'more than 20; 3 and 4'}
figures:
  - id: bars
    kind: bar
    title: A bar
    data:
      - {label: first, value: 3}
      - {label: second, value: 4}
tables:
  - id: cells
    title: A table
    columns: [Name, Number]
    rows:
      - [first, "3"]
recommendations:
  - {id: act, actor: The council, action: Act, findings: [one]}
sources: [{id: report, title: The report}]
audiences:
  - id: press
    label: For the press
    findings: [one]
    reword: {one: {headline: It is so}}
"""

# Code, what to replace, by what; what the caret underlines; a part of the hint.
CASES = [
    ("unknown-key", "message: The", "mesage: The", "mesage", "did you mean `message`"),
    ("unknown-key", "quote: it is so", "quot: it is so", "quot", "did you mean `quote`"),
    ("unknown-key", "{headline: It", "{hedline: It", "hedline", "did you mean `headline`"),
    ("missing-key", "    headline: One thing is so\n", "", "i", "add `headline: …`"),
    ("missing-key", "    kind: bar\n", "", "i", "`kind:` and one of `column`, `bar`"),
    ("missing-key", ", quote: it is so", "", None, "quote the phrase"),
    ("duplicate-key", "language: en-US", "title: B", "title", "first given on line 1"),
    ("wrong-type", "title: A title\n", "title: [A]\n", None, "write one text"),
    ("wrong-type", "tags: [health]", "tags: health", "health", "write one item a line"),
    ("empty-value", "title: A title\n", "title:\n", None, "write a text, or delete the key"),
    ("bad-value", "date: 2026-01-02", "date: 2026-01-02\nbrief: {pages: 0}", "0", None),
    ("bad-value", "A title\n", "a" * 2001 + "\n", "a" * 2001, "shorten it"),
    ("bad-value", "en-US", "English!", "English!", "`en`, `en-US` or `es-MX`"),
    ("wrong-type", "2026-01-02", "2026-13-02", "2026-13-02", "write YYYY-MM-DD"),
    ("wrong-type", "2026-01-02", "3 May 2026", "3 May 2026", "write YYYY-MM-DD"),
    ("bad-number", "more than 20", "lots", "lots", None),
    ("bad-number", "more than 20", "39..18", "39..18", None),
    ("bad-id", "- id: one", "- id: One thing", "One thing", None),
    ("unknown-kind", "kind: bar", "kind: bra", "bra", "did you mean `bar`"),
    ("unknown-value", "{id: many, ", "{id: many, magnitude: milion, ", "milion", "did you mean `million`"),
    ("unknown-figure", "figure: bars", "figure: bras", "bras", "did you mean `bars`"),
    ("unknown-table", "table: cells", "table: cels", "cels", "did you mean `cells`"),
    ("unknown-key-number", "key_number: many", "key_number: mny", "mny", "did you mean `many`"),
    ("unknown-source", "source: report", "source: reprot", "reprot", "did you mean `report`"),
    ("unknown-finding", "findings: [one]}", "findings: [on]}", "on", "did you mean `one`"),
    ("unknown-tag", "findings: [one]\n", "findings: {tags: [helth]}\n", "helth", "did you mean `health`"),
    ("unknown-part", "{one: {head", "{oen: {head", "oen", "did you mean `one`"),
    ("unknown-label", "kind: bar", "kind: bar\n    highlight: frist", "frist", "did you mean `first`"),
    ("unknown-mark", "The message.", "The message.[^prof]", "The message.[^prof]", "evidence"),
    ("unknown-mark", "thing is so", "thing.[^prof]", "One thing.[^prof]", "did you mean `proof`"),
    ("unknown-figure-or-table", "title: A title", "exhibits: [bras]\ntitle: A title", "bras", "did you mean `bars`"),
    ("unknown-recommendation", "findings: [one]\n", "recommendations: [atc]\n", "atc", "did you mean `act`"),
    ("duplicate-id", "id: cells", "id: bars", "bars", "line 19 has it already"),
    ("empty-selection", "findings: [one]\n", "findings: {importance: 1}\n", None, "widen"),
    ("row-length", '[first, "3"]', "[first]", None, "write `~` for an empty cell"),
    ("row-name", '[first, "3"]', '[~, "3"]', None, None),
    ("unused", "    figure: bars\n", "", "bars", "name it in a finding"),
    ("bad-link", "The message.", "See [it](javascript:alert).", "See [it](javascript:alert).", "https://"),
    ("bad-link", "title: The report", "title: R, url: www.x.org", "www.x.org", "https://"),
    ("outside-folder", "An institute", "I, logo: ../../etc/passwd", "../../etc/passwd", "--allow-outside"),
    ("outside-folder", "An institute", "I, logo: /etc/passwd", "/etc/passwd", "--allow-outside"),
    ("missing-file", "An institute", "I, logo: bief.yaml", "bief.yaml", "did you mean `brief.yaml`"),
    ("not-a-file", "An institute", "I, logo: .", ".", None),
    ("bad-image", "An institute", "I, logo: brief.yaml", "brief.yaml", "PNG or JPEG"),
    ("missing-file", "title: A title", "theme: none.yaml\ntitle: A title", "none.yaml", "looked for"),
    ("missing-glyph", "The message.", "The 漢 message.", "漢", "theme"),
    ("missing-glyph", "label: first", "label: 漢", "漢", "theme"),
    ("missing-glyph", "An institute", "An &#28450; institute", None, "theme"),
    ("control-character", "The message.", "The \u202emessage.", "\u202e", "delete it"),
    ("yaml-syntax", "title: A title\n", "title: A: title\n", None, "in quotes"),
    ("untraced-number", "headline: One thing", "headline: 12 things", "12", "the nearest there is “more than 20”"),
    ("overstated", "value: more than 20", "value: 20", "20", "“more than 20”"),
    ("unused-not-claim", "key_number: many", "key_number: many\n    not_claims: [two]", "two", "delete it"),
    ("calculation", "key_number: many", "key_number: many\n    calculations: [3 + 4 = 8]", "3 + 4 = 8", "20 / 2.6 = 7.7"),
    ("yaml-syntax", "tags: [health]", "tags: [health", "[", "close it"),
    ("yaml-syntax", "title: A title\n", 'title: "A title\n', "3", "look for a quotation mark above"),
    ("yaml-syntax", "title: A title\n", "title: 'It's so'\n", "s", "put all of a text in quotes"),
    ("yaml-syntax", "title: A title\n", 'title: "New" things\n', "t", "put all of a text in quotes"),
    ("yaml-syntax", "title: A title\n", "title: [Draft] A title\n", "A", "put all of a text in quotes"),
    ("yaml-syntax", "title: A title\n", "title: *New* things\n", "*", "starts with *"),
    ("yaml-syntax", "title: A title\n", "title: &c. things\n", ".", "starts with &"),
    ("yaml-syntax", "title: A title\n", "title: > 5 things\n", "5", "starts with > or |"),
    ("yaml-syntax", "title: A title\n", "title: - 5 things\n", "-", "starts with -"),
    ("yaml-syntax", "title: A title\n", "title: ? why\n", "?", "starts with ?"),
    ("yaml-syntax", "title: A title\n", 'title: "C:\\quux"\n', "\\", "two backslashes"),
    ("yaml-syntax", "title: A title\n", "title:A title\n", None, "line above"),
    ("empty-value", "title: A title\n", "title: #5 things\n", " ", "# begins a comment"),
    ("yaml-alias", "title: A title", "title: *nothing", "*nothing", "starts with *"),
    ("yaml-key", "title: A title", "[a, b]: A title", None, None),
    ("yaml-documents", "figures:\n", "---\nfigures:\n", "---", "one outline in one file"),
    ("yaml-depth", "title: A title", f"title: {'[' * 50}{']' * 50}", None, None),
]  # fmt: skip


def underlined(d: Diagnostic) -> str:
    assert d.place is not None
    start = d.place.column - 1
    return (d.place.text or "")[start : start + d.place.length]


def found_in(text: str, tmp_path: Path) -> list[Diagnostic]:
    path = tmp_path / "brief.yaml"
    path.write_text(text, encoding="utf-8")
    return briefgen.check(path)


def test_the_outline_that_the_cases_break_is_good(tmp_path: Path) -> None:
    assert found_in(FULL, tmp_path) == []


@pytest.mark.parametrize(("code", "old", "new", "caret", "hint"), CASES)
def test_each_kind(
    code: str, old: str, new: str, caret: str | None, hint: str | None, tmp_path: Path
) -> None:
    assert old in FULL
    broken = FULL.replace(old, new, 1)
    found = found_in(broken, tmp_path)
    said = [d for d in found if d.code == code]
    assert said, [d.code for d in found]
    d = said[0]
    assert d.place is not None
    assert d.place.text == broken.split("\n")[d.place.line - 1]
    if caret is not None:
        assert underlined(d) == caret
    if hint is not None:
        assert hint in (d.hint or "")
    shown = format_text(d).splitlines()
    assert shown[0].startswith(f"{tmp_path}/brief.yaml:{d.place.line}:{d.place.column}: ")
    assert shown[0].endswith(f"[{code}]")
    assert not {c for line in shown for c in line if not c.isprintable()}
    if (d.place.text or "").strip():
        assert set(shown[2].partition("| ")[2].strip()) == {"^"}


FILES = {
    "csv-header": "a,a\n1,2\n",
    "csv-row": "label,value\nx,1\ny,2,3\n",
    "csv-empty": "label,value\n",
    "csv-syntax": 'label,value\n"x"y,1\n',
    "csv-size": ",".join(f"c{i}" for i in range(1001)) + "\n",
    "missing-column": "label,vaule\nx,1\n",
    "bad-number": "label,value\nx,1\ny,lots\n",
}


@pytest.mark.parametrize("code", FILES)
def test_data_files(code: str, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text(FILES[code])
    start = FULL.index("    data:\n")
    data = "    data: {file: data.csv, columns: {label: label, value: value}}\n"
    (d,) = found_in(FULL[:start] + data + FULL[FULL.index("tables:") :], tmp_path)
    assert d.code == code
    assert d.place is not None
    if code in ("csv-row", "bad-number"):
        assert (Path(d.place.file).name, d.place.line) == ("data.csv", 3)
    if code == "missing-column":
        assert underlined(d) == "value"
        assert d.hint == "did you mean `vaule`?"


def test_a_data_file_of_another_type(tmp_path: Path) -> None:
    (tmp_path / "data.docx").write_bytes(b"PK")
    data = "    data: {file: data.docx}\n"
    start = FULL.index("    data:\n")
    (d,) = found_in(FULL[:start] + data + FULL[FULL.index("tables:") :], tmp_path)
    assert (d.code, underlined(d)) == ("file-type", "data.docx")


def test_the_outline_itself(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    assert [d.code for d in briefgen.check(path)] == ["missing-file"]
    assert [d.code for d in briefgen.check(tmp_path)] == ["not-a-file"]
    for data, code in (
        (b"", "empty-file"),
        (b"title: \xff\n", "encoding"),
        (b"- a\n", "wrong-type"),
    ):
        path.write_bytes(data)
        assert [d.code for d in briefgen.check(path)] == [code]
    path.write_bytes(b"# " + b"x" * 5_000_000)
    assert [d.code for d in briefgen.check(path)] == ["file-size"]
    path.write_bytes(b"title: a\nmore: \xe9\n")
    (d,) = briefgen.check(path)
    assert d.place and (d.place.line, d.place.column) == (2, 7)


def test_an_alias_bomb_is_refused_by_size(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for i in range(1, 9):
        bomb += f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n"
    assert [d.code for d in found_in(bomb, tmp_path)] == ["yaml-size"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("label,value\nx,1\n")
    (inside / "data.csv").symlink_to(tmp_path / "secret.csv")
    start = FULL.index("    data:\n")
    text = FULL[:start] + "    data: {file: data.csv}\n" + FULL[FULL.index("tables:") :]
    assert [d.code for d in found_in(text, inside)] == ["outside-folder"]
    path = inside / "brief.yaml"
    assert not has_errors(briefgen.check(path, allow_outside=True))


def test_a_font_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "bad.ttf").write_text("junk")
    (tmp_path / "theme.yaml").write_text("fonts: {regular: bad.ttf}\n")
    (d,) = found_in("theme: theme.yaml\n" + FULL, tmp_path)
    assert d.code == "bad-font"
    assert "bad.ttf is not a font" in d.message


def test_undrawn_text_may_hold_any_character(tmp_path: Path) -> None:
    text = FULL.replace("kind: bar", "kind: bar\n    alt: Bars of 漢", 1)
    assert found_in("keywords: [漢]\n" + text, tmp_path) == []


def test_all_errors_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    broken = (
        FULL.replace("language: en-US", "language: English!")
        .replace("more than 20", "lots")
        .replace("kind: bar", "kind: bra")
        .replace("action: Act", "acton: Act")
    )
    found = found_in(broken, tmp_path)
    lines = [d.place.line for d in found if d.place]
    assert lines == sorted(lines)
    assert {d.code for d in found} == {
        "bad-value", "bad-number", "unknown-kind", "unknown-key", "missing-key",
    }  # fmt: skip


@pytest.mark.parametrize("written", ["No", "2022-02-08", "1:30", "3.10", "007", "1_000", "null "])
def test_a_headline_stays_as_written(written: str, tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text(MINIMAL.replace("One thing is so", f'"{written}"'))
    assert briefgen.load(path).outline.findings[0].headline == written.strip()


def test_no_kind_is_left_out() -> None:
    """Each code that the outline's modules and the checks can give stands in a test of this file."""
    given = set()
    for folder in ("outline", "checks"):
        for module in (ROOT / "src" / "briefgen" / folder).glob("*.py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                name = getattr(getattr(node, "func", None), "attr", None) or getattr(
                    getattr(node, "func", None), "id", None
                )
                if name in ("error", "warning", "fail") and isinstance(node, ast.Call):
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant):
                        given.add(str(first.value))
    # A disk that fails, a picture of 40 million pixels and a package that is away are not made here.
    tests = (ROOT / "tests").rglob("test_*.py")
    told = "".join(path.read_text(encoding="utf-8") for path in tests)
    left_out = {
        code
        for code in given - {"unreadable-file", "image-size", "missing-package"}
        if f'"{code}"' not in told
    }
    assert not left_out
