"""Numbers in the code of eligibility that are no figures of law, file by file: a list that should shrink."""

from __future__ import annotations

CALENDAR = "the calendar's, not the law's"
DECIMAL = "decimal digits and per cent"
BOUND = "bounds what a sheet or a formula may be, so that reading always ends"
SHOWN = "how much of something is shown to a person"
TOGETHER = "how many persons are computed together"
WIDTH = "width of a column"
KEPT = "how many answers are kept in memory"
STRENGTH = "binding strength of an operator; only the order counts"

_RULESHEET = "services/eligibility/rulesheet"

NOT_LAW: dict[str, dict[int, str]] = {
    "services/eligibility/about_insurance.py": {60: CALENDAR, 30: CALENDAR},
    "services/eligibility/about_period.py": {60: CALENDAR, 30: CALENDAR},
    "services/eligibility/about_person.py": {60: CALENDAR, 12: CALENDAR},
    "services/eligibility/balance.py": dict.fromkeys((5, 7, 12, 52), CALENDAR),
    "services/eligibility/explaining/causes_told.py": {6: SHOWN},
    "services/eligibility/explaining/page.py": {12: SHOWN},
    "services/eligibility/explaining/standard_persons.py": {
        3: SHOWN,
        53: CALENDAR,
        60: CALENDAR,
        10: DECIMAL,
        1000: DECIMAL,
    },
    "services/eligibility/bulk/bulk.py": dict.fromkeys((4_096, 65_536), TOGETHER),
    "services/eligibility/bulk/columns.py": {1970: CALENDAR},
    "services/eligibility/compliance/declaration.py": dict.fromkeys((3, 80, 480), BOUND),
    "services/eligibility/compliance/matter.py": {100: DECIMAL},
    "services/eligibility/compliance/person.py": {60: CALENDAR},
    "services/eligibility/earnings.py": {60: SHOWN},
    "services/eligibility/explain.py": {12: SHOWN},
    "services/eligibility/findings.py": {2000: SHOWN, 3: "three dots"},
    "services/eligibility/memory.py": {20_000: KEPT},
    "services/eligibility/migrations/eligibility_0001_facts_and_decisions.py": {64: WIDTH, 80: WIDTH, 160: WIDTH},
    "services/eligibility/pages/measures.py": dict.fromkeys(
        (344, 10, 14, 9, 5, 17, 16, 84, 70, 300, 64), "how large things are drawn"
    ),
    "services/eligibility/pages/plot.py": {3: SHOWN},
    "services/eligibility/periods.py": {13: CALENDAR, 14: CALENDAR},
    "services/eligibility/store.py": {500_000: KEPT},
    "services/eligibility/tables.py": {64: WIDTH, 80: WIDTH, 160: WIDTH},
    "services/eligibility/trying/facts_of.py": {
        12: CALENDAR,
        60: CALENDAR,
        36: "months of a story's job",
        1950: "long ago",
        2000: "long ago",
    },
    "services/eligibility/trying/story.py": dict.fromkeys((10, 40, 60, 600), "what a story is like, and how long"),
    f"{_RULESHEET}/calendar.py": {5: CALENDAR, 12: CALENDAR, 28: CALENDAR, 4096: KEPT},
    f"{_RULESHEET}/check.py": {12: SHOWN},
    f"{_RULESHEET}/document.py": {20: BOUND, 1_000_000: BOUND},
    f"{_RULESHEET}/evaluate.py": {4096: KEPT},
    f"{_RULESHEET}/numerals.py": {4: DECIMAL, 6: DECIMAL, 10: DECIMAL},
    f"{_RULESHEET}/operations.py": {10_000: BOUND},
    f"{_RULESHEET}/page.py": {12: SHOWN, 100: WIDTH},
    f"{_RULESHEET}/parameters.py": dict.fromkeys(
        (36_525, 5_218, 1_200, 400, 100, 876_600), "a century, in each time base"
    ),
    f"{_RULESHEET}/parser.py": dict.fromkeys((10, 20, 30, 40, 50, 60, 70, 80), STRENGTH),
    f"{_RULESHEET}/scheme.py": {7: CALENDAR},
    f"{_RULESHEET}/tokens.py": {2000: BOUND, 300: BOUND, 12: SHOWN},
    f"{_RULESHEET}/windows.py": {720: BOUND, 1900: BOUND, 3: CALENDAR, 7: CALENDAR, 12: CALENDAR, 4096: KEPT},
    f"{_RULESHEET}/words.py": {100: DECIMAL, 10_000: DECIMAL},
}
