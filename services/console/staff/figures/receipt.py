"""A receipt in a reader's words: the day, how far the log was read, the rules, the program, and what is not shown."""

from __future__ import annotations

from collections.abc import Sequence

from services.console.staff.figures.asked import AskedFigures
from services.console.staff_page import Visit
from services.oversight.views import standard_presets


def receipt_in_words(visit: Visit, asked: AskedFigures) -> Sequence[tuple[str, str, str]]:
    """What stands in a receipt, line by line: what each line is, its words, and words that exist in English only."""
    receipt, language = asked.receipt, visit.language
    kept = "kept" if receipt.is_kept else "counted"
    closed = ", ".join(f"clock/{partition} {moment}" for partition, moment in sorted(receipt.closed_at.items()))
    read = ", ".join(f"{place} {position}" for place, position in receipt.read_to.items())
    minimum = standard_presets().figures.minimum.on(receipt.day)
    lines = {
        "day": visit.say(f"figures.receipt.{kept}", day=language.day(receipt.day)),
        "log": visit.say(
            "figures.receipt.positions",
            events=language.number(receipt.observations),
            closed=closed,
            positions=read,
        ),
        "program": visit.say(
            "figures.receipt.program_is", program=receipt.program, rules=receipt.rules, digest=receipt.digest
        ),
        "sheets": ", ".join(receipt.sheets) or visit.say("figures.not_known"),
        "hidden": visit.say("figures.receipt.hidden_is", n=language.number(asked.rules.minimum)),
    }
    originals = {"hidden": minimum.cites}
    return [(visit.say(f"figures.receipt.{name}"), text, originals.get(name, "")) for name, text in lines.items()]
