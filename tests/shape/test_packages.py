"""The drawing of the packages in services/README.md is that of the imports as they are."""

from __future__ import annotations

import pytest

from tests.shape.packages import BEGIN, END, README, arrows, diagram, imported_by, package_of, reduced, with_diagram


def test_the_readme_draws_the_packages_as_they_are() -> None:
    text = README.read_text("utf-8")
    assert text == with_diagram(text), "draw it anew with python -m tests.shape.packages"


def test_an_import_is_seen_wherever_it_stands() -> None:
    source = (
        "import law.case.facts\ndef f():\n    from services import claims\n    from contracts.values import Money\n"
    )
    assert [package_of(module) for module in imported_by(source)] == ["law/case", "services/claims", "contracts"]


def test_every_arrow_that_is_left_out_follows_from_those_that_are_drawn() -> None:
    everything, drawn = arrows(), reduced(arrows())
    assert drawn["law/decide"] < everything["law/decide"], "contracts are reached through the case"

    def reached(package: str) -> set[str]:
        return set(drawn[package]).union(*(reached(one) for one in drawn[package]))

    assert all(imports <= reached(package) for package, imports in everything.items())


def test_a_new_arrow_changes_the_drawing() -> None:
    drawn = reduced(arrows())
    assert diagram(drawn) != diagram({**drawn, "law/questions": drawn["law/questions"] | {"law/decide"}})


def test_a_readme_without_a_place_for_the_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="does not mark the place"):
        with_diagram(f"{END}\n{BEGIN}")
