"""A batch in several languages, its tables of evidence, and the manifest of its folder."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

import briefgen
from briefgen.batch.run import batch
from briefgen.cli import main
from briefgen.model.diagnostics import BriefgenError
from briefgen.reading.schema import schema

from .conftest import OUTLINE

SPANISH = """\
title: "Muertes por sobredosis en {{ state }}"
organisation: {name: Oficina}
message: "{{ state }} perdió a {{ deaths|number }} personas."
phrases: {"* 2021": "* en 2021", row: fila, rank: puesto, Statistics: Estadística}
parts:
  dead: {label: "muertes en {{ state }}"}
  deaths: {headline: "Las muertes en {{ state }} llegaron a {{ deaths|number }}."}
  worst: {headline: "{{ state }} está entre los peores."}
  trend: {title: "Suben las muertes en {{ state }}", subtitle: Muertes al año}
  act: {actor: El Congreso, action: Actúe ya.}
audiences: {press: {label: Para la prensa}}
"""
SMALL = """\
title: "Deaths in {{ state }}"
date: 2022-02-08
organisation: {name: Policy Office}
message: "{{ state }} lost {{ deaths }} people."
key_numbers: [{id: dead, value: "{{ before }}", label: deaths before}]
findings: [{id: one, headline: "{{ deaths }} died.", evidence: [{source: s, datum: "{{ deaths }}"}]}]
sources: [{id: s, title: Statistics}]
"""
ROWS = "state,deaths,before\nOhio,12000,800\nUtah,400,300\n"


@pytest.fixture
def spanish(outline: Path) -> Path:
    (outline.parent / "brief.es.yaml").write_text(SPANISH, "utf-8")
    return outline


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_the_file_beside_the_outline_has_templates_too(
    spanish: Path, table: Callable[..., Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = batch(spanish, table(ROWS), out, languages=["all"], formats=["evidence-csv"], jobs=1)
    assert [d.diagnostics for d in done.failed] == []
    names = sorted(p.name for p in out.glob("*.csv"))
    assert names == [
        "brief-ohio-es-evidence.csv", "brief-ohio-evidence.csv",
        "brief-utah-es-evidence.csv", "brief-utah-evidence.csv",
    ]  # fmt: skip
    claims = {r["claim"] for r in rows_of(out / names[0])}
    # Numbers are the language's.
    assert "Las muertes en Ohio llegaron a 12.000." in claims
    assert "Deaths in Ohio reached 12,000." in {r["claim"] for r in rows_of(out / names[1])}
    # What `when` leaves out of the outline needs no translation.
    claims = {r["claim"] for r in rows_of(out / names[2])}
    assert "Las muertes en Utah llegaron a 400." in claims and not any(
        "peores" in c for c in claims
    )


def test_languages_inside_the_outline_speak_their_own(
    outline: Path, table: Callable[..., Path], tmp_path: Path
) -> None:
    inside = "languages:\n  es:\n" + "".join(f"    {line}\n" for line in SPANISH.splitlines())
    outline.write_text(OUTLINE + inside, "utf-8")
    done = batch(
        outline, table(ROWS), tmp_path, languages=["es"], formats=["evidence-json"], jobs=1
    )
    assert not done.failed
    held = json.loads((tmp_path / "brief-ohio-es-evidence.json").read_text("utf-8"))
    assert held["language"] == "es"
    assert any("12.000" in r["claim"] for r in held["evidence"])


def test_gaps_fail_the_row_unless_they_are_filled(
    spanish: Path, table: Callable[..., Path], tmp_path: Path
) -> None:
    (spanish.parent / "brief.es.yaml").write_text(
        SPANISH.replace('title: "M', 'subtitle: "M'), "utf-8"
    )
    rows = table(ROWS)
    with pytest.raises(BriefgenError, match="not translated into `pl`"):
        batch(spanish, rows, tmp_path, languages=["pl"])
    (spanish.parent / "brief.es.yaml").write_text(
        SPANISH.replace("actor: El Congreso, ", ""), "utf-8"
    )
    done = batch(spanish, rows, tmp_path, languages=["es"], formats=["evidence-csv"], jobs=1)
    assert len(done.failed) == 2 and "not-translated" in {
        d.code for d in done.failed[0].diagnostics
    }
    done = batch(
        spanish, rows, tmp_path, languages=["es"], fallback=True, formats=["evidence-csv"], jobs=1
    )
    assert not done.failed


def test_a_changed_translation_builds_again(
    spanish: Path, table: Callable[..., Path], tmp_path: Path
) -> None:
    rows, out = table(ROWS), tmp_path / "out"

    def again() -> tuple[int, int]:
        done = batch(spanish, rows, out, languages=["es"], formats=["evidence-csv"], jobs=1)
        return done.built, done.unchanged

    assert (again(), again()) == ((2, 0), (0, 2))
    (spanish.parent / "brief.es.yaml").write_text(
        SPANISH.replace("Actúe ya", "Actúe pronto"), "utf-8"
    )
    assert again() == (2, 0)


def test_a_template_in_a_translation_is_checked_first(
    spanish: Path, table: Callable[..., Path], tmp_path: Path
) -> None:
    (spanish.parent / "brief.es.yaml").write_text(
        SPANISH.replace('{{ state }}"', '{{ stat }}"', 1), "utf-8"
    )
    with pytest.raises(BriefgenError) as caught:
        batch(spanish, table(ROWS), tmp_path)
    (found,) = caught.value.diagnostics
    assert found.place is not None and found.place.file.endswith("brief.es.yaml")
    assert found.hint is not None and "state" in found.hint


def test_verify_knows_the_files_of_a_batch(
    spanish: Path, table: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, rows = tmp_path / "out", table(ROWS)
    words = ["batch", str(spanish), "--data", str(rows), "--out", str(out), "--jobs", "1", "--format", "evidence-csv",
             "--name", "{{ state }}/brief"]  # fmt: skip
    assert main(words) == 0
    listed = json.loads((out / "manifest.json").read_text("utf-8"))
    assert sorted(listed["files"]) == ["ohio/brief-evidence.csv", "utah/brief-evidence.csv"]
    assert all(each["count"] > 5 for each in listed["files"].values())
    assert main(["verify", str(out)]) == 0
    before = (out / "manifest.json").read_bytes()
    assert main(words) == 0
    assert (out / "manifest.json").read_bytes() == before
    (out / "utah/brief-evidence.csv").write_text("other")
    rows.write_text(ROWS.replace("400", "401"), "utf-8")
    capsys.readouterr()
    assert main(["verify", str(out)]) == 1
    said = capsys.readouterr().err
    assert "utah/brief-evidence.csv` is not as it was written" in said
    assert "ohio/brief-evidence.csv` is out of date" in said and "`briefgen batch` again" in said
    assert main(words) == 0
    assert main(["verify", str(out)]) == 0


def test_an_editor_takes_an_outline_of_a_batch() -> None:
    checker = jsonschema.Draft202012Validator(schema())
    text = OUTLINE.replace("date: 2022-02-08", 'date: "{{ date }}"').replace(
        "id: act, actor", "id: act, when: deaths > 3, actor"
    )
    text += 'brief: {size: "{{ size }}", pages: "{{ pages }}", duplex: "{{ duplex }}"}\n'
    data = yaml.safe_load(text)
    assert [e.message for e in checker.iter_errors(data)] == []
    for wrong in ("brief: {size: poster}\n", "brief: {pages: many}\n", "when: deaths > 1\n"):
        bad = yaml.safe_load(OUTLINE + wrong)
        bad["date"] = "2022-02-08"
        assert list(checker.iter_errors(bad))


def test_five_hundred_rows(outline: Path, table: Callable[..., Path], tmp_path: Path) -> None:
    """An ordinary job: rows that fail are listed while the rest go on; again, only what changed is built."""
    outline.write_text(SMALL, "utf-8")
    lines = [f"State {n},{1000 + n},{'x' if n % 100 == 7 else n + 1}" for n in range(500)]
    rows, out = table("\n".join(["state,deaths,before", *lines]) + "\n"), tmp_path / "out"

    def again() -> tuple[int, int, list[int]]:
        done = batch(outline, rows, out, formats=["evidence-csv"], jobs=2)
        return done.built, done.unchanged, [each.number for each in done.failed]

    bad = [8, 108, 208, 308, 408]
    assert again() == (495, 0, bad)
    assert len(list(out.glob("*.csv"))) == 495
    lines[3] = "State 3,9999,4"
    lines[107] = "State 107,1107,5"
    rows = table("\n".join(["state,deaths,before", *lines]) + "\n")
    assert again() == (2, 494, [8, 208, 308, 408])


def test_a_plain_check_sends_templates_to_the_batch(outline: Path) -> None:
    first, *errors = briefgen.check(outline)
    assert (first.code, first.severity.value) == ("template", "warning")
    assert {d.code for d in errors} == {"bad-number", "unknown-key"}
    assert {d.hint for d in errors} == {
        "check it with `briefgen batch OUTLINE --data ROWS.csv --check`"
    }
