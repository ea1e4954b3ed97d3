"""When a sheet runs out: the day before its end it answers, and from then on it refuses to guess."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from law.catalogue import load_scheme, scheme_names
from law.language.sheet.horizon import ends_of
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.parameters import Parameter
from law.language.terms.tables import Table

FAR_AWAY = date(2100, 1, 1)


def unknown_on(scheme: Scheme, day: date) -> set[str]:
    """What the sheet cannot say for a day."""
    found = set()
    dated: list[Parameter | Table] = [*scheme.parameters.values(), *scheme.tables.values()]
    for one in dated:
        try:
            one.on(day)
        except OutsideKnownLaw:
            found.add(one.name)
    return found


@pytest.mark.parametrize("name", scheme_names())
def test_each_end_is_a_day_from_which_something_is_unknown_that_was_known_the_day_before(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    ends = ends_of(scheme)
    for end in ends:
        assert unknown_on(scheme, end) - unknown_on(scheme, end - timedelta(days=1)), f"{name} on {end}"
    if not ends:
        assert unknown_on(scheme, FAR_AWAY) == set()


def test_some_sheet_of_ours_has_an_end() -> None:
    """Otherwise nothing above was looked at."""
    assert [name for name in scheme_names() if ends_of(load_scheme(name, accept_unverified=True))]
