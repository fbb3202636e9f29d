"""What somebody would write without briefgen: four charts as pictures, 14 slides and 4 pages, nothing laid out.

Run as `python -m benchmarks.naive FOLDER [COUNT]`; it is the yardstick of the other timings.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

TEXT = (
    "Deaths from synthetic opioids rose in every region, and most of the increase came after 2019. "
    * 6
)


def chart(number: int, ending: str = "png") -> bytes:
    """A bar chart as a PNG of 200 dpi, or in another format that matplotlib writes."""
    fig = Figure(figsize=(6.5, 3.5))
    FigureCanvasAgg(fig)
    axes = fig.add_subplot()
    axes.bar([str(year) for year in range(2014, 2022)], [(i * number) % 7 + i for i in range(8)])
    axes.set_title(f"Chart {number}")
    stream = io.BytesIO()
    fig.savefig(stream, format=ending, dpi=200)
    return stream.getvalue()


def main(folder: Path) -> None:
    """Write the two files into `folder`."""
    from pptx import Presentation
    from pptx.util import Inches
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate

    folder.mkdir(parents=True, exist_ok=True)
    charts = [chart(number) for number in range(1, 5)]
    styles = getSampleStyleSheet()
    story: list[object] = []
    for number, png in enumerate(charts):
        story += [Paragraph(f"Page {number + 1}", styles["Heading1"])]
        story += [Paragraph(TEXT, styles["BodyText"]) for _ in range(6)]
        story += [Image(io.BytesIO(png), 400, 215), PageBreak()]
    SimpleDocTemplate(str(folder / "naive.pdf")).build(story)
    deck = Presentation()
    for number in range(14):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number + 1}"
        slide.placeholders[1].text = TEXT[:200]
        if number < 4:
            slide.shapes.add_picture(io.BytesIO(charts[number]), Inches(1), Inches(2), Inches(7))
    deck.save(str(folder / "naive.pptx"))


if __name__ == "__main__":
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        main(Path(sys.argv[1]))
