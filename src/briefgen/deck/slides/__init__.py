"""The kinds of slides, in the order of the deck.

A kind is a class in a module of this package: what it needs of a template, and what it puts into a deck. To add one,
write its module and list it here.
"""

from briefgen.deck.draft import SlideKind
from briefgen.deck.slides.charts import Chart, ChartBesideWords
from briefgen.deck.slides.closing import Closing, Sources
from briefgen.deck.slides.findings import Section
from briefgen.deck.slides.numbers import KeyNumbers, Number
from briefgen.deck.slides.opening import Message, Title
from briefgen.deck.slides.quotations import Comparison, SourceQuotation
from briefgen.deck.slides.recommendations import Recommendations
from briefgen.deck.slides.tables import Table

# Findings choose among those from `Chart` to `Table` by what they have to show.
KINDS: tuple[SlideKind, ...] = (
    Title(),
    Message(),
    KeyNumbers(),
    Section(),
    Chart(),
    ChartBesideWords(),
    Number(),
    SourceQuotation(),
    Comparison(),
    Table(),
    Recommendations(),
    Sources(),
    Closing(),
)
