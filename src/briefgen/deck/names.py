"""Names of Open XML (ECMA-376 parts 1 and 2): namespaces, kinds of relationships, types of content.

python-pptx has them too, and a fifth of a second of other things that come with them: a deck on a template that is
known needs none of these.
"""

from __future__ import annotations

from functools import cache

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_SPACES = {"a": A, "p": P, "r": R, "c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}

# Relationships (part 1, 12 to 14).
SLIDE, LAYOUT, MASTER = f"{R}/slide", f"{R}/slideLayout", f"{R}/slideMaster"
NOTES_SLIDE, NOTES_MASTER, HANDOUT_MASTER = f"{R}/notesSlide", f"{R}/notesMaster", f"{R}/handoutMaster"  # fmt: skip
IMAGE, CHART, PACKAGE, LINK = f"{R}/image", f"{R}/chart", f"{R}/package", f"{R}/hyperlink"
THEME, TABLE_STYLES, FONT = f"{R}/theme", f"{R}/tableStyles", f"{R}/font"

# Types of content.
_ML = "application/vnd.openxmlformats-officedocument"
SLIDE_TYPE = f"{_ML}.presentationml.slide+xml"
NOTES_TYPE = f"{_ML}.presentationml.notesSlide+xml"
CHART_TYPE = f"{_ML}.drawingml.chart+xml"
WORKBOOK_TYPE = f"{_ML}.spreadsheetml.sheet"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


@cache
def qn(name: str) -> str:
    """A name with the usual prefix of its namespace (`a:p`) as lxml writes it."""
    prefix, local = name.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"
