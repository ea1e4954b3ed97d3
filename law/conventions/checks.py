"""The checks, by the names by which the instruments' files ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from law.conventions import (
    contingency,
    declared_articles,
    durations,
    flat_rate_and_families,
    qualifying_and_waiting,
    rates,
    rule_inspection,
    temporary_exceptions,
)
from law.conventions.examination import Examination
from law.conventions.model import Conclusion, Requirement

Check = Callable[[Examination, Requirement], Conclusion]

CHECKS: Mapping[str, Check] = {
    "accepted parts": declared_articles.accepted_parts,
    "appeals": contingency.appeals,
    "cap": rates.cap,
    "categories": declared_articles.categories,
    "coverage": declared_articles.coverage,
    "duration": durations.duration,
    "employees' share": declared_articles.employees_share,
    "equality": rule_inspection.equality,
    "exception reports": temporary_exceptions.exception_reports,
    "exceptions": temporary_exceptions.exceptions,
    "fact": declared_articles.fact,
    "flat rate": flat_rate_and_families.flat_rate,
    "found by a person": contingency.found_by_a_person,
    "grounds": contingency.grounds,
    "half of earnings": rates.half_of_earnings,
    "involuntary loss": contingency.involuntary_loss,
    "linked spells": qualifying_and_waiting.linked_spells,
    "mean duration": durations.mean_duration,
    "net comparison": rates.net_comparison,
    "not asked": declared_articles.only_asked_when,
    "other families": flat_rate_and_families.other_families,
    "part-time pay": contingency.part_time_pay,
    "periodical": rule_inspection.periodical,
    "qualifying": qualifying_and_waiting.qualifying,
    "severance": rule_inspection.severance,
    "standard beneficiary": rates.standard_beneficiary,
    "unrelated to earnings": flat_rate_and_families.unrelated_to_earnings,
    "waiting": qualifying_and_waiting.waiting,
}
