"""Numbers in the code of eligibility that are no figures of law, file by file: a list that should shrink."""

from __future__ import annotations

CALENDAR = "the calendar's, not the law's"
DECIMAL = "decimal digits and per cent"
TOLD = "what a story is like, and how long"
BOUND = "bounds what a sheet or a formula may be, so that reading always ends"
SHOWN = "how much of something is shown to a person"
TOGETHER = "how many persons are computed together"
WIDTH = "width of a column"
KEPT = "how many answers are kept in memory"
DIGEST = "bytes of a digest"
STRENGTH = "binding strength of an operator; only the order counts"

NOT_LAW: dict[str, dict[int, str]] = {
    "law/amendments/benefit_from_day.py": {6: "periods that one certification holds"},
    "law/amendments/supposed_periods.py": {4096: KEPT},
    "law/questions/insured_time.py": {60: CALENDAR, 30: CALENDAR},
    "law/questions/certified_period.py": {60: CALENDAR, 30: CALENDAR},
    "law/questions/person_and_job.py": {60: CALENDAR, 12: CALENDAR},
    "law/language/sheet/contradictions.py": dict.fromkeys((5, 7, 30, 360), CALENDAR),
    "law/language/terms/rounding.py": {1000: BOUND},
    "law/case/balance.py": dict.fromkeys((5, 7, 12, 52), CALENDAR),
    "law/explain/causes_in_words.py": {6: SHOWN},
    "law/explain/page.py": {12: SHOWN},
    "law/explain/nearest_change.py": {
        **dict.fromkeys((3, 8, 32), "how much is tried"),
        1000: "how finely wages are raised",
        100_000: "wages where there are none to say what is usual",
    },
    "services/eligibility/archive.py": {31: "the largest whole number of a column"},
    "services/eligibility/introductions.py": {32: "bits that are kept for counting"},
    "services/eligibility/prepared.py": {16: DIGEST},
    "services/eligibility/proof.py": {32: "bytes of a key"},
    "law/people/standard_persons.py": {
        3: SHOWN,
        52: CALENDAR,
        10: DECIMAL,
        1000: DECIMAL,
    },
    "law/columns/calculator.py": dict.fromkeys((4_096, 65_536), TOGETHER),
    "law/written/arithmetic.py": {10: DECIMAL},
    "law/written/compiled.py": {64: "sheets kept in memory"},
    "law/written/expression.py": dict.fromkeys(range(3, 10), STRENGTH),
    "law/written/figures_of_day.py": {4096: KEPT},
    "law/written/layout.py": {80: WIDTH, 110: WIDTH},
    "law/written/sentences.py": {500: SHOWN},
    "law/columns/columns.py": {1970: CALENDAR},
    "law/conventions/declaration.py": dict.fromkeys((3, 80, 480), BOUND),
    "law/conventions/numbers_in_words.py": {100: DECIMAL},
    "law/conventions/proving.py": {20_000_000: "the effort of a proof", 1_000_000: DECIMAL, 10_000: DECIMAL},
    "law/conventions/symbols.py": {10: BOUND, 9: BOUND},
    "law/conventions/trials.py": {1040: BOUND},
    "law/questions/earnings_by_bucket.py": {60: SHOWN},
    "law/decide/findings.py": {2000: SHOWN, 3: "three dots"},
    "services/eligibility/cache.py": {20_000: KEPT, 500_000: KEPT},
    "services/eligibility/computed_twice.py": {20: SHOWN},
    "services/eligibility/one_person.py": {20_000: KEPT},
    "services/eligibility/migrations/eligibility_0001_facts_and_decisions.py": {64: WIDTH, 80: WIDTH, 160: WIDTH},
    "services/eligibility/migrations/eligibility_0003_numbers_of_eight_bytes.py": {160: WIDTH},
    "services/eligibility/migrations/eligibility_0005_sheets_and_what_was_known.py": {64: WIDTH, 160: WIDTH},
    "services/eligibility/migrations/eligibility_0006_facts_of_a_day_by_registry.py": {200: WIDTH},
    "services/eligibility/sheets.py": {32: "sheets kept in memory"},
    "law/pages/measures.py": dict.fromkeys((344, 10, 14, 9, 5, 17, 16, 84, 70, 300, 64), "how large things are drawn"),
    "law/pages/plot.py": {3: SHOWN},
    "law/case/benefit_periods.py": {13: CALENDAR, 14: CALENDAR},
    "services/eligibility/model.py": {8: DIGEST},
    "services/eligibility/migrations/eligibility_0009_closing_audits.py": {64: WIDTH, 80: WIDTH},
    "services/eligibility/tables.py": {64: WIDTH, 80: WIDTH, 160: WIDTH, 200: WIDTH},
    "law/people/life.py": {60: CALENDAR, 40: "hours a week of a job of which nothing is said", 1950: "long ago"},
    "law/packs/check.py": {300: SHOWN},
    "law/packs/compare.py": {9: DECIMAL, 10: DECIMAL},
    "law/packs/formulas.py": {3: CALENDAR},
    "law/packs/pack.py": {40: BOUND, 80: SHOWN},
    "law/people/as_facts.py": {16: SHOWN},
    "law/people/establishments.py": {12: CALENDAR},
    "services/eligibility/listed_lines.py": {2000: SHOWN},
    "law/people/stretches.py": {3: CALENDAR},
    "law/people/story.py": {10: TOLD, 120: TOLD},
    "law/people/told_days.py": {1910: TOLD, 2081: TOLD},
    "law/people/told_work.py": dict.fromkeys((10, 15, 36, 40, 600, 10_000), TOLD),
    "law/language/terms/calendar.py": {5: CALENDAR, 12: CALENDAR, 28: CALENDAR, 4096: KEPT},
    "law/language/terms/renewal.py": {183: CALENDAR, 2001: CALENDAR},
    "law/language/terms/whole_numbers.py": {2_147_483_647: BOUND},
    "law/language/terms/document.py": {20: BOUND, 1_000_000: BOUND},
    "law/language/run/rules.py": {4096: KEPT},
    "law/language/terms/numerals.py": {4: DECIMAL, 6: DECIMAL, 10: DECIMAL, 100: DECIMAL},
    "law/language/sheet/header.py": {10: DECIMAL},
    "law/language/formula/operations.py": {10_000: BOUND, 1_200: BOUND},
    "law/language/plain/page.py": {12: SHOWN, 100: WIDTH},
    "law/language/terms/parameters.py": dict.fromkeys(
        (36_525, 5_218, 1_200, 400, 100, 876_600), "a century, in each time base"
    )
    | {1_000_000_000_000_000: BOUND},
    "law/language/formula/parser.py": dict.fromkeys((10, 20, 30, 40, 50, 60, 70, 80), STRENGTH),
    "services/eligibility/migrations/eligibility_0002_decisions_say_by_kind_what_they_are_about.py": {
        1000: "rows rewritten at a time"
    },
    "law/language/sheet/scheme.py": {7: CALENDAR},
    "law/language/formula/tokens.py": {2000: BOUND, 300: BOUND, 12: SHOWN},
    "law/language/terms/windows.py": {720: BOUND, 1900: BOUND, 3: CALENDAR, 7: CALENDAR, 12: CALENDAR, 4096: KEPT},
    "law/language/terms/words.py": {10: DECIMAL, 100: DECIMAL, 10_000: DECIMAL},
}
