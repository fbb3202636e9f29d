"""Pictures that an outline names: checked before a renderer meets them."""

from __future__ import annotations

import warnings
from pathlib import Path

from briefgen.diagnostics import BriefgenError, Place, error

MAX_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG")


def check_image(path: Path, name: str, place: Place) -> Path:
    """`path` if it is a whole PNG or JPEG picture of at most `MAX_PIXELS`; raises BriefgenError."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        hint = "make it smaller: 2,000 pixels across is enough"
        raise BriefgenError(
            error("image-size", f"`{name}` has more than {MAX_PIXELS:,} pixels", place, hint)
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError) as exc:
        hint = "save it again as PNG or JPEG"
        raise BriefgenError(
            error("bad-image", f"`{name}` is not a whole PNG or JPEG picture ({exc})", place, hint)
        ) from None
    return path
