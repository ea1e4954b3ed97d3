"""Class names that still stand for two things in the engine's code: a list that should shrink to nothing."""

from __future__ import annotations

LAW = "two things in the law that want names of their own"

SHARED_NAMES: dict[str, str] = {
    **dict.fromkeys(("Buckets", "Calendar", "Given", "Line"), LAW),
    "Answer": "what a jobseeker answers stands in published schemas; the law's is a function's result",
    "Case": "a case of law, and what eligibility stores of a person",
    "Row": "a row of contributions, and of the demonstration's data",
}
