"""Editions between runs: one of an outline that has not changed is read back, without its models or its Markdown."""

from __future__ import annotations

from briefgen import cache
from briefgen.charts.kinds import MODULES
from briefgen.editions.model import Edition
from briefgen.typed import plain

_DEFINE = frozenset((
    "briefgen.charts.points", "briefgen.charts.small", "briefgen.diagnostics", "briefgen.editions.model",
    "briefgen.locale", "briefgen.outline.figure", "briefgen.outline.options", "briefgen.outline.parts",
    "briefgen.outline.quantity", "briefgen.outline.richtext", "briefgen.theme", *MODULES,
))  # fmt: skip
MOST = (
    4_000_000  # bytes of an edition: one of a table with ten thousand rows takes long to write too
)


def recalled(key: str) -> Edition | None:
    """What was kept under `key`."""
    return plain.read(cache.current().recall(key), Edition, _DEFINE)


def keep(key: str, edition: Edition) -> None:
    """Keep it for later runs."""
    data = plain.dumps(edition)
    if len(data) <= MOST:
        cache.current().put(key, data)
