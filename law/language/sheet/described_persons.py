"""Which answers to a particular describe whom: a person with a family, with other means, one of a group of the law.

No rule reads it. It lets whoever makes up a person of a kind state what the sheet asks, in the sheet's own words.
"""

from __future__ import annotations

from collections.abc import Mapping

from law.language.terms.document import Entry
from law.language.terms.units import YES_NO, Unit

NUMBERS = frozenset({"children", "dependants", "other_means"})
"""Kinds that are a number: the answer is how many, or how much."""
KINDS = (
    "family",
    "children",
    "dependants",
    "other_means",
    "seasonal_work",
    "vocational_training",
    "studies",
    "military_service",
    "care",
    "bereaved",
    "divorced_or_separated",
    "released",
    "adult_training",
    "returned_migrant",
    "self_employed",
)
"""Of whom an answer may tell. What is said of a family is said of all who provide for somebody."""
EXAMPLE = """\
has_family:
  meaning: Whether the person provides for a family
  unit: yes_no
  asks: Does the person provide for a family?
  if_unsaid: "no"
  describes: family"""
EXAMPLE_WORDS = """\
describes:
  vocational_training: training
  studies: studies"""
ITS_NUMBER = "its number"
"""Stands for the answer where it is how many, or how much."""


def read_described(entry: Entry, unit: Unit) -> Mapping[str, str]:
    """The answer by the kind of person. Raises `RuleSheetError`."""
    if entry.is_text():
        return {entry.one_of(*KINDS): _only_answer(entry, unit)}
    described = entry.fields(optional=" ".join(KINDS), example=EXAMPLE_WORDS)
    return {kind: _answer(answer, unit) for kind, answer in described.items()}


def _only_answer(entry: Entry, unit: Unit) -> str:
    """Yes, or the number: of words nobody could tell which one it is."""
    if unit.kind == "category":
        raise entry.wrong("of words it is said which one describes whom.", example=EXAMPLE_WORDS)
    numbered = entry.text(example=EXAMPLE) in NUMBERS
    if numbered != (unit != YES_NO):
        wanted = "a number" if numbered else "yes or no"
        raise entry.wrong(f"this kind is {wanted}, and the answer is not.", example=EXAMPLE)
    return ITS_NUMBER if numbered else "yes"


def _answer(entry: Entry, unit: Unit) -> str:
    if unit == YES_NO:
        return entry.one_of("yes", "no")
    if unit.kind != "category":
        raise entry.wrong("of a number it is said only whom it describes.", example="describes: children")
    return entry.one_of(*unit.members)
