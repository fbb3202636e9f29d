"""docs/architecture.md says what imports what; here it is held to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import briefgen

ROOT = Path(briefgen.__file__).parent


def imported(package: str) -> Iterator[tuple[str, str]]:
    """(file, module) of every import below `package`, those inside functions too, names imported from a package too."""
    for path in sorted((ROOT / package).rglob("*.py")):
        here = ("briefgen", *path.relative_to(ROOT).parent.parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path.name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = ".".join(here[: len(here) + 1 - node.level]) if node.level else ""
                module = ".".join(part for part in (above, node.module) if part)
                yield from ((path.name, f"{module}.{alias.name}") for alias in node.names)


def below(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


# What the deck's handout has in common with the brief.
SHARED = ("briefgen.pdf.tagged", "briefgen.pdf.paper")


def test_renderers_never_import_each_other() -> None:
    for package, other in (("pdf", "briefgen.deck"), ("deck", "briefgen.pdf")):
        modules = list(imported(package))
        assert any(below(m, "briefgen.pdf.tagged") for _, m in modules), "the walk sees imports"
        found = [m for m in modules if below(m[1], other)]
        assert [m for m in found if not any(below(m[1], s) for s in SHARED)] == []


def test_what_the_handout_shares_imports_nothing_else_of_the_brief() -> None:
    modules = list(imported("pdf"))
    ours = [m for name, m in modules if name == "paper.py" and below(m, "briefgen.pdf")]
    assert ours
    assert [m for m in ours if not below(m, "briefgen.pdf.tagged")] == []


def test_what_renderers_share_imports_neither() -> None:
    for package in ("charts", "editions", "outline"):
        modules = list(imported(package))
        assert modules
        found = [m for m in modules if below(m[1], "briefgen.pdf") or below(m[1], "briefgen.deck")]
        assert found == []


def test_tagging_and_scripts_know_nothing_of_briefs() -> None:
    for package in ("pdf/tagged", "script"):
        ours = [m for m in imported(package) if below(m[1], "briefgen")]
        known = ("briefgen.script", f"briefgen.{package.replace('/', '.')}")
        assert [m for m in ours if not any(below(m[1], k) for k in known)] == []


def test_renderers_read_no_outline() -> None:
    for package in ("pdf", "deck"):
        assert [m for m in imported(package) if below(m[1], "yaml")] == []
