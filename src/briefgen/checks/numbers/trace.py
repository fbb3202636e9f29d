"""Each number of an outline beside the piece of evidence, data file or calculation that supports it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from briefgen.checks.numbers.calculation import FORM, CalculationError, Support, supports, work_out
from briefgen.checks.numbers.claims import Group, Statement, groups, place_of
from briefgen.checks.numbers.reader import read
from briefgen.checks.numbers.scan import Found
from briefgen.checks.texts import scalar_in
from briefgen.model import quantity
from briefgen.model.base import NodePath
from briefgen.model.diagnostics import BriefgenError, Diagnostic, Place, Severity, warning
from briefgen.model.figures import Evidence
from briefgen.model.loaded import LoadedOutline, Scalar, TreeNode, find_node
from briefgen.model.outline import Outline, Source
from briefgen.reading import tables
from briefgen.storage.folder import Folder, shown_path

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
class FileNumbers:
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
                n = number
                key = (n.low, n.high, n.qualifier, n.kind, n.currency, n.date, n.step, n.per)
                found.setdefault(key, Proof(number, by, None, date_only))

    for e in evidence:
        source = sources.get(e.source)
        language = (source.language if source else None) or o.language
        for text in (e.quote, e.datum):
            add(text, language, e)
        add(e.says, o.language, e)
        if source:
            for text in _dated_texts(source):
                add(text, o.language, e, date_only=True)
    if o.report:
        for text in (o.report.published, o.report.title):
            add(text, o.language, None, date_only=True)
    return list(found.values())


def _dated_texts(source: Source) -> tuple[str | None, ...]:
    return source.date, source.title, source.short


def work_out_all(
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
            message = f"the calculation `{text}` does not hold: {exc}"
            said.append(warning("calculation", message, here, FORM))
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
) -> dict[str, FileNumbers]:
    """The numbers in the data files that a part's evidence names, by the file's name as places show it."""
    files: dict[str, FileNumbers] = {}
    for e in group.evidence:
        if e.data is None:
            continue
        here = loaded.place((*e.path, "data"))
        try:
            path = folder.find(e.data, here)
            table = tables.read(folder.read(e.data, here), shown_path(path), here)
        except BriefgenError as exc:
            if not isinstance(group.claim, Outline):  # said where the part is
                said += (replace(d, severity=Severity.WARNING) for d in exc.diagnostics)
            continue
        values: dict[str, Proof] = {}
        for row in table.rows:
            for cell in row:
                if cell.value and cell.value not in values and any(c.isdigit() for c in cell.value):
                    for number in read(cell.value, loaded.outline.language, markup=False):
                        bare = number.kind == "count" and number.low == number.base
                        kind = "cell" if bare else number.kind
                        values[cell.value] = Proof(replace(number, kind=kind), e)
        names = {e.data, shown_path(path)}
        proofs = tuple(values.values())
        held = FileNumbers(proofs, {p.found.base: p for p in reversed(proofs)})
        files.update(dict.fromkeys(names, held))
    return files


def find_in_files(number: Found, node: TreeNode, files: Mapping[str, FileNumbers]) -> Proof | None:
    """What a chart's value rests on that `files` hold: its cell, or the cells that it is the sum of."""
    if isinstance(node, Scalar) and node.parts:
        if any(part.place.file not in files for part in node.parts):
            return None
        parts = [quantity.parse(part.value) for part in node.parts]
        whole = quantity.total(parts)
        if whole.low != number.base:
            return None
        said = " + ".join(quantity.format_quantity(part) for part in parts)
        if len(parts) > MOST_PARTS:
            said = f"the sum of {len(parts)} numbers of {node.parts[0].place.file}"
        return Proof(number, None, f"{said} = {quantity.format_quantity(whole)}")
    held = files.get(node.place.file)
    if held is None or not held.proofs:
        return None
    return held.by_value.get(number.base, held.proofs[0])


# The number of a text beside its evidence.

Status = Literal["traced", "overstated", "untraced", "not a claim"]


@dataclass(frozen=True, slots=True)
class Trace:
    """A number of a statement, and what it was traced to, or came nearest to."""

    statement: Statement
    found: Found
    status: Status
    proof: Proof | None = None


