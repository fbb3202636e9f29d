"""Outlines whose numbers are traced, or not; the table of it for fact-checkers."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import briefgen
from briefgen.checks.numbers.reader import read
from briefgen.checks.numbers.table import COLUMNS, evidence_csv, evidence_json
from briefgen.checks.numbers.table import rows as evidence_rows
from briefgen.checks.numbers.trace import match, proofs_of, trace
from briefgen.cli import main
from briefgen.model.diagnostics import Diagnostic
from briefgen.model.loaded import LoadedOutline
from conftest import ROOT

HEAD = """\
title: A title
date: 2026-01-02
organisation: {name: An institute}
message: The message.
sources: [{id: report, title: The report}]
findings:
  - id: one
    headline: HEADLINE
    evidence: [{source: report, quote: "QUOTE"}]
"""


def checked(tmp_path: Path, headline: str, quote: str, more: str = "") -> list[Diagnostic]:
    path = tmp_path / "brief.yaml"
    path.write_text(
        HEAD.replace("HEADLINE", headline).replace("QUOTE", quote) + more, encoding="utf-8"
    )
    return briefgen.check(path)


def codes(found: list[Diagnostic]) -> list[str]:
    return [d.code for d in found]


@pytest.mark.parametrize(
    ("headline", "quote", "more", "wanted"),
    [
        ("Pills rose to 20 million", "more than 20 million", "", ["overstated"]),
        ("Pills rose to more than 20 million", "more than 20 million", "", []),
        ("Pills rose to 21 million", "more than 20 million", "", ["untraced-number"]),
        ("Pills rose 7.7 times", "from 2.6 million to 20 million", '    calculations: ["20 / 2.6 = 7.7"]\n', []),
        ("Pills rose 7.7 times", "from 2.6 million to more than 20 million", '    calculations: ["20 / 2.6 = 7.7"]\n',
         ["overstated"]),
        ("Pills rose more than sevenfold", "from 2.6 million to more than 20 million",
         '    calculations: ["20 / 2.6 = 7.7"]\n', []),
        ("Pills rose 7.8 times", "from 2.6 million to 20 million", '    calculations: ["20 / 2.6 = 7.8"]\n',
         ["untraced-number", "calculation"]),
        ("Pills rose 10 times", "from 2.6 million to 20 million", '    calculations: ["20 / 2 = 10"]\n',
         ["untraced-number", "calculation"]),
        ("29 percent are others", "71 percent", '    calculations: ["100% - 71% = 29%"]\n', []),
        ("Spending is less than a third of 3 percent", "less than 1 percent, 3 percent", '    calculations: ["1 / 3 = 33%"]\n', []),
        ("It fell by a half", "it fell", '    calculations: ["__import__(1) = 2", "1 / 0 = 3", "((1 = 1"]\n',
         ["untraced-number", "calculation", "calculation", "calculation"]),
        ("The two sides met in 2022", "they met in 2022", "    not_claims: [two sides]\n", []),
        ("The two sides met in 2022", "they met", "    not_claims: [two sides, four]\n", ["untraced-number", "unused-not-claim"]),
        ("22 met", "they met", '    not_claims: ["2"]\n', ["untraced-number", "unused-not-claim"]),
    ],
)  # fmt: skip
def test_findings(headline: str, quote: str, more: str, wanted: list[str], tmp_path: Path) -> None:
    assert codes(checked(tmp_path, headline, quote, more)) == wanted


def test_the_place_is_the_number(tmp_path: Path) -> None:
    more = "    body: >-\n      Some words, then **some\n      more** and 31 pills.\n"
    (found,) = checked(tmp_path, "It is so", "it is so", more)
    assert found.place is not None
    assert (found.place.line, found.place.column, found.place.length) == (12, 18, 2)


def test_a_rewording_is_checked_where_it_is_written(tmp_path: Path) -> None:
    more = "audiences:\n  - id: press\n    label: For the press\n    reword: {one: {headline: Over 40 did so}}\n"
    (found,) = checked(tmp_path, "Over 30 did so", "over 30 did so", more)
    assert found.place is not None
    assert (found.code, found.place.line) == ("untraced-number", 13)


def test_a_translation_is_checked_where_it_is_written(tmp_path: Path) -> None:
    more = (
        "    body: Over 30 did so, the two sides say.\n    not_claims: [two sides]\nlanguages:\n  es:\n    title: Un título\n"
        "    message: El mensaje.\n    organisation: {name: Un instituto}\n    parts:\n      report: {title: El informe}\n"
        "      one:\n        headline: Es así\n        body: Lo hicieron 30, dicen las dos partes, o 45.\n"
    )
    found = checked(tmp_path, "Over 30 did so", "over 30 did so", more)
    assert [
        (d.code, d.place and d.place.text and d.place.text[d.place.column - 1 :][:2]) for d in found
    ] == [
        ("overstated", "30"),
        ("untraced-number", "45"),
    ]


def test_a_data_file_is_evidence_when_it_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("label,value\nA,3\nB,4\n")
    figure = "figures:\n  - {id: bars, kind: bar, title: Bars, data: {file: data.csv}EVIDENCE}\nexhibits: [bars]\n"
    (found,) = checked(tmp_path, "It is so", "it is so", figure.replace("EVIDENCE", ""))
    assert "2 numbers that `bars` reads from" in found.message
    named = ", evidence: [{source: report, data: data.csv}]"
    assert checked(tmp_path, "It is so", "it is so", figure.replace("EVIDENCE", named)) == []


def test_a_row_that_sums_up_the_rest_is_worked_out_again(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("label,value\nA,40\nB,>20\nC,3\n")
    more = (
        "figures:\n  - id: bars\n    kind: bar\n    title: Bars\n    data: {file: data.csv, top: 1, rest: Others}\n"
        "    evidence: [{source: report, data: data.csv}]\nexhibits: [bars]\n"
    )
    assert checked(tmp_path, "It is so", "it is so", more) == []
    loaded = briefgen.load(tmp_path / "brief.yaml")
    rows = list(
        csv.DictReader(io.StringIO(evidence_csv(evidence_rows(loaded, briefgen.edition(loaded)))))
    )
    values = [(r["numbers"], r["data"], r["calculation"]) for r in rows if r["field"] == "value"]
    assert values == [
        ("40 ← 40", "data.csv", ""),
        ("more than 23 ← more than 23", "", ">20 + 3 = >23"),
    ]
    unnamed = more.replace("    evidence: [{source: report, data: data.csv}]\n", "")
    assert codes(checked(tmp_path, "It is so", "it is so", unnamed)) == ["untraced-number"] * 2


def test_any_text_in_any_language_can_be_traced(outline: LoadedOutline) -> None:
    o = outline.outline
    proofs = proofs_of(next(f for f in o.findings if f.id == "pill-seizures").evidence, o)
    said = "La DEA decomisó 2,6 millones en 2019 y 20 millones en 2021, siete veces más, y 5 más"
    assert [match(found, proofs)[0] for found in read(said, "es")] == [
        "traced", "traced", "overstated", "traced", "overstated", "untraced",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", [ROOT / "brief.yaml", ROOT / "src/briefgen/data/starter/brief.yaml"]
)
def test_our_own_outlines_trace_every_number(path: Path) -> None:
    assert briefgen.check(path) == []


def test_our_own_phrases_stand_in_the_real_text(tmp_path: Path) -> None:
    text = ROOT.parent / "shared" / "source" / "commission-highlights.txt"
    if not text.is_file():
        pytest.skip("the source's text is not here")
    written = (ROOT / "brief.yaml").read_text(encoding="utf-8")
    path = tmp_path / "brief.yaml"
    title = "    title: Highlights on Mexico’s responsibility on the Final Report\n"
    assert title in written
    path.write_text(written.replace(title, f"{title}    text: {text}\n", 1), encoding="utf-8")
    (tmp_path / "assets").symlink_to(ROOT / "assets")
    assert briefgen.check(path, allow_outside=True) == []


def test_the_table_of_evidence(tmp_path: Path) -> None:
    assert (
        checked(
            tmp_path, "Over 30 did so in 7 towns", "=over 30 did so", "    not_claims: [7 towns]\n"
        )
        == []
    )
    loaded = briefgen.load(tmp_path / "brief.yaml")
    edition = briefgen.edition(loaded)
    rows = list(
        csv.DictReader(
            io.StringIO(evidence_csv(evidence_rows(loaded, edition)).removeprefix("\ufeff"))
        )
    )
    assert tuple(rows[0]) == COLUMNS
    shown = [
        (r["part"], r["field"], r["numbers"], r["status"], r["phrase"], r["note"])
        for r in rows
        if r["part"]
    ]
    assert shown == [
        ("one", "headline", "Over 30 ← over 30", "traced", "'=over 30 did so", "1"),
        ("one", "headline", "7", "not a claim", "", ""),
    ]
    held = json.loads(evidence_json(evidence_rows(loaded, edition), edition))
    assert held["evidence"][0]["phrase"] == "=over 30 did so"


def test_the_table_is_in_the_language_of_its_edition(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / "brief.yaml")
    assert main(["evidence", path, "--language", "es", "--format", "json"]) == 0
    held = json.loads(capsys.readouterr().out)
    assert held["language"] == "es"
    rows = {(r["part"], r["field"]): r for r in held["evidence"]}
    value = rows["pills-2021", "value"]
    assert value["numbers"] == "más de 20 millones ← more than 20 million"
    label = rows["pills-2021", "label"]
    assert label["claim"].startswith("de pastillas") and value["says"] == "DEA"
    assert label["says"] == "La Comisión"
    assert label["place"].split(":")[0].endswith("brief.es.yaml")
    assert {r["status"] for r in held["evidence"]} == {"traced", "not a claim", ""}
    loaded = briefgen.load(path)
    own = evidence_rows(loaded, briefgen.edition(loaded))
    assert {(r["part"], r["field"]) for r in own} <= set(rows)


def test_every_build_can_write_it(
    write: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write()
    out = tmp_path / "out"
    assert (
        main(["build", str(path), "--format", "evidence-csv,evidence-json", "--out", str(out)]) == 0
    )
    assert (out / "brief-evidence.csv").read_bytes().startswith(b"\xef\xbb\xbfclaim,part")
    assert (
        json.loads((out / "brief-evidence.json").read_text())["evidence"][0]["source"] == "report"
    )
    capsys.readouterr()
    assert main(["evidence", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["edition"] == "brief"


def test_a_thousand_findings_take_seconds(tmp_path: Path) -> None:
    findings = "".join(
        f"  - id: f{n}\n    headline: In 2021, {n} of them rose by more than {n % 90 + 2} percent\n"
        f"    evidence: [{{source: report, quote: 'in 2021, {n} rose more than {n % 90 + 2} percent'}}]\n"
        for n in range(10, 1010)
    )
    path = tmp_path / "brief.yaml"
    path.write_text(HEAD.replace("HEADLINE", "It is so").replace("QUOTE", "it is so") + findings)
    loaded = briefgen.load(path)
    began = time.process_time()
    traced = trace(loaded)
    assert time.process_time() - began < 5
    assert {t.status for t in traced.traces} == {"traced"}
    assert len(traced.traces) == 3000
