"""What an installed package adds: chart kinds, formats and checks; and what is said of one that is broken."""

from __future__ import annotations

import ast
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pdfplumber
import pikepdf
import pytest
from pptx import Presentation

import briefgen
from briefgen.charts import derived
from briefgen.languages.locale import Locale
from briefgen.model.base import Node, Number, PlainText
from briefgen.model.figures import FigureBase
from briefgen.model.registry import CHART_KINDS
from conftest import MINIMAL, ROOT

PLUGIN = Path(__file__).parent / "plugin"
FIGURE = """\
exhibits: [ages]
figures:
  - id: ages
    kind: pyramid
    title: Are there more women than men?
    unit: people
    deck: {deck}
    data:
      - {{label: Under 30, values: {{Men: 40, Women: 38}}}}
      - {{label: 30 and over, values: {{Men: 51, Women: '~60'}}}}
"""


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for `PYTHONPATH` in which the example is installed."""
    folder = tmp_path_factory.mktemp("plugin")
    source = shutil.copytree(PLUGIN, folder / "source", ignore=shutil.ignore_patterns("build", "*.egg-info"))  # fmt: skip
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
               "--no-index", "--target", str(folder / "target"), str(source)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return folder / "target"


def environment(path: Path) -> dict[str, str]:
    """That of this process, with the packages in `path` before others."""
    paths = filter(None, (str(path), os.environ.get("PYTHONPATH")))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def run(path: Path, *args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """briefgen's command line with the packages in `path`."""
    return subprocess.run(
        [sys.executable, "-m", "briefgen", *args], capture_output=True, text=True, encoding="utf-8", cwd=cwd,
        env=environment(path),
    )  # fmt: skip


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    (tmp_path / "brief.yaml").write_text(MINIMAL + FIGURE.format(deck="native"), encoding="utf-8")
    return tmp_path


def test_what_a_plugin_adds_is_listed(target: Path, outline: Path) -> None:
    listed = run(target, "kinds").stdout
    for name, about in (("pyramid", "Pyramid: two groups"), ("text", "The brief's title"),
                        ("question-titles", "Titles of charts that ask")):  # fmt: skip
        (line,) = (line for line in listed.splitlines() if line.split()[0] == name)
        assert about in line and line.endswith("(briefgen-pyramid 1.2)")
    assert "bar            Bars: values compared" in listed
    made = json.loads(run(target, "schema").stdout)
    assert "PyramidSpec" in made["$defs"]
    assert "text" in json.dumps(made["$defs"]["Audience"]["properties"]["formats"])
    code = "from briefgen.reading.schema import reference; print(reference())"
    page = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env=environment(target))  # fmt: skip
    assert "## Figure of kind `pyramid`" in page.stdout


def test_a_plugins_chart_is_in_brief_and_deck(target: Path, outline: Path) -> None:
    ran = run(target, "build", "--format", "pdf,pptx,text", "--verbose", cwd=outline)
    assert ran.returncode == 0, ran.stderr
    assert "out/brief-text.txt: 3 lines" in ran.stdout.replace("\\", "/")
    with pdfplumber.open(outline / "out" / "brief.pdf") as pdf:
        text = " ".join(page.extract_text() for page in pdf.pages)
    assert "~60" in text and "Under 30" in text
    with zipfile.ZipFile(outline / "out" / "brief.pptx") as archive:
        (chart,) = (n for n in archive.namelist() if n.startswith("ppt/charts/chart"))
        assert "Women" in archive.read(chart).decode()
    said = (outline / "out" / "brief-text.txt").read_text(encoding="utf-8")
    assert "Pyramid chart: Are there more women than men?. Under 30: Men 40, Women 38" in said


