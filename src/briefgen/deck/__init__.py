"""The deck: an edition as PowerPoint slides, by python-pptx."""

from briefgen.deck.placed import Deck
from briefgen.deck.writer import DeckInfo, compose, write_pptx

__all__ = ["Deck", "DeckInfo", "compose", "write_pptx"]
