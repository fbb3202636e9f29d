"""The archive that a package is (ECMA-376 part 2, 10.2), without the hour of writing."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from typing import IO

from msgspec import Struct

from briefgen.memo import Memo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 9
KEPT = 4_000_000  # bytes of members, as they are and deflated, that a process keeps at hand


class _Packed(Struct, frozen=True):
    """A member's size, its checksum (CRC-32), and it deflated (RFC 1951)."""

    size: int
    checksum: int
    deflated: bytes


_packed: Memo[_Packed] = Memo(KEPT, lambda packed: packed.size + len(packed.deflated))


def write(target: IO[bytes], members: Iterable[tuple[str, bytes]]) -> None:
    """Write the members, deflated, to `target` in this order.

    Most members of a deck are those of the one before, so that what is deflated is kept for a while.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out:
        for name, data in members:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            _put(out, info, data)


def _put(out: zipfile.ZipFile, info: zipfile.ZipInfo, data: bytes) -> None:
    """As `out.writestr(info, data)`, which deflates what it is given, whether or not that was done before."""
    packed = _packed.get(data, lambda: _deflated(data))
    info.CRC, info.file_size = packed.checksum, packed.size
    info.compress_size = len(packed.deflated)
    stream = out.fp
    if stream is None:
        raise ValueError("the archive is closed")
    info.header_offset = stream.tell()
    stream.write(info.FileHeader(zip64=False))
    stream.write(packed.deflated)
    out.start_dir = stream.tell()
    out.filelist.append(info)
    out.NameToInfo[info.filename] = info


def _deflated(data: bytes) -> _Packed:
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _Packed(len(data), zlib.crc32(data), deflate.compress(data) + deflate.flush())
