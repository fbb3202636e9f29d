"""The numbers that evidence states, that data files hold, and that calculations give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from briefgen.checks.numbers.calculation import FORM, CalculationError, work_out
from briefgen.checks.numbers.claims import Group
from briefgen.checks.numbers.found import Found
from briefgen.checks.numbers.reader import read
from briefgen.diagnostics import BriefgenError, Diagnostic, Severity, warning
from briefgen.outline import grids, quantity, yamltree
from briefgen.outline.figure import Evidence
from briefgen.outline.files import Folder, shown_path
from briefgen.outline.loaded import LoadedOutline
from briefgen.outline.models import Outline
from briefgen.outline.parts import Source

# A sum of more is told by their number.
MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Proof:
    """A number that evidence states; `evidence` is None for one of the report's or a calculation's."""

    found: Found
    evidence: Evidence | None
    calculation: str | None = None
    date_only: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """The numbers of a data file that evidence names, and the first of them of each value."""

    proofs: tuple[Proof, ...]
    by_value: dict[Decimal, Proof]


def proofs_of(evidence: Iterable[Evidence], o: Outline) -> list[Proof]:
    """The numbers that pieces of evidence state, and the dates of their sources and of the report."""
    sources = {s.id: s for s in o.sources}
    found: dict[tuple[object, ...], Proof] = {}

    def add(text: str | None, language: str, by: Evidence | None, date_only: bool = False) -> None:
        for number in read(text, language, markup=False) if text else ():
            if not date_only or number.date:
                key = (
                    number.low,
                    number.high,
                    number.qualifier,
                    number.kind,
                    number.currency,
                    number.date,
                    number.step,
                    number.per,
                )
                found.setdefault(key, Proof(number, by, None, date_only))

    for e in evidence:
        source = sources.get(e.source)
        language = (source.language if source else None) or o.language
        for text in (e.quote, e.datum):
            add(text, language, e)
        add(e.says, o.language, e)
        if source:
            for text in _dated(source):
                add(text, o.language, e, date_only=True)
    if o.report:
        for text in (o.report.published, o.report.title):
            add(text, o.language, None, date_only=True)
    return list(found.values())


def _dated(source: Source) -> tuple[str | None, ...]:
    return source.date, source.title, source.short


def calculated(
    group: Group, proofs: list[Proof], loaded: LoadedOutline, said: list[Diagnostic]
) -> list[Proof]:
    """The results of a part's calculations, also put into `proofs`, each for those that follow."""
    made: list[Proof] = []

    def known(number: Found) -> Found | None:
        held = [p.found for p in proofs if not p.date_only and _states(p.found, number)]
        held.sort(key=lambda f: f.qualifier.value != "exact")
        return held[0] if held else None

    assert not isinstance(group.claim, Outline)
    for index, text in enumerate(group.claim.calculations):
        try:
            found = work_out(text, known, loaded.outline.language)
        except CalculationError as exc:
            here = loaded.place((*group.claim.path, "calculations", index))
            said.append(
                warning("calculation", f"the calculation `{text}` does not hold: {exc}", here, FORM)
            )
            continue
        proof = Proof(replace(found, text=" ".join(text.split())), None, text)
        made.append(proof)
        proofs.append(proof)
    return made


def _states(proof: Found, operand: Found) -> bool:
    """Whether a piece of evidence states an operand, in full or without its magnitude."""
    return any(operand.low in (f.low, f.high) or (operand.low == operand.base == f.base)
               for f in (proof, *proof.others, *proof.parts))  # fmt: skip


def data_files(
    group: Group, folder: Folder, loaded: LoadedOutline, said: list[Diagnostic]
) -> dict[str, Held]:
    """The numbers in the data files that a part's evidence names, by the file's name as places show it."""
    files: dict[str, Held] = {}
    for e in group.evidence:
        if e.data is None:
            continue
        here = loaded.place((*e.path, "data"))
        try:
            path = folder.find(e.data, here)
            table = grids.read(folder.read(e.data, here), shown_path(path), here)
        except BriefgenError as exc:
            if not isinstance(group.claim, Outline):  # said where the part is
                said += (replace(d, severity=Severity.WARNING) for d in exc.diagnostics)
            continue
        values: dict[str, Proof] = {}
        for row in table.rows:
            for cell in row:
                if cell.value and cell.value not in values and any(c.isdigit() for c in cell.value):
                    for number in read(cell.value, loaded.outline.language, markup=False):
                        kind = (
                            "cell"
                            if number.kind == "count" and number.low == number.base
                            else number.kind
                        )
                        values[cell.value] = Proof(replace(number, kind=kind), e)
        names = {e.data, shown_path(path)}
        proofs = tuple(values.values())
        held = Held(proofs, {p.found.base: p for p in reversed(proofs)})
        files.update(dict.fromkeys(names, held))
    return files


def from_file(number: Found, node: yamltree.Node, files: Mapping[str, Held]) -> Proof | None:
    """What a chart's value rests on that `files` hold: its cell, or the cells that it is the sum of."""
    if isinstance(node, yamltree.Scalar) and node.parts:
        if any(part.place.file not in files for part in node.parts):
            return None
        parts = [quantity.parse(part.value) for part in node.parts]
        whole = quantity.total(parts)
        if whole.low != number.base:
            return None
        said = " + ".join(quantity.written(part) for part in parts)
        if len(parts) > MOST_PARTS:
            said = f"the sum of {len(parts)} numbers of {node.parts[0].place.file}"
        return Proof(number, None, f"{said} = {quantity.written(whole)}")
    held = files.get(node.place.file)
    if held is None or not held.proofs:
        return None
    return held.by_value.get(number.base, held.proofs[0])
