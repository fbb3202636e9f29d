"""A batch from beginning to end: names first, then the rows that changed, a bounded number at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.batch import work
from briefgen.batch.outlines import BatchOutline
from briefgen.batch.pool import Pool
from briefgen.batch.rows import Names, Row, Rows, State
from briefgen.model.diagnostics import (
    BriefgenError,
    Diagnostic,
    Place,
    did_you_mean,
    failure,
    has_errors,
)
from briefgen.model.loaded import MappingNode, Scalar, SequenceNode, TreeNode
from briefgen.model.outline import Outline
from briefgen.model.registry import FORMATS
from briefgen.pipeline import manifest
from briefgen.pipeline.build import unknown_audience
from briefgen.reading.loader import is_template, overlay_files
from briefgen.storage.folder import shown_path


def check_languages(whole: BatchOutline, asked: Sequence[str]) -> list[str]:
    """The tags of the languages asked for. Raises BriefgenError for one that the outline does not have."""
    tree = whole.tree.entries if isinstance(whole.tree, MappingNode) else {}
    inside = tree.get("languages")
    own = tree.get("language")
    known = [
        own.value or "" if isinstance(own, Scalar) else Outline.model_fields["language"].default
    ]
    known += [*(inside.entries if isinstance(inside, MappingNode) else ()), *whole.beside]
    if not is_template(known[0]):
        for unknown in (tag for tag in asked if tag not in (*known, "all")):
            message = f"the outline is not translated into `{unknown}`"
            hint = did_you_mean(unknown, known)
            raise failure("unknown-language", message, hint=hint)
    return [tag for tag in known if "all" in asked or tag in asked]


def check_audiences(tree: TreeNode, asked: Sequence[str]) -> list[str]:
    """The ids of the audiences asked for, "" for the whole outline. Raises BriefgenError for an unknown one."""
    listed = tree.entries.get("audiences") if isinstance(tree, MappingNode) else None
    ids = [
        id.value or ""
        for item in (listed.items if isinstance(listed, SequenceNode) else ())
        if isinstance(item, MappingNode) and isinstance(id := item.entries.get("id"), Scalar)
    ]
    named = [a for a in asked if a != "all"]
    for unknown in (a for a in named if a not in ids):
        raise unknown_audience(unknown, ids)
    return (ids if "all" in asked else named) or [""]


def check_endings(
    audiences: Sequence[str], languages: Sequence[str], formats: Sequence[str] | None
) -> list[str]:
    """All that can follow a row's name in the names of its files."""
    ends = [FORMATS[format].ending for format in formats or FORMATS]
    kinds = ["-".join(["", *filter(None, (a, tag))]) for a in audiences for tag in ("", *languages)]
    return [f"{kind}{end}" for kind in kinds for end in ends]


# Rows: so many that cannot be written, and the disk is full or may not be written to.
UNWRITABLE = 20


@dataclass(slots=True)
class Summary:
    """What became of the rows: how many were built and how many need not be; those that failed, in order.

    `warnings` has each kind of warning once, with the rows it is about; `forgotten` names editions of rows that
    the table no longer has, whose files are still there. `given_up` says that the rest was not tried, since nothing
    could be written.
    """

    total: int = 0
    built: int = 0
    unchanged: int = 0
    failed: list[work.Done] = field(default_factory=list)
    warnings: dict[tuple[str, Place | None], tuple[Diagnostic, list[int]]] = field(
        default_factory=dict
    )
    forgotten: list[str] = field(default_factory=list)
    interrupted: bool = False
    given_up: bool = False

    @property
    def unwritable(self) -> bool:
        """Whether files could not be written."""
        return any(done.unwritable for done in self.failed)


def batch(
    outline: str | os.PathLike[str],
    data: str | os.PathLike[str],
    out: str | os.PathLike[str] = "out",
    *,
    name: str | None = None,
    audiences: Sequence[str] = (),
    languages: Sequence[str] = (),
    fallback: bool = False,
    formats: Sequence[str] | None = None,
    jobs: int | None = None,
    executor: str | None = None,
    strict: bool = False,
    allow_outside: bool = False,
    write: bool = True,
    on_done: Callable[[str, int, int], None] = lambda name, done, total: None,
) -> Summary:
    """Build an edition of `outline` for each row of the table `data` into the folder `out`.

    `name` is the pattern for the names of the files; default: the outline's name and the first column.
    `languages` are tags, or "all"; none is each audience's own; `fallback` fills what is not translated.
    `jobs` is the number of processes (default: one for each processor), `executor` a Dask scheduler as
    `dask://HOST:PORT` instead. `write` off only checks each row. `on_done` is told each row's name, how many
    rows are done and how many there are. Rows that fail are in the summary, as is an interrupt (Ctrl-C).

    Raises BriefgenError, before anything is written, for an outline, a table or names that no row can be
    built with.
    """
    path = Path(outline)
    rows = Rows(Path(data), shown_path(Path(data)))
    first = json.dumps(rows.columns.header[0])
    names = Names(name or f"{path.stem}-{{{{ row[{first}] }}}}", rows.columns)
    setup = work.Setup(
        outline=str(path.absolute()),
        shown=shown_path(path),
        digest=work.outline_digest(path),
        header=rows.columns.header,
        out=str(Path(out).absolute()),
        audiences=tuple(audiences),
        formats=tuple(formats) if formats else None,
        strict=strict,
        allow_outside=allow_outside,
        languages=tuple(languages),
        fallback=fallback,
        write=write,
    )
    whole = work.batch_outline(setup)
    found = check_audiences(whole.tree, setup.audiences)
    endings = check_endings(found, check_languages(whole, languages), setup.formats)
    named = names.check(rows, endings)
    summary = Summary(total=len(named))
    run = _Run(setup, rows, names, named, State(Path(out), path.stem), summary, on_done)
    try:
        run.go(jobs, executor)
    finally:
        run.close(Path(data), name)
    return summary


