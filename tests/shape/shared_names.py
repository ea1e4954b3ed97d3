"""Class names that still stand for two things in the engine's code: a list that should shrink to nothing."""

from __future__ import annotations

SHARED_NAMES: dict[str, str] = {
    "Answer": "what a jobseeker answers stands in published schemas; the law's is a function's result",
}
