"""Breaks what lies beside an outline: deck templates, rows for `batch`, overlays of a language, manifests, source texts.

`python tests/hostile/fuzz_beside.py TARGET COUNT --seed 1 --keep DIR` runs that many cases of one target.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from batch.conftest import OUTLINE as BATCH
from batch.conftest import ROWS
from conftest import MINIMAL
from hostile.fuzz import Hang, briefgen_quietly, digests, fault, limited
from hostile.mutations import HOSTILE, LEVELS, ROOT, break_file

Case = tuple[dict[str, bytes], list[list[str]]]


# -- a template of a deck -------------------------------------------------------------------------------


@cache
def _templates() -> list[dict[str, bytes]]:
    import pptx

    from briefgen.deck import template

    stream = io.BytesIO()
    template.new(stream)
    standard = (Path(pptx.__file__).parent / "templates" / "default.pptx").read_bytes()
    found = []
    for data in (stream.getvalue(), standard):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found.append({name: package.read(name) for name in package.namelist()})
    return found


def _package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def break_xml(data: bytes, rng: random.Random) -> bytes:
    """One element or attribute of an XML part taken out, doubled or given another value."""
    text = data.decode("utf-8", "replace")
    marks = list(re.finditer(r'(?<==")[^"<]*(?=")' if rng.random() < 0.6 else r"<[^<>]+/>", text))
    if not marks:
        return break_file(data, rng)
    mark = rng.choice(marks)
    other = rng.choice(marks)[0]
    numbers = ("0", "-1", "99999999999999999999", "1.5", "2147483648", "-914400", "1e9")
    hostile = re.sub(r"[^ -%'-;=?-~]", "", rng.choice(HOSTILE))[:300].replace('"', "")
    new = rng.choice(("", other, mark[0] * 2, rng.choice(numbers), hostile))
    return (text[: mark.start()] + new + text[mark.end() :]).encode()


def break_package(parts: dict[str, bytes], rng: random.Random) -> bytes:
    """A package with one to three parts broken, lost, renamed or exchanged, or the archive itself broken."""
    parts = dict(parts)
    for _ in range(rng.choice((1, 1, 2, 3))):
        name, other = rng.choice(list(parts)), rng.choice(list(parts))
        kind = rng.randrange(10)
        if kind == 0:
            parts.pop(name)
        elif kind == 1:
            parts[name], parts[other] = parts[other], parts[name]
        elif kind == 2:
            parts[rng.choice((f"{name}x", f"../{name}", "/etc/x", "ppt/vbaProject.bin"))] = (
                parts.pop(name)
            )
        elif kind == 3:
            parts[name] = break_file(parts[name], rng)
        elif kind == 4:
            parts[name] = b""
        else:
            parts[name] = break_xml(parts[name], rng)
        if not parts:
            break
    data = _package(parts)
    return break_file(data, rng) if rng.random() < 0.05 else data


def template_case(rng: random.Random) -> Case:
    """`template inspect` of a broken template, and now and then a deck built into it."""
    files = {
        "brief.yaml": MINIMAL.encode(),
        "org.pptx": break_package(rng.choice(_templates()), rng),
    }
    runs = [["template", "inspect", "org.pptx"]]
    if rng.random() < 0.6:
        runs.append(
            [
                "build",
                "brief.yaml",
                "--format",
                rng.choice(("pptx", "handout")),
                "--template",
                "org.pptx",
            ]
        )
    return files, runs


# -- a batch --------------------------------------------------------------------------------------------

EXPRESSIONS = [
    "{{ state }}", "{{ deaths|number }}", "{{ deaths }}", "{{ nothing }}", "{{ ''.__class__ }}", "{{ state|upper * 9 }}", "{{ 1 // 0 }}",
    "{{ deaths ** 99999 }}", "{% if %}", "{% for c in state %}{{ c }}{% endfor %}", "{{ state|safe|e|tojson }}", "{{ cycler }}", "{{ lipsum() }}",
    "{% set x = 1 %}{{ x }}", "{% raw %}{{{% endraw %}", "{#", "{{ [[[[]]]] }}", "{{ {}|pprint }}", "{{ state[::-1] }}", "{{ 'x'|center(99999999) }}",
]  # fmt: skip


def batch_case(rng: random.Random) -> Case:
    """`batch --check`, or a batch of decks, over broken rows and broken templates."""
    outline, rows = BATCH, ROWS.encode()
    kind = rng.randrange(3)
    if kind == 0:
        rows = break_file(rows, rng)
    elif kind == 1:
        found = list(re.finditer(r"\{[{%].*?[%}]\}", outline))
        mark = rng.choice(found)
        new = rng.choice((*EXPRESSIONS, *HOSTILE[:90])).replace("\n", " ")
        outline = outline[: mark.start()] + new + outline[mark.end() :]
    files = {"rows.csv": rows}
    files["brief.yaml"] = (
        LEVELS[rng.choice(list(LEVELS))](outline, rng)
        if kind == 2
        else outline.encode("utf-8", "surrogatepass")
    )
    run = ["batch", "brief.yaml", "--data", "rows.csv", "--jobs", "1"]
    return files, [[*run, "--check"] if rng.random() < 0.97 else [*run, "--format", "pptx"]]


# -- an overlay, a manifest, a source -------------------------------------------------------------------


@cache
def _brief() -> dict[str, bytes]:
    return {
        str(path.relative_to(ROOT)): path.read_bytes()
        for path in (*(ROOT / "assets").rglob("*"), ROOT / "brief.yaml", ROOT / "brief.es.yaml")
        if path.is_file()
    }


def overlay_case(rng: random.Random) -> Case:
    """`check` of our brief with its Spanish text broken."""
    files = dict(_brief())
    text = files["brief.es.yaml"].decode()
    files["brief.es.yaml"] = LEVELS[rng.choice(list(LEVELS))](text, rng)
    return files, [["check", "brief.yaml"]]


@cache
def _manifest() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "brief.yaml").write_text(MINIMAL)
        briefgen_quietly("build", str(folder / "brief.yaml"), "--out", str(folder / "made"))
        return {f"made/{path.name}": path.read_bytes() for path in (folder / "made").iterdir()}


def manifest_case(rng: random.Random) -> Case:
    """`verify`, and a build, where the manifest or an output is broken."""
    files = {"brief.yaml": MINIMAL.encode(), **_manifest()}
    name = (
        "made/manifest.json" if rng.random() < 0.8 else rng.choice([*files, "made/manifest.json"])
    )
    files[name] = break_file(files[name], rng)
    runs = [["verify", "made"]]
    if rng.random() < 0.1:
        runs.append(["build", "brief.yaml", "--out", "made"])
    return files, runs


@cache
def _source() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pageCompression=0)
    for page in range(3):
        canvas.drawString(72, 720, f"Page {page}: it is so, and more")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def source_case(rng: random.Random) -> Case:
    """`check` and `evidence` where the source's PDF is broken."""
    outline = MINIMAL.replace("title: The report}", "title: The report, text: report.pdf}")
    files = {"brief.yaml": outline.encode(), "report.pdf": break_file(_source(), rng)}
    return files, [["check", "brief.yaml"], ["evidence", "brief.yaml"]]


