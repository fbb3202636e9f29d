"""The brief: an edition as a tagged, archival PDF, by reportlab."""

from briefgen.pdf.document import BriefInfo, write_pdf

__all__ = ["BriefInfo", "write_pdf"]
