"""Sheets of the catalogue with one more article: a reduction by 30 to 50 % for one or two months, with a cure."""

from __future__ import annotations

from law.catalogue import SCHEMES
from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.questions.vocabulary import VOCABULARY

ARTICLE = "Test Act § 1"
REDUCTIONS = f"""
  - article: {ARTICLE}
    says: Who does not keep what was agreed with the employment service is paid less for a time.
    parameters:
      reduction_min:
        meaning: The least share that a reduction takes
        unit: share
        values:
          - from: 2000-01-01
            value: 0.30
      reduction_max:
        meaning: The greatest share that a reduction takes
        unit: share
        values:
          - from: 2000-01-01
            value: 1/2
      reduction_months_min:
        meaning: The shortest time of a reduction
        unit: months
        values:
          - from: 2000-01-01
            value: 1
      reduction_months_max:
        meaning: The longest time of a reduction
        unit: months
        values:
          - from: 2000-01-01
            value: 2
    reductions:
      no_employment_service:
        meaning: Did not keep what was agreed with the employment service
        by_at_least: reduction_min
        by_at_most: reduction_max
        for_at_least: reduction_months_min
        for_at_most: reduction_months_max
        until: the person complies
        at: (2)
"""


def reducing(name: str, *changes: tuple[str, str]) -> Scheme:
    """A sheet of the catalogue with the article, in which these pieces are replaced."""
    text = REDUCTIONS
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} must stand once in the article"
        text = text.replace(old, new)
    sheet = (SCHEMES / f"{name}.yaml").read_text("utf-8")
    return load_text(sheet + text, file=f"{name}.yaml", vocabulary=VOCABULARY, accept_unverified=True)
