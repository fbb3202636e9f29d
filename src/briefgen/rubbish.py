"""When Python looks for objects that refer to each other and to which nothing else does any more."""

from __future__ import annotations

import gc

_frozen = False


def now() -> None:
    """Look for it while there is nothing else to do, so that it is not looked for in the midst of the next edit.

    What is there the first time stays for good, libraries above all, and is not looked at again.
    """
    global _frozen
    gc.collect()
    if not _frozen:
        _frozen = True
        gc.freeze()
