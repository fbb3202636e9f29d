"""Pictures that an outline names: checked before a renderer meets them."""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path

from briefgen.diagnostics import BriefgenError, Place, error

MAX_PIXELS = 40_000_000
_ORIENTATION = 0x0112  # EXIF 2.32, 4.6.5
FORMATS = ("PNG", "JPEG")


def check_image(path: Path, name: str, place: Place) -> Path:
    """`path` if it is a whole PNG or JPEG picture of at most `MAX_PIXELS`, in RGB or grey, stored upright.

    PDF/A has no place for CMYK beside RGB (ISO 19005-2, 6.2.4.3); neither PDF nor slides heed EXIF's
    orientation. Raises BriefgenError.
    """
    try:
        about = path.stat()
        _check(path, name, place, (about.st_mtime_ns, about.st_size))
    except OSError:  # gone meanwhile
        _check(path, name, place, None)
    return path


def size(path: Path) -> tuple[int, int]:
    """Width and height in pixels of a picture that `check_image` let pass. Raises OSError where it is gone since."""
    from PIL import Image

    with Image.open(path, formats=FORMATS) as image:
        return image.size


@lru_cache(maxsize=16)
def _check(path: Path, name: str, place: Place, stamp: tuple[int, int] | None) -> None:
    """Raise BriefgenError for a picture that cannot be used; one with the same time and size (`stamp`) is read once."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                image.load()
                if image.mode == "P":
                    image.convert("RGBA")  # may ask for colours that the palette has not
                mode, turned = image.mode, image.getexif().get(_ORIENTATION, 1) not in (0, 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        hint = "make it smaller: 2,000 pixels across is enough"
        raise BriefgenError(
            error("image-size", f"`{name}` has more than {MAX_PIXELS:,} pixels", place, hint)
        ) from None
    except Exception as exc:  # Pillow raises whatever a broken part leads to
        hint = "save it again as PNG or JPEG"
        raise BriefgenError(
            error("bad-image", f"`{name}` is not a whole PNG or JPEG picture ({exc})", place, hint)
        ) from None
    if mode == "CMYK":
        hint = "save it as RGB: its colours depend on the ink of a press"
        raise BriefgenError(error("bad-image", f"`{name}` is a CMYK picture", place, hint))
    if turned:
        hint = "open it and save it upright"
        raise BriefgenError(
            error("bad-image", f"`{name}` lies on its side but for a mark in it", place, hint)
        )
