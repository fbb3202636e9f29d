"""Editions: an outline resolved for one audience in one language. `builder.edition` makes one."""
