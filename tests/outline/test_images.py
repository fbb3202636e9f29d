"""Pictures that were found to be right are not looked through again; others are."""

from __future__ import annotations

from pathlib import Path

import PIL.Image
import pytest

from briefgen.model.diagnostics import BriefgenError, Place
from briefgen.storage import folder

HERE = Place("brief.yaml", 1, 1)


def test_a_picture_is_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "logo.png"
    PIL.Image.new("RGB", (40, 20)).save(path)
    assert folder.check_image(path, "logo.png", HERE) == path
    opened = PIL.Image.open
    monkeypatch.setattr(PIL.Image, "open", lambda *_, **__: pytest.fail("it was opened again"))
    assert folder.check_image(path, "logo.png", HERE) == path
    monkeypatch.setattr(PIL.Image, "open", opened)
    assert folder.size(path) == (40, 20)
    PIL.Image.new("RGB", (7, 9)).save(path)
    assert folder.check_image(path, "logo.png", HERE) == path
    assert folder.size(path) == (7, 9)


def test_a_broken_picture_is_refused_each_time(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    PIL.Image.new("RGB", (40, 20)).save(path)
    path.write_bytes(path.read_bytes()[:60])
    for _ in range(2):
        with pytest.raises(BriefgenError, match="not a whole PNG"):
            folder.check_image(path, "logo.png", HERE)


def test_a_picture_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BriefgenError, match="not a whole PNG"):
        folder.check_image(tmp_path / "logo.png", "logo.png", HERE)
