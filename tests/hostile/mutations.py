"""Real outlines, and ways to break them: at the level of bytes, of YAML nodes and of single values."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from briefgen.model.registry import CHART_KINDS
from briefgen.model.theme import DATA_FOLDER
from hostile.by_schema import break_by_schema

ROOT = Path(__file__).parents[2]
STARTER = DATA_FOLDER / "starter"
_FRAME = """\
title: A title
date: 2026-01-02
organisation: {name: An institute, logo: logo.png, url: "https://example.org"}
message: The message, *with* a [link](https://example.org).
key_numbers: [{id: many, value: more than 20, label: things}]
findings:
  - id: one
    headline: One thing is so
    body: "A body.[^proof]\\n\\n- an item\\n- another"
    tags: [health]
    figure: example
    table: cells
    key_number: many
    evidence: [{id: proof, source: report, quote: it is so, locator: page 3}]
tables:
  - {id: cells, title: A table, columns: [Name, {header: Number, align: right}], rows: [[first, "3"], [second, ~]]}
recommendations:
  - {id: act, actor: The council, action: Act, findings: [one]}
sources: [{id: report, title: The report, url: "https://example.org/report", text: report.txt}]
theme: theme.yaml
audiences:
  - {id: press, label: For the press, findings: {tags: [health]}, reword: {one: {headline: It is so}}}
figures:
  - id: example
"""

_THEME = b"""\
name: An institute
colours: {ink: "#111111", primary: "#123456", series: ["#123456", "#aa3311", "#33aa11"]}
fonts: {regular: Carlito-Regular.ttf, bold: Carlito-Bold.ttf}
text: {body: 10, leading: 1.3}
space: {margin: 54}
"""

# Texts that have broken programs like this one: numbers, dates, markup, paths, Unicode, YAML's own syntax.
HOSTILE = [
    "", " ", "~", "null", "yes", "0", "-0", "-1", "1e5", "1e999999", "-1e999999", "1e-999999", "9e999999999999999999",
    "1" + "0" * 5000, "0." + "0" * 4000 + "1", "nan", "NaN", "inf", "-Infinity", ".inf", "0x10", "1_000", "1,00,0", "1..2",
    "2..1", "1e17..1e18", "~", "~0", ">0", "<-5", "missing", "-5", "100.0000001", "1e18", "1e19", "0.0000001", "999999999999",
    "0000-00-00", "9999-12-31", "0001-01-01", "10000-01-01", "2026-02-30", "2026-02", "2026", "-2026-01-01", "١٢٣", "²",
    "<b>bold</b>", "&amp;", "&lt;b&gt;", "&#8238;", "&#0;", "&#1;", "&#x202e;abc", "&#xd800;", "&#xfffe;", "&bogus;", "<para>", "</para>",
    "<font color='red'>", '<img src="file:///etc/passwd"/>', "<a href='javascript:alert(1)'>x</a>", "]]>", "<!--", "<?xml?>",
    "<![CDATA[x]]>", "[x](javascript:alert(1))", "[x](file:///etc/passwd)", "[x](data:text/html,x)", "[x](http://[::1)", "[x](//host)",
    "![x](http://e.org/x.png)", "<javascript:x>", "<https://e.org/&#1;>", "[x](https://e.org/\"><script>)", "https://é.org/ü?a=b#c",
    "[^proof]", "[^nothing]", "[^" * 50, "[" * 2000, "*" * 3000, "_a" * 900, "**a*b**c*", "> " * 60 + "x", "- " * 60 + "x",
    "1. " * 40 + "x", "999999999. x", "# x", "```\nx", "| a |\n|---|\n| b |", "\\", "\\\\", "\\*", "$x^2$", "$\\frac{1}{0}$",
    "$", "$$", "%s", "%(x)s", "{0}", "{{ 1 }}", "{{ ().__class__ }}", "{% for x in y %}", "${HOME}", "`id`", "';--",
    "../../etc/passwd", "/etc/passwd", "/dev/zero", "/dev/stdin", ".", "..", "logo.png/", "logo.png\n", "a" * 300 + ".csv", "con", "data.csv:x",
    "\\\\host\\share", "file:///etc/passwd", "~root", "brief.yaml", "logo.png", "injuries.csv", "data.xlsx",
    "\u202eabc", "\u2066abc", "\u200f", "\u200b", "\u00ad", "\ufeff", "\ufdd0", "\U0001ffff", "\U0010ffff", "\ue000", "\u2028",
    "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\r", "\t", "\n\n", "e\u0301", "e" + "\u0301" * 200, "\U0001f600", "漢字", "العربية",
    "עברית", "ﬁ", "\u00a0", "\u3000", "W" * 500, "iii " * 480, "a\u00adb" * 300, "-" * 500, "x" * 2000, "x" * 2001, "lorem ipsum " * 4000,
    "!!python/object/apply:os.system ['id']", "!!binary aGk=", "&a", "*a", "<<", "%TAG", "@x", "'", '"', "'\"", "a: b", "a #b", "- a",
    "? a", "[", "{", "}", "|", ">", "---", "...", "{a: 1}", "[1, 2]", "#ff0000", "#fff", "rgb(0,0,0)", "red", "en", "xx-XX", "ar", "zh-Hant-TW",
    "en-" + "a" * 8, "USD", "ZZZ", "percent", "million", "letter", "a4", "true", "false", "highlights", "native", *CHART_KINDS,
]  # fmt: skip


@dataclass(frozen=True)
class Seed:
    """An outline that is good, and what lies beside it."""

    name: str
    text: str
    files: dict[str, bytes]


def seeds() -> list[Seed]:
    """The shipped brief and starter, and an outline around the example of each chart kind."""
    logo = (STARTER / "logo.png").read_bytes()
    charts = ROOT / "docs" / "charts"
    tables = {path.name: path.read_bytes() for path in charts.glob("*.csv")} | {"logo.png": logo}
    tables |= {"theme.yaml": _THEME, "report.txt": b"The report says that\nit is so.\n"}
    small = [
        Seed(
            kind,
            _FRAME
            + "".join(
                f"    {line}\n" for line in (charts / f"{kind}.yaml").read_text().splitlines()
            ),
            tables,
        )
        for kind in CHART_KINDS.own
    ]
    starter = {path.name: path.read_bytes() for path in STARTER.iterdir()}
    text = starter.pop("brief.yaml").decode()
    beside = {
        str(p.relative_to(ROOT)): p.read_bytes()
        for p in (ROOT / "assets").rglob("*")
        if p.is_file()
    }
    brief = Seed("brief", (ROOT / "brief.yaml").read_text(encoding="utf-8"), beside)
    return [*small, Seed("starter", text, starter), brief]


# -- bytes ---------------------------------------------------------------------------------------


def break_bytes(text: str, rng: random.Random) -> bytes:
    """One to four edits of the file's bytes."""
    data = bytearray(text.encode())
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 1, 3, 20, 200)))
        kind = rng.randrange(9)
        if kind == 0:
            data[at:end] = b""
        elif kind == 1:
            data[at:at] = data[at:end] * rng.choice((1, 2, 50))
        elif kind == 2:
            data[at:at] = rng.choice(HOSTILE).encode("utf-8", "surrogatepass")
        elif kind == 3:
            data[at:end] = rng.randbytes(end - at)
        elif kind == 4:
            del data[at:]
        elif kind == 5 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 6:
            data[at:at] = rng.choice(
                (
                    b"\r\n",
                    b"\t",
                    b"\n",
                    b"  ",
                    b"\xef\xbb\xbf",
                    b"\xff",
                    b"\xed\xa0\x80",
                    b"\n---\n",
                )
            )
        elif kind == 7:
            lines = data.split(b"\n")
            one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
            data = bytearray(b"\n".join(lines))
        else:
            data[at:at] = rng.choice(
                (b"[", b"{", b"- ", b": ", b"&a ", b"*a", b"!x ", b"? ", b"'")
            ) * rng.choice((1, 60))
    if rng.random() < 0.03:
        wrong = rng.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"))
        return data.decode("utf-8", "replace").encode(wrong, "replace")
    return bytes(data)


