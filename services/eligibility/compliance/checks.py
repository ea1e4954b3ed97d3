"""The checks by the names under which the files of the instruments ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.eligibility.compliance import (
    beginning,
    contingency,
    declared,
    durations,
    other_methods,
    rates,
    reading_rules,
)
from services.eligibility.compliance.matter import Matter
from services.eligibility.compliance.model import Answer, Row

Check = Callable[[Matter, Row], Answer]

CHECKS: Mapping[str, Check] = {
    "accepted parts": declared.accepted_parts,
    "appeals": contingency.appeals,
    "cap": rates.cap,
    "categories": declared.categories,
    "coverage": declared.coverage,
    "duration": durations.duration,
    "employees' share": declared.employees_share,
    "equality": reading_rules.equality,
    "exception reports": declared.exception_reports,
    "exceptions": declared.exceptions,
    "fact": declared.fact,
    "flat rate": other_methods.flat_rate,
    "found by a person": contingency.found_by_a_person,
    "grounds": contingency.grounds,
    "half of earnings": rates.half_of_earnings,
    "involuntary loss": contingency.involuntary_loss,
    "linked spells": beginning.linked_spells,
    "mean duration": durations.mean_duration,
    "net comparison": rates.net_comparison,
    "not asked": declared.only_asked_when,
    "other families": other_methods.other_families,
    "part-time pay": contingency.part_time_pay,
    "periodical": reading_rules.periodical,
    "qualifying": beginning.qualifying,
    "severance": reading_rules.severance,
    "standard beneficiary": rates.standard_beneficiary,
    "unrelated to earnings": other_methods.unrelated_to_earnings,
    "waiting": beginning.waiting,
}
