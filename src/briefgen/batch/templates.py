"""The template language: Jinja's `{{ expressions }}` and `{% if %}`, filled in from one row of a table.

Nothing in it repeats, calls, binds a name or looks into an object, so that a template takes time in proportion to its
length and reaches nothing but the row. The syntax tree is checked against a list of what is allowed before it is
compiled, and runs in Jinja's sandbox all the same. Cells stay as they are written; arithmetic is exact (decimal).
"""

from __future__ import annotations

import decimal
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import Undefined, nodes, pass_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from briefgen.languages.locale import Locale
from briefgen.model import quantity
from briefgen.model.diagnostics import Place, did_you_mean, failure
from briefgen.model.figures import Unit

MAX_JOINED = 100_000
_LARGEST = quantity.MAX_MAGNITUDE
_EXACT = decimal.Context(
    prec=28, traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow]
)


class RefusedError(Exception):
    """A value that does not do what a template asks of it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def _comparison(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A comparison of a cell: with text as text, with all else as numbers."""

    def method(cell: Cell, other: Any) -> bool:
        if isinstance(other, Cell) or not isinstance(other, str):
            return compare(number(cell), number(other))
        return compare(str(cell), str(other))

    return method


class Cell(str):
    """A cell as written: `01`, `1,200`, `>20`; it compares as a number with numbers, as text with text."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Cell) or not isinstance(other, str):
            with suppress(RefusedError):
                return number(self) == number(other)
        return str.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    # Equal cells such as `1200` and `1,200` need not share a hash: no template keeps them in a set.
    __hash__ = str.__hash__

    __lt__, __le__ = _comparison(operator.lt), _comparison(operator.le)
    __gt__, __ge__ = _comparison(operator.gt), _comparison(operator.ge)


def number(value: Any) -> Decimal:
    """The exact number that `value` is; raises RefusedError for what is none, or none that is exact."""
    if isinstance(value, Undefined):
        raise RefusedError("a value that is not there")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise RefusedError(f"`{value}` is not a number")
    if isinstance(value, str):
        try:
            found = quantity.parse(value)
        except ValueError:
            raise RefusedError(f"`{_short(value)}` is not a number") from None
        if found.low is None or not found.is_exact:
            said = f"`{_short(value)}` is not an exact number" if value else "the cell is empty"
            hint = "ask first: `{% if column is number %}`"
            raise RefusedError(f"{said}, so it cannot be compared or calculated with", hint)
        value = found.low
    exact = _EXACT.create_decimal(value)
    if exact and (abs(exact) > _LARGEST or exact.adjusted() < -18):
        raise RefusedError("a number too large or too small to write")
    return exact


def negate(value: Any) -> Decimal:
    """`value` with the other sign; raises RefusedError."""
    return _EXACT.minus(number(value))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _limit(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Decimal, Decimal], Decimal]:  # fmt: skip
    def work(left: Decimal, right: Decimal) -> Decimal:
        try:
            return number(operation(left, right))
        except decimal.DivisionByZero:
            raise RefusedError("a division by zero") from None
        except decimal.DecimalException:
            raise RefusedError("a calculation without a result") from None

    return work


ARITHMETIC = {
    "+": _limit(_EXACT.add),
    "-": _limit(_EXACT.subtract),
    "*": _limit(_EXACT.multiply),
    "/": _limit(_EXACT.divide),
    "//": _limit(_EXACT.divide_int),
    "%": _limit(_EXACT.remainder),
}


def to_text(value: Any) -> Any:
    """`value` as text in an outline: calculated numbers plain, nothing where there is none."""
    if isinstance(value, Undefined):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize(_EXACT):f}"
    if isinstance(value, str | int):
        return str(value)
    raise RefusedError("a list cannot be written")


def slug(value: Any) -> str:
    """`value` as part of a file's name: small letters and digits of any script, with hyphens between."""
    text = unicodedata.normalize("NFKD", str(to_text(value)))
    plain = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", plain).lower()).strip("-")


def identifier(name: str) -> str:
    """A column's name as templates can write it: `Deaths, 2021` as `deaths_2021`."""
    return re.sub(r"\W+", "_", name.casefold()).strip("_")


def _format_quantity(context: Any, value: Any, unit: Unit) -> str:
    locale = Locale(context.get("_language"))
    if isinstance(value, str):
        try:
            return locale.quantity(quantity.parse(value), unit)
        except ValueError:
            raise RefusedError(f"`{_short(value)}` is not a quantity", quantity.FORMS) from None
    exact = number(value).normalize(_EXACT)
    plain = Decimal(f"{exact:f}")
    return locale.quantity(quantity.Quantity(plain, plain), unit)


def _decimals(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and 0 <= value <= 6):
        return value
    raise RefusedError(f"`{value}` is not a number of decimals from 0 to 6")


@pass_context
def _number(context: Any, value: Any, decimals: Any = None) -> str:
    return _format_quantity(context, value, Unit(decimals=_decimals(decimals)))


@pass_context
def _percent(context: Any, value: Any, decimals: Any = None) -> str:
    return _format_quantity(context, value, Unit(unit="percent", decimals=_decimals(decimals)))


@pass_context
def _currency(context: Any, value: Any, code: Any = "USD", decimals: Any = None) -> str:
    if not isinstance(code, str) or not re.fullmatch("[A-Z]{3}", code):
        raise RefusedError(f"`{code}` is not the code of a currency, such as `USD`")
    return _format_quantity(context, value, Unit(currency=code, decimals=_decimals(decimals)))


