"""Mutates real outlines and holds briefgen to its promises: no traceback, the right exit code, earlier files untouched.

`python tests/hostile/fuzz.py 100000 --seed 1 --keep DIR` runs that many cases and keeps the inputs that break a promise.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from briefgen.cli import main as briefgen_main
from hostile.mutations import LEVELS, Seed, break_file, seeds

SECONDS = 20  # the longest that one case may take, on a busy machine
BUILDS = 0.01  # the share of cases that are built as well, unless told


class Hang(BaseException):
    """A case took too long."""


@dataclass
class Tally:
    """What a run saw: cases by level, diagnostics by code, promises broken by where and how."""

    cases: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    good: int = 0
    built: int = 0
    broken: dict[str, str] = field(default_factory=dict)


def run(count: int, seed: int, folder: Path, *, builds: float = BUILDS, keep: Path | None = None,
        seconds: float | None = None, level: str | None = None) -> Tally:  # fmt: skip
    """Run `count` cases that follow from `seed`, or as many as `seconds` allow, in `folder`."""
    tally, every = Tally(), seeds()
    weights = [{"brief": 0.02, "starter": 0.5}.get(s.name, 1.0) for s in every]
    end = None if seconds is None else time.monotonic() + seconds
    for number in range(count):
        if end is not None and time.monotonic() > end:
            break
        rng = random.Random(f"{seed}/{number}")
        (source,) = rng.choices(every, weights)
        chosen = level or rng.choice((*LEVELS, "values", "file"))
        files = _broken(source, chosen, rng)
        tally.cases[chosen] += 1
        said = _case(files, folder, rng.random() < builds, rng, tally)
        if said and said.splitlines()[0] not in tally.broken:
            tally.broken[said.splitlines()[0]] = f"{seed}/{number} {source.name} {chosen}\n{said}"
            if keep is not None:
                _keep(keep / f"{seed}-{number}", files, said)
    return tally


def _broken(source: Seed, level: str, rng: random.Random) -> dict[str, bytes]:
    if level == "file":
        name = rng.choice(sorted(source.files))
        given = source.files[name]
        if name.endswith(".yaml"):
            broken = {name: LEVELS[rng.choice(list(LEVELS))](given.decode(), rng)}
        else:
            broken = {name: break_file(given, rng)}
        return {**source.files, **broken, "brief.yaml": source.text.encode()}
    return {**source.files, "brief.yaml": LEVELS[level](source.text, rng)}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _keep(folder: Path, files: dict[str, bytes], said: str) -> None:
    _write(folder, files)
    (folder / "SAID").write_text(said)


def _case(files: dict[str, bytes], folder: Path, build: bool, rng: random.Random, tally: Tally) -> str | None:  # fmt: skip
    """The promise that these files make briefgen break, or None. Its first line is the same for the same fault."""
    _write(folder, files)
    outline = str(folder / "brief.yaml")
    before = digests(folder)
    try:
        with limited():
            code, out, err = briefgen_quietly("check", outline, "--format", "json")
            said = _wrong_answer(code, out, err, tally)
            if said is None and build:
                tally.built += 1
                formats = rng.choice(("pdf", "pptx", "pdf,pptx", "handout"))
                said = _wrong_build(outline, folder / "out", formats, code)
    except (Exception, Hang) as exc:
        return fault(exc)
    left = {k: v for k, v in digests(folder).items() if not k.startswith("out/")}
    if said is None and left != {k: v for k, v in before.items() if not k.startswith("out/")}:
        return "a file beside the outline was changed"
    return said


def fault(exc: BaseException) -> str:
    frames = traceback.extract_tb(exc.__traceback__)
    own = [f for f in frames if "/briefgen/" in f.filename] or list(frames)
    where = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
    last = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
    return f"{type(exc).__name__} at {where} ({last})\n{''.join(traceback.format_exception(exc))}"


def _wrong_answer(code: int, out: str, err: str, tally: Tally) -> str | None:
    try:
        found: list[dict[str, Any]] = json.loads(out)
    except ValueError:
        return f"check did not print JSON\n{out[:500]}\n{err[:2000]}"
    if err:
        return f"check wrote to stderr\n{err[:2000]}"
    tally.codes.update(d["code"] for d in found)
    tally.good += not found
    errors = [d for d in found if d["severity"] == "error"]
    if code != (1 if errors else 0):
        return f"check gave exit code {code} for {len(errors)} errors"
    for d in found:
        if not (d["message"] and d["code"] and d["file"] and d["line"] >= 1 and d["column"] >= 1):
            return f"a diagnostic without message, code or place: {d['code']}\n{d}"
        unseen = [
            c
            for c in f"{d['message']}{d['hint'] or ''}"
            if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E
        ]
        if unseen:
            return f"control characters in a diagnostic: {d['code']}\n{d}"
        if len(d["message"]) > 2_000:
            return f"a diagnostic of over 2,000 characters: {d['code']}\n{d}"
    return None


def _wrong_build(outline: str, out: Path, formats: str, checked: int) -> str | None:
    before = digests(out)
    code, _, err = briefgen_quietly("build", outline, "--out", str(out), "--format", formats)
    if checked == 1 and (code != 1 or digests(out) != before):
        return f"build of a bad outline gave {code}\n{err[:2000]}"
    if checked == 0 and code not in (0, 1):
        return f"build of a good outline gave {code}\n{err[:2000]}"
    if code == 1 and "error: " not in err:
        return f"build gave 1 without an error\n{err[:2000]}"
    if list(out.glob(".*.part")):
        return "build left a part of a file"
    return None


def briefgen_quietly(*args: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = briefgen_main(list(args))
    return code, out.getvalue(), err.getvalue()


def digests(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*") if p.is_file()
    }  # fmt: skip


@contextlib.contextmanager
def limited() -> Iterator[None]:
    def stop(signum: int, frame: FrameType | None) -> None:
        raise Hang

    old = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


def main() -> int:
    """Run from the command line and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--builds", type=float, default=BUILDS)
    parser.add_argument("--level", choices=(*LEVELS, "file"))
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(args.count, args.seed, Path(folder), builds=args.builds, keep=args.keep,
                    seconds=args.seconds, level=args.level)  # fmt: skip
    print(f"seed {args.seed}: {sum(tally.cases.values()):,} cases in {time.monotonic() - start:.0f} s: {dict(tally.cases)}; "
          f"{tally.good:,} good, {tally.built:,} built")  # fmt: skip
    print("codes:", dict(tally.codes.most_common()))
    for said in tally.broken.values():
        print("BROKEN", said)
    return 1 if tally.broken else 0


if __name__ == "__main__":
    sys.exit(main())
