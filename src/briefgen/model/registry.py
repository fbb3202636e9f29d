"""Registries: names of kinds, formats and checks, with the one instance of each registered class.

briefgen's own entries are listed in code; an installed package adds more by entry points. Both are imported when they
are asked for. Looking for entry points reads the names of folders and a few small files: `importlib.metadata`, which
takes 50 ms, is not used.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from types import FunctionType, MethodType
from typing import Any, Generic, TypeVar

from briefgen.model.diagnostics import BriefgenError, failure

T = TypeVar("T")
OWN = "briefgen"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a registered class is: `module:attribute`, and the distribution (and version) that has it."""

    name: str
    value: str
    distribution: str = OWN
    version: str = ""

    @property
    def origin(self) -> str:
        """The distribution and its version, as people write them."""
        return f"{self.distribution} {self.version}".strip()


class Registry(Mapping[str, T], Generic[T]):
    """Instances of registered classes by their names: briefgen's own, then those of plugins by name.

    Looking up one of briefgen's own names does not look for plugins. Whatever is wrong with a plugin is raised as
    BriefgenError, which names its distribution and entry point: that it cannot be used, and also what its methods raise
    when they are called.
    """

    def __init__(
        self, group: str, base: str, own: Mapping[str, str], needs: Sequence[str] = ()
    ) -> None:
        """`group` is that of the entry points; `base` and the values of `own` are references: `module:attribute`.

        All are classes below `base`, and have attributes that it `needs`, which are not those of `base` itself.
        """
        self.group, self._base, self._needs = group, base, needs
        self._own = {name: Entry(name, value) for name, value in own.items()}
        self._plugins: dict[str, Entry] | None = None
        self._instances: dict[str, T] = {}

    @property
    def own(self) -> tuple[str, ...]:
        """The names of briefgen's own entries, in order."""
        return tuple(self._own)

    def __getitem__(self, name: str) -> T:
        if name not in self._instances:
            entry = self._own.get(name) or self.entries()[name]
            self._instances[name] = self._instance(entry)
        return self._instances[name]

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self.entries()

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries())

    def __len__(self) -> int:
        return len(self.entries())

    def entries(self) -> dict[str, Entry]:
        """Where each name comes from. Raises BriefgenError where two entries have one name."""
        if self._plugins is None:
            found: dict[str, Entry] = {}
            for entry in plugins().get(self.group, ()):
                other = self._own.get(entry.name) or found.get(entry.name)
                if other is not None:
                    reason = f"cannot be used: `{other.origin}` has the name already"
                    raise self._plugin_error(entry, reason)
                found[entry.name] = entry
            self._plugins = found
        return self._own | self._plugins

    @contextmanager
    def blame(self, name: str, *allowed: type[Exception]) -> Iterator[None]:
        """Run code of the class called `name`: what it raises becomes BriefgenError where the class is a plugin's.

        BriefgenError, MemoryError and the `allowed` classes of exceptions are raised as they are, and so is whatever
        briefgen's own classes raise.
        """
        if name in self._own:
            yield
            return
        try:
            yield
        except Exception as exc:  # whatever code of others raises
            if isinstance(exc, (BriefgenError, MemoryError, *allowed)):
                raise
            reason = f"failed: {_describe(exc)}, at {_last_frame(exc)}"
            raise self._plugin_error(self.entries()[name], reason) from exc

    def _guard(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        """A method of a plugin's, under `blame`; so is the iterator that it may return."""

        @wraps(method)
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.blame(name):
                result = method(*args, **kwargs)
            return iterate(result) if isinstance(result, Iterator) else result

        def iterate(items: Iterator[Any]) -> Iterator[Any]:
            with self.blame(name):
                yield from items

        return call

    def _instance(self, entry: Entry) -> T:
        if entry.distribution == OWN:
            own: T = _resolve(entry.value)()
            return own
        try:
            made, base = _resolve(entry.value), _resolve(self._base)
            if not (isinstance(made, type) and issubclass(made, base)):
                raise TypeError(f"it is not a subclass of {self._base.replace(':', '.')}")
            instance: T = made()
            if getattr(instance, "name", None) != entry.name:
                raise ValueError(f"its class is named `{getattr(instance, 'name', '')}`")
            for name in self._needs:
                if getattr(made, name, None) is getattr(base, name, None):
                    raise ValueError(f"its class has no `{name}`")
            for name in dir(made):
                if not name.startswith("_"):
                    method = getattr(instance, name)
                    if isinstance(method, FunctionType | MethodType):
                        setattr(instance, name, self._guard(entry.name, method))
        except Exception as exc:  # whatever code of others raises
            raise self._plugin_error(entry, f"cannot be used: {_describe(exc)}") from exc
        return instance

    def _plugin_error(self, entry: Entry, reason: str) -> BriefgenError:
        where = f"`{entry.name} = {entry.value}` of {entry.origin} in the group `{self.group}`"
        hint = f"repair or uninstall `{entry.distribution}`"
        return failure("plugin", f"the plugin {where} {reason}", hint=hint)


def _describe(exc: Exception) -> str:
    """The exception's class and message."""
    return f"{type(exc).__name__}: {exc}" if str(exc) else type(exc).__name__


def _last_frame(exc: Exception) -> str:
    """The file and line that raised the exception."""
    trace = exc.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "an unknown place"


def _resolve(reference: str) -> Any:
    """What a reference `module:attribute` names; the module is imported."""
    module, _, attribute = reference.partition(":")
    return getattr(importlib.import_module(module), attribute)


@lru_cache(maxsize=1)
def distributions() -> dict[str, tuple[str, str]]:
    """The version of each installed distribution and the folder that describes it, by its normalised name.

    Source: PyPA specifications, "Recording installed projects": `{name}-{version}.dist-info`. Of two folders on the
    path that hold one distribution the first counts.
    """
    found: dict[str, tuple[str, str]] = {}
    for folder in dict.fromkeys(sys.path):
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                project, _, version = name.rpartition(".")[0].partition("-")
                project = project.lower().replace("_", "-")
                found.setdefault(project, (version, os.path.join(folder or ".", name)))  # noqa: PTH118
    return found


@lru_cache(maxsize=1)
def plugins() -> dict[str, list[Entry]]:
    """The entry points in groups of briefgen's that installed distributions have, by group, in order of their names.

    Source: PyPA specifications, "Entry points".
    """
    found: dict[str, list[Entry]] = {}
    for project, (version, folder) in sorted(distributions().items()):
        try:
            # Not by way of Path, which takes three times as long for a hundred distributions.
            with open(f"{folder}{os.sep}entry_points.txt", "rb") as stream:  # noqa: PTH123
                data = stream.read()
        except OSError:
            continue
        if f"[{OWN}.".encode() in data:
            _add_entry_points(
                data.decode("utf-8", "replace"), project, version.partition("-py")[0], found
            )
    return {group: sorted(entries, key=lambda e: e.name) for group, entries in found.items()}


def _add_entry_points(text: str, project: str, version: str, found: dict[str, list[Entry]]) -> None:
    """Add the entry points of one `entry_points.txt` that are in groups of briefgen's."""
    group = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            group = line.strip("[] ")
        elif group.startswith(f"{OWN}.") and "=" in line and line[0] not in "#;":
            name, _, value = line.partition("=")
            value = value.partition("[")[0].strip()  # extras, which are no longer used
            found.setdefault(group, []).append(Entry(name.strip(), value, project, version))


# What briefgen itself registers; the order is that of lists and of the files that a build writes.
_MODULES = {"range": "range_"}
_CHARTS = {
    name: f"briefgen.charts.kinds.{_MODULES.get(name, name)}:{attribute}"
    for name, attribute in {
        "column": "Column", "bar": "Bar", "grouped": "Grouped", "lollipop": "Lollipop", "dot": "Dot",
        "dumbbell": "Dumbbell", "range": "Range", "bullet": "Bullet", "histogram": "Histogram",
        "share": "Share", "waffle": "Waffle", "stacked": "Stacked", "stacked100": "Stacked100",
        "waterfall": "Waterfall", "line": "Line", "area": "Area", "slope": "Slope", "timeline": "Timeline",
        "multiples": "Multiples", "scatter": "Scatter", "heat": "Heat", "tilemap": "TileMap", "flow": "Flow",
        "panel": "Panel",
    }.items()
}  # fmt: skip
CHART_KINDS: Registry[Any] = Registry(
    "briefgen.charts", "briefgen.charts.kind:ChartKind", _CHARTS, ("Spec", "natural_height", "draw")
)
FORMATS: Registry[Any] = Registry("briefgen.formats", "briefgen.pipeline.formats:Format", {
    "pdf": "briefgen.pipeline.formats:Pdf", "pptx": "briefgen.pipeline.formats:Pptx", "handout": "briefgen.pipeline.formats:Handout",
    "evidence-csv": "briefgen.pipeline.formats:EvidenceCsv", "evidence-json": "briefgen.pipeline.formats:EvidenceJson",
}, ("ending", "write"))  # fmt: skip
USUAL_FORMATS = ("pdf", "pptx")  # what is written where nothing is asked for
CHECKS: Registry[Any] = Registry("briefgen.checks", "briefgen.checks:Check", {
    "glyphs": "briefgen.checks:Glyphs", "templates": "briefgen.pipeline.build:Templates",
    "abbreviations": "briefgen.checks:Abbreviations", "reading-level": "briefgen.checks:ReadingLevel",
    "words": "briefgen.checks:Words",
    "quotes": "briefgen.checks:Quotes", "numbers": "briefgen.checks:Numbers",
    "translations": "briefgen.checks:Translations",
}, ("run",))  # fmt: skip