def test_a_plugins_chart_is_a_picture_where_that_is_asked_for(target: Path, outline: Path) -> None:
    (outline / "brief.yaml").write_text(MINIMAL + FIGURE.format(deck="picture"), encoding="utf-8")
    assert run(target, "build", "--format", "pptx", cwd=outline).returncode == 0
    data = (outline / "out" / "brief.pptx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert not any(name.startswith("ppt/charts/") for name in names)
        (svg,) = (archive.read(n).decode() for n in names if n.endswith(".svg"))
    assert "Under 30" in svg


def test_a_plugins_check_runs_and_its_kind_is_validated(target: Path, outline: Path) -> None:
    ran = run(target, "check", cwd=outline)
    assert "brief.yaml:12:5: warning: the title of `ages` asks a question" in ran.stdout
    text = (outline / "brief.yaml").read_text(encoding="utf-8")
    (outline / "brief.yaml").write_text(text.replace("Women:", "Others: 1, Women:"))
    ran = run(target, "check", cwd=outline)
    assert ran.returncode == 1 and "a pyramid has two sides" in ran.stdout
    (outline / "brief.yaml").write_text("language: fr\n" + text, encoding="utf-8")
    ran = run(target, "check", cwd=outline)
    said = "there is no word for `chart pyramid` in `fr`: “Pyramid chart” is written instead"
    assert said in ran.stdout and ran.returncode == 0
    ran = run(Path(), "check", cwd=outline)
    assert "there is no chart kind `pyramid`" in ran.stdout


def test_files_are_written_again_when_a_plugin_changes(target: Path, outline: Path) -> None:
    own = outline / "packages"
    shutil.copytree(target, own)
    asked = "build", "--format", "text", "--verbose"
    assert "nothing changed" not in run(own, *asked, cwd=outline).stderr
    assert "nothing changed" in run(own, *asked, cwd=outline).stderr
    module = own / "briefgen_pyramid" / "text.py"
    module.write_text(module.read_text().replace("each.headline", "each.headline[:0]"))
    assert "nothing changed" not in run(own, *asked, cwd=outline).stderr
    (own / "briefgen_pyramid-1.2.dist-info").rename(own / "briefgen_pyramid-1.3.dist-info")
    assert "nothing changed" not in run(own, *asked, cwd=outline).stderr
    assert "nothing changed" in run(own, *asked, cwd=outline).stderr


BROKEN = {
    "gone = broken:Missing": "AttributeError",
    "gone = broken_import:Kind": "ModuleNotFoundError: No module named 'not_there'",
    "gone = not_installed:Kind": "ModuleNotFoundError",
    "gone = broken:NoKind": "TypeError: it is not a subclass of briefgen.charts.kind.ChartKind",
    "gone = broken:Other": "its class is named `other`",
    "gone = broken:Bare": "its class has no `Spec`",
    "gone = broken:Undrawn": "its class has no `draw`",
    "gone =": "ValueError: Empty module name",
    "bar = broken:Other": "`briefgen` has the name already",
}


@pytest.fixture
def broken(tmp_path: Path) -> Callable[..., Path]:
    """A folder with a distribution of these entry points."""

    def make(*points: str, group: str = "briefgen.charts") -> Path:
        folder = tmp_path / "packages"
        about = folder / "Broken_Kinds-0.1.dist-info"
        about.mkdir(parents=True)
        lines = "\n".join(points)
        (about / "entry_points.txt").write_text(
            f"[console_scripts]\nx = y:z\n\n[{group}]\n{lines}\n"
        )
        (folder / "broken_import.py").write_text("import not_there\n")
        (folder / "broken.py").write_text(
            "from briefgen.charts.kind import ChartKind\nclass NoKind: pass\nclass Other(ChartKind): name = 'other'\nclass Bare(ChartKind): name = 'gone'\n"
            "class Undrawn(Bare):\n    Spec = object\n    def natural_height(self, spec, frame): return 9\n"
        )
        return folder

    return make


@pytest.mark.parametrize(("point", "reason"), BROKEN.items())
def test_a_broken_plugin_is_one_diagnostic(
    broken: Callable[..., Path], point: str, reason: str, outline: Path
) -> None:
    folder = broken(point)
    for command in ("kinds", "schema"):
        ran = run(folder, command, cwd=outline)
        assert ran.returncode == 1
        (line,) = (line for line in ran.stderr.splitlines() if "error" in line)
        assert f"the plugin `{point}" in line and "of broken-kinds 0.1" in line and reason in line
        assert "Traceback" not in ran.stderr
    text = (outline / "brief.yaml").read_text(encoding="utf-8").replace("pyramid", "gone")
    (outline / "brief.yaml").write_text(text, encoding="utf-8")
    ran = run(folder, "build", cwd=outline)
    assert ran.returncode == 1 and reason in ran.stderr and "Traceback" not in ran.stderr


def test_a_broken_format_or_check_is_one_diagnostic(
    broken: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "brief.yaml").write_text(MINIMAL, encoding="utf-8")
    folder = broken("odd = broken:Other", group="briefgen.checks")
    ran = run(folder, "check", cwd=tmp_path)
    assert ran.returncode == 1 and "not a subclass of briefgen.checks.Check" in ran.stderr
    shutil.rmtree(folder)
    folder = broken("odd = broken:Other", group="briefgen.formats")
    ran = run(folder, "build", "--format", "odd", cwd=tmp_path)
    assert (
        ran.returncode == 1 and "not a subclass of briefgen.pipeline.formats.Format" in ran.stderr
    )
    assert run(folder, "build", "--format", "pdf", cwd=tmp_path).returncode == 0


KINDS = """\
from typing import Literal
from pydantic import Field
from briefgen.charts.kind import ChartKind
from briefgen.model.base import Node, Number, PlainText
from briefgen.model.figures import FigureBase, Unit

class Least(ChartKind):
    name = "odd"
    def natural_height(self, spec, frame):
        return 60
    def draw(self, spec, sheet):
        sheet.text(0, 20, "drawn by odd", size=sheet.size("label"))

class ScoreSpec(FigureBase, Unit):
    kind: Literal["odd"]
    score: Number
    best_so_far: Number = Field(title="Best so far")
    way: Literal["up", "down"] = "up"

class Score(Least):
    Spec = ScoreSpec

class EmptySpec(FigureBase):
    kind: Literal["odd"]

class Empty(Least):
    Spec = EmptySpec

class Stage(Node):
    name: PlainText
    open_jobs: Number
    grade: int | None = None
    done: bool = False

class StagesSpec(FigureBase, Unit):
    kind: Literal["odd"]
    data: tuple[Stage, ...] = Field(min_length=1)

class Stages(Least):
    Spec = StagesSpec
    divisible = True
    common = "values"

class StepsSpec(FigureBase):
    kind: Literal["odd"]
    steps: tuple[Stage, ...]

class Steps(Least):
    Spec = StepsSpec
"""
ODD = """\
exhibits: [odd]
figures:
  - id: odd
    kind: odd
    title: The pilot works
"""
SCORE = "    score: 42\n    best_so_far: ~50\n    unit: points\n"
STAGES = """\
      - {name: Apply, open_jobs: '>20', grade: 3}
      - {name: Hire, open_jobs: 4, done: true}
"""


@pytest.mark.parametrize(
    ("kind", "data", "alt", "csv"),
    [
        ("Score", SCORE, "odd: The pilot works. Score: 42; Best so far: about 50.",
         "What,low,high,qualifier\nScore,42,42,exact\nBest so far,50,50,about\n"),
        ("Empty", "", "odd: The pilot works.", None),
        ("Stages", f"    unit: jobs\n    highlight: Hire\n    data:\n{STAGES}",
         "odd: The pilot works. Hire: Open jobs 4; Apply: Open jobs more than 20, Grade 3.",
         "Name,low,high,qualifier,Grade\nApply,20,20,more than,3\nHire,4,4,exact,\n"),
        ("Steps", f"    steps:\n{STAGES}",
         "odd: The pilot works. Apply: Open jobs more than 20, Grade 3; Hire: Open jobs 4.",
         "Name,low,high,qualifier,Grade\nApply,20,20,more than,3\nHire,4,4,exact,\n"),
    ],
    ids=["Score", "Empty", "Stages", "Steps"],
)  # fmt: skip
def test_a_kind_needs_no_more_than_the_documentation_says(
    broken: Callable[..., Path], tmp_path: Path, kind: str, data: str, alt: str, csv: str | None
) -> None:
    folder = broken(f"odd = odd_kinds:{kind}")
    (folder / "odd_kinds.py").write_text(KINDS, encoding="utf-8")
    text = MINIMAL + "brief: {layout: full}\n" + ODD + data
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    ran = run(folder, "check", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
    ran = run(folder, "build", "--format", "pdf,pptx,handout", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    with pikepdf.open(tmp_path / "out" / "brief.pdf") as pdf:
        attached = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    made = {name: data.decode().replace("\r\n", "\n") for name, data in attached.items()}
    assert made == ({} if csv is None else {"odd.csv": csv})
    with pdfplumber.open(tmp_path / "out" / "brief.pdf") as pages:
        words = " ".join(page.extract_text() for page in pages.pages)
    assert "drawn by odd" in words and ("The data behind the charts" in words) == (csv is not None)
    deck = Presentation(str(tmp_path / "out" / "brief.pptx"))
    shapes = (shape for slide in deck.slides for shape in slide.shapes)
    told = [p.get("descr") for shape in shapes for p in shape.element.iter("{*}cNvPr")]
    assert [alt] == [text.replace("\u00a0", " ") for text in told if text and "odd:" in text]
    ran = run(folder, "chart", "odd", "-o", "odd.csv", cwd=tmp_path)
    assert (ran.returncode == 0) == (csv is not None), ran.stderr
    assert csv is not None or "figure `odd` has no data to write as CSV" in ran.stderr


@pytest.mark.parametrize("kind", ["Score", "Empty", "Stages"])
def test_a_kind_that_is_too_high_for_a_slide_is_told_in_a_table(
    broken: Callable[..., Path], tmp_path: Path, kind: str
) -> None:
    folder = broken(f"odd = odd_kinds:{kind}")
    high = KINDS.replace("return 60", "return 6000")
    (folder / "odd_kinds.py").write_text(high, encoding="utf-8")
    data = {"Score": SCORE, "Empty": "", "Stages": f"    data:\n{STAGES}"}[kind]
    (tmp_path / "brief.yaml").write_text(MINIMAL + ODD + data, encoding="utf-8")
    ran = run(folder, "build", "--format", "pptx", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    shown = "its alternative text" if kind == "Empty" else "its data as a table"
    assert f"slides show {shown}" in ran.stderr
    deck = Presentation(str(tmp_path / "out" / "brief.pptx"))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    cells = [c.text for s in shapes if s.has_table for row in s.table.rows for c in row.cells]
    cells += [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    told = {"Score": "42\u00a0points", "Empty": "odd: The pilot works.", "Stages": "Hire"}
    assert told[kind] in cells


def test_a_kind_with_rows_of_its_own_is_divided_over_slides(
    broken: Callable[..., Path], tmp_path: Path
) -> None:
    folder = broken("odd = odd_kinds:Stages")
    high = KINDS.replace("return 60", "return 40 * len(spec.data)")
    (folder / "odd_kinds.py").write_text(high, encoding="utf-8")
    rows = "".join(f"      - {{name: Stage {n}, open_jobs: {n}}}\n" for n in range(30))
    text = f"{MINIMAL}{ODD}    alt: Thirty stages.\n    data:\n{rows}"
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    ran = run(folder, "build", "--format", "pptx", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    deck = Presentation(str(tmp_path / "out" / "brief.pptx"))
    shapes = (shape for slide in deck.slides for shape in slide.shapes)
    told = [p.get("descr") for shape in shapes for p in shape.element.iter("{*}cNvPr")]
    parts = [text for text in told if text and "Thirty" in text]
    assert len(parts) > 1
    assert parts[0] == f"Thirty stages. Part 1 of {len(parts)}."


def test_a_row_is_named_by_its_first_text() -> None:
    class Count(Node):
        rank: int
        open_jobs: Number
        name: PlainText

    class Counts(FigureBase):
        kind: Literal["odd"]
        data: tuple[Count, ...]

    rows = [
        {"rank": 2, "open_jobs": "~4", "name": "Hire"},
        {"rank": 1, "open_jobs": 9, "name": "Apply"},
    ]
    given = {"id": "a", "kind": "odd", "title": "A", "data": rows, "highlight": "Apply"}
    spec, locale = Counts.model_validate(given), Locale("en-US")
    header, cells = derived.table(spec, locale, lambda quantity, _: str(quantity.value))
    assert header == ("Name", "Rank", "Open jobs")
    assert cells == [("Hire", "2", "4.0"), ("Apply", "1", "9.0")]
    assert derived.values_in_words(spec, locale) == [
        "Apply: Rank 1, Open jobs 9",
        "Hire: Rank 2, Open jobs about 4",
    ]


FAILING = {
    "charts": """\
from typing import Literal
from briefgen.charts.kind import ChartKind
from briefgen.model.figures import FigureBase

class OddSpec(FigureBase):
    kind: Literal["odd"]
    def validate_data(self):
        pass  # validate
        return self

class Odd(ChartKind):
    name, Spec = "odd", OddSpec
    def natural_height(self, spec, frame):
        pass  # natural_height
        return 60
    def draw(self, spec, sheet):
        pass  # draw
    def values_in_words(self, spec, locale):
        pass  # words
        return []
""",
    "formats": """\
from briefgen.pipeline.formats import Format

class Odd(Format):
    name, ending = "odd", ".odd"
    def write(self, edition, stream, asked):
        stream.write(b"half")
        pass  # write
""",
    "checks": """\
from briefgen.checks import Check

class Odd(Check):
    name, stage = "odd", "edition"
    def run(self, loaded, wanted):
        pass  # run
        return []
""",
}
RAISED = {
    "validate": "charts", "natural_height": "charts", "draw": "charts", "words": "charts", "write": "formats", "run": "checks",
    "run later": "checks",
}  # fmt: skip


@pytest.mark.parametrize(("where", "group"), RAISED.items())
def test_a_plugin_that_raises_is_one_diagnostic(
    broken: Callable[..., Path], tmp_path: Path, where: str, group: str
) -> None:
    name, _, later = where.partition(" ")
    folder = broken("odd = odd:Odd", group=f"briefgen.{group}")
    lines = FAILING[group].splitlines()
    number = [line.strip() for line in lines].index(f"pass  # {name}")
    lines[number] = lines[number].replace("pass", "{}['gone']")
    if later:
        lines[-1] = lines[-1].replace("return []", "yield")
    (folder / "odd.py").write_text("\n".join(lines), encoding="utf-8")
    text = MINIMAL + (ODD if group == "charts" else "")
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    asked = "odd" if group == "formats" else "pdf"
    for jobs in ("1", "2"):
        formats = f"{asked},pptx" if jobs == "2" else asked
        ran = run(folder, "build", "--format", formats, "--jobs", jobs, cwd=tmp_path)
        said = (
            f"error: the plugin `odd = odd:Odd` of broken-kinds 0.1 in the group `briefgen.{group}` failed: KeyError: "
            f"'gone', at {folder / 'odd.py'}:{number + 1} [plugin]\n      = repair or uninstall `broken-kinds`\n"
        )
        assert (ran.returncode, ran.stderr) == (1, said)
        left = {path.name for path in (tmp_path / "out").rglob("*")}
        assert left <= {"brief.pptx"}
    if group != "formats" and where not in ("natural_height", "draw"):
        ran = run(folder, "check", cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (1, said)


def test_a_batch_blames_the_plugin_for_its_rows(
    broken: Callable[..., Path], tmp_path: Path
) -> None:
    folder = broken("odd = odd:Odd", group="briefgen.formats")
    (folder / "odd.py").write_text(FAILING["formats"].replace("pass", "1 / 0"))
    (tmp_path / "brief.yaml").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "rows.csv").write_text("name\nNorth\nSouth\n", encoding="utf-8")
    asked = "batch", "brief.yaml", "--data", "rows.csv", "--name", "{{name}}", "--format", "odd"
    ran = run(folder, *asked, cwd=tmp_path)
    assert ran.returncode == 1
    assert (
        "broken-kinds 0.1 in the group `briefgen.formats` failed: ZeroDivisionError" in ran.stderr
    )
    assert "fault of briefgen" not in ran.stderr and not list(tmp_path.rglob("*.odd"))


def test_briefgens_own_kinds_raise_as_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    bar = CHART_KINDS["bar"]
    with pytest.raises(KeyError, match="gone"), CHART_KINDS.blame("bar"):
        raise KeyError("gone")
    assert "draw" not in vars(bar) and "natural_height" not in vars(bar)


def test_the_gallery_is_of_briefgens_own_kinds(target: Path) -> None:
    code = (
        "from pathlib import Path; from briefgen.model.registry import CHART_KINDS; from briefgen.pipeline import gallery\n"
        "assert 'pyramid' in CHART_KINDS and 'pyramid' not in CHART_KINDS.own\n"
        f"print(gallery.compose_page(Path({str(ROOT / 'docs' / 'charts')!r})))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8",
                         env=environment(target))  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "## `bar`" in ran.stdout and "pyramid" not in ran.stdout


def test_only_kinds_know_which_kind_a_figure_is() -> None:
    """What differs from kind to kind is asked of the kind: nothing else compares a figure's kind with a name."""
    root = Path(briefgen.__file__).parent
    names = set(CHART_KINDS)
    found = []
    for path in root.rglob("*.py"):
        if path.parent == root / "charts" / "kinds":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Compare):
                continue
            sides = [node.left, *node.comparators]
            asks = any(
                isinstance(side, ast.Attribute) and side.attr in ("kind", "of") for side in sides
            )
            said = {
                n.value for side in sides for n in ast.walk(side) if isinstance(n, ast.Constant)
            }
            if asks and said & names:
                found.append(f"{path.relative_to(root)}:{node.lineno}")
    assert found == []