@pass_context
def _date(context: Any, value: Any) -> str:
    try:
        return Locale(context.get("_language")).partial_date(str(value))
    except ValueError:
        hint = "write 2014, 2021-05 or 2021-05-15"
        raise RefusedError(f"`{_short(str(value))}` is not a date", hint) from None


def _round(value: Any, decimals: Any = 0) -> Decimal:
    places = _decimals(decimals) or 0
    return number(value).quantize(Decimal(1).scaleb(-places), decimal.ROUND_HALF_UP, _EXACT)


def _default(value: Any, other: Any) -> Any:
    return other if value in (None, "") else value


def _join(parts: list[Any]) -> str:
    texts = [str(to_text(part)) for part in parts]
    if sum(map(len, texts)) > MAX_JOINED:
        raise RefusedError(f"it comes to more than {MAX_JOINED:,} characters")
    return "".join(texts)


def _text(change: Callable[[str], str]) -> Callable[[Any], str]:
    return lambda value: change(str(to_text(value)))


FILTERS: dict[str, Callable[..., Any]] = {
    "number": _number,
    "percent": _percent,
    "currency": _currency,
    "date": _date,
    "round": _round,
    "abs": lambda value: abs(number(value)),
    "default": _default,
    "upper": _text(str.upper),
    "lower": _text(str.lower),
    "capitalize": _text(lambda text: text[:1].upper() + text[1:]),
    "title": _text(str.title),
    "trim": _text(str.strip),
    "_exact": number,
    "_join": _join,
}
FILTER_NAMES = tuple(name for name in FILTERS if not name.startswith("_"))


def _is_number(value: Any) -> bool:
    try:
        number(value)
    except RefusedError:
        return False
    return True


TESTS: dict[str, Callable[..., Any]] = {
    "number": _is_number,
    "empty": lambda value: value in (None, ""),
}


MAX_TEXT = 100_000  # characters that one template may come to
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.Name, nodes.Const, nodes.Filter,
    nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.List,
    nodes.Tuple, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos,
    nodes.Keyword, nodes.Concat,
)  # fmt: skip
# Nodes that people try: how they are written, and what to write instead.
_INSTEAD: dict[str, tuple[str, str | None]] = {
    "For": ("{% for %}", "repeat the item in the outline, and leave out what a row lacks with `when`"),
    "Call": ("(…)", "use a filter: `deaths | number`"),
    "Getattr": (".", 'write the column\'s name alone, or `row["Its Name"]`'),
    "Pow": ("**", "multiply"),
    "Assign": ("{% set %}", "write the expression where its value is wanted"),
}  # fmt: skip


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(ARITHMETIC)
    intercepted_unops = frozenset("+-")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return ARITHMETIC[operator](number(left), number(right))

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        return number(arg) if operator == "+" else negate(arg)


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
        cells = [Cell(text) for text in row]
        named: dict[str, Any] = {name: cells[i] for name, i in self.names.items()}
        return {**named, "row": dict(zip(self.header, cells, strict=True)), "_language": language}


@lru_cache(maxsize=4)  # asked for by every row
def _names(header: tuple[str, ...]) -> Mapping[str, int]:
    found = {name: i for i, name in enumerate(header) if name.isidentifier()}
    for i, name in enumerate(header):
        found.setdefault(identifier(name), i)
    return {name: i for name, i in found.items() if name and not name.startswith("_")}


class Templates:
    """Compiles templates for rows with these columns."""

    def __init__(self, columns: Columns, *, slugs: bool = False) -> None:
        """`slugs` makes each value fit to be part of a file's name."""
        self._columns = columns
        self._env = _Sandbox(
            undefined=jinja2.StrictUndefined, keep_trailing_newline=True, cache_size=0,
            finalize=slug if slugs else to_text,
        )  # fmt: skip
        self._env.globals.clear()
        self._env.filters = dict(FILTERS)
        self._env.tests = dict(TESTS)

    def compile(self, source: str, place: Place | None) -> Template:
        """The template `source`, written at `place`; raises BriefgenError."""
        try:
            tree = self._env.parse(source)
            tree = _Checker(self._columns).visit(tree)
            return Template(self._env.from_string(tree), place)
        except _NotAllowedError as exc:
            raise failure("template", str(exc), place, exc.hint) from None
        except jinja2.TemplateError as exc:
            said = f"not a template: {exc.message}"
            hint = "write `{{ column }}`, or `{% if column > 1 %}…{% endif %}`"
            if "No filter" in said:
                name = said.split("'")[1]
                said = f"there is no filter `{name}`"
                hint = did_you_mean(name, FILTER_NAMES) or f"there are {', '.join(FILTER_NAMES)}"
            raise failure("template", said, place, hint) from None
        except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError):
            # What Jinja or Python's own compiler give up on.
            raise failure("template", "a template too deeply nested", place) from None

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
                    raise RefusedError(f"it comes to more than {MAX_TEXT:,} characters")
        except RefusedError as exc:
            raise failure("template-value", str(exc), self.place, exc.hint) from None
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as exc:
            message = f"the template cannot be filled in: {exc}"
            raise failure("template-value", message, self.place) from None
        return "".join(pieces)


class _NotAllowedError(RefusedError):
    """A part of a template that the language does not have."""


class _Checker(NodeTransformer):
    """Refuses every kind of node that is not allowed, and names that are no columns.

    Decimal fractions become exact, and `~` a filter that minds the length.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        if not isinstance(node, _ALLOWED):
            kind = type(node).__name__
            shown, hint = _INSTEAD.get(kind, (kind, None))
            if isinstance(node, nodes.Getattr):
                shown += node.attr
            raise _NotAllowedError(f"`{shown}` is not in the template language", hint)
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
        return nodes.Filter(parts, "_join", [], [], None, None, lineno=node.lineno)
