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

import pdfplumber
import pytest

import briefgen
from briefgen.model.registry import CHART_KINDS
from conftest import MINIMAL

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


def run(path: Path, *args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """briefgen's command line with the packages in `path`."""
    return subprocess.run(
        [sys.executable, "-m", "briefgen", *args], capture_output=True, text=True, encoding="utf-8", cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(path), "PYTHONUTF8": "1"},
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
                          env={**os.environ, "PYTHONPATH": str(target)})  # fmt: skip
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
