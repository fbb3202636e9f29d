"""Work that is done once, and no more often than there is something new: counted, not timed."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import briefgen
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.pdf import page_target
from briefgen.pdf.page_target import FITS, lay_out
from briefgen.pdf.tagged import lines
from briefgen.pdf.tagged.paragraph import Paragraph
from briefgen.pipeline.rendering import write_stream
from conftest import ROOT


@pytest.fixture(scope="module")
def legislators(outline: LoadedOutline) -> Edition:
    return briefgen.edition(outline, "legislators")


def made(edition: Edition, format: str) -> bytes:
    stream = io.BytesIO()
    write_stream(edition, format, stream)
    return stream.getvalue()


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[Any]:
    calls: list[Any] = []
    real: Callable[..., Any] = getattr(owner, name)

    def spy(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, spy)
    return calls


def test_few_layouts_are_tried(legislators: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = counted(monkeypatch, page_target, "lay_out")
    page_target.fit_to_pages(legislators)
    assert 1 <= len(plans) <= len(FITS).bit_length()


def test_paragraphs_are_parsed_and_broken_once(
    legislators: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "CACHE", lines.ParagraphCache())
    parsed = counted(monkeypatch, Paragraph, "_parse")
    broken = counted(monkeypatch, Paragraph, "breakLines")
    first = made(legislators, "pdf")
    counts = len(parsed), len(broken)
    assert 0 < counts[1] < 3 * counts[0]
    assert made(legislators, "pdf") == first
    assert (len(parsed), len(broken)) == counts


def test_what_is_remembered_of_paragraphs_has_bounds_and_no_part_in_the_outcome(
    legislators: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(legislators, "pdf")
    monkeypatch.setattr(lines, "CACHE", lines.ParagraphCache(most=1))
    assert made(legislators, "pdf") == first
    assert len(lines.CACHE._texts) == 1


def imported(*command: str) -> set[str]:
    """The modules that a command imports."""
    code = (
        "import sys; from briefgen.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    run = [sys.executable, "-c", code, *command]
    made = subprocess.run(run, check=True, capture_output=True, text=True, timeout=120, cwd=ROOT)
    return set(made.stderr.split())


@pytest.mark.parametrize("command", [["--help"], ["schema"], ["check", "brief.yaml"]])
def test_commands_that_draw_nothing_import_no_renderer(command: list[str]) -> None:
    assert not {"reportlab", "pptx", "matplotlib", "fontTools.subset"} & imported(*command)


def test_a_build_with_nothing_to_do_imports_next_to_nothing(tmp_path: Path) -> None:
    build = [
        "build",
        "brief.yaml",
        "--audience",
        "public",
        "--format",
        "pdf",
        "--out",
        str(tmp_path),
    ]
    first = imported(*build)
    assert "briefgen.checks.numbers" not in first
    again = imported(*build)
    heavy = {"pydantic", "pydantic_core", "yaml", "multiprocessing", "concurrent"}
    assert not {*heavy, "briefgen.model.outline", "briefgen.editions"} & again
    assert len([name for name in again if name.startswith("briefgen")]) < 16


def test_layouts_that_are_over_the_promise_stop_there(legislators: Edition) -> None:
    whole = lay_out(legislators, FITS[0])
    cut = lay_out(legislators, FITS[0], most=2)
    assert whole.pages > 3
    assert cut.pages == 3


def test_between_documents_little_is_remembered_of_paragraphs() -> None:
    known = lines.ParagraphCache()
    for number in range(2000):
        known.add(number, lines.ParsedText(None, [], None, 100))
    assert known.find(0) is not None
    known.shrink()
    assert known.find(1) is None, "the oldest go first"
    assert known.find(0) is not None
    assert sum(known.find(number) is not None for number in range(2000)) == lines.REST // 100