@dataclass(slots=True)
class Tracing:
    """The traces of a whole outline, the proofs of each part by its id, and what was found on the way."""

    traces: list[Trace] = field(default_factory=list)
    proofs: dict[str, list[Proof]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def match(found: Found, proofs: Sequence[Proof]) -> tuple[Status, Proof | None]:
    """The status of a number among its proofs: itself, else both its parts; and the proof."""
    best, by = _best(found, proofs)
    if best is not Support.YES and found.parts:
        parts = [_best(part, proofs) for part in found.parts]
        if all(support is Support.YES for support, _ in parts):
            return "traced", parts[0][1]
    if best is Support.YES:
        return "traced", by
    return ("overstated", by) if best is Support.STRONGER else ("untraced", None)


def _best(found: Found, proofs: Sequence[Proof]) -> tuple[Support, Proof | None]:
    best, by = Support.NO, None
    for proof in proofs:
        support = supports(found, proof.found)
        if support > best:
            best, by = support, proof
            if best is Support.YES:
                break
    return best, by


def trace(loaded: LoadedOutline) -> Tracing:
    """Every number of the outline and of its audiences' words, in the order of the parts. Reads data files."""
    result = Tracing()
    o = loaded.outline
    made: list[Proof] = []
    folder = Folder(loaded.path.parent, loaded.allow_outside)
    for group in groups(o):
        proofs = proofs_of(group.evidence, o)
        files = data_files(group, folder, loaded, result.diagnostics)
        proofs += [proof for held in files.values() for proof in held.proofs]
        if isinstance(group.claim, Outline):
            proofs += made
        else:
            made += work_out_all(group, proofs, loaded, result.diagnostics)
        result.proofs[group.part] = proofs
        used: set[str] = set()
        phrases = [(phrase, _phrase(phrase)) for phrase in group.claim.not_claims]
        for statement in group.statements:
            if not statement.numbers:
                continue
            node = find_node(loaded.tree, statement.path)[0]
            for number in statement.numbers:
                if _not_claimed(number, statement, phrases, used, loaded):
                    result.traces.append(Trace(statement, number, "not a claim"))
                elif proof := find_in_files(number, node, files):
                    result.traces.append(Trace(statement, number, "traced", proof))
                else:
                    status, proof = match(number, proofs)
                    proof = proof or nearest(number, proofs)
                    result.traces.append(Trace(statement, number, status, proof))
        _unused(group, used, loaded, result)
    return result


@lru_cache(maxsize=1024)
def _phrase(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<![\d])(?<!\d[.,]){words}(?![\d]|[.,]\d)", re.IGNORECASE)


def _not_claimed(number: Found, statement: Statement, phrases: list[tuple[str, re.Pattern[str]]], used: set[str],
                 loaded: LoadedOutline) -> bool:  # fmt: skip
    text, core = statement.text, number.core
    if number.end == 0:  # a chart's value, whose words are its own
        text, core = f"{number.base:f}", (0, 0)
    for phrase, pattern in phrases:
        for match in pattern.finditer(text):
            inside = match.start() <= core[0] and core[1] <= match.end()
            # "2020" marks the year of "FY2020" too, "two" the number of "two sides".
            named = core[0] <= match.start() and match.end() <= core[1]
            if inside or named:
                used.add(phrase)
                return True
    return False


def _unused(group: Group, used: set[str], loaded: LoadedOutline, result: Tracing) -> None:
    for index, phrase in enumerate(group.claim.not_claims):
        if phrase not in used:
            here = loaded.place((*group.claim.path, "not_claims", index))
            message = f"no number is marked by `{phrase}`"
            hint = "delete it, or write it as the text does"
            result.diagnostics.append(warning("unused-not-claim", message, here, hint))


def nearest(number: Found, proofs: Sequence[Proof]) -> Proof | None:
    """The number of the evidence that is most like the one that was not found."""

    def apart(proof: Proof) -> tuple[bool, object]:
        f = proof.found
        size = max(abs(number.low), abs(f.low))
        return (
            f.kind != number.kind or bool(f.date) != bool(number.date),
            abs(number.low - f.low) / size if size else 0,
        )

    return min((p for p in proofs if not p.date_only), key=apart, default=None)


def untraced_numbers(loaded: LoadedOutline) -> Iterator[Diagnostic]:
    """A warning for each number that its evidence does not state, or states with less certainty."""
    tracing = trace(loaded)
    yield from tracing.diagnostics

    lines: dict[str, list[str]] = {}
    named = shown_path(loaded.path)
    read_in: dict[tuple[str, str], list[Place]] = {}
    for t in tracing.traces:
        if t.status not in ("untraced", "overstated"):
            continue
        node, walked = find_node(loaded.tree, t.statement.path)
        if node.place.file != named:
            read_in.setdefault((t.statement.part, node.place.file), []).append(node.place)
            continue
        whole = len(walked) == len(t.statement.path)
        yield _diagnostic(t, _place(node, t.found if whole else None, lines))
    for t, node in trace_translations(loaded, tracing.proofs, tracing.traces):
        if t.status in ("untraced", "overstated"):
            yield _diagnostic(t, _place(node, t.found, lines))
    for (part, file), places in read_in.items():
        many = f"{len(places)} numbers" if len(places) > 1 else "a number"
        yield warning("untraced-number", f"{many} that `{part}` reads from `{file}` cannot be traced", places[0],
                      "name the file in its evidence where it holds the source's data: `data: …`")  # fmt: skip


def _diagnostic(t: Trace, place: Place) -> Diagnostic:
    if t.status == "overstated":
        assert t.proof is not None
        message = f"“{t.found.text}” says more than its evidence, “{t.proof.found.text}”"
        hint = f"write it as the evidence does: “{t.proof.found.text}”"
        return warning("overstated", message, place, hint)
    none = "its evidence states no number; "
    near = f"the nearest there is “{t.proof.found.text}”; " if t.proof else none
    hint = f"{near}quote the phrase that has it, state it in `calculations`, or list it in `not_claims`"
    return warning("untraced-number", f"“{t.found.text}” is not in the evidence", place, hint)


def _place(node: TreeNode, found: Found | None, lines: dict[str, list[str]]) -> Place:
    """The place of a number in the text that `node` holds, or of the text; `lines` keeps the files' lines."""
    if found is None or found.end == 0:
        return node.place
    file = node.place.file
    if file not in lines:
        try:
            lines[file] = Path(file).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            lines[file] = []
    return place_of(node, found.start, found.end, lines[file])


# The numbers of translations, held to the same evidence as the outline's own.


def trace_translations(
    loaded: LoadedOutline,
    proofs: dict[str, list[Proof]],
    own: list[Trace],
    tags: Iterable[str] | None = None,
) -> Iterator[tuple[Trace, TreeNode]]:
    """Each number of a translated text, and the text where it is written, in all languages or those of `tags`.

    `proofs` are those of each part of the outline, `own` the traces of its own texts: what is no claim there is
    none in another language. Texts that are not translated are left out: they are the outline's own.
    """
    unclaimed: dict[NodePath, list[Found]] = {}
    for t in own:
        if t.status == "not a claim":
            unclaimed.setdefault(t.statement.path, []).append(t.found)
    texts = {s.path: s.text for group in groups(loaded.outline) for s in group.statements}
    for tag in loaded.translations if tags is None else tags:
        each = loaded.translations[tag]
        for group in groups(each.outline):
            held = proofs.get(group.part, [])
            for s in group.statements:
                original = texts.get(s.path)
                if s.text == original or not s.numbers or not s.numbers[0].end:
                    continue
                node = _find_text(loaded, tag, group.part, s, original or "")
                for number in s.numbers:
                    free = unclaimed.get(s.path, ())
                    if any(supports(number, f) is Support.YES for f in free):
                        yield Trace(s, number, "not a claim"), node
                        continue
                    status, proof = match(number, held)
                    yield Trace(s, number, status, proof or nearest(number, held)), node


def _find_text(loaded: LoadedOutline, tag: str, part: str, s: Statement, original: str) -> TreeNode:
    """The scalar of the translation that holds a statement's text, or what is nearest to it."""
    path: NodePath = s.path
    if path[0] == "audiences":
        path = ("audiences", loaded.outline.audiences[int(path[1])].id, *path[2:])
    elif part:
        rest = path[2:-1] if s.field == "header" else path[2:]
        path = ("parts", part, *rest)
    ways: list[NodePath] = [path, ("parts", part, "labels", original), ("phrases", original)]
    tree = loaded.translations[tag].tree
    return scalar_in(loaded, tag, ways) or find_node(tree, ("parts", part))[0]
