"""How each line of a paragraph ends: what reportlab's layout put there is not the author's, and is said in the tags."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import paragraph as rl

from .text import HYPHEN, JOIN, SPACE, Piece
from .wide import Joined


def note_ends(para: Any, words: Any) -> None:
    """Note on the lines of ``para``, just broken from ``words``, how they end."""
    if para.kind == 0:
        # Words know how they were split; lines are tuples and cannot carry it.
        para.line_ends = [_word_end(line[1][-1] if line[1] else "") for line in para.lines]
        return
    # One entry a word, breaks put in by layout among them.
    for line, after in zip(para.lines, [*para.lines[1:], None], strict=True):
        line.tag_end = _frag_end(words, after.sFW if after else len(words))


def pieces(paragraph: Any) -> list[Piece]:
    """One piece for each time reportlab will put text of a wrapped paragraph out."""
    made: list[Piece] = []
    para = paragraph.blPara
    last = len(para.lines) - 1
    for i, line in enumerate(para.lines):
        if para.kind == 0:
            end = para.line_ends[i] if hasattr(para, "line_ends") else SPACE
            frags = [para]
            texts = [" ".join(line[1])]
        else:
            end = getattr(line, "tag_end", JOIN)
            frags = line.words[::-1] if paragraph.style.wordWrap == "RTL" else line.words
            texts = [getattr(f, "text", "") for f in frags]
        hyphen = -1
        if end == HYPHEN:
            hyphen = max((j for j, t in enumerate(texts) if t.endswith("-")), default=-1)
        space = end == SPACE and (i < last or paragraph._goes_on)
        for j, frag in enumerate(frags):
            ends = j == len(frags) - 1
            if hasattr(frag, "cbDefn") and not ends:
                continue  # an image or anchor; reportlab puts out text after it only at the end
            tags = [target.tag for _, target in getattr(frag, "link", None) or ()]
            made.append(Piece(tags, hyphen=j == hyphen, space=ends and space))
    return made


def _word_end(word: Any) -> str:
    """How a line of plain words ends: after a whole word, at layout's hyphen, or within a word."""
    if isinstance(word, rl._SplitWordHY):
        return HYPHEN
    if isinstance(word, (rl._SHYStr, rl._SplitWordLL)):
        return HYPHEN if word.endswith("-") else SPACE
    if isinstance(word, rl._SplitWord) and not isinstance(word, rl._SplitWordEnd):
        return JOIN
    return SPACE


def _frag_end(words: Any, after: int) -> str:
    """The same for a line of formatted words; ``after`` is the index of what follows it."""
    if after and isinstance(words[after - 1], Joined):
        return JOIN
    injected = after < len(words) and isinstance(words[after], rl._InjectedFrag)
    if not injected and after < len(words):
        return SPACE
    if after == 0:
        return SPACE
    word = words[after - 1]
    if isinstance(word, rl._SplitFragHY):
        return HYPHEN
    if not injected:  # the end of a paragraph, or of the part of it on this page
        forced = isinstance(word, (rl._SplitFragLL, rl._SHYWordHS))
        text = word[-1][1] if len(word) > 1 else ""
        return HYPHEN if forced and text.endswith("-") else SPACE
    if isinstance(word, rl._SplitFrag) and not isinstance(word, rl._HSFrag):
        return JOIN
    return SPACE
