"""How charts of measurements look, and that the same figures give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

CALM, GOOD, HARD, PAID = "#5b7083", "#0b6e4f", "#a4441c", "#c79a2b"
"""What comes in, what is done, what waits, and money."""


@contextmanager
def rows_of_plots(to: Path, count: int) -> Iterator[list[Axes]]:
    """So many plots above one another with one horizontal scale, written as what the file's name ends with."""
    with mpl.rc_context(
        {"svg.hashsalt": "tideover", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
    ):
        figure = Figure(figsize=(9, 6.4), layout="constrained")
        yield list(figure.subplots(count, sharex=True))
        figure.savefig(to, metadata={"Date": None} if to.suffix == ".svg" else {})
