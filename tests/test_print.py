"""Layouts, the promise of pages, and what print shops and reviewers ask for."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
import yaml
from msgspec.structs import replace

import briefgen
from briefgen.cli import main
from briefgen.model.diagnostics import BriefgenError
from briefgen.model.edition import Edition
from briefgen.model.loaded import LoadedOutline
from briefgen.pdf.document import BriefInfo, sheets, write_pdf
from briefgen.pdf.page_target import FITS, ONE_PAGE, ONE_PAGE_WITH_BODIES, fit_to_pages, lay_out
from briefgen.pdf.paper import Paper
from briefgen.pdf.styles import Fit
from conftest import MINIMAL, ROOT
from tagged.validators import complaints


@pytest.fixture(scope="module")
def whole(outline: LoadedOutline) -> Edition:
    return briefgen.edition(outline)


def with_options(edition: Edition, **options: Any) -> Edition:
    plain = {"layout": "auto", "pages": None}
    return replace(edition, brief=edition.brief.model_copy(update={**plain, **options}))


def written(edition: Edition, path: Path, **options: Any) -> BriefInfo:
    with path.open("wb") as stream:
        return write_pdf(with_options(edition, **options), stream)


@pytest.mark.parametrize("size", ["letter", "a4"])
@pytest.mark.parametrize(
    "options",
    [
        {"layout": "highlights"}, {"layout": "brief"}, {"layout": "full"}, {"greyscale": True},
        {"large_print": True}, {"duplex": True, "marks": True}, {"booklet": True, "marks": True},
        {"proof": True},
    ],
    ids=lambda o: "-".join(f"{k}={v}" for k, v in o.items()),
)  # fmt: skip
def test_every_layout_conforms(
    whole: Edition, options: dict[str, Any], size: str, tmp_path: Path
) -> None:
    path = tmp_path / "brief.pdf"
    info = written(whole, path, size=size, **options)
    assert complaints(path, pdfa_part=3) == []
    if options.get("layout") == "highlights":
        assert info.pages == 1
    if options.get("layout") == "brief":
        assert info.pages in (2, 4)
    # Charts grow with large print and cannot be split.
    least = 0.4 if "large_print" in options else 0.55
    assert all(share > least for share in info.fill)


def test_audiences_have_their_layouts(outline: LoadedOutline) -> None:
    pages = {
        id: fit_to_pages(briefgen.edition(outline, id)).pages
        for id in ("legislators", "public", "press")
    }
    assert pages == {"legislators": 4, "public": 1, "press": 4}


def test_a_promise_is_kept_or_nothing_is_written(whole: Edition) -> None:
    assert fit_to_pages(with_options(whole, pages=4)).pages == 4
    assert fit_to_pages(with_options(whole, pages=6)).pages == 6
    with pytest.raises(BriefgenError) as refused:
        fit_to_pages(with_options(whole, pages=2))
    (found,) = refused.value.diagnostics
    assert found.code == "pages"
    assert "points (about" in found.message
    assert found.hint is not None
    assert found.hint.count(" points)") == 3
    assert fit_to_pages(with_options(whole, pages=2), overflow=True).pages > 2
    with pytest.raises(BriefgenError, match="fills"):
        fit_to_pages(with_options(whole, pages=40))


def test_a_broken_promise_leaves_the_old_file(write: Callable[..., Path], capsys: Any) -> None:
    path = write()
    out = path.parent / "out"
    args = ["build", str(path), "--format", "pdf", "--out", str(out)]
    assert main(args) == 0
    before = (out / "brief.pdf").read_bytes()
    assert main([*args, "--pages", "9"]) == 1
    assert "not the 9 promised" in capsys.readouterr().err
    assert (out / "brief.pdf").read_bytes() == before


def test_the_ladder_stays_within_what_a_typographer_accepts(whole: Edition) -> None:
    for fit in (*FITS, *ONE_PAGE, *ONE_PAGE_WITH_BODIES):
        assert fit.text * whole.theme.text.body >= 9
        assert fit.figure >= 0.75


def body_lines(path: Path, size: float) -> list[float]:
    with pdfplumber.open(path) as pdf:
        return [c["size"] for page in pdf.pages for c in page.chars if abs(c["size"] - size) < 0.2]


def test_large_print_reflows_at_18_points(whole: Edition, tmp_path: Path) -> None:
    info = written(whole, tmp_path / "large.pdf", large_print=True)
    plain = written(whole, tmp_path / "plain.pdf")
    assert info.pages > plain.pages
    with pdfplumber.open(tmp_path / "large.pdf") as pdf:
        assert (pdf.pages[0].width, pdf.pages[0].height) == (612, 792)
        sizes = Counter(round(c["size"]) for page in pdf.pages for c in page.chars)
    assert sizes.most_common(1)[0][0] in (16, 18)
    small = sum(n for size, n in sizes.items() if size < 10)
    assert small < 0.02 * sizes.total()


def test_boxes_for_the_print_shop(whole: Edition, tmp_path: Path) -> None:
    path = tmp_path / "marks.pdf"
    written(whole, path, marks=True)
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            media, trim, bleed = (
                [float(v) for v in page.obj[name]]
                for name in ("/MediaBox", "/TrimBox", "/BleedBox")
            )
            assert [trim[2] - trim[0], trim[3] - trim[1]] == [612, 792]
            assert [trim[i] - bleed[i] for i in range(4)] == [9, 9, -9, -9]
            assert media[0] < bleed[0]
            assert media[2] > bleed[2]


def test_inner_margins_are_mirrored(whole: Edition, tmp_path: Path) -> None:
    written(whole, tmp_path / "duplex.pdf", duplex=True)
    with pdfplumber.open(tmp_path / "duplex.pdf") as pdf:
        lefts = [min(c["x0"] for c in page.chars) for page in pdf.pages]
    assert lefts[0] - lefts[1] == pytest.approx(18, abs=2)
    assert lefts[2] - lefts[3] == pytest.approx(18, abs=2)


def test_booklet_order_and_creep(whole: Edition) -> None:
    paper = Paper(612, 792, 54, 22)
    options = whole.brief.model_copy(update={"booklet": True, "creep": 1.5})
    order = [[s.page for s in side.spots] for side in sheets(options, paper, 8)]
    assert order == [[8, 1], [2, 7], [6, 3], [4, 5]]
    assert [[s.page for s in side.spots] for side in sheets(options, paper, 5)] == [
        [1],
        [2],
        [3],
        [4, 5],
    ]
    inner = list(sheets(options, paper, 8))[2]
    assert [s.x for s in inner.spots] == [1.5, 612 - 1.5]


def test_booklet_reads_in_page_order(whole: Edition, tmp_path: Path) -> None:
    from tagged.dump import dump

    written(whole, tmp_path / "plain.pdf")
    written(whole, tmp_path / "booklet.pdf", booklet=True)

    def text(name: str) -> list[str]:
        return [line.strip() for line in dump(tmp_path / name).splitlines() if "'" in line]

    assert text("booklet.pdf") == text("plain.pdf")


def test_greyscale_uses_grey_only(whole: Edition, tmp_path: Path) -> None:
    path = tmp_path / "grey.pdf"
    written(whole, path, greyscale=True)
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for step in pikepdf.parse_content_stream(page):
                if str(step.operator) in ("rg", "RG"):
                    red, green, blue = (float(v) for v in step.operands)
                    assert max(red, green, blue) - min(red, green, blue) < 0.01


def test_proof_has_ids_line_numbers_and_a_watermark(whole: Edition, tmp_path: Path) -> None:
    written(whole, tmp_path / "proof.pdf", proof=True)
    with pdfplumber.open(tmp_path / "proof.pdf") as pdf:
        words = {w["text"] for page in pdf.pages for w in page.extract_words()}
        big = {c["text"] for c in pdf.pages[0].chars if c["size"] > 100}
    assert {"pill-seizures", "5", "10", "25"} <= words
    assert big == set("PROOF")


def test_full_has_contents_evidence_and_data(whole: Edition, tmp_path: Path) -> None:
    path = tmp_path / "full.pdf"
    written(whole, path, layout="full")
    made = fit_to_pages(with_options(whole, layout="full"))
    pages = {h.key: page for h, page in made.headings()}
    from tagged.dump import dump

    text = dump(path)
    toc = text[text.index("TOC") :]
    assert f"{pages['recommendations']}'" in toc
    for word in ("Contents", "Evidence", "The data behind the charts", "Sources"):
        assert word in text
    for note in whole.notes:
        assert (note.evidence.quote or "")[:12] in text
    with pikepdf.open(path) as pdf:
        assert set(pdf.attachments) == {f"{f.id}.csv" for f in whole.figures}
        data = pdf.attachments["pills.csv"].get_file().read_bytes().decode()
    assert data.splitlines()[1:] == [
        "FY2019,2.6,2.6,exact",
        "FY2020,,,missing",
        "FY2021,20,20,more than",
    ]


def test_columns_are_balanced(write: Callable[..., Path]) -> None:
    text = MINIMAL.replace(
        "    evidence", "    body: 'word word word " + "and so on " * 200 + "'\n    evidence", 1
    )
    path = write()
    path.write_text(text)
    made = lay_out(briefgen.edition(briefgen.load(path)), Fit())
    (page,) = made.layout.pages
    bodies = [
        p for p in page.placed if len(getattr(getattr(p.flow, "blPara", None), "lines", ())) > 10
    ]
    assert len(bodies) == 2
    # A headline of two lines and the rule of two lines a part leave so much.
    assert abs(bodies[0].y - bodies[1].y) < 40


def test_no_widows_orphans_or_stranded_headings(whole: Edition) -> None:
    made = lay_out(with_options(whole), Fit())
    for page in made.layout.pages:
        columns: dict[int, list[Any]] = {}
        for placed in page.placed:
            columns.setdefault(round(placed.x), []).append(placed)
        for placed in page.placed:
            lines = getattr(getattr(placed.flow, "blPara", None), "lines", None)
            if lines is not None and getattr(placed.flow, "_goes_on", False):
                assert len(lines) >= 2
        for column in columns.values():
            last = min(column, key=lambda p: p.y)
            if type(last.flow).__name__ == "Heading":
                assert last.y > made.look.paper.bottom + 100


def test_gallery_draws_every_layout(write: Callable[..., Path], tmp_path: Path) -> None:
    out = tmp_path / "gallery"
    assert main(["gallery", str(write()), "--out", str(out)]) == 0
    names = {p.name for p in out.iterdir()}
    assert {"brief-highlights.png", "brief-full.png", "brief-booklet.png"} <= names


def test_written_to_a_stream_too(whole: Edition) -> None:
    stream = io.BytesIO()
    assert briefgen.write_pdf(with_options(whole, layout="highlights"), stream) == 1
    assert stream.getvalue().startswith(b"%PDF-1.7")


EXAMPLES = sorted((ROOT / "docs" / "charts").glob("*.yaml"))


@pytest.mark.parametrize("layout", ["auto", "highlights", "full"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_chart_kind_in_every_layout(example: Path, layout: str, tmp_path: Path) -> None:
    for data in example.parent.glob("*.csv"):
        (tmp_path / data.name).write_bytes(data.read_bytes())
    figure = {"id": "shown", **yaml.safe_load(example.read_text(encoding="utf-8"))}
    finding = MINIMAL.replace("    evidence", "    figure: shown\n    evidence", 1)
    outline = tmp_path / "brief.yaml"
    outline.write_text(
        finding
        + yaml.safe_dump({"figures": [figure], "brief": {"layout": layout}}, allow_unicode=True),
        encoding="utf-8",
    )
    path = tmp_path / "brief.pdf"
    briefgen.write_pdf(briefgen.edition(briefgen.load(outline)), path)
    assert complaints(path, pdfa_part=3) == []
