"""The formats that an edition is written in: briefgen's own, and those that installed packages add.

The command line knows them without the outline's models, and no renderer is imported before something is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, ClassVar, TypeAlias

from briefgen.registry import Registry

if TYPE_CHECKING:
    from briefgen.diagnostics import Diagnostic
    from briefgen.editions import Edition
    from briefgen.outline.loaded import LoadedOutline


Outcome: TypeAlias = "tuple[int, tuple[Diagnostic, ...]]"


@dataclass(frozen=True, slots=True)
class Asked:
    """How an edition is to be written, and what with.

    `loaded` is the outline where the format `needs_outline`. `overflow` writes a brief that takes more pages than it
    promises.
    """

    loaded: LoadedOutline | None = None
    overflow: bool = False


class Format:
    """A format of output. A subclass imports what it renders with in `write`; its docstring says what it is for."""

    name: ClassVar[str]
    """What `formats` in the outline and `--format` call it."""
    ending: ClassVar[str]
    """What follows an edition's name in the names of its files, with the dot: `-notes.txt`."""
    unit: ClassVar[str] = "page"
    """What `write` counts, in the singular."""
    needs_outline: ClassVar[bool] = False
    """Whether it is made from the outline too, and not from an edition alone."""

    def write(self, edition: Edition, stream: IO[bytes], asked: Asked) -> Outcome:
        """Write `edition` to a binary stream; returns the number of its units and what was found on the way.

        Raises BriefgenError.
        """
        raise NotImplementedError


# In the order in which they are written.
FORMATS: Registry[Format] = Registry("briefgen.formats", Format, {
    "pdf": "briefgen.rendering:Pdf", "pptx": "briefgen.rendering:Pptx", "handout": "briefgen.rendering:Handout",
    "evidence-csv": "briefgen.rendering:EvidenceCsv", "evidence-json": "briefgen.rendering:EvidenceJson",
}, ("ending",))  # fmt: skip
USUAL_FORMATS = ("pdf", "pptx")  # what is written where nothing is asked for
