"""What the law says of a person, as it is published and stored, so that two decisions can be compared."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from law.case.model import Assessment, Determination
from law.case.published import as_assessed
from law.explain.comparison import DecisionChange
from law.explain.determined import Determined, assessed_periods
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from law.explain.graph import Graph
from law.language.sheet.scheme import Scheme
from tests.law.schemes.person import Person


def stored(derivation: list[dict[str, Any]]) -> Graph:
    """A derivation as it is read back from the store."""
    return Graph.of(json.loads(json.dumps(derivation)))


def determined(scheme: Scheme, determination: Determination, assessments: tuple[Assessment, ...] = ()) -> Determined:
    """A determination and what was assessed under it, with derivations as they are read back from the store."""
    periods = assessed_periods([(as_assessed(each), stored(each.derivation)) for each in assessments])
    return replace(Determined.of(scheme, determination), graph=stored(determination.derivation), periods=periods)


def law_says(person: Person) -> Determined:
    """What the law says of a person in a story."""
    return determined(person.scheme, person.determination(), person.assessments())


def changes(before: Person, after: Person) -> tuple[DecisionChange, ...]:
    """What differs for the second person."""
    return difference(law_says(before), law_says(after))


def words(before: Person, after: Person) -> tuple[str, ...]:
    """The same in words."""
    return changes_in_words(changes(before, after))
