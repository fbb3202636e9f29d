"""What a user would pick instead: Typst and WeasyPrint for the brief, pandoc for the deck, with the same content.

    python -m benchmarks.rivals write FOLDER            # input for all three, from brief.yaml; not timed
    python -m benchmarks.rivals typst FOLDER [--draw svg png]
    python -m benchmarks.rivals weasyprint FOLDER [--draw svg]

`--draw` first draws as many charts by plain matplotlib, in the same process, in these formats. An edition is read by the names of its
attributes alone, and briefgen's own modules are not imported, so that this works with any of its checkouts.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
AUDIENCE = "legislators"
MISSING = {
    "typst": "Typst is not installed: pip install -e '.[bench]'",
    "weasyprint": "WeasyPrint is not installed: pip install -e '.[bench]' (on Debian also libpango-1.0-0)",
    "pandoc": "pandoc is not installed: apt-get install pandoc",
}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def missing() -> list[str]:
    """The tools that are not installed, by their names in `MISSING`."""
    found = [name for name in ("typst", "weasyprint") if importlib.util.find_spec(name) is None]
    return found if shutil.which("pandoc") else [*found, "pandoc"]


# Text. An inline text is runs with `text` (in a style), or marks with the `number` of a note.


def plain(content: Any) -> str:
    """The words of an inline text, or of paragraphs and lists, on one line."""
    parts = []
    for part in content:
        if hasattr(part, "runs"):
            parts.append(plain(part.runs) + " ")
        elif hasattr(part, "items"):
            parts += [plain(item) + " " for item in part.items]
        elif hasattr(part, "text"):
            parts.append(part.text)
    return " ".join("".join(parts).split())


def escape_backslash(text: str) -> str:
    """`text` for Typst or Markdown: every ASCII punctuation mark behind a backslash, no line breaks."""
    return _PUNCTUATION.sub(r"\\\1", text.replace("\n", " "))


def typst_string(text: str) -> str:
    """`text` as a Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def typst_inline(content: Any) -> str:
    """An inline text in Typst's markup; marks of notes are links to them."""
    out = []
    for run in content:
        if not hasattr(run, "text"):
            out.append(f"#super[#link(<note-{run.number}>)[{run.number}]]")
            continue
        text = escape_backslash(run.text)
        text = f"#emph[{text}]" if run.italic else text
        text = f"#strong[{text}]" if run.bold else text
        out.append(f"#link({typst_string(run.url)})[{text}]" if run.url else text)
    return "".join(out)


def html_inline(content: Any) -> str:
    """An inline text in HTML; marks of notes are links to them."""
    out = []
    for run in content:
        if not hasattr(run, "text"):
            out.append(f'<sup><a href="#note-{run.number}">{run.number}</a></sup>')
            continue
        text = html.escape(run.text)
        text = f"<em>{text}</em>" if run.italic else text
        text = f"<strong>{text}</strong>" if run.bold else text
        out.append(f'<a href="{html.escape(run.url)}">{text}</a>' if run.url else text)
    return "".join(out)


def markdown_inline(content: Any) -> str:
    """An inline text in pandoc's Markdown; marks of notes are superscripts."""
    out = []
    for run in content:
        if not hasattr(run, "text"):
            out.append(f"^{run.number}^")
            continue
        text = escape_backslash(run.text)
        inner = text.strip()
        if inner and (run.italic or run.bold):
            stars = "*" * (run.italic + 2 * run.bold)
            text = text.replace(inner, f"{stars}{inner}{stars}", 1)
        out.append(f"[{text}](<{run.url}>)" if run.url else text)
    return "".join(out)


def typst_blocks(blocks: Any) -> str:
    """Paragraphs and lists in Typst's markup."""
    out = []
    for part in blocks:
        if hasattr(part, "runs"):
            out.append(typst_inline(part.runs))
        else:
            items = ", ".join(f"[{typst_blocks(item)}]" for item in part.items)
            out.append(
                f"#enum(start: {part.start}, {items})" if part.ordered else f"#list({items})"
            )
    return "\n\n".join(out)


def html_blocks(blocks: Any) -> str:
    """Paragraphs and lists in HTML."""
    out = []
    for part in blocks:
        if hasattr(part, "runs"):
            out.append(f"<p>{html_inline(part.runs)}</p>")
        else:
            items = "".join(f"<li>{html_blocks(item)}</li>" for item in part.items)
            out.append(
                f'<ol start="{part.start}">{items}</ol>' if part.ordered else f"<ul>{items}</ul>"
            )
    return "\n".join(out)


