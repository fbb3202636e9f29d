"""What a batch remembers of each row, so that the next one builds only what changed.

A line of JSON for each row, added when the row is done and put in the order of the rows at the end: a batch
that was killed half-way goes on where it stopped. A line that is cut short or not ours is as if it were not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO

from briefgen import manifest
from briefgen.outputs import reported, write_whole
from briefgen.regular import opened, opened_to_add


@dataclass(frozen=True, slots=True)
class Record:
    """A row that was built: what went in, and the SHA-256 of each file that was read or written.

    `inputs` are real paths, `files` relative to the folder for outputs; `counts` are the pages, slides or rows of
    `files`. `warnings` says that some were reported, which a row that is not built again would leave unsaid.
    """

    name: str
    digest: str
    inputs: dict[str, str]
    files: dict[str, str]
    counts: dict[str, int]
    warnings: bool = False


_FIELDS = tuple(field.name for field in fields(Record))


def file_digest(path: Path) -> str:
    """SHA-256 of a file, "" when it cannot be read."""
    return manifest.digest(path) or ""


class State:
    """The records of the folder `out` for the outline called `name`."""

    def __init__(self, out: Path, name: str) -> None:
        self._out = out
        self.path = out / f".briefgen-batch-{name}.jsonl"
        self._lines: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._journal: IO[bytes] | None = None
        try:
            with opened(self.path) as file:
                lines = file.read().splitlines()
        except OSError:
            lines = []
        for line in lines:
            record = _record(line)
            if record is not None:
                self._lines[record.name] = line

    def record(self, name: str) -> Record | None:
        """What is known of a row; None where it was not built before."""
        line = self._lines.get(name)
        return None if line is None else _record(line)

    def unchanged(self, record: Record, digest: str) -> bool:
        """Whether a row that comes to `digest` now, its files, and all that they were made from are as they were."""
        if record.digest != digest or not record.files:
            return False
        for path, before in record.inputs.items():
            # Many rows read the same few files.
            if path not in self._digests:
                self._digests[path] = file_digest(Path(path))
            if self._digests[path] != before:
                return False
        return all(file_digest(self._out / path) == was for path, was in record.files.items())

    def add(self, record: Record) -> None:
        """Remember a row that was built. Raises OutputError."""
        line = json.dumps(
            {name: getattr(record, name) for name in _FIELDS}, ensure_ascii=False
        ).encode()
        self._lines[record.name] = line
        with reported(self.path):
            if self._journal is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._journal = opened_to_add(self.path)
            self._journal.write(line + b"\n")
            self._journal.flush()

    def records(self, names: Iterable[str]) -> Iterator[Record]:
        """What is known of these rows."""
        for name in names:
            if record := self.record(name):
                yield record

    def close(self, names: Mapping[str, None] | None) -> list[str]:
        """Write the records of `names` in their order; returns the names of others, which are forgotten.

        None leaves the file as it is: the batch did not get to its end. Raises OutputError.
        """
        if self._journal is not None:
            self._journal.close()
        if names is None:
            return []
        lines = [self._lines[name] for name in names if name in self._lines]
        others = [name for name in self._lines if name not in names]
        content = b"".join(line + b"\n" for line in lines)
        if self._journal is not None or others:
            write_whole(self.path, lambda stream: stream.write(content))
        return others


def _record(line: bytes) -> Record | None:
    try:
        record = Record(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
    counts = record.counts
    counted = isinstance(counts, dict) and all(isinstance(n, int) for n in counts.values())
    if not counted or counts.keys() != record.files.keys():
        return None
    texts = (record.name, record.digest, *_flat(record.inputs), *_flat(record.files))
    return record if all(isinstance(text, str) for text in texts) else None


def _flat(paths: object) -> list[object]:
    return [part for pair in paths.items() for part in pair] if isinstance(paths, dict) else [None]
