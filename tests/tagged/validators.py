"""Both validators on one file, as a list of complaints. What is not installed checks nothing."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

#: outloud compares a drawn grid with the first page of its Table only, so a table's later pages
#: always draw this warning.
#: It also takes an element's own content to come before its children, wherever it stands.
OUTLOUD_SKIPS = {"TBL-014", "ORD-001"}


def complaints(path: Path, pdfa_part: int = 2, skip: set[str] = frozenset()) -> list[str]:
    """What page-validation (PDF/UA-1 and PDF/A) and outloud say against the file at ``path``."""
    page = pytest.importorskip("page")
    found = [
        f"{profile} {failure.rule_id}: {failure.message}"
        for profile in ("ua1", f"{pdfa_part}a")
        for failure in page.validate_pdf(path, profile=profile).failures
    ]
    outloud = pytest.importorskip("outloud")
    result = outloud.check(str(path), skip=OUTLOUD_SKIPS | set(skip))
    if result.error:
        found.append(f"outloud: {result.error}")
    found += [
        f"outloud {f.rule}: {f.message} {f.evidence}"
        for f in result.findings
        if f.severity in ("error", "warning")
    ]
    return found + structural(path)


def structural(path: Path) -> list[str]:
    """Rules of ISO 14289-1 and 32000-1 checked here since the validators may pass over them."""
    found: list[str] = []
    with pikepdf.open(path) as pdf:
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
        for number, page in enumerate(pdf.pages, 1):
            found += [f"page {number}: {text}" for text in _page(page, parents)]
        data = Path(path).read_bytes()
    if not data.startswith(b"%PDF-1.7\n%") or min(data[10:14]) < 128:
        found.append("no PDF 1.7 header with a binary comment (ISO 19005-2, 6.1.2)")
    if b"Helvetica" in data:
        found.append("Helvetica is named in the file")
    return found


def _page(page: pikepdf.Page, parents: dict[int, pikepdf.Object]) -> list[str]:
    found: list[str] = []
    if page.obj.get("/Tabs") != "/S":
        found.append("no /Tabs /S (7.18.3)")
    stack: list[str] = []
    mcids: list[int] = []
    for step in pikepdf.parse_content_stream(page):
        op = str(step.operator)
        if op in ("BDC", "BMC"):
            if stack.count("mcid") and "/MCID" in str(step.operands[-1]):
                found.append("an MCID inside an MCID")
            entries = step.operands[1] if op == "BDC" else {}
            stack.append("mcid" if "/MCID" in entries else "artifact")
            if "/MCID" in entries:
                mcids.append(int(entries["/MCID"]))
        elif op in ("q", "BT"):
            stack.append(op)
        elif op in ("Q", "ET", "EMC"):
            top = stack.pop() if stack else "nothing"
            wanted = {"Q": ("q",), "ET": ("BT",), "EMC": ("mcid", "artifact")}[op]
            if top not in wanted:
                found.append(f"{op} closes {top}")
        elif op in ("Tj", "TJ", "S", "f", "f*", "B", "Do", "sh") and not (
            {"mcid", "artifact"} & set(stack)
        ):
            found.append(f"{op} outside every mark")
    if mcids != sorted(set(mcids)) and len(mcids) != len(set(mcids)):
        found.append("an MCID is used twice")
    if mcids:
        owners = parents[int(page.obj.StructParents)]
        if len(owners) != max(mcids) + 1:
            found.append("ParentTree array and MCIDs differ in number")
        for mcid in mcids:
            if not _points_back(owners[mcid], page, mcid):
                found.append(f"the owner of MCID {mcid} does not hold it")
    for annotation in page.obj.get("/Annots", []):
        if not int(annotation.F) & 4 or not str(annotation.get("/Contents", "")):
            found.append("an annotation without print flag or description")
        owner = parents[int(annotation.StructParent)]
        if owner.S != "/Link":
            found.append("an annotation outside a Link")
    return found


def _points_back(owner: pikepdf.Object, page: pikepdf.Page, mcid: int) -> bool:
    kids = owner.K
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            held = (kid, owner.Pg.objgen)
        elif kid.get("/Type") == "/MCR":
            held = (int(kid.MCID), kid.Pg.objgen)
        else:
            continue
        if held == (mcid, page.obj.objgen):
            return True
    return False
