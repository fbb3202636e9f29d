"""matplotlib as it is where nobody has set it up: a `matplotlibrc` in a folder or a home changes no chart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any


@contextmanager
def defaults() -> Iterator[None]:
    """matplotlib's own settings while it lasts, then again those of the process."""
    from matplotlib import rc_context, rcParams

    changed = {name: own for name, own in _own() if rcParams[name] != own}
    if not changed:
        yield
        return
    with rc_context(changed):
        yield


@lru_cache(maxsize=1)
def _own() -> list[tuple[Any, Any]]:
    """The settings that a drawing may depend on: a backend is chosen by name, and loaded when it is asked for."""
    from matplotlib import rcParamsDefault

    return [(name, own) for name, own in rcParamsDefault.items() if not name.startswith("backend")]
