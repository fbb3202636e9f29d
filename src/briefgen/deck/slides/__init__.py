"""The kinds of slides, in the order of the deck.

A kind is a class in a module of this package: what it needs of a template, and what it puts into a deck. To add one,
write its module and list it here.
"""

from briefgen.deck.draft import SlideKind
from briefgen.deck.slides.charts import Chart, ChartBesideWords
from briefgen.deck.slides.evidence import Comparison, KeyNumbers, Number, SourceQuotation
from briefgen.deck.slides.opening_and_closing import Closing, Message, Sources, Title
from briefgen.deck.slides.sections import Recommendations, Section
from briefgen.deck.slides.tables import Table

# Findings choose among those from `Chart` to `Table` by what they have to show.
KINDS: tuple[SlideKind, ...] = (
    Title(), Message(), KeyNumbers(), Section(),
    Chart(), ChartBesideWords(), Number(), SourceQuotation(), Comparison(), Table(),
    Recommendations(), Sources(), Closing(),
)  # fmt: skip
