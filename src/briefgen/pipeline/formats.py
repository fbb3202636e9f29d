"""The formats that an edition is written in: briefgen's own, and those that installed packages add.

`briefgen.model.registry` lists them; no renderer is imported before something is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, ClassVar, TypeAlias

if TYPE_CHECKING:
    from briefgen.model.diagnostics import Diagnostic
    from briefgen.model.edition import Edition
    from briefgen.model.loaded import LoadedOutline


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


class Pdf(Format):
    """The brief as tagged PDF."""

    name, ending = "pdf", ".pdf"

    def write(self, edition: Edition, stream: IO[bytes], asked: Asked) -> Outcome:
        """Write the brief; counts its pages."""
        from briefgen.pdf.document import write_pdf

        brief = write_pdf(edition, stream, overflow=asked.overflow)
        return brief.pages, brief.diagnostics


class Pptx(Format):
    """The deck as PowerPoint slides."""

    name, ending, unit = "pptx", ".pptx", "slide"

    def write(self, edition: Edition, stream: IO[bytes], asked: Asked) -> Outcome:
        """Write the deck; counts its slides."""
        from briefgen.deck import write_pptx

        info = write_pptx(edition, stream)
        return info.slides, info.diagnostics


class Handout(Format):
    """The deck's slides printed, with lines to write on or with their notes."""

    name, ending = "handout", "-handout.pdf"

    def write(self, edition: Edition, stream: IO[bytes], asked: Asked) -> Outcome:
        """Write the handout; counts its pages."""
        from briefgen.deck.handout import write_handout

        printed = write_handout(edition, stream)
        return printed.pages, printed.diagnostics


class EvidenceCsv(Format):
    """What each number rests on, as CSV."""

    name, ending, unit, needs_outline = "evidence-csv", "-evidence.csv", "row", True

    def write(self, edition: Edition, stream: IO[bytes], asked: Asked) -> Outcome:
        """Write the table of evidence; counts its rows. Raises ValueError without the outline."""
        from briefgen.checks.numbers.table import evidence_file

        if asked.loaded is None:
            raise ValueError("a table of evidence needs the outline")
        data, rows = evidence_file(asked.loaded, edition, self.name.removeprefix("evidence-"))
        stream.write(data)
        return rows, ()


class EvidenceJson(EvidenceCsv):
    """What each number rests on, as JSON."""

    name, ending = "evidence-json", "-evidence.json"
