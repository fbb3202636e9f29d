"""The date of an outline that says none: that of SOURCE_DATE_EPOCH, as packagers set it for reproducible builds."""

from __future__ import annotations

import datetime
import os

from msgspec.structs import replace

from briefgen.diagnostics import Diagnostic, error
from briefgen.outline.yamltree import Mapping, Scalar

VARIABLE = "SOURCE_DATE_EPOCH"
_MOST = 253_402_300_799  # the last second of 9999


def dated(tree: Mapping, found: list[Diagnostic]) -> Mapping:
    """`tree` with the day, in UTC, that the variable says, where it says one and `tree` none.

    Source: https://reproducible-builds.org/specs/source-date-epoch, seconds since 1970 in decimal digits.
    """
    said = os.environ.get(VARIABLE)
    if "date" in tree.entries or not said:
        return tree
    if not (said.isascii() and said.isdecimal() and int(said[:20]) <= _MOST):
        hint = f"add `date: …`, or set {VARIABLE} to seconds since 1970"
        found.append(error("bad-date", f"{VARIABLE} is no date", tree.place, hint))
        said = "0"  # any will do: what is wrong has been said
    day = datetime.datetime.fromtimestamp(int(said), datetime.UTC).date()
    date = Scalar(day.isoformat(), tree.place)
    return replace(
        tree, entries={**tree.entries, "date": date}, keys={**tree.keys, "date": tree.place}
    )
