"""reportlab imported without what takes longest of it and is seldom asked for.

Its module of paragraphs compiles a pattern of web addresses with every letter of Unicode, in either case: that is most
of the time that importing reportlab takes. Its module of fonts imports HarfBuzz, which only shaped text needs.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from functools import cached_property
from types import ModuleType
from typing import Any

#: How the pattern of web addresses begins, and what is in every text that it matches.
_BEGINS, _NEEDS = r"(^(?:[a-z0-9\.\-\+]*)://)", "://"
_BEYOND = "\xa1-\uffff"  # the letters in it that are not ASCII's


class _Addresses:
    """The pattern, compiled when a text may match it, and for ASCII texts without letters that they do not have."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        return re.compile(self.pattern.replace(_BEYOND, ""), self.flags)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def match(self, text: str) -> re.Match[str] | None:
        if _NEEDS not in text:
            return None
        return (self._plain if text.isascii() else self._whole).match(text)


def _import_paragraphs() -> None:
    compile_now = re.compile

    def compile_later(pattern: Any, flags: Any = 0) -> Any:
        if isinstance(pattern, str) and pattern.startswith(_BEGINS):
            return _Addresses(pattern, flags)
        return compile_now(pattern, flags)

    re.compile = compile_later
    try:
        importlib.import_module("reportlab.platypus.paragraph")
    finally:
        re.compile = compile_now


class _Later(ModuleType):
    """Stands for a module until something of it is asked for; importlib's own lazy one is loaded by a second import."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        self.__dict__.update(importlib.import_module(self.__name__).__dict__)
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None


def _import_later(name: str) -> None:
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is not None:
        module = sys.modules[name] = _Later(name)
        module.__spec__ = spec
        module.__path__ = list(spec.submodule_search_locations or ())


if "reportlab.pdfbase.ttfonts" not in sys.modules:
    _import_later("uharfbuzz")
if "reportlab.platypus.paragraph" not in sys.modules:
    _import_paragraphs()
