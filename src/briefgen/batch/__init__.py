"""One edition for each row of a table: templates in the outline, processes, and only what changed."""

from briefgen.batch.run import Summary, batch

__all__ = ["Summary", "batch"]
