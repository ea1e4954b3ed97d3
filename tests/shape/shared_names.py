"""Class names that still stand for two things in the engine's code: a list that should shrink to nothing."""

from __future__ import annotations

LAW = "two things in the law that want names of their own"
SERVICE = "a word of the law, and a service's own"

SHARED_NAMES: dict[str, str] = {
    **dict.fromkeys(
        (
            "Answer",
            "Buckets",
            "Calendar",
            "Certified",
            "Declared",
            "Given",
            "Line",
            "Node",
            "Particular",
            "Row",
            "Sheet",
            "StandardPerson",
        ),
        LAW,
    ),
    **dict.fromkeys(("Case", "Matter", "Paid", "Question", "Reference"), SERVICE),
}
