"""The same inputs and versions give the same bytes, wherever, whenever and however often they are built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import briefgen
from briefgen.cli import main
from briefgen.model.diagnostics import BriefgenError
from briefgen.model.theme import DATA_FOLDER
from conftest import Built

ROOT = Path(__file__).parents[1]

# Folder, order of the formats and all of the environment that a program's output might come to depend on.
SETTINGS = (
    ("here", "pdf,pptx,handout", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}, "off"),
    (
        "some/where else",
        "handout,pptx,pdf",
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8",
         "SOURCE_DATE_EPOCH": "1", "MPLBACKEND": "nonsense", "RL_useA85": "1", "RL_splitLongWords": "0",
         "RL_spaceShrinkage": "0.4"},
        "cache",
    ),
    ("here", "pptx,pdf,handout", {"PYTHONHASHSEED": "3", "TZ": "America/Adak", "LC_ALL": "C.UTF-8"},
     "cache"),
)  # fmt: skip
# What sets the libraries up, or is run by them, where it lies in the folder that one is in or at home.
STRANGE = {
    "matplotlibrc": "path.sketch: 1, 100, 2\nlines.antialiased: False\nhatch.linewidth: 9\nfont.size: 40\n",
    ".reportlab_settings": "underlineWidth = 9\nuseA85 = 1\n",
    ".reportlab_mods": "raise SystemExit(9)\n",
    "reportlab_settings.py": "raise SystemExit(9)\n",
    "yaml.py": "raise SystemExit(9)\n",
}


def test_same_bytes_in_any_folder_locale_time_zone_and_order(tmp_path: Path) -> None:
    digests = []
    for number, (folder, formats, variables, cached) in enumerate(SETTINGS):
        inputs = tmp_path / str(number) / folder
        inputs.mkdir(parents=True)
        shutil.copy(ROOT / "brief.yaml", inputs)
        shutil.copytree(ROOT / "assets", inputs / "assets")
        if number == 1:
            home = tmp_path / "home"
            home.mkdir()
            for name, text in STRANGE.items():
                (inputs / name).write_text(text)
                (home / name).write_text(text)
            variables = {**variables, "HOME": str(home)}
        cache = "off" if cached == "off" else str(tmp_path / cached)
        env = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "SOURCE_DATE_EPOCH")}
        command = [sys.executable, "-m", "briefgen", "build", "--audience", "legislators"]
        subprocess.run([*command, "--format", formats], cwd=inputs, check=True, timeout=240,
                       env={**env, **variables, "BRIEFGEN_CACHE": cache})  # fmt: skip
        written = sorted((inputs / "out").glob("*.p*"))
        digests.append({p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in written})
    assert len(digests[0]) == 3
    assert digests[0] == digests[1] == digests[2]


def test_a_date_that_the_outline_does_not_say_is_the_environments(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    path = write()
    assert str(briefgen.load(path).outline.date) == "2026-01-02"  # the outline's own goes first
    text = "".join(x for x in path.read_text().splitlines(True) if not x.startswith("date:"))
    path.write_text(text)
    out = path.parent / "out"
    build = ["build", str(path), "--format", "pdf,pptx", "--out", str(out)]
    assert main(build) == 0
    assert str(briefgen.load(path).outline.date) == "2023-11-14"
    with pikepdf.open(out / "brief.pdf") as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20231114")
    with zipfile.ZipFile(out / "brief.pptx") as deck:
        assert b"2023-11-14T00:00:00Z" in deck.read("docProps/core.xml")
    capsys.readouterr()
    assert main(build) == 0
    assert "nothing changed" in capsys.readouterr().err
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert main(build) == 0
    assert "nothing changed" not in capsys.readouterr().err
    for wrong in ("soon", "-1", "9" * 30, "²"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(BriefgenError, match="SOURCE_DATE_EPOCH is no date") as raised:
            briefgen.load(path)
        assert [d.code for d in raised.value.diagnostics] == ["bad-date"]
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    with pytest.raises(BriefgenError, match="set SOURCE_DATE_EPOCH"):
        briefgen.load(path)


def test_sizes_stay_small(each: Built) -> None:
    assert len(each.pdf) < 250_000
    assert len(each.pptx) < 400_000


def test_a_photograph_is_named_by_what_is_in_it(tmp_path: Path) -> None:
    made = []
    for name in ("one", "another"):
        folder = tmp_path / name
        shutil.copytree(DATA_FOLDER / "starter", folder)
        Image.new("RGB", (60, 40), "navy").save(folder / "logo.jpg")
        path = folder / "brief.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("logo: logo.png", "logo: logo.jpg", 1), encoding="utf-8")
        briefgen.write_pdf(briefgen.edition(briefgen.load(path)), folder / "brief.pdf")
        made.append((folder / "brief.pdf").read_bytes())
    assert made[0] == made[1]
