"""The template language: Jinja's `{{ expressions }}` and `{% if %}`, filled in from one row of a table.

Nothing in it repeats, calls, binds a name or looks into an object, so that a template takes time in
proportion to its length and reaches nothing but the row. The syntax tree is checked against a list of what is
allowed before it is compiled, and runs in Jinja's sandbox all the same. Arithmetic is exact (decimal).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from briefgen.batch import values
from briefgen.diagnostics import BriefgenError, Place, error
from briefgen.outline.suggest import did_you_mean

MAX_TEXT = 100_000  # characters that one template may come to
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Const, nodes.Filter,
    nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.List,
    nodes.Tuple, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos,
    nodes.Keyword, nodes.Concat,
)  # fmt: skip
_INSTEAD = {
    "For": "repeat the item in the outline, and leave out what a row lacks with `when`",
    "Call": "use a filter: `deaths | number`",
    "Getattr": 'write the column\'s name alone, or `row["Its Name"]`',
    "Pow": "multiply",
    "Assign": "write the expression where its value is wanted",
}


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(values.ARITHMETIC)
    intercepted_unops = frozenset("+-")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return values.ARITHMETIC[operator](values.number(left), values.number(right))

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        return values.number(arg) if operator == "+" else values.negative(arg)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the rows, and the names that templates give them."""

    header: tuple[str, ...]

    @property
    def names(self) -> Mapping[str, int]:
        """Each name with its column's number: the column's own, or small with `_` for what is no letter."""
        return _names(self.header)

    def context(self, row: Sequence[str], language: str) -> dict[str, Any]:
        """What a template sees of a row."""
        cells = [values.Cell(text) for text in row]
        named: dict[str, Any] = {name: cells[i] for name, i in self.names.items()}
        return {**named, "row": dict(zip(self.header, cells, strict=True)), "_language": language}


@lru_cache(maxsize=4)  # asked for by every row
def _names(header: tuple[str, ...]) -> Mapping[str, int]:
    found = {name: i for i, name in enumerate(header) if name.isidentifier()}
    for i, name in enumerate(header):
        found.setdefault(values.identifier(name), i)
    return {name: i for name, i in found.items() if name and not name.startswith("_")}


class Templates:
    """Compiles templates for rows with these columns."""

    def __init__(self, columns: Columns, *, slugs: bool = False) -> None:
        """`slugs` makes each value fit to be part of a file's name."""
        self._columns = columns
        self._env = _Sandbox(
            undefined=jinja2.StrictUndefined, keep_trailing_newline=True, cache_size=0,
            finalize=values.slug if slugs else values.written,
        )  # fmt: skip
        self._env.globals.clear()
        self._env.filters = dict(values.FILTERS)
        self._env.tests = dict(values.TESTS)

    def compile(self, source: str, place: Place | None) -> Template:
        """The template `source`, written at `place`; raises BriefgenError."""
        try:
            tree = self._env.parse(source)
            tree = _Checked(self._columns).visit(tree)
            return Template(self._env.from_string(tree), place)
        except _NotAllowedError as exc:
            raise BriefgenError(error("template", str(exc), place, exc.hint)) from None
        except jinja2.TemplateError as exc:
            said = f"not a template: {exc.message}"
            hint = "write `{{ column }}`, or `{% if column > 1 %}…{% endif %}`"
            if "No filter" in said:
                name = said.split("'")[1]
                said = f"there is no filter `{name}`"
                hint = did_you_mean(name, values.SHOWN) or f"there are {', '.join(values.SHOWN)}"
            raise BriefgenError(error("template", said, place, hint)) from None
        except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError):
            # What Jinja or Python's own compiler give up on.
            raise BriefgenError(error("template", "a template too deeply nested", place)) from None

    def condition(self, source: str, place: Place) -> Template:
        """The template that comes to `1` where the expression `source` holds; raises BriefgenError."""
        return self.compile(f"{{% if {source} %}}1{{% endif %}}", place)


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template."""

    compiled: jinja2.Template
    place: Place | None

    def fill(self, context: Mapping[str, Any]) -> str:
        """Its text for a row; raises BriefgenError where a value does not do what is asked of it."""
        try:
            pieces, length = [], 0
            for piece in self.compiled.root_render_func(self.compiled.new_context(dict(context))):
                pieces.append(piece)
                length += len(piece)
                if length > MAX_TEXT:
                    raise values.RefusedError(f"it comes to more than {MAX_TEXT:,} characters")
        except values.RefusedError as exc:
            raise BriefgenError(error("template-value", str(exc), self.place, exc.hint)) from None
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as exc:
            message = f"the template cannot be filled in: {exc}"
            raise BriefgenError(error("template-value", message, self.place)) from None
        return "".join(pieces)


class _NotAllowedError(Exception):
    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class _Checked(NodeTransformer):
    """Refuses every kind of node that is not allowed, and names that are no columns.

    Decimal fractions become exact, and `~` a filter that minds the length.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        if not isinstance(node, _ALLOWED):
            kind = type(node).__name__
            shown = {
                "For": "{% for %}",
                "Assign": "{% set %}",
                "Getattr": f".{getattr(node, 'attr', '')}",
                "Call": "(…)",
                "Pow": "**",
            }
            message = f"`{shown.get(kind, kind)}` is not in the template language"
            raise _NotAllowedError(message, _INSTEAD.get(kind))  # fmt: skip
        return super().generic_visit(node, *args, **kwargs)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        names = self._columns.names
        if node.name not in names:
            hint = did_you_mean(node.name, names) or f"the columns are {', '.join(names)}"
            raise _NotAllowedError(f"the data has no column `{node.name}`", hint)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        is_row = isinstance(node.node, nodes.Name) and node.node.name == "row"
        if not is_row or not isinstance(node.arg, nodes.Const):
            raise _NotAllowedError('only `row["A column"]` takes brackets')
        if node.arg.value not in self._columns.header:
            hint = did_you_mean(str(node.arg.value), self._columns.header)
            raise _NotAllowedError(f"the data has no column `{node.arg.value}`", hint)
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        if not isinstance(node.value, float):
            return node
        text = nodes.Const(repr(node.value), lineno=node.lineno)
        return nodes.Filter(text, "_exact", [], [], None, None, lineno=node.lineno)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "_joined", [], [], None, None, lineno=node.lineno)