TARGETS: dict[str, Callable[[random.Random], Case]] = {
    "template": template_case, "batch": batch_case, "overlay": overlay_case, "manifest": manifest_case,
    "source": source_case,
}  # fmt: skip
# Faults of the output folder and of arguments are 3 and 2; all else is right or wrong.
CODES = (0, 1, 3)


def run(target: str, count: int, seed: int, folder: Path, keep: Path | None = None) -> tuple[Counter[int], dict[str, str]]:  # fmt: skip
    """Run `count` cases of `target`; returns how often each exit code came, and the promises broken."""
    codes: Counter[int] = Counter()
    broken: dict[str, str] = {}
    for number in range(count):
        rng = random.Random(f"{target}/{seed}/{number}")
        files, runs = TARGETS[target](rng)
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        said = _case(folder, runs, codes)
        if said and said.splitlines()[0] not in broken:
            broken[said.splitlines()[0]] = f"{target}/{seed}/{number}\n{said}"
            if keep is not None:
                shutil.copytree(folder, keep / f"{target}-{seed}-{number}", dirs_exist_ok=True)
    return codes, broken


def _case(folder: Path, runs: list[list[str]], codes: Counter[int]) -> str | None:
    before = digests(folder)
    for args in runs:
        names = [str(folder / a) if (folder / a).exists() else a for a in args]
        if args[0] in ("build", "batch") and "--out" not in args:
            names += ["--out", str(folder / "out")]
        try:
            with limited():
                code, out, err = briefgen_quietly(*names)
        except (Exception, Hang) as exc:
            return fault(exc)
        codes[code] += 1
        if code not in CODES:
            return f"{args[0]} gave {code}\n{err[:2000]}"
        if code and "error: " not in out + err and "warning: " not in out + err and args[0] != "batch":  # fmt: skip
            return f"{args[0]} gave {code} and did not say why\n{out[:1000]}{err[:1000]}"
        if "Traceback" in out + err:
            return f"{args[0]} printed a traceback\n{err[:3000]}"
    made = ("out/", "made/")
    if {k: v for k, v in digests(folder).items() if not k.startswith(made)} != {
        k: v for k, v in before.items() if not k.startswith(made)
    }:
        return "a file that was given has changed"
    return None


def main() -> int:
    """Run from the command line and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        codes, broken = run(args.target, args.count, args.seed, Path(folder) / "case", args.keep)
    print(
        f"{args.target}, seed {args.seed}: {args.count:,} cases in {time.monotonic() - start:.0f} s; exit codes {dict(codes)}"
    )
    for said in broken.values():
        print("BROKEN", said)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
