"""What importing reportlab by way of the tagged layer leaves for later works as it does at once."""

from __future__ import annotations

import subprocess
import sys

ADDRESSES = [
    "https://example.org/a/b?c=d", "HTTPS://user:word@Sub-domain.Example.org:8080/#x", "http://[::1]:80/",
    "http://127.0.0.1/a", "http://localhost", "http://-a.org", "http://a..org", "ftp://Ünï.example/", "https://example.org/é",
    "word", "and/or", "://", "https://", "https://exampleſ.org/", "see:https://example.org",
]  # fmt: skip
SAY = """
import re, sys
kept = re.compile
{first}
from reportlab.platypus.paragraph import uri_pat
assert re.compile is kept
print([m and (m.group(1), m.end()) for m in map(uri_pat.match, {addresses})], type(uri_pat).__name__)
{then}
"""


def run(first: str, then: str = "") -> str:
    code = SAY.format(first=first, addresses=ADDRESSES, then=then)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_addresses_match_as_with_reportlab_alone() -> None:
    own, _, kind = run("import briefgen.tagged").rpartition(" ")
    alone, _, usual = run("").rpartition(" ")
    assert own == alone
    assert (kind.strip(), usual.strip()) == ("_Addresses", "Pattern")


def test_harfbuzz_is_loaded_when_it_is_asked_for() -> None:
    said = run(
        "import briefgen.tagged; loaded = 'uharfbuzz._harfbuzz' in sys.modules",
        "import uharfbuzz; from reportlab.pdfbase import ttfonts\n"
        "print(loaded, hasattr(ttfonts.uharfbuzz, 'no_such_thing'), ttfonts.uharfbuzz.Blob is uharfbuzz.Blob)\n"
        "import uharfbuzz; print(uharfbuzz.__file__ is not None)",
    )
    assert said.splitlines()[1:] == ["False False True", "True"]
