"""The law says the same of a year-to-date report as of one that names each period's pay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contracts.base import Envelope
from services.registry_kit.field_rule import FieldRule
from services.worlds import laptop_in
from tests.services.registry_kit.office import told_by
from tests.services.registry_kit.recipes import Reporting, changed, lines_of, recipe

WHO = {"national_id": "nino", "pattern": "[A-Z]{2}[0-9]{6}[A-D]"}
CLAIM = {
    "source": "https://office.example.org/claims",
    "person": WHO,
    "fields": {
        "key": {"constant": "C-1"},
        "source_version": {"constant": 1},
        "recorded_at": {"constant": "2020-05-04T10:00:00Z"},
        "scheme": {"constant": "us/mississippi"},
        "filed_on": {"constant": "2020-05-04"},
        "unemployed_from": {"constant": "2020-05-01"},
    },
}
TOTALS = {1: 1600, 2: 3300, 3: 5000, 4: 2400, 5: 4100, 6: 5700, 7: 7300, 8: 9100, 9: 10_900, 10: 9500, 11: 11_200}
"""By tax month of 2019, in whole dollars: from April on the year is a new one, and the total of October falls."""
EARNED = {1: 1600, 2: 1700, 3: 1700, 4: 2400, 5: 1700, 6: 1600, 7: 1600, 8: 1800, 9: 400, 10: 0, 11: 1700}


def in_dollars(reporting: Reporting, *, totals: bool) -> Reporting:
    """The British recipe for a country that pays in dollars, with or without running totals."""
    fields = {name: _in_dollars(rule) for name, rule in reporting.mapping.fields.items()}
    kept = {"fields": fields} if totals else {"fields": fields, "year_to_date": None}
    return Reporting(reporting.mapping.model_copy(update=kept), reporting.kind)


def _in_dollars(rule: FieldRule) -> FieldRule:
    return rule.model_copy(update={"currency": "USD"}) if rule.currency else rule


def months(figures: dict[int, int]) -> list[dict[str, str]]:
    """Lines of the British shape, one a month of 2019."""
    line = changed(lines_of("fps.csv")[0], start_date="2019-01-01", ni_ytd="")
    return [
        changed(
            line,
            period_start=f"2019-{month:02d}-01",
            period_end=f"2019-{month:02d}-28",
            paid_on=f"2019-{month:02d}-28",
            taxable_ytd=str(figure),
            sent=f"2019-{month:02d}-28T09:00:00Z",
        )
        for month, figure in figures.items()
    ]


def decided(folder: Path, facts: list[Envelope]) -> list[dict[str, Any]]:
    """What the engine says of the claim, but for the ids of the events that it was told by."""
    claim = told_by("claim", CLAIM, nino="AB123456C")
    assert isinstance(claim, list)
    laptop = laptop_in(folder)
    laptop.publish([*facts, *claim])
    laptop.run_until_quiet()
    messages = [Envelope.from_bytes(message.raw) for message in laptop.log("eligibility")]
    said = [sent.data for sent in messages if "determination-made" in sent.type]
    laptop.close()
    return [{name: data[name] for name in ("outcome", "benefit_rate", "total_max", "findings")} for data in said]


def test_a_year_to_date_file_and_a_period_file_lead_to_the_same_figures(tmp_path: Path) -> None:
    running = in_dollars(recipe("fps-pay", "contribution"), totals=True)
    each = in_dollars(recipe("fps-pay", "contribution"), totals=False)
    running.report(*months(TOTALS))
    each.report(*months(EARNED))
    assert running.rejected == each.rejected == []
    assert [amount for _, amount in running.pay()] == [amount * 100 for amount in EARNED.values()]
    assert running.pay() == each.pay()

    told, as_told = decided(tmp_path / "running", running.sent), decided(tmp_path / "each", each.sent)
    assert told[-1]["outcome"], "the claim is decided, or the comparison says nothing"
    assert told[-1]["benefit_rate"] is not None
    assert told == as_told
