"""Reading files that an outline names: only regular files and whole pictures, of bounded size, inside its folder."""

from __future__ import annotations

import hashlib
import lzma
import stat
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from briefgen.model.diagnostics import Place, failure
from briefgen.storage.files import real_path

# What zipfile and its decompressors raise on archives (spreadsheets, presentations) that are broken, encrypted or of an
# unknown method.
UNREADABLE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, ValueError, OSError,
)  # fmt: skip
MAX_DATA_BYTES = 20_000_000
_USED: ContextVar[set[Path] | None] = ContextVar("used", default=None)
_READ: ContextVar[dict[Path, str | None] | None] = ContextVar("read", default=None)
C = TypeVar("C", set[Path], dict[Path, str | None])


@contextmanager
def _collect(variable: ContextVar[C | None], found: C) -> Iterator[C]:
    """Have `variable` be `found` for a while, then add it to what was collected outside."""
    token = variable.set(found)
    try:
        yield found
    finally:
        variable.reset(token)
        outer = variable.get()
        if outer is not None:
            outer |= found


def read_files() -> AbstractContextManager[dict[Path, str | None]]:
    """Collect the files looked for, as they were asked for, with the SHA-256 of what was read of them.

    It is None for a file that was not read but found, "" for one that was not there.
    """
    return _collect(_READ, {})


def used_files() -> AbstractContextManager[set[Path]]:
    """Collect the real paths of the files looked for, found or not: what an edition is made from."""
    return _collect(_USED, set())


def note_use(path: Path, there: bool = True) -> None:
    """Count `path` among the files used; where it is not `there`, whatever is made depends on that too."""
    used, read = _USED.get(), _READ.get()
    if used is not None:
        used.add(real_path(path))
    if read is not None:
        read.setdefault(path, None if there else "")


class Folder(Struct, frozen=True):
    """The outline's folder. Files outside it are refused unless `allow_outside`."""

    path: Path
    allow_outside: bool = False

    def find(self, name: str, place: Place | None = None) -> Path:
        """The real path of the file called `name`.

        Raises BriefgenError when it is outside the folder (also through `..` or a symbolic link), does not
        exist, is not a regular file or cannot be looked at.
        """
        try:
            found = (self.path / name).resolve()
            inside = found.is_relative_to(self.path.resolve())
            if not inside and not self.allow_outside:
                hint = "move it into that folder, or build with --allow-outside"
                raise failure(
                    "outside-folder", f"`{name}` is outside the outline's folder", place, hint
                )
            mode = found.stat().st_mode
        except FileNotFoundError:
            note_use(self.path / name, there=False)
            raise failure(
                "missing-file", f"there is no file `{name}`", place, self._near(name)
            ) from None
        except (OSError, ValueError, RuntimeError) as exc:
            said = exc.strerror if isinstance(exc, OSError) else str(exc)
            if isinstance(exc, RuntimeError):
                said = "it is a link that leads back to itself"
            raise failure("unreadable-file", f"`{name}` cannot be read: {said}", place) from None
        if not stat.S_ISREG(mode):
            raise failure("not-a-file", f"`{name}` is not a regular file", place)
        note_use(self.path / name)
        return found

    def read(self, name: str, place: Place | None = None, limit: int = MAX_DATA_BYTES) -> bytes:
        """The bytes of the file called `name`, at most `limit` of them; raises BriefgenError."""
        path = self.find(name, place)
        try:
            with path.open("rb") as file:
                data = file.read(limit + 1)
        except OSError as exc:
            raise failure(
                "unreadable-file", f"`{name}` cannot be read: {exc.strerror}", place
            ) from None
        if len(data) > limit:
            raise failure("file-size", f"`{name}` is larger than {limit // 1_000_000} MB", place)
        read = _READ.get()
        if read is not None:
            read[self.path / name] = hashlib.sha256(data).hexdigest()
        return data

    def _near(self, name: str) -> str | None:
        from briefgen.model.diagnostics import nearest_choice

        wanted = self.path / name
        try:
            beside = [p.name for p in wanted.parent.iterdir() if p.is_file()][:500]
        except OSError:
            return f"looked for {wanted}"
        near = nearest_choice(wanted.name, beside)
        return f"did you mean `{Path(name).with_name(near)}`?" if near else f"looked for {wanted}"


def shown_path(path: Path) -> str:
    """`path` as a diagnostic names it: relative to the working folder where it is below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):
        # Elsewhere; no folder that one is in; a link to itself.
        return str(path)


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
        message = f"`{name}` has more than {MAX_PIXELS:,} pixels"
        raise failure("image-size", message, place, hint) from None
    except Exception as exc:  # Pillow raises whatever a broken part leads to
        message = f"`{name}` is not a whole PNG or JPEG picture ({exc})"
        raise failure("bad-image", message, place, "save it again as PNG or JPEG") from None
    if mode == "CMYK":
        hint = "save it as RGB: its colours depend on the ink of a press"
        raise failure("bad-image", f"`{name}` is a CMYK picture", place, hint)
    if turned:
        message = f"`{name}` lies on its side but for a mark in it"
        raise failure("bad-image", message, place, "open it and save it upright")
