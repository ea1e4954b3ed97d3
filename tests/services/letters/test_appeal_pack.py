"""The papers for contesting a decision hold what the decision turns on, in a form that can be followed."""

from __future__ import annotations

from pathlib import Path

from contracts.claims import ClaimDecision
from contracts.eligibility import AssessmentMade
from services.letters.appeal_pack import PackMaterial, appeal_pack
from tests.services.letters.case import case_of, opened_life


def test_a_pack_on_an_overpayment_tells_every_version_of_what_was_due_and_keeps_a_derivations_steps(
    tmp_path: Path,
) -> None:
    with opened_life(tmp_path) as laptop:
        case = case_of(laptop)
    dated, decision = next((dated, event) for dated, event in case.of(ClaimDecision) if event.certification is not None)
    due = [event for _, event in case.of(AssessmentMade) if event.certification == decision.certification]
    assert len(due) > 1, "less was due in the end than was paid"

    paper = appeal_pack(case, dated, decision, PackMaterial((), (), (), ()))
    sections = {section.heading: section for section in paper.sections}
    lines = [run.text for line in sections["How what is due for these days was worked out"].lines for run in line.runs]
    told = [line for line in lines if line.startswith("Assessment ")]
    assert [str(event.amount) in line for event, line in zip(due, told, strict=True)] == [True] * len(due)
    steps = [run.text for line in sections["How the claim was determined with it"].lines for run in line.runs]
    assert {len(step) - len(step.lstrip("\u00a0")) for step in steps} >= {0, 2, 4}
