"""Objects formatted here are those that reportlab writes, and what is remembered of streams has a bound."""

from __future__ import annotations

import zlib

import pytest
from reportlab.pdfbase import pdfdoc

from briefgen.pdf.tagged import objects


@pytest.mark.parametrize("count", [0, 1, 6, 7, 10, 11, 12, 13, 20, 21, 35])
def test_dictionaries_and_arrays_are_spaced_as_reportlab_spaces_them(count: int) -> None:
    entries = {f"Key {n:02}": n for n in range(count)}
    doc = pdfdoc.PDFDocument()
    assert objects.Entries(entries).format(doc) == pdfdoc.PDFDictionary(entries).format(doc)
    values = [objects.format_value(n / 7, doc) for n in range(count)]
    assert objects.array(values) == pdfdoc.PDFArray([n / 7 for n in range(count)]).format(doc)


def test_strings_that_no_pdf_encoding_has_are_formatted_as_reportlab_does() -> None:
    doc = pdfdoc.PDFDocument()
    entries = {"T": pdfdoc.PDFString("Ελλάδα (2021)"), "S": "/Été"}
    assert objects.Entries(entries).format(doc) == pdfdoc.PDFDictionary(entries).format(doc)


def test_streams_remembered_have_a_bound() -> None:
    objects._deflate.cache_clear()
    for size in (100, objects.LARGEST + 1):
        raw = bytes([7]) * size
        assert objects.deflate(raw, 9) == zlib.compress(raw, 9) == objects.deflate(raw, 9)
    known = objects._deflate.cache_info()
    assert (known.currsize, known.hits) == (1, 1)
    assert known.maxsize is not None and known.maxsize * objects.LARGEST <= 4_000_000
