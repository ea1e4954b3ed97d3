"""The columns say of every random person what the exact evaluation says; and whatever is broken in them is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from law.catalogue import load_scheme, scheme_names
from law.columns import dated_columns, law_steps, numbers, windows
from law.columns.calculator import first_days
from law.columns.columns import EPOCH, Flags, day_of
from law.columns.inputs import day_numbers
from law.columns.integers import Whole
from law.columns.numbers import Numbers
from law.columns.operations import OPERATIONS
from law.columns.questions import insured_time
from tests.law.columns.compare import Comparison, from_aggregates, from_histories

BY_AGGREGATES, BY_HISTORIES = 700, 300  # persons of a batch; two batches of each make 2,000 of every scheme
SEEDS = (0, 1)


@pytest.mark.parametrize("name", scheme_names())
def test_two_thousand_random_persons_come_out_alike_and_meet_and_miss_every_condition(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    compared = [from_aggregates(scheme, BY_AGGREGATES, seed) for seed in SEEDS]
    compared += [from_histories(scheme, BY_HISTORIES, seed) for seed in SEEDS]

    for one in compared:
        assert not one.differing, "\n".join([str(one), *one.differences])
        assert 0 < one.in_doubt < one.persons
    for condition in scheme.conditions:
        assert any(one.met[condition] for one in compared), f"nobody meets {condition}"
        assert any(one.not_met[condition] for one in compared), f"nobody misses {condition}"
    assert len(set().union(*(one.distinct for one in compared))) > 10


def binary_product(one: Numbers, two: Numbers) -> Numbers:
    """What a product would be in binary fractions, brought back to whole parts of a billion."""
    exact = numbers.times(one, two)
    shares = [np.asarray(side.over.values, float) / np.asarray(side.under.values, float) for side in (one, two)]
    parts = np.floor(shares[0] * shares[1] * 1e9)
    if np.ndim(parts) == 0:
        return exact
    return Numbers(Whole(parts.astype(np.int64)), Whole(10**9), exact.unknown)


def more_than(place: Callable[..., Any]) -> Callable[..., Any]:
    """A table in which a head is passed only by what is above it."""

    def found(self: Any, key: Any) -> Any:
        if isinstance(key, Numbers) and self._step == "at least":
            passed = [numbers.compared(key, Numbers.same(head)) for head in self._heads]
            return dated_columns._count([left > right for left, right in passed]) - 1
        return place(self, key)

    return found


def a_day_early(on: Callable[..., Any]) -> Callable[..., Any]:
    """A calendar in which each law begins a day too early."""
    return lambda self, days: on(self, days + 1)


def a_day_short(look_back: Callable[..., Any]) -> Callable[..., Any]:
    """Windows that end a day too early."""
    return lambda form, day, longer, not_before, unknown: look_back(form, day - 1, longer, not_before, unknown)


def sure(test: Callable[..., Flags]) -> Callable[..., Flags]:
    """An operation that forgets doubt."""
    return lambda *operands: Flags(test(*operands).values)


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a product in binary fractions": lambda change: change.setitem(OPERATIONS, "*", binary_product),
    "halves rounded to even": lambda change: change.setitem(numbers._WAYS, "half up", numbers._half_even),
    "a head of a table not reached by its own value": lambda change: change.setattr(
        dated_columns._Heads, "place", more_than(dated_columns._Heads.place)
    ),
    "a limit not reached by its own value": lambda change: change.setitem(OPERATIONS, ">=", OPERATIONS[">"]),
    "a law that begins a day early": lambda change: change.setattr(
        dated_columns.Calendar, "on", a_day_early(dated_columns.Calendar.on)
    ),
    "windows a day short": lambda change: change.setattr(
        f"{law_steps.__name__}.look_back", a_day_short(windows.look_back)
    ),
    "doubt forgotten": lambda change: change.setitem(OPERATIONS, ">=", sure(OPERATIONS[">="])),
    "months of thirty-one days": lambda change: change.setattr(insured_time, "DAYS_OF_A_MONTH", 31),
}


NOTICED_IN = {"halves rounded to even": "fr/are", "months of thirty-one days": "jp/basic-allowance"}
"""Where a fault is tried, if not in `de/alg1`: halves of a cent are commonest in France, and this law counts days."""


def batches(name: str) -> Iterator[Comparison]:
    """Persons of one scheme, batch by batch."""
    scheme = load_scheme(name, accept_unverified=True)
    yield from_histories(scheme, 200, 1)
    yield from (from_aggregates(scheme, 600, seed) for seed in (0, 1, 2, 3))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    FAULTS[fault](monkeypatch)

    assert any(batch.differing and batch.differences for batch in batches(NOTICED_IN.get(fault, "de/alg1")))


@pytest.mark.parametrize("name", ["de/alg1", "fr/are"])
def test_without_a_fault_the_same_persons_agree(name: str) -> None:
    assert not any(batch.differing for batch in batches(name))


def test_days_count_from_the_same_day_as_numpy() -> None:
    assert np.datetime64(EPOCH).astype(np.int64) == 0


def test_whether_a_claim_is_filed_in_time_is_told_for_each_and_nothing_of_days_without_law() -> None:
    scheme = load_scheme("es/contributiva", accept_unverified=True)
    filed = np.array(["2025-03-20", "2025-03-24", "2025-02-10", "2010-01-04"], dtype="datetime64[D]")
    since = np.array(["2025-03-01", "2025-03-01", "2025-03-01", "2010-01-01"], dtype="datetime64[D]")

    begins = first_days(scheme, day_numbers(filed), day_numbers(since))

    assert [day_of(day).isoformat() for day in begins] == ["2025-03-01", "2025-03-24", "2025-03-01", "2010-01-04"]
