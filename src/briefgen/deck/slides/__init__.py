"""Slide composers: a part of an edition -> placed slides."""