# -- nodes ---------------------------------------------------------------------------------------


def break_nodes(text: str, rng: random.Random) -> bytes:
    """One to three parts of the YAML tree taken out, doubled, moved, renamed or made another type."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for _ in range(rng.choice((1, 1, 2, 3))):
        _edit(root, rng)
    return yaml.serialize(root, allow_unicode=True, width=10_000).encode("utf-8", "surrogatepass")


def _nodes(node: yaml.Node, seen: set[int] | None = None) -> list[yaml.Node]:
    seen = set() if seen is None else seen
    if id(node) in seen:
        return []
    seen.add(id(node))
    found = [node]
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            found += _nodes(child, seen)
    elif isinstance(node, yaml.MappingNode):
        for _, child in node.value:
            found += _nodes(child, seen)
    return found


def _scalar(text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style='"')


def _edit(root: yaml.Node, rng: random.Random) -> None:
    nodes = _nodes(root)
    holders = [n for n in nodes if not isinstance(n, yaml.ScalarNode) and n.value]
    if not holders:
        return
    holder, other = rng.choice(holders), rng.choice(nodes)
    index = rng.randrange(len(holder.value))
    mapping = isinstance(holder, yaml.MappingNode)
    child = holder.value[index][1] if mapping else holder.value[index]

    def put(new: yaml.Node) -> None:
        holder.value[index] = (holder.value[index][0], new) if mapping else new

    kind = rng.randrange(9)
    if kind == 0:
        del holder.value[index]
    elif kind == 1:
        holder.value += [holder.value[index]] * rng.choice((1, 1, 30))
    elif kind == 2 and other is not root and id(holder) not in {id(n) for n in _nodes(other)}:
        put(other)
    elif kind == 3 and mapping:
        names = [k for n in nodes if isinstance(n, yaml.MappingNode) for k, _ in n.value]
        name = rng.choice(names) if rng.random() < 0.7 else _scalar(rng.choice(HOSTILE))
        holder.value[index] = (name, child)
    elif kind == 4:
        put(yaml.SequenceNode("tag:yaml.org,2002:seq", [child] * rng.choice((1, 1, 40))))
    elif kind == 5:
        put(yaml.MappingNode("tag:yaml.org,2002:map", [(_scalar(rng.choice(HOSTILE)), child)]))
    elif kind == 6:
        put(
            rng.choice(
                (
                    yaml.SequenceNode("tag:yaml.org,2002:seq", []),
                    yaml.MappingNode("tag:yaml.org,2002:map", []),
                )
            )
        )
    elif kind == 7:
        rng.shuffle(holder.value)
    else:
        put(_scalar(rng.choice(HOSTILE)))


# -- values --------------------------------------------------------------------------------------


def break_values(text: str, rng: random.Random) -> bytes:
    """One to three values made hostile, or joined with something hostile; the shape stays as it was."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    scalars = [n for n in _nodes(root) if isinstance(n, yaml.ScalarNode)]
    for node in rng.sample(scalars, min(len(scalars), rng.choice((1, 1, 2, 3)))):
        hostile = rng.choice(HOSTILE)
        kind = rng.randrange(6)
        if kind == 0:
            at = rng.randrange(len(node.value) + 1)
            hostile = node.value[:at] + hostile + node.value[at:]
        elif kind == 1:
            hostile = rng.choice(scalars).value
        elif kind == 2:
            hostile = re.sub(
                r"\d+", lambda _: rng.choice(("0", "7", "99", "1000000", "-3", "0.001")), node.value
            )
        elif kind == 3:
            hostile = node.value * rng.choice((2, 10, 40))
        node.value, node.style, node.tag = hostile, '"', "tag:yaml.org,2002:str"
    return yaml.serialize(root, allow_unicode=True, width=10_000).encode("utf-8", "surrogatepass")


def break_file(data: bytes, rng: random.Random) -> bytes:
    """A data file, theme or picture with one to four edits of its bytes."""
    broken = bytearray(data)
    for _ in range(rng.choice((1, 2, 4))):
        at = rng.randrange(len(broken) + 1)
        end = min(len(broken), at + rng.choice((1, 4, 40)))
        new = rng.choice(
            (
                b"",
                rng.randbytes(end - at),
                rng.choice(HOSTILE).encode("utf-8", "replace"),
                b'"',
                b",",
                b";",
                b"\n",
                b"\0",
            )
        )
        broken[at:end] = new
    return bytes(broken[: rng.randrange(len(broken) + 1)] if rng.random() < 0.1 else broken)


LEVELS: dict[str, Callable[[str, random.Random], bytes]] = {
    "bytes": break_bytes, "nodes": break_nodes, "values": break_values, "schema": break_by_schema,
}  # fmt: skip
