"""Write `data/numbers/spelled.tsv`, the number words of languages, from num2words; run by hand when its words change.

    pip install num2words==0.5.14 && python tests/evidence/spell_numbers.py

It also writes `spelled.sha256` beside this file: a digest of each language's words as num2words gives them, which
`test_spelled.py` holds the words to that briefgen composes.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from num2words import CONVERTER_CLASSES, num2words  # type: ignore[import-not-found]

from briefgen.checks.numbers import lexicon
from briefgen.model.theme import DATA_FOLDER


def digest(words: list[str]) -> str:
    """The SHA-256 of words, one a line."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def row(language: str, kind: str, words: list[str]) -> str:
    """The line of a language: words below 100, the hundreds, what 101 to 199 ... add to these, and exceptions."""
    if kind == "ordinal":
        return "\t".join((language, kind, "|".join(words)))
    after = [words[h + 1 : h + 100] for h in range(100, 1000, 100)]
    joined = os.path.commonprefix(after[1])  # noqa: RUF071
    ends = [word.removeprefix(joined) for word in after[1]]
    starts = []
    for hundred in after:
        found = [w.removesuffix(e) for w, e in zip(hundred, ends, strict=True) if w.endswith(e)]
        starts.append(max(set(found), key=found.count))
    odd = [
        f"{h * 100 + r}={word}"
        for h, hundred in enumerate(after, 1)
        for r, word in enumerate(hundred, 1)
        if word != starts[h - 1] + ends[r - 1]
    ]
    same = ends == words[1:100]
    parts = (words[:100], words[100::100], starts, [] if same else ends, odd)
    return "\t".join((language, kind, *("|".join(part) for part in parts)))


def main() -> None:
    """Write both files."""
    rows, digests = [], []
    for language in sorted(code for code in CONVERTER_CLASSES if "_" not in code):
        for kind, numbers in (("cardinal", range(1000)), ("ordinal", range(3, 100))):
            if kind == "ordinal" and language != "en":  # only English reads them
                continue
            words = [str(num2words(n, lang=language, to=kind)).lower() for n in numbers]
            rows.append(row(language, kind, words))
            digests.append(f"{digest(words)}  {language} {kind}")
    (DATA_FOLDER / "numbers" / lexicon.FILE).write_text("\n".join(rows) + "\n", encoding="utf-8")
    beside = Path(__file__).with_name("spelled.sha256")
    beside.write_text("\n".join(digests) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
