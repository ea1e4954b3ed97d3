"""A sentence of a finding says each of its words once, with the values that are put into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from law.catalogue import load_scheme, scheme_names
from law.language.sheet.scheme import Scheme, Template
from law.language.terms.units import Unit


def sentences(scheme: Scheme) -> Iterator[Template]:
    for condition in (*scheme.conditions.values(), *scheme.week_conditions.values()):
        yield from (condition.met, condition.not_met)


def units(scheme: Scheme) -> dict[str, Unit]:
    return {
        **{name: quantity.unit for name, quantity in scheme.quantities.items()},
        **{name: quantity.unit for name, quantity in scheme.week_quantities.items()},
        **{name: parameter.unit for name, parameter in scheme.parameters.items()},
    }


@pytest.mark.parametrize("name", scheme_names())
def test_a_sentence_does_not_name_the_time_that_its_values_are_for(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    of = units(scheme)
    for template in sentences(scheme):
        own_words = " ".join(text for text, _ in template)
        for per in {of[value].per for _, value in template if value in of}:
            assert per is None or not re.search(rf"\b{per}\b", own_words), own_words
