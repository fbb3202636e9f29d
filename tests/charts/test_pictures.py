"""Each kind as pixels, compared with pictures kept in `baseline`.

Text is set in the font that comes with the package, so that machines agree; the tolerance (root mean square of
differences, of 255) covers how versions of FreeType draw letters. Made anew by
`pytest tests/charts/test_pictures.py --mpl-generate-path=tests/charts/baseline`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefgen import charts
from briefgen.languages.locale import Locale
from briefgen.model.registry import CHART_KINDS
from briefgen.model.theme import own_theme
from briefgen.pipeline import gallery

EXAMPLES = Path(__file__).parents[2] / "docs" / "charts"


@pytest.mark.parametrize("kind", CHART_KINDS.own)
@pytest.mark.mpl_image_compare(
    baseline_dir="baseline",
    tolerance=12,
    style={"text.hinting": "none"},
    savefig_kwargs={"dpi": 96, "metadata": {"Software": None}},
)
def test_picture(kind: str) -> Any:
    figure = gallery.read_example(kind, EXAMPLES)
    return charts.plot(figure, own_theme(), Locale("en-US"), 300, furniture=True)
