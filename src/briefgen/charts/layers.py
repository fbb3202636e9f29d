"""Steps in layers, so that every arrow leads forward (Sugiyama, Tagawa and Toda 1981, first two stages)."""

from __future__ import annotations

from collections.abc import Sequence

Arrow = tuple[str, str]


def ranks(steps: Sequence[str], arrows: Sequence[Arrow]) -> dict[str, int]:
    """The layer of each step: the length of the longest way to it.

    Raises ValueError when the arrows run in a circle.
    """
    out = dict.fromkeys(steps, 0)
    for _ in range(len(steps)):
        moved = False
        for start, end in arrows:
            if out[end] < out[start] + 1:
                out[end] = out[start] + 1
                moved = True
        if not moved:
            return out
    circle = next(name for name, rank in out.items() if rank >= len(steps) - 1)
    raise ValueError(f"the arrows run in a circle through `{circle}`: a flow leads forward only")


def layered(
    steps: Sequence[str], arrows: Sequence[Arrow]
) -> tuple[list[list[str]], list[list[str]]]:
    """The layers, with a lane in each layer that an arrow passes, and the way of each arrow through them."""
    rank = ranks(steps, arrows)
    layers: list[list[str]] = [[] for _ in range(max(rank.values()) + 1)]
    for step in steps:
        layers[rank[step]].append(step)
    paths = []
    for number, (start, end) in enumerate(arrows):
        path = [start]
        for layer in range(rank[start] + 1, rank[end]):
            lane = f"\x00{number}.{layer}"
            layers[layer].append(lane)
            path.append(lane)
        paths.append([*path, end])
    return layers, paths
