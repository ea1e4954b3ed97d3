"""What is asked about cases with debts and decisions against people: answered on the stack as on the laptop."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.__main__ import app
from tests.stack.served import RUNNER

COUNTED_MEANWHILE = re.compile(r"<p>[^<]*almp_referral: Counted of [^<]*</p>\n?")
"""Days that were counted before all was heard: which they are depends on whose topic is heard first."""
RULES = ("overpayment", "did_not_leave_without_good_cause")


def answers(environment: Mapping[str, str], written_to: Path, *option: str) -> dict[str, Any]:
    """What commands say of the world of an environment, or of the folder that an option names, by what was asked."""

    def told(*words: str) -> str:
        done = RUNNER.invoke(app, [*words, *option], env=environment)
        assert done.exit_code == 0, f"{words}: {done.output}{done.exception}"
        return done.stdout

    assert "Equal: " in told("committee", "verify")
    debts = json.loads(told("recoveries", "--json"))
    question = debts[0]["question"]
    told("appeal-pack", question, "--out", str(written_to))
    [page] = written_to.glob("*.html")
    assert [path.stat().st_size > 0 for path in written_to.glob("*.pdf")] == [True]
    return {
        "debts": debts,
        "decided against": [json.loads(told("recall", "--rule", rule, "--json")) for rule in RULES],
        "letters about the debt": told("letter", question),
        "papers to contest it": COUNTED_MEANWHILE.sub("", page.read_text("utf-8")),
        "computed again": json.loads(told("replay", "--sample", "5", "--json"))["differing"],
    }
