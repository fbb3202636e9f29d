"""What reading a ZIP archive from elsewhere may raise: spreadsheets and presentations are such archives."""

from __future__ import annotations

import lzma
import zipfile
import zlib

# zipfile and its decompressors on archives that are broken, encrypted or of an unknown method.
UNREADABLE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
)
