"""Images: read once in a process, the same in every file, whatever was drawn before."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image as Picture
from reportlab.platypus import Image as Platypus

from briefgen.pdf.tagged import figure
from briefgen.pdf.tagged.figure import Figure, Image, pixels

from .conftest import Writer

MODES = ("RGBA", "LA", "RGB", "L", "P")


def png(mode: str, colour: int = 90) -> bytes:
    stream = io.BytesIO()
    Picture.new("RGBA", (40, 20), (200, 30, colour, 128)).convert(mode).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("mode", MODES)
def test_an_image_is_drawn_as_reportlab_draws_it(mode: str, tmp_path: Path) -> None:
    files = []
    for name in ("platypus", "own", "again"):
        data = png(mode)
        made = Writer(tmp_path / name)
        for number in range(2):  # twice in the file, stored once
            element = made.sect.add("Figure", alt=f"A plain square {number}")
            shown = Image(pixels(data), 80, 40)
            if name == "platypus":
                shown = Platypus(io.BytesIO(data), 80, 40, hAlign="LEFT")
            made.story.append(Figure(shown, element=element))
        files.append(made.build().read_bytes())
    assert files[0] == files[1] == files[2]


def test_the_same_mask_of_two_images_is_stored_once(tmp_path: Path) -> None:
    made = Writer(tmp_path / "two")
    for colour in (10, 20):
        element = made.sect.add("Figure", alt=f"A plain square {colour}")
        made.story.append(Figure(Image(pixels(png("RGBA", colour)), 80, 40), element=element))
    with pikepdf.open(made.build()) as pdf:
        streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        images = [o for o in streams if o.get("/Subtype") == "/Image"]
        assert len(images) == 3
        assert len({o.SMask.objgen for o in images if "/SMask" in o}) == 1


def test_of_large_files_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:

    data = png("RGB", 77)
    assert pixels(data) is pixels(data)
    monkeypatch.setattr(figure, "MOST", len(data) - 1)
    assert pixels(data) is not pixels(data)
    assert pixels(data).name == pixels(data).name