def markdown_blocks(blocks: Any) -> str:
    """Paragraphs and lists in Markdown."""
    out = []
    for part in blocks:
        if hasattr(part, "runs"):
            out.append(markdown_inline(part.runs))
        else:
            marks = (
                f"{part.start + n}. " if part.ordered else "- " for n in range(len(part.items))
            )
            lines = [
                mark + markdown_blocks(item).replace("\n", "\n" + " " * len(mark))
                for mark, item in zip(marks, part.items, strict=True)
            ]
            out.append("\n".join(lines))
    return "\n\n".join(out)


# Documents.


def _value(number: Any) -> str:
    """A key number as it is read: `more than 20 million`."""
    return f"{number.qualifier} {number.number}".strip()


def _exhibits(edition: Any) -> tuple[list[Any], list[Any]]:
    """Figures and tables that no finding names."""
    figures = [part for part in edition.exhibits if hasattr(part, "alt")]
    return figures, [part for part in edition.exhibits if hasattr(part, "columns")]


def to_typst(edition: Any, charts: str = "charts") -> str:
    """The brief of an edition as a Typst document; pictures of its charts are `charts/ID.svg`."""
    language, *region = edition.language.split("-")

    def figure(part: Any) -> str:
        alt = typst_string(part.alt)
        return f"#figure(image({typst_string(f'{charts}/{part.id}.svg')}, width: 100%, alt: {alt}), alt: {alt})"

    def table(part: Any) -> str:
        widths = ", ".join(f"{column.width}fr" for column in part.columns)
        aligned = ", ".join(column.align for column in part.columns)
        cells = ", ".join(f"[{typst_inline(cell)}]" for row in part.rows for cell in row)
        header = ", ".join(f"[*{typst_inline(cell)}*]" for cell in part.headers)
        lines = [f"#strong[{typst_inline(part.title)}]", typst_inline(part.subtitle)]
        lines.append(
            f"#table(columns: ({widths}), align: ({aligned}), stroke: 0.5pt, table.header({header}), {cells})"
        )
        return "\n\n".join([*lines, typst_inline(part.note), typst_inline(part.source)])

    size = "us-letter" if region[-1:] == ["US"] else "a4"
    out = [
        f"#set document(title: {typst_string(plain(edition.title))}, "
        f"author: {typst_string(edition.organisation.name)})",
        f'#set page(paper: "{size}", margin: 2cm, numbering: "1")',
        f'#set text(font: "Carlito", size: 10.5pt, lang: "{language}")',
        f"= {typst_inline(edition.title)}",
        typst_inline(edition.subtitle),
        f"{escape_backslash(edition.organisation.name)}, {escape_backslash(edition.date_text)}",
        typst_inline(edition.report),
        f"#block(fill: luma(235), inset: 10pt, width: 100%)[{typst_blocks(edition.message)}]",
    ]
    numbers = ", ".join(
        f"[#text(size: 22pt)[{escape_backslash(_value(number))}] \\ {typst_inline(number.label)}]"
        for number in edition.key_numbers
    )
    if numbers:
        columns = ", ".join("1fr" for _ in edition.key_numbers)
        out.append(f"#grid(columns: ({columns}), gutter: 12pt, {numbers})")
    for finding in edition.findings:
        out += [f"== {typst_inline(finding.headline)}", typst_blocks(finding.body)]
        out += [figure(finding.figure)] if finding.figure else []
        out += [table(finding.table)] if finding.table else []
    figures, tables = _exhibits(edition)
    out += [*map(figure, figures), *map(table, tables)]
    if edition.recommendations:
        out.append("== Recommendations")
    for each in edition.recommendations:
        out.append(f"=== {escape_backslash(each.actor)}\\: {typst_inline(each.action)}")
        out.append(typst_blocks(each.body))
    if edition.about:
        out += ["== About", typst_blocks(edition.about)]
    if edition.notes:
        out.append("== Notes")
    for note in edition.notes:
        out.append(f"#block[{note.number}\\. {typst_inline(note.text)}] <note-{note.number}>")
    out.append("== Sources")
    out += [f"{source.number}\\. {typst_inline(source.text)}" for source in edition.sources]
    return "\n\n".join(part for part in out if part) + "\n"


_STYLE = """
@page { size: SIZE; margin: 2cm; @bottom-center { content: counter(page) } }
body { font-family: Carlito; font-size: 10.5pt }
.message { background: #ebebeb; padding: 10pt }
.numbers { display: flex; gap: 12pt } .numbers div { flex: 1 } .number { font-size: 22pt }
img { width: 100% } table { width: 100%; border-collapse: collapse } td, th { border: 0.5pt solid }
h2, h3 { break-after: avoid } figure, tr { break-inside: avoid; margin: 6pt 0 }
"""


