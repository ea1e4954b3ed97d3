"""Reads how a claim stands to what was before it: linked spells, and changes of the law inside a running claim."""

from __future__ import annotations

from law.language.formula.names import Names
from law.language.formula.tree import questions_in
from law.language.sheet.claim_rules import LawOfWeek, Said, Transition
from law.language.sheet.formulas_of import trees_of
from law.language.sheet.quantities import yes_no
from law.language.sheet.scheme import Scheme, Spells
from law.language.terms.citation import CITED, WHOLE_CITED, cited
from law.language.terms.document import Entry

EXAMPLE_SPELLS = """\
spells:
  linked_when: claim_day() - earlier_spell_ended() <= linking_days
  shares: [waiting, limit]
  at: (3)"""
EXAMPLE_TRANSITIONS = """\
transitions:
  - on: 2025-02-07
    running_claims: keep the law they began under
    cites: PP 6/2025, final provisions"""
KEEP, FOLLOW = "keep the law they began under", "follow the new law"
SHARED = ("waiting", "limit", "year")


def read_spells(section: Entry, names: Names) -> Spells:
    """The `spells` section: when a later claim goes on with the case of the one before, and what the two share."""
    fields = section.fields(required="linked_when", optional=f"shares shares_when {CITED}", example=EXAMPLE_SPELLS)
    listed = fields["shares"].items(example=EXAMPLE_SPELLS) if "shares" in fields else []
    shares = frozenset(item.one_of(*SHARED) for item in listed)
    if "shares_when" in fields and not shares:
        raise fields["shares_when"].wrong("nothing is shared, so nothing says when.", example=EXAMPLE_SPELLS)
    law = cited(section, fields)
    return Spells(
        linked_when=yes_no(fields["linked_when"], names),
        shares=shares,
        shares_when=yes_no(fields["shares_when"], names) if "shares_when" in fields else None,
        cites=law.cites,
        unverified=law.unverified,
    )


def read_transitions(entry: Entry, week_law: Said) -> tuple[Transition, ...]:
    """What a change of the law does to claims that run on its day, by day. Raises `RuleSheetError`."""
    transitions: list[Transition] = []
    for item in entry.items(example=EXAMPLE_TRANSITIONS):
        fields = item.fields(required="on running_claims", optional=WHOLE_CITED, example=EXAMPLE_TRANSITIONS)
        keeps = fields["running_claims"].one_of(KEEP, FOLLOW) == KEEP
        _refuse_what_holds_anyway(fields["running_claims"], week_law.what, keeps=keeps)  # type: ignore[arg-type]
        law, day = cited(item, fields), fields["on"].day()
        if any(before.on >= day for before in transitions):
            raise item.wrong("changes of the law stand in the order of their days.", example=EXAMPLE_TRANSITIONS)
        transitions.append(Transition(day, keeps, law.cites, law.unverified))
    return tuple(transitions)


def _refuse_what_holds_anyway(entry: Entry, week_law: LawOfWeek, *, keeps: bool) -> None:
    if keeps != (week_law == "the first day of the week"):
        raise entry.wrong(
            f"a week is paid under the law of {week_law}, so this holds without being said.",
            example=f"running_claims: {FOLLOW if keeps else KEEP}",
        )


def looks_at_spells(scheme: Scheme) -> bool:
    """Whether anything depends on what was drawn under the person's other claims."""
    asked = (name for tree in trees_of(scheme) for name in questions_in(tree))
    return scheme.spells is not None or any(scheme.vocabulary.questions[name].of_spells for name in asked)
