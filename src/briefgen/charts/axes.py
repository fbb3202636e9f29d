"""Axes for charts that draw their own: matplotlib makes ticks for each of its own, which takes longer than most charts."""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis


class _Axis:
    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """As an Artist's: ticks are made when somebody asks for them."""
        Artist.set_clip_path(self, path, transform)  # type: ignore[arg-type]


class _XAxis(_Axis, XAxis):
    pass


class _YAxis(_Axis, YAxis):
    pass


class Plain(Axes):
    """Axes that are off, and whose ticks are not made until they are switched on."""

    _made = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._made = True

    def _init_axis(self) -> None:
        self.xaxis = _XAxis(self, clear=False)
        self.yaxis = _YAxis(self, clear=False)
        for spine in ("bottom", "top"):
            self.spines[spine].register_axis(self.xaxis)
        for spine in ("left", "right"):
            self.spines[spine].register_axis(self.yaxis)

    def grid(self, *args: Any, **kwargs: Any) -> None:
        """As matplotlib's, which has none to begin with."""
        if self._made:
            super().grid(*args, **kwargs)

    def tick_params(self, axis: Any = "both", **kwargs: Any) -> None:
        """As matplotlib's, which tells ticks to be what they are."""
        if self._made:
            super().tick_params(axis, **kwargs)
