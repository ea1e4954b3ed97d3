"""`tideover scheme list` says of each law how new it is, how sure, and how it stands against the Conventions."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from law.catalogue import load_scheme, scheme_names
from law.pages.convention_summary import kept_counts
from services.__main__ import app


def test_every_scheme_is_listed_with_what_was_met_and_what_was_not() -> None:
    listed = {row["scheme"]: row for row in json.loads(CliRunner().invoke(app, ["scheme", "list", "--json"]).output)}
    assert list(listed) == list(scheme_names())
    for name, row in listed.items():
        assert row["conventions"] == kept_counts(load_scheme(name, accept_unverified=True)), name
        assert row["conventions"].keys() == {"C102", "C168"}, f"{name}: python -m law.pages.convention_summary"


def test_the_model_of_c168_shows_no_article_that_is_not_met() -> None:
    told = CliRunner().invoke(app, ["scheme", "list"], env={"COLUMNS": "200"}).output
    (complete,) = (line for line in told.splitlines() if line.startswith("ilo/c168-complete"))
    assert complete.rstrip().endswith(" / 0")
