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


def test_no_line_is_wider_than_the_smallest_terminal_and_no_word_of_a_title_is_cut() -> None:
    for command in ("list", "due"):
        told = CliRunner().invoke(app, ["scheme", command], env={"COLUMNS": "80"}).output
        assert max(map(len, told.splitlines())) <= 80, command
        assert "\N{HORIZONTAL ELLIPSIS}" not in told
    listed = " ".join(CliRunner().invoke(app, ["scheme", "list"], env={"COLUMNS": "80"}).output.split())
    for name in scheme_names():
        assert load_scheme(name, accept_unverified=True).title in listed
