"""The fits that a brief may have, from the loosest to the tightest.

The ladder: more air and larger figures; the theme's own measures; less air; lower figures; no pull quotes; notes without
the phrases they cite; smaller type. Its ends are what a typographer accepts: body text of 9 points at least
(10.5 x 0.88 = 9.24), figures no lower than three quarters of their height.
"""

from __future__ import annotations

from briefgen.pdf.styles import Fit

LADDER = (
    Fit(space=1.9, figure=1.6, text=1.15),
    Fit(space=1.7, figure=1.5, text=1.1),
    Fit(space=1.5, figure=1.4, text=1.05),
    Fit(space=1.4, figure=1.3),
    Fit(space=1.2, figure=1.15),
    Fit(),
    Fit(space=0.85),
    Fit(space=0.75, figure=0.9),
    Fit(space=0.75, figure=0.9, quotations=False),
    Fit(space=0.7, figure=0.85, quotations=False, cited=False),
    Fit(space=0.65, figure=0.8, text=0.95, quotations=False, cited=False),
    Fit(space=0.6, figure=0.75, text=0.91, quotations=False, cited=False),
    Fit(space=0.5, figure=0.75, text=0.88, quotations=False, cited=False),
)
OWN = LADDER.index(Fit())
# For one page: first with bodies, then without, each from loose to tight.
SHORT_WITH_BODIES = (
    Fit(space=1.6, figure=1.5, text=1.1),
    Fit(space=1.3, figure=1.25, text=1.04),
    Fit(),
    Fit(space=0.8, figure=0.9),
    Fit(figures=2),
    Fit(space=0.75, figure=0.85, figures=2),
    Fit(figures=1),
    Fit(space=0.75, figure=0.85, figures=1, text=0.95),
)
SHORT = (
    Fit(space=1.3, figure=1.3, bodies=False, figures=4),
    Fit(space=1.0, bodies=False, figures=4),
    Fit(bodies=False, figures=3),
    Fit(space=0.8, figure=0.85, bodies=False, figures=3),
    Fit(space=1.1, bodies=False, figures=2),
    Fit(space=0.8, figure=0.85, bodies=False, figures=2),
    Fit(space=1.2, figure=1.2, bodies=False, figures=1),
    Fit(bodies=False, figures=1),
    Fit(space=0.75, figure=0.8, bodies=False, figures=1, text=0.95),
    Fit(space=1.7, bodies=False, figures=0, text=1.15),
    Fit(space=1.3, bodies=False, figures=0),
    Fit(bodies=False, figures=0),
    Fit(space=0.6, figure=0.75, bodies=False, figures=0, text=0.88),
)