@dataclass(slots=True)
class _Run:
    setup: work.Setup
    rows: Rows
    names: Names
    named: list[str]
    state: State
    summary: Summary
    on_done: Callable[[str, int, int], None]
    done: int = 0
    unwritable: int = 0  # rows one after the other
    # Whether the files of a row are as this batch makes them, by the rows' names in their order.
    current: dict[str, bool] = field(default_factory=dict)

    def go(self, jobs: int | None, executor: str | None) -> None:
        try:
            with Pool(jobs, executor, self.summary.total) as pool:
                for done in pool.run(self.setup, self.tasks()):
                    self.finish(done)
                    self.unwritable = self.unwritable + 1 if done.unwritable else 0
                    if self.unwritable == UNWRITABLE and self.done < self.summary.total:
                        self.summary.given_up = True
                        break
        except KeyboardInterrupt:
            self.summary.interrupted = True
        self.summary.failed.sort(key=lambda done: done.number)

    def close(self, data: Path, name: str | None) -> None:
        """Enter the outputs in their folder's manifest, and close the state. Raises OutputError."""
        whole = self.setup.write and self.done == self.summary.total
        try:
            if self.setup.write:
                self._record_outputs(data, name)
        finally:
            self.summary.forgotten = self.state.close(self.current if whole else None)

    def _record_outputs(self, data: Path, name: str | None) -> None:
        """Enter the files of rows that were built or are unchanged; those of other rows are taken out."""
        setup = self.setup
        outline = Path(setup.outline)
        used = {data, *(outline.parent / other for _, other in overlay_files(outline))}
        written: dict[str, tuple[str, str, int]] = {}
        for record in self.state.records(row for row, current in self.current.items() if current):
            used |= {Path(path) for path in record.inputs}
            written |= record.files
        if written:
            asked = {
                "data": manifest.relative(data, outline.parent), "name": name, "audiences": setup.audiences,
                "languages": setup.languages, "fallback": setup.fallback, "formats": setup.formats,
                "strict": setup.strict, "allow_outside": setup.allow_outside,
            }  # fmt: skip
            said = [d for d, _ in self.summary.warnings.values()]
            manifest.record(Path(setup.out), outline, asked, used, written, said)

    def tasks(self) -> Iterator[work.Task]:
        """The rows that have to be built, read as they are asked for.

        One that was not built before is filled in by the process that builds it alone: processes wait for this one.
        """
        outline = work.batch_outline(self.setup)
        for row, name in zip(self.rows, self.named, strict=True):
            if not name:
                self.finish(work.Done(row.number, row.line, "", self.problems(row)))
                continue
            self.current[name] = False
            task = work.Task(row.number, row.line, name, row.cells)
            record = self.state.record(name) if self.setup.write else None
            if record is None or (self.setup.strict and record.warnings):
                yield task
                continue
            try:
                digest = work.row_digest(self.setup, outline.fill(row.cells))
            except BriefgenError as exc:
                self.finish(work.Done(row.number, row.line, name, exc.diagnostics))
                continue
            if self.state.is_unchanged(record, digest):
                self.summary.unchanged += 1
                self.current[name] = True
                self.count(name)
            else:
                yield task

    def problems(self, row: Row) -> tuple[Diagnostic, ...]:
        """Why no edition can be made of a row that has no name."""
        if row.problem is not None:
            return (row.problem,)
        try:
            self.names.name(row.cells)
        except BriefgenError as exc:
            return exc.diagnostics
        return ()

    def count(self, name: str) -> None:
        self.done += 1
        self.on_done(name, self.done, self.summary.total)

    def finish(self, done: work.Done) -> None:
        if done.record is not None:
            self.state.add(done.record)
            self.current[done.name] = True
        failed = done.record is None and (
            self.setup.write or has_errors(done.diagnostics, self.setup.strict)
        )
        if failed:
            self.summary.failed.append(done)
        else:
            self.summary.built += 1
            for d in done.diagnostics:
                rows = self.summary.warnings.setdefault((d.code, d.place), (d, []))[1]
                rows.append(done.number)
        self.count(done.name)
