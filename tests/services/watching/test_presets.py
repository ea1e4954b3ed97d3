"""What is promised to people names where the figure comes from, and only sources that the file itself explains."""

from __future__ import annotations

import re

import pytest

from services.oversight.presets import FILE, standard_presets

SOURCES = ("UI Performs", "20 CFR 640", "UIPL 21-14", "ET Handbook 336", "ETA Handbook 401", "Institution's own rule")


def unnamed(cites: str) -> bool:
    """Whether a citation begins with no source that we know."""
    return not cites.startswith(SOURCES)


def explained() -> str:
    """The words above the figures, on one line."""
    head = FILE.read_text("utf-8").partition("\nwindow_days:")[0]
    return re.sub(r"\s*\n#\s*", " ", head)


def test_every_figure_names_its_source() -> None:
    presets = standard_presets()
    terms = presets.figures
    dated = (terms.minimum, terms.year_days, terms.recent_days, terms.kept_days)
    cited = [
        *(promise.cites for promise in presets.stages.values()),
        presets.pipeline.cites,
        *(value.cites for figure in dated for value in figure.values),
    ]
    assert len(cited) == 10
    assert [cites for cites in cited if unnamed(cites)] == []


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_is_explained_where_it_is_used(source: str) -> None:
    number = source.removeprefix("20 CFR ").removeprefix("UIPL ")
    assert source in explained() or number in explained()


@pytest.mark.parametrize("cites", ["UI Preforms, first payments", "A usual figure", ""])
def test_a_source_that_nobody_knows_is_found(cites: str) -> None:
    assert unnamed(cites)
