"""The order of the packages: data flows down, and no import runs back up. docs/architecture.md explains it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import briefgen

ROOT = Path(briefgen.__file__).parent

# Each package may import those before it, and no other. Packages of one line do not import each other.
ORDER = (
    ("model",),
    ("storage",),
    ("languages",),
    ("reading",),
    ("editions",),
    ("charts",),
    ("checks",),
    ("pdf",),
    ("deck",),
    ("pipeline",),
    ("batch",),
    ("cli",),
)
RANKS = {package: rank for rank, line in enumerate(ORDER) for package in line}
TAGGED = "briefgen.pdf.tagged"
# What the deck's handout, a tagged PDF, shares with the brief.
SHARED = (TAGGED, "briefgen.pdf.paper")


def module_of(path: Path) -> str:
    """The dotted name of the module in a file."""
    parts = ("briefgen", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module."""
    paths = sorted(ROOT.rglob("*.py"))
    return {module_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def imports_of(module: str) -> Iterator[str]:
    """Every module of ours that `module` imports, in functions and for types too."""
    known = modules()
    package = (
        module
        if (ROOT / Path(*module.split(".")[1:]) / "__init__.py").is_file()
        else module.rpartition(".")[0]
    )
    for node in ast.walk(known[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            above = (
                package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            )
            source = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{source}.{alias.name}"
                if name in known or source in known:
                    yield name if name in known else source


def package_of(module: str) -> str:
    """The package below `briefgen` that a module belongs to; "" for a module of `briefgen` itself."""
    parts = module.split(".")
    path = ROOT / parts[1] if len(parts) > 1 else ROOT
    return parts[1] if len(parts) > 1 and path.is_dir() else ""


def test_every_package_has_its_place_in_the_order() -> None:
    assert {package_of(module) for module in modules()} - {""} == set(RANKS)


def test_no_import_runs_back() -> None:
    back = []
    for module in modules():
        here = package_of(module)
        for other in imports_of(module):
            there = package_of(other)
            if here and there and here != there and RANKS[there] >= RANKS[here]:
                back.append(f"{module} -> {other}")
    assert back == []


def test_the_walk_sees_imports() -> None:
    assert "briefgen.model.outline" in set(imports_of("briefgen.reading.loader"))


def test_the_deck_uses_only_what_its_handout_shares_with_the_brief() -> None:
    found = {other for module in modules() if package_of(module) == "deck"
             for other in imports_of(module) if package_of(other) == "pdf"}  # fmt: skip
    assert found, "the handout is a tagged PDF"
    assert {
        other for other in found if not f"{other}.".startswith(tuple(f"{s}." for s in SHARED))
    } == set()


def test_the_tagged_layer_knows_nothing_of_briefs() -> None:
    allowed = ("pdf", "languages", "storage")
    for module in modules():
        if f"{module}.".startswith(f"{TAGGED}."):
            for other in imports_of(module):
                assert package_of(other) in allowed, f"{module} -> {other}"
                assert package_of(other) != "pdf" or f"{other}.".startswith(f"{TAGGED}."), (
                    f"{module} -> {other}"
                )


def test_renderers_read_no_outline() -> None:
    for package in ("pdf", "deck", "charts"):
        for module, tree in modules().items():
            if package_of(module) == package:
                for node in ast.walk(tree):
                    names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                    assert not any(
                        name == "yaml" or name.startswith("briefgen.reading") for name in names
                    ), module


def test_there_is_no_import_circle() -> None:
    arrows = {module: sorted(set(imports_of(module)) - {module}) for module in modules()}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join([*path[path.index(module) :], module])
        if module not in done:
            for other in arrows[module]:
                visit(other, (*path, module))
            done.add(module)

    for module in arrows:
        visit(module, ())


def test_modules_are_imported_by_name_in_three_places_only() -> None:
    """What the walk cannot see: the registries of kinds, the sections of the brief, the commands."""
    found = {
        module
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id)
        in ("import_module", "__import__")
    }
    assert found == {"briefgen.model.registry", "briefgen.pdf.sections", "briefgen.cli"}
