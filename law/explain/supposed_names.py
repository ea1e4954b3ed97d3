"""Names in a supposition that no sheet has: what is supposed under one would change nothing, in silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts.about import OVERPAYMENT, WEEK
from contracts.in_words import as_sentence, no_such
from law.explain.determined import Determined
from law.explain.what_if_words import SuppositionError, Verb
from law.language.sheet.scheme import Scheme

NOT_ASKED_HERE = (
    "What was paid too much is asked of the books, and what is due of the law: a decision about an overpayment changes "
    "nothing that is due."
)


def _refuse_what_it_cannot_be(line: str, schemes: Iterable[Scheme]) -> None:
    name, _, value = (part.strip() for part in line.partition("="))
    kinds = [scheme.particulars[name] for scheme in schemes if name in scheme.particulars]
    faults = [fault for kind in kinds if (fault := kind.fault_of(value))]
    if value and len(faults) == len(kinds):
        raise SuppositionError(as_sentence(faults[0]), "state")


def refuse_misspelt_names(
    asked: Iterable[tuple[Verb, str]], determined: Mapping[str, Determined], supposed: Mapping[str, Scheme]
) -> None:
    """Raises `SuppositionError` for what the person's claims and sheets do not know: a particular, a condition, a week.

    `determined` are the claims as they stand, `supposed` the schemes that are put in place of theirs.
    """
    schemes = [*(claim.scheme for claim in determined.values()), *supposed.values()]
    particulars = {name for scheme in schemes for name in scheme.particulars}
    conditions = {finding.condition for claim in determined.values() for finding in claim.event.findings}
    weeks = {period.start.isoformat() for claim in determined.values() for period in claim.periods}
    conditions.update(name for scheme in schemes for name in (*scheme.conditions, *scheme.week_conditions))
    for verb, line in asked:
        if verb == "state" and (name := line.partition("=")[0].strip()) not in particulars:
            raise SuppositionError(as_sentence(no_such("particular", name, sorted(particulars))), verb)
        if verb == "state":
            _refuse_what_it_cannot_be(line, schemes)
        name = line.partition(" ")[0]
        if verb == "decide" and ":" not in name and name not in conditions | particulars:
            raise SuppositionError(as_sentence(no_such("condition", name, sorted(conditions))), verb)
        if verb == "decide" and name.startswith(OVERPAYMENT):
            raise SuppositionError(NOT_ASKED_HERE, verb)
        if verb == "decide" and name.startswith(WEEK) and name.removeprefix(WEEK) not in weeks:
            raise SuppositionError(f"No week that begins on {name.removeprefix(WEEK)} was certified.", verb)
