"""A finished file's structure tree as text, for snapshot tests. Needs pikepdf."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_SHOWN = ("Scope", "ColSpan", "RowSpan", "ListNumbering", "Placement")


class _Dump:
    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.texts: dict[tuple[Any, int], str] = {}
        self.pages: dict[Any, int] = {}
        for number, page in enumerate(pdf.pages, 1):
            self.pages[page.objgen] = number
            for mcid, text in page_texts(page).items():
                self.texts[page.objgen, mcid] = text
        self.lines: list[str] = []

    def element(self, node: Any, depth: int, page: Any) -> None:
        page = node.get("/Pg", page)
        notes = [f"{k[1:]}={str(node[k])!r}" for k in ("/ID", "/Lang", "/Alt", "/E", "/ActualText",
                 "/T") if k in node]  # fmt: skip
        attributes = node.get("/A", [])
        owners = list(attributes) if _is_array(attributes) else [attributes]
        for owner in owners:
            notes += [f"{k}={str(owner['/' + k]).lstrip('/')}" for k in _SHOWN if "/" + k in owner]
            if "/BBox" in owner:
                notes.append("BBox")
        kids = node.get("/K", [])
        line = len(self.lines)
        self.lines.append("")
        text: list[str] = []
        on: list[int] = []
        for kid in list(kids) if _is_array(kids) else [kids]:
            ref, mcid = _content(kid, page)
            if mcid is not None:
                self._flow(text, depth, self.texts.get((ref.objgen, mcid), "?"))
                on.append(self.pages[ref.objgen])
            elif kid.get("/Type") == "/OBJR":
                notes.append(f"annotation={str(kid['/Obj'].get('/Contents', ''))!r}")
            else:
                self._end(text, depth)
                self.element(kid, depth + 1, page)
        self._end(text, depth)
        if len(set(on)) > 1:
            notes.append("pages=" + ",".join(map(str, sorted(set(on)))))
        self.lines[line] = "  " * depth + " ".join([str(node["/S"])[1:], *notes])

    def _flow(self, text: list[str], depth: int, piece: str) -> None:
        text.append(piece)

    def _end(self, text: list[str], depth: int) -> None:
        if text:
            shown = re.sub(r"\s+", " ", "".join(text).replace("\u00ad", ""))
            self.lines.append("  " * (depth + 1) + repr(shown))
            text.clear()


def _is_array(obj: Any) -> bool:
    import pikepdf

    return isinstance(obj, pikepdf.Array | list)


def _content(kid: Any, page: Any) -> tuple[Any, int | None]:
    if isinstance(kid, int):
        return page, kid
    if kid.get("/Type") == "/MCR":
        return kid.get("/Pg", page), int(kid["/MCID"])
    return page, None


def page_texts(page: Any) -> dict[int, str]:
    """Text of every marked-content sequence of a pikepdf page, by MCID, ActualText honoured."""
    import pikepdf

    fonts = {
        str(name): _unicode_map(font) for name, font in page.resources.get("/Font", {}).items()
    }
    texts: dict[int, str] = {}
    # MCID and ActualText of open sequences, and where text in the order of the paper began.
    stack: list[tuple[int | None, str | None, int | None]] = []
    current: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(page):
        operands: Any = step.operands
        op = str(step.operator)
        if op in ("BDC", "BMC"):
            entries = operands[1] if len(operands) > 1 else {}
            mcid = entries.get("/MCID") if entries else None
            actual = entries.get("/ActualText") if entries else None
            mcid = int(mcid) if mcid is not None else (stack[-1][0] if stack else None)
            if mcid is not None:
                texts.setdefault(mcid, "")
                if actual is not None:
                    texts[mcid] += str(actual)
            turned = None
            if str(operands[0]) == "/ReversedChars" and mcid is not None:
                turned = len(texts[mcid])
            stack.append((mcid, str(actual) if actual is not None else None, turned))
        elif op == "EMC":
            mcid, _, turned = stack.pop()
            if mcid is not None and turned is not None:
                texts[mcid] = texts[mcid][:turned] + texts[mcid][turned:][::-1]
        elif op == "Tf":
            current = fonts.get(str(operands[0]), {})
        elif op in ("Tj", "TJ") and stack:
            mcid = stack[-1][0]
            if mcid is None or any(actual is not None for _, actual, _ in stack):
                continue
            parts = operands[0] if op == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    texts[mcid] += "".join(current.get(b, "?") for b in bytes(part))
    return texts


def _unicode_map(font: Any) -> dict[int, str]:
    """Code to text, from a simple font's /ToUnicode."""
    data = font["/ToUnicode"].read_bytes().decode("latin-1")
    table: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", data, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", data, re.S):
        for first, last, rest in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\[.*?\]|<[0-9A-Fa-f]+>)", block, re.S
        ):
            texts = re.findall(r"<([0-9A-Fa-f]+)>", rest)
            for i, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                if rest.startswith("["):
                    table[code] = bytes.fromhex(texts[i]).decode("utf-16-be")
                else:
                    table[code] = chr(int(texts[0], 16) + i)
    return table


def dump(path: str | Path) -> str:
    """The structure tree of the PDF at ``path``, one element a line, its text below it.

    Shows IDs, languages, alternative texts, table and list attributes, the description of each
    link annotation, and the pages of an element whose content lies on more than one. Raises
    ``KeyError`` if the file has no structure tree.
    """
    import pikepdf

    with pikepdf.open(path) as pdf:
        work = _Dump(pdf)
        kids = pdf.Root["/StructTreeRoot"]["/K"]
        for kid in list(kids) if _is_array(kids) else [kids]:
            work.element(kid, 0, None)
        return "\n".join(work.lines) + "\n"
