"""Typed, immutable data: classes that declare their fields, filled from plain data that is validated.

pydantic-core validates, so that all that is wrong is found at once, each with its place. The classes are made by a few
lines of our own rather than by pydantic, which takes longer to import and to make them than an outline takes to load:
nothing is worked out before it is asked for, and a class that nothing is read into costs next to nothing.
"""

from briefgen.typed.model import As, Field, Key, Model

__all__ = ["As", "Field", "Key", "Model"]