def to_html(edition: Any, charts: str = "charts", fonts: str = "fonts") -> str:
    """The same as HTML for WeasyPrint; `fonts` is the folder of the font files."""

    def figure(part: Any) -> str:
        return f'<figure><img src="{charts}/{html.escape(part.id)}.svg" alt="{html.escape(part.alt)}"></figure>'

    def table(part: Any) -> str:
        header = "".join(f'<th scope="col">{html_inline(cell)}</th>' for cell in part.headers)
        rows = ""
        for row in part.rows:
            cells = zip(row, part.columns, strict=True)
            rows += "<tr>" + "".join(
                f'<td style="text-align: {column.align}">{html_inline(cell)}</td>' for cell, column in cells
            ) + "</tr>\n"  # fmt: skip
        return (
            f"<p><strong>{html_inline(part.title)}</strong><br>{html_inline(part.subtitle)}</p>"
            f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{html_inline(part.note)}<br>{html_inline(part.source)}</p>"
        )

    faces = "".join(
        f"@font-face {{ font-family: Carlito; src: url({fonts}/Carlito-{name}.ttf); {style} }}\n"
        for name, style in (
            ("Regular", ""), ("Bold", "font-weight: bold"), ("Italic", "font-style: italic"),
            ("BoldItalic", "font-weight: bold; font-style: italic"),
        )
    )  # fmt: skip
    size = "letter" if edition.language.endswith("-US") else "A4"
    organisation = html.escape(edition.organisation.name)
    out = [
        f'<!DOCTYPE html>\n<html lang="{edition.language}"><head><meta charset="utf-8">',
        f'<title>{html.escape(plain(edition.title))}</title><meta name="author" content="{organisation}">',
        f"<style>{faces}{_STYLE.replace('SIZE', size)}</style></head><body>",
        f"<h1>{html_inline(edition.title)}</h1>",
        f"<p>{html_inline(edition.subtitle)}</p>",
        f"<p>{organisation}, {html.escape(edition.date_text)}</p>",
        f"<p>{html_inline(edition.report)}</p>",
        f'<div class="message">{html_blocks(edition.message)}</div>',
        '<div class="numbers">',
        *(
            f'<div><p class="number">{html.escape(_value(number))}</p><p>{html_inline(number.label)}</p></div>'
            for number in edition.key_numbers
        ),
        "</div>",
    ]
    for finding in edition.findings:
        out += [f"<h2>{html_inline(finding.headline)}</h2>", html_blocks(finding.body)]
        out += [figure(finding.figure)] if finding.figure else []
        out += [table(finding.table)] if finding.table else []
    figures, tables = _exhibits(edition)
    out += [*map(figure, figures), *map(table, tables)]
    if edition.recommendations:
        out.append("<h2>Recommendations</h2>")
    for each in edition.recommendations:
        out.append(f"<h3>{html.escape(each.actor)}: {html_inline(each.action)}</h3>")
        out.append(html_blocks(each.body))
    if edition.about:
        out += ["<h2>About</h2>", html_blocks(edition.about)]
    if edition.notes:
        out.append("<h2>Notes</h2>")
    for note in edition.notes:
        out.append(f'<p id="note-{note.number}">{note.number}. {html_inline(note.text)}</p>')
    out.append("<h2>Sources</h2>")
    out += [f"<p>{source.number}. {html_inline(source.text)}</p>" for source in edition.sources]
    return "\n".join([*out, "</body></html>\n"])


