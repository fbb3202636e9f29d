"""The evidence of an edition as a table for fact-checkers: each claim, its phrases, and what its numbers rest on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from briefgen.checks.numbers.claims import Statement, groups
from briefgen.checks.numbers.trace import Trace, Tracing, trace, trace_translations
from briefgen.checks.texts import outline_in
from briefgen.model.base import NodePath
from briefgen.model.diagnostics import Place
from briefgen.model.edition import Edition
from briefgen.model.figures import Evidence
from briefgen.model.loaded import LoadedOutline
from briefgen.model.outline import Outline, Source
from briefgen.model.rich_text import parse_blocks, plain
from briefgen.model.selection import lineage

COLUMNS = ("claim", "part", "field", "numbers", "status", "phrase", "datum", "data", "says", "source", "title",
           "locator", "note", "calculation", "place")  # fmt: skip
# Values and cells are many, and rest on what their numbers were traced to; texts rest on all their evidence.
_VALUES = frozenset(
    ("value", "values", "cell", "date", "x", "y", "size", "to", "target", "low", "high")
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_Key: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A text, or a value, of an edition with its evidence and its numbers."""

    statement: Statement
    evidence: tuple[Evidence, ...]
    traces: tuple[Trace, ...]
    place: str


def claims(loaded: LoadedOutline, edition: Edition) -> Iterator[Claim]:
    """What the edition states, in its language and in the order of the outline, an audience's words in place of the
    outline's own.
    """
    said = _in_language(loaded, edition, trace(loaded))
    audiences = [a.id for a in lineage(loaded.outline, edition.audience_id or None)]
    shown = _shown(edition)
    for group in groups(said.outline):
        if group.part not in shown:
            continue
        reworded = {(s.field, s.audience) for s in group.statements if s.audience}
        for s in group.statements:
            first = next((a for a in audiences if (s.field, a) in reworded), "")
            if not s.text or s.audience != first:
                continue
            place = said.places.get(s.path) or loaded.place(s.path)
            own = tuple(said.traces.get(s.path, ()))
            yield Claim(s, group.evidence if group.part else (), own, str(place))


@dataclass(frozen=True, slots=True)
class _Texts:
    """The outline in the edition's language, the traces of its texts and values, and where translations stand."""

    outline: Outline
    traces: dict[NodePath, list[Trace]]
    places: dict[NodePath, Place]


def _in_language(loaded: LoadedOutline, edition: Edition, traced: Tracing) -> _Texts:
    tag = edition.language
    outline = outline_in(loaded, tag)
    own: dict[NodePath, list[Trace]] = {}
    for t in traced.traces:
        own.setdefault(t.statement.path, []).append(t)
    if outline is loaded.outline:
        return _Texts(outline, own, {})
    places: dict[NodePath, Place] = {}
    theirs: dict[NodePath, list[Trace]] = {}
    spoken = {e.path: e for group in groups(outline) for e in group.evidence}
    for t, node in trace_translations(loaded, traced.proofs, traced.traces, [tag]):
        places[t.statement.path] = node.place
        theirs.setdefault(t.statement.path, []).append(t)
    traces = {path: [_with_evidence(t, spoken) for t in ts] for path, ts in (own | theirs).items()}
    return _Texts(outline, traces, places)


def _with_evidence(t: Trace, spoken: Mapping[NodePath, Evidence]) -> Trace:
    """The trace with its evidence as the translation has it."""
    if t.proof is None or t.proof.evidence is None:
        return t
    evidence = spoken.get(t.proof.evidence.path, t.proof.evidence)
    return replace(t, proof=replace(t.proof, evidence=evidence))


def _shown(edition: Edition) -> set[str]:
    parts: Iterable[Any] = (*edition.key_numbers, *edition.findings, *edition.figures, *edition.exhibits,
                            *edition.recommendations)  # fmt: skip
    held = {part.id for part in parts} | {""}
    for finding in edition.findings:
        held |= {part.id for part in (finding.table, finding.key_number) if part}
    return held


