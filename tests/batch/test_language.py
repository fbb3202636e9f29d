"""The template language does what it says and reaches nothing else."""

from __future__ import annotations

import time

import pytest

from briefgen.batch.templates import Columns, Templates
from briefgen.model.diagnostics import BriefgenError

COLUMNS = Columns(("state", "Deaths, 2021", "rate", "note", "fips", "if"))
ROW = ("Ohio", "1,200", ">20", "", "01", "odd")


def fill(source: str, language: str = "en-US") -> str:
    return Templates(COLUMNS).compile(source, None).fill(COLUMNS.context(ROW, language))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ state }} {{ fips }}", "Ohio 01"),
        ("{{ deaths_2021 }}", "1,200"),
        ('{{ row["Deaths, 2021"] }} {{ row["if"] }}', "1,200 odd"),
        ("{{ deaths_2021 / 8 }}", "150"),
        ("{{ 0.1 + 0.2 }}", "0.3"),
        ("{{ (deaths_2021 / 7)|round(1) }}", "171.4"),
        ("{{ 2.5|round }} {{ -3.5|round|abs }}", "3 4"),
        ("{{ deaths_2021|number }} {{ rate|number }}", "1,200 more than 20"),
        ("{{ rate|percent }}", "more than 20%"),
        ("{{ 1234.5|currency('EUR', 2) }}", "€1,234.50"),
        ("{{ '2021-05'|date }}", "May 2021"),
        ("{% if deaths_2021 > 1000 %}many{% else %}few{% endif %}", "many"),
        ("{{ 'a' if deaths_2021 == 1200 and state == 'Ohio' else 'b' }}", "a"),
        ("{{ 'yes' if 5 < deaths_2021 <= 1200 }}", "yes"),
        ("{{ 'yes' if state in ['Ohio', 'Utah'] }}", "yes"),
        ("{{ 'yes' if deaths_2021 is number and rate is not number }}", "yes"),
        ("{{ 'yes' if note is empty }}{{ note|default('none') }}", "yesnone"),
        ("{{ state ~ '-' ~ (1 + 1) }}", "Ohio-2"),
        ("{{ state|upper }} {{ 'the south'|title }}", "OHIO The South"),
        ("{% raw %}{{ x }}{% endraw %}{# not said #}", "{{ x }}"),
    ],
)
def test_it_writes(source: str, text: str) -> None:
    assert fill(source) == text


def test_numbers_follow_the_language_of_the_outline() -> None:
    assert fill("{{ deaths_2021|number }}", "de-DE") == "1.200"
    assert fill("{{ '2021-05-15'|date }}", "de-DE") == "15. Mai 2021"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ stat }}", "did you mean `state`?"),
        ('{{ row["stat"] }}', "no column `stat`"),
        ("{{ state|uper }}", "did you mean `upper`?"),
        ("{% if %}", "not a template"),
        ("{{ rate > 3 }}", "`>20` is not an exact number"),
        ("{{ state + 1 }}", "`Ohio` is not a number"),
        ("{{ note + 1 }}", "the cell is empty"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ [1, 2] }}", "a list cannot be written"),
        ("{{ '2021-13'|date }}", "is not a date"),
        ("{{ 1|currency('dollars') }}", "code of a currency"),
        ("{{ 1|number(99) }}", "decimals"),
    ],
)
def test_it_says_what_is_wrong(source: str, said: str) -> None:
    with pytest.raises(BriefgenError) as caught:
        fill(source)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "source",
    [
        "{{ state.__class__ }}",
        "{{ state['__class__'] }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ state|attr('__class__') }}",
        "{{ self }}",
        "{{ _language }}",
        "{{ config }}",
        "{{ range(9) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ state.format(1) }}",
        "{{ state.center(1000000000) }}",
        "{{ state * 1000000000 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 1000000000 * 1000000000 * 1000000000 }}",
        "{{ '1e-999999'|number }}",
        "{{ '%9999999999d'|format(1) }}",
        "{{ state|center(1000000000) }}",
        "{{ state|batch(1000000000, 'x') }}",
        "{% for a in state %}{% endfor %}",
        "{% set a = state %}",
        "{% macro a() %}{% endmacro %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% with a = 1 %}{% endwith %}",
        "{% block a %}{% endblock %}",
        "{{ " + "(" * 5_000 + " }}",
        "{{ " + "+".join(["1"] * 5_000) + " }}",
        "{{ " + "not " * 5_000 + "state }}",
        "{{ " + "9" * 5_000 + " }}",
        "{% if state %}" * 2_000,
        "{{ {'a': 1} }}",
        "{{ state[0:1] }}",
    ],
)
def test_what_reaches_for_python_or_for_memory_is_refused_at_once(source: str) -> None:
    began = time.monotonic()
    with pytest.raises(BriefgenError) as caught:
        fill(source)
    assert all(d.code in ("template", "template-value") for d in caught.value.diagnostics)
    assert time.monotonic() - began < 5


def test_what_a_template_comes_to_is_bounded() -> None:
    columns = Columns(("a",))
    row = columns.context(("x" * 10_000,), "en-US")
    for source in ("{{ a }}" * 5_000, "{{ " + " ~ ".join(["a"] * 300) + " }}"):
        with pytest.raises(BriefgenError, match="more than 100,000 characters"):
            Templates(columns).compile(source, None).fill(row)
