"""Template expressions that reach for Python or for all the time there is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from briefgen.cli import main
from conftest import MINIMAL

EXPRESSIONS = [
    "{{ ().__class__ }}", "{{ name.__class__.__mro__ }}", "{{ name|attr('__class__') }}", "{{ name['__class__'] }}",
    "{{ self.__init__.__globals__ }}", "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{{ range(10**9)|list }}",
    "{{ 'a' * 10**10 }}", "{{ 'a' * 9999999999 }}", "{{ 10**10**10 }}", "{% for i in range(99999999) %}x{% endfor %}",
    "{{ '%0999999999d'|format(n) }}", "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "{{ 1/0 }}", "{{", "{% if %}",
]  # fmt: skip


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda e: e[:30])
def test_an_expression_is_refused_where_it_stands(
    expression: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    title = expression.replace("'", "''")
    Path("brief.yaml").write_text(MINIMAL.replace("A title", f"'{title}'"))
    Path("rows.csv").write_text("name,n\nx,5\n")
    start = time.monotonic()
    assert main(["batch", "brief.yaml", "--data", "rows.csv", "--check", "--jobs", "1"]) == 1
    assert time.monotonic() - start < 30
    said = capsys.readouterr()
    assert "brief.yaml:1:8: error: " in said.out + said.err
