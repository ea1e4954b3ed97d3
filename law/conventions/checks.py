"""The checks, by the names by which the instruments' files ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from law.conventions import (
    contingency,
    declared_articles,
    durations,
    equality,
    flat_rate_and_families,
    grounds,
    later_spells,
    new_applicants,
    part_time_workers,
    partial_unemployment,
    qualifying_and_waiting,
    rates,
    rule_inspection,
    seasonal_workers,
    second_phase,
    temporary_exceptions,
)
from law.conventions.examination import Examination
from law.conventions.model import Conclusion, Requirement

Check = Callable[[Examination, Requirement], Conclusion]

CHECKS: Mapping[str, Check] = {
    "accepted parts": declared_articles.accepted_parts,
    "appeals": contingency.appeals,
    "cap": rates.cap,
    "coverage": declared_articles.coverage,
    "duration": durations.duration,
    "employees' share": declared_articles.employees_share,
    "equality": equality.equality,
    "every fact": declared_articles.every_fact,
    "exception reports": temporary_exceptions.exception_reports,
    "exceptions": temporary_exceptions.exceptions,
    "fact": declared_articles.fact,
    "flat rate": flat_rate_and_families.flat_rate,
    "found by a person": contingency.found_by_a_person,
    "grounds": grounds.grounds,
    "half of earnings": rates.half_of_earnings,
    "involuntary loss": contingency.involuntary_loss,
    "later spell": later_spells.later_spell,
    "linked spells": qualifying_and_waiting.linked_spells,
    "mean duration": durations.mean_duration,
    "net comparison": rates.net_comparison,
    "new applicants": new_applicants.new_applicants,
    "not asked": declared_articles.only_asked_when,
    "other families": flat_rate_and_families.other_families,
    "part-time worker": part_time_workers.part_time_worker,
    "participation": declared_articles.participation,
    "part-time pay": contingency.part_time_pay,
    "periodical": rule_inspection.periodical,
    "prescribed extent": grounds.prescribed_extent,
    "qualifying": qualifying_and_waiting.qualifying,
    "reduced hours": partial_unemployment.reduced_hours,
    "seasonal permission": seasonal_workers.seasonal_permission,
    "seasonal qualifying": seasonal_workers.seasonal_qualifying,
    "second phase": second_phase.benefit_goes_on,
    "second phase is enough": second_phase.second_phase_is_enough,
    "severance": rule_inspection.severance,
    "standard beneficiary": rates.standard_beneficiary,
    "suitable employment": declared_articles.suitable_employment,
    "suspended work": partial_unemployment.suspended_work,
    "unrelated to earnings": flat_rate_and_families.unrelated_to_earnings,
    "waiting": qualifying_and_waiting.waiting,
}