def to_markdown(edition: Any, charts: str = "charts") -> str:
    """The deck of an edition in pandoc's Markdown, a slide a heading of level 1; pictures are `charts/ID.png`.

    Notes of a finding are the speaker's notes of its slide.
    """
    notes = {note.number: note for note in edition.notes}

    def figure(part: Any) -> list[str]:
        alt = escape_backslash(part.alt)
        return [f"# {markdown_inline(part.title)}", f"![{alt}]({charts}/{part.id}.png)\\"]

    def cell(content: Any) -> str:
        return markdown_inline(content) or " "

    def table(part: Any) -> list[str]:
        rules = {"left": ":--", "right": "--:", "center": ":-:"}
        lines = [part.headers, *part.rows]
        written = ["| " + " | ".join(map(cell, line)) + " |" for line in lines]
        widths = (rules[column.align] for column in part.columns)
        written.insert(1, "|" + "|".join(widths) + "|")
        return [f"# {markdown_inline(part.title)}", "\n".join(written)]

    out = [
        f"% {markdown_inline(edition.title)}\n% {escape_backslash(edition.organisation.name)}\n"
        f"% {escape_backslash(edition.date_text)}",
        f"# {markdown_inline(edition.subtitle) or 'Message'}",
        markdown_blocks(edition.message),
        markdown_inline(edition.report),
    ]
    if edition.key_numbers:
        out.append("# Key numbers")
        out.append(
            "\n".join(
                f"- **{escape_backslash(_value(number))}** {markdown_inline(number.label)}"
                for number in edition.key_numbers
            )
        )
    for finding in edition.findings:
        out += [f"# {markdown_inline(finding.headline)}", markdown_blocks(finding.body)]
        spoken = [notes[number] for number in finding.notes if number in notes]
        if spoken:
            lines = [f"{note.number}\\. {markdown_inline(note.text)}" for note in spoken]
            out.append("::: notes\n\n" + "\n\n".join(lines) + "\n\n:::")
        out += figure(finding.figure) if finding.figure else []
        out += table(finding.table) if finding.table else []
    figures, tables = _exhibits(edition)
    for part in figures:
        out += figure(part)
    for part in tables:
        out += table(part)
    for each in edition.recommendations:
        out.append(f"# {escape_backslash(each.actor)}\\: {markdown_inline(each.action)}")
        out.append(markdown_blocks(each.body))
    if edition.about:
        out += ["# About", markdown_blocks(edition.about)]
    out.append("# Sources")
    out.append("\n".join(f"- {markdown_inline(source.text)}" for source in edition.sources))
    return "\n\n".join(part for part in out if part) + "\n"


# What is run.


def write(folder: Path) -> None:
    """Write the input of all three, from the edition of `brief.yaml` that the benchmark builds, with its own charts."""
    import briefgen

    edition = briefgen.edition(briefgen.load(ROOT / "brief.yaml"), AUDIENCE)
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for path in Path(briefgen.__file__).parent.rglob("Carlito-*.ttf"):
        shutil.copy(path, fonts)
    texts = {"brief.typ": to_typst, "brief.html": to_html, "deck.md": to_markdown}
    for name, make in texts.items():
        (folder / name).write_text(make(edition), encoding="utf-8")
    for figure in edition.figures:
        for ending in ("svg", "png"):
            path = folder / "charts" / f"{figure.id}.{ending}"
            command = [
                sys.executable,
                "-m",
                "briefgen",
                "chart",
                figure.id,
                str(ROOT / "brief.yaml"),
            ]
            subprocess.run([*command, "--audience", AUDIENCE, "-o", str(path)], check=True)


def draw(folder: Path, endings: list[str]) -> None:
    """Draw a plain chart in the place of each of the edition's, in the formats of these endings."""
    from benchmarks.naive import chart

    for ending in endings:
        for number, path in enumerate(sorted((folder / "charts").glob(f"*.{ending}")), 1):
            path.write_bytes(chart(number, ending))


def typst(folder: Path) -> None:
    """Compile `brief.typ` to a PDF that conforms to PDF/UA-1."""
    import typst

    typst.compile(
        str(folder / "brief.typ"), output=str(folder / "typst.pdf"), pdf_standards="ua-1",
        font_paths=[str(folder / "fonts")], ignore_system_fonts=True,
    )  # fmt: skip


def weasyprint(folder: Path) -> None:
    """Lay `brief.html` out as a PDF of the variant PDF/UA-1."""
    from weasyprint import HTML  # type: ignore[import-untyped]

    HTML(folder / "brief.html").write_pdf(folder / "weasyprint.pdf", pdf_variant="pdf/ua-1")


def pandoc(folder: Path) -> list[str]:
    """The command that makes `deck.md` into a deck."""
    return [
        "pandoc", "--from", "markdown", "--slide-level", "1", "--resource-path", str(folder),
        str(folder / "deck.md"), "-o", str(folder / "pandoc.pptx"),
    ]  # fmt: skip


STEPS: dict[str, Callable[[Path], None]] = {
    "write": write,
    "typst": typst,
    "weasyprint": weasyprint,
}


def main() -> None:
    """Do one of `STEPS`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rivals")
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", nargs="+", default=[], choices=("svg", "png"),
                        help="draw the charts first, by matplotlib")  # fmt: skip
    args = parser.parse_args()
    draw(args.folder, args.draw)
    STEPS[args.step](args.folder)


if __name__ == "__main__":
    main()
