"""From claim to work: each stage counts who reached it, and small numbers are hidden."""

from __future__ import annotations

from services.almp_referral.funnel import FunnelStage, funnel
from services.archives.funnel import protected
from services.commands.referral_funnel import lines_of
from tests.services.almp_referral.offering import Office
from tests.services.almp_referral.test_provider_reports import attended, office, referral, standing, started

__all__ = ["office"]


def test_a_claim_counts_at_every_stage_that_it_reached_and_at_no_other(office: Office) -> None:
    office.sees(started(office, 2), attended(office, range(3, 8), range(3, 8)))
    assert referral(office)
    assert standing(office) == "started"
    with office.database.begin() as connection:
        reached = funnel(connection)
    assert reached == {("ann", "claim-ann"): {FunnelStage.CLAIM, FunnelStage.REFERRED, FunnelStage.STARTED}}


def test_a_number_about_few_people_is_hidden_and_none_follows_from_the_total() -> None:
    rows = {
        "female": {FunnelStage.CLAIM: {f"f{number}" for number in range(9)}, FunnelStage.PLACED: {"f1", "f2"}},
        "male": {FunnelStage.CLAIM: {f"m{number}" for number in range(8)}, FunnelStage.PLACED: set()},
        "unknown": {FunnelStage.CLAIM: {f"u{number}" for number in range(7)}, FunnelStage.PLACED: {"u1"}},
    }
    table = {line.split()[0]: line.split()[1:] for line in lines_of(protected(rows, 5))[1:]}
    assert [table[value][0] for value in ("female", "male", "unknown", "total")] == ["9", "8", "7", "24"]
    assert all(table[value][-1] not in {"2", "1", "3"} for value in table)
