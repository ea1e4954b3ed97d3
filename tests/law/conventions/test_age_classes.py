"""Of two ages that the law cannot tell from each other one is tried, and of two that it can, both."""

from __future__ import annotations

from law.catalogue import load_scheme
from law.conventions.age_classes import class_of

QUESTIONS = frozenset({"age", "age_on", "months_since_birth"})


def told_apart(name: str, *ages: int) -> int:
    """How many of these ages the sheet tells from each other."""
    scheme = load_scheme(name, accept_unverified=True)
    return len({class_of(age, scheme, QUESTIONS) for age in ages})


def test_an_age_that_is_only_a_limit_of_the_right_changes_nothing_that_is_paid() -> None:
    assert told_apart("no/dagpenger", 25, 40, 57) == 1


def test_ages_on_one_side_of_every_step_are_one_class_with_a_year_to_spare() -> None:
    assert told_apart("it/naspi", 25, 40, 52) == 1
    assert told_apart("it/naspi", 53, 54, 55, 56, 57, 60) == 5
    assert told_apart("uy/desempleo", 40, 57) == 2


def test_an_age_that_is_counted_with_or_looked_up_is_a_class_of_its_own() -> None:
    assert told_apart("de/alg1", 25, 32, 40) == 3
    assert told_apart("jp/basic-allowance", 25, 32, 40) == 3