def rows(loaded: LoadedOutline, edition: Edition) -> Iterator[dict[str, str]]:
    """A row for each phrase that a claim rests on, with its numbers that the phrase states, and one for each
    number that rests on something else: a calculation, nothing at all.
    """
    sources = {s.id: s for s in outline_in(loaded, edition.language).sources}
    more = edition.exhibit_notes if edition.brief.layout == "full" else ()
    notes = {_key(note.evidence): str(note.number) for note in (*edition.notes, *more)}
    for claim in claims(loaded, edition):
        s = claim.statement
        head = {
            "claim": plain(parse_blocks(s.text)) or s.text,
            "part": s.part,
            "field": s.field,
            "place": claim.place,
        }
        by: dict[_Key, list[Trace]] = {}
        rest: list[Trace] = []
        for t in claim.traces:
            evidence = t.proof.evidence if t.proof else None
            if evidence is not None and t.status in ("traced", "overstated"):
                by.setdefault(_key(evidence), []).append(t)
            else:
                rest.append(t)
        listed = {_key(e): e for e in (() if s.field in _VALUES else claim.evidence)}
        first = ((key, ts[0].proof) for key, ts in by.items())
        listed |= {key: proof.evidence for key, proof in first if proof and proof.evidence}
        for key, e in listed.items():
            found = by.get(key, [])
            row = {**head, **_cells(e, sources), "note": notes.get(_key(e), "")}
            status = "; ".join(dict.fromkeys(t.status for t in found))
            yield {**row, "numbers": "; ".join(_number(t, s) for t in found), "status": status}
        for t in rest:
            traced_to = t.proof if t.status in ("traced", "overstated") else None
            calculation = (traced_to and traced_to.calculation) or ""
            yield {**head, "numbers": _number(t, s), "status": t.status, "calculation": calculation}


def _key(e: Evidence) -> _Key:
    return e.source, e.quote, e.datum, e.data, e.says, e.locator


def _cells(e: Evidence, sources: dict[str, Source]) -> dict[str, str]:
    source = sources.get(e.source)
    return {"phrase": e.quote or "", "datum": e.datum or "", "data": e.data or "", "says": e.says or "",
            "source": e.source, "title": source.title if source else "", "locator": e.locator or ""}  # fmt: skip


def _number(t: Trace, s: Statement) -> str:
    """`sevenfold ← more than seven times`; of a chart's value, as the edition's language writes it."""
    traced = t.status in ("traced", "overstated") and t.proof is not None
    text = t.found.text if t.found.end else s.text
    return f"{text} ← {t.proof.found.text}" if traced and t.proof else text


def evidence_csv(table: Iterable[Mapping[str, str]]) -> str:
    """`rows` as CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheet programs).

    A cell that a spreadsheet would take for a formula (it starts with = + - @ or a tab) has an apostrophe before
    it, and so has one that starts with an apostrophe: take one away from either to have the text back.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for row in table:
        writer.writerow({name: _safe(text) for name, text in row.items()})
    return "\ufeff" + out.getvalue()


def _safe(text: str) -> str:
    # https://owasp.org/www-community/attacks/CSV_Injection
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def evidence_json(table: Iterable[Mapping[str, str]], edition: Edition) -> str:
    """`rows` as JSON: the edition and its rows, the columns of the CSV as keys, nothing escaped twice."""
    held = [{name: row.get(name, "") for name in COLUMNS} for row in table]
    whole = {"edition": edition.name, "audience": edition.audience_id, "language": edition.language,
             "evidence": held}  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def evidence_file(loaded: LoadedOutline, edition: Edition, format: str) -> tuple[bytes, int]:
    """The bytes of one of the two (`csv`, `json`) and the number of rows."""
    table = list(rows(loaded, edition))
    text = evidence_csv(table) if format == "csv" else evidence_json(table, edition)
    return text.encode("utf-8"), len(table)
