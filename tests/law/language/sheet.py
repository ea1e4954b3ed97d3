"""A small sound sheet, and the same with one line changed, to see each check bite."""

from __future__ import annotations

from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import RuleSheetError
from law.questions.vocabulary import VOCABULARY

SOUND = """\
scheme:
  name: xx/small
  title: A small scheme
  country: XX
  currency: {code: USD, minor_units: 100}
  about: Half of the highest quarter.
  law: [The Small Act]
claim:
  begins: {on: the day of filing, cites: "Small Act § 1"}
  benefit_year: {lasts: year, cites: "Small Act § 1"}
  benefit_week: {begins_on: monday, cites: "Small Act § 1"}
  certified_every: {lasts: interval, cites: "Small Act § 1"}
  week_law: {as_on: the first day of the week, cites: "Small Act § 1"}
  refusal: {automatic: on the arithmetic of the qualifying conditions, cites: "Small Act § 1"}
appeal: {to: the court, within: appeal_days, cites: "Small Act § 9"}
parameters:
  year: {meaning: Year, unit: weeks, values: [{from: 2020-01-01, value: 52, cites: "Small Act § 1"}]}
  interval: {meaning: Interval, unit: weeks, values: [{from: 2020-01-01, value: 2, cites: "Small Act § 1"}]}
  appeal_days: {meaning: Days, unit: days, values: [{from: 2020-01-01, value: 14, cites: "Small Act § 9"}]}
  wait: {meaning: Waiting, unit: weeks, values: [{from: 2020-01-01, value: 1, cites: "Small Act § 3"}]}
  share: {meaning: Share, unit: quarters/week, values: [{from: 2020-01-01, value: "1/26", cites: "Small Act § 2"}]}
  weeks_max:
    meaning: Weeks
    unit: weeks
    values:
      - {from: 2020-01-01, until: 2021-01-01, value: 13, cites: "Small Act § 4"}
      - {from: 2021-01-01, value: 26, cites: "Small Act § 4 as amended"}
windows:
  base: {meaning: Base, is: last 4 completed calendar quarters before the claim begins, cites: "Small Act § 2"}
  months: {meaning: Months, is: last 6 completed calendar months before the claim begins, cites: "Small Act § 2"}
quantities:
  high: {meaning: High, unit: USD/quarter, is: highest_quarter(base), cites: "Small Act § 2"}
  rate: {meaning: Rate, unit: USD/week, is: share * high, round: down to 1, cites: "Small Act § 2"}
  total: {meaning: Total, unit: USD, is: weeks_max * rate, round: down to 1, cites: "Small Act § 4"}
conditions:
  earned: {meaning: Earned, is: high > 0, decided_by: arithmetic, met: "Earned {high}.", not_met: "No.", cites: "§ 2"}
each_week:
  quantities:
    due: {meaning: Due, unit: USD/week, is: "max(0, rate - week_earnings())", round: down to 1, cites: "Small Act § 5"}
  conditions: {}
waiting: {lasts: wait, served_when: week_earnings() < rate, cites: "Small Act § 3"}
benefit: {rate: rate, limit: total, reference_earnings: high, week_amount: due, cites: "Small Act § 4"}
"""


def load(text: str = SOUND, *, accept_unverified: bool = False) -> Scheme:
    """The sheet as a scheme."""
    return load_text(text, file="small.yaml", vocabulary=VOCABULARY, accept_unverified=accept_unverified)


def changed(old: str, new: str) -> str:
    """The sound sheet with one piece replaced."""
    assert SOUND.count(old) == 1, f"{old!r} must stand once in the sound sheet"
    return SOUND.replace(old, new)


def fault(text: str) -> RuleSheetError:
    """The error that a sheet is refused with."""
    try:
        load(text)
    except RuleSheetError as error:
        return error
    raise AssertionError("the sheet was accepted")


def line_of(piece: str, text: str = SOUND) -> int:
    """The line on which a piece stands."""
    return text[: text.index(piece)].count("\n") + 1
