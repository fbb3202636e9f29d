"""The same inputs and versions give the same bytes, wherever, whenever and however often they are built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import Built

ROOT = Path(__file__).parents[1]

# Folder, order of the formats and all of the environment that a program's output might come to depend on.
SETTINGS = (
    ("here", "pdf,pptx,handout", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}, "off"),
    (
        "some/where else",
        "handout,pptx,pdf",
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8",
         "SOURCE_DATE_EPOCH": "1"},
        "cache",
    ),
    ("here", "pptx,pdf,handout", {"PYTHONHASHSEED": "3", "TZ": "America/Adak", "LC_ALL": "C.UTF-8"},
     "cache"),
)  # fmt: skip


def test_same_bytes_in_any_folder_locale_time_zone_and_order(tmp_path: Path) -> None:
    digests = []
    for number, (folder, formats, variables, cached) in enumerate(SETTINGS):
        inputs = tmp_path / str(number) / folder
        inputs.mkdir(parents=True)
        shutil.copy(ROOT / "brief.yaml", inputs)
        shutil.copytree(ROOT / "assets", inputs / "assets")
        cache = "off" if cached == "off" else str(tmp_path / cached)
        env = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "SOURCE_DATE_EPOCH")}
        command = [sys.executable, "-m", "briefgen", "build", "--audience", "legislators"]
        subprocess.run([*command, "--format", formats], cwd=inputs, check=True, timeout=240,
                       env={**env, **variables, "BRIEFGEN_CACHE": cache})  # fmt: skip
        written = sorted((inputs / "out").glob("*.p*"))
        digests.append({p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in written})
    assert len(digests[0]) == 3
    assert digests[0] == digests[1] == digests[2]


def test_sizes_stay_small(each: Built) -> None:
    assert len(each.pdf) < 250_000
    assert len(each.pptx) < 400_000
