"""What the law says of a person, as it is published and stored, so that two answers can be compared."""

from __future__ import annotations

import json
from typing import Any

from law.case.model import Assessment, Determination
from law.case.published import as_assessed, as_published
from law.explain.comparison import Change, Determined
from law.explain.difference import certified, difference
from law.explain.difference_in_words import told
from law.explain.graph import Graph
from law.language.sheet.scheme import Scheme
from tests.law.schemes.person import Person


def stored(derivation: list[dict[str, Any]]) -> Graph:
    """A derivation as it comes back from the store."""
    return Graph.of(json.loads(json.dumps(derivation)))


def determined(scheme: Scheme, found: Determination, assessments: tuple[Assessment, ...] = ()) -> Determined:
    """A determination and what was assessed under it."""
    periods = certified([(as_assessed(one), stored(one.derivation)) for one in assessments])
    return Determined(scheme, as_published(found), stored(found.derivation), periods)


def law_says(person: Person) -> Determined:
    """What the law says of a person in a story."""
    return determined(person.scheme, person.determination(), person.assessments())


def changes(before: Person, after: Person) -> tuple[Change, ...]:
    """What is otherwise for the second person."""
    return difference(law_says(before), law_says(after))


def words(before: Person, after: Person) -> tuple[str, ...]:
    """The same as people are told it."""
    return told(changes(before, after))
