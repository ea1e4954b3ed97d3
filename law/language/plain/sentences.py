"""What a sheet says, sentence by sentence, each with its citation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from law.language.formula.tree import Constant, ParameterOf
from law.language.plain.cited import Cited
from law.language.plain.prose import figure_of, in_words, meaning_of
from law.language.sheet.claim_rules import Said
from law.language.sheet.particulars import Particular
from law.language.sheet.scheme import Condition, LookBack, Quantity, Rest, Sanction, Scheme, Template, Waiting
from law.language.terms.rounding import Rounding
from law.language.terms.units import Unit
from law.language.terms.windows import LEFT_OPEN, Edge
from law.language.terms.words import shown, unit_in_words

SHARES = {
    "waiting": "what was waited for then is not waited for again",
    "limit": "what was used up of the benefit then is not paid again",
    "year": "it may be drawn on no longer than the claim before",
}
"""What a claim may share with the one it goes on with."""


def of_claim(scheme: Scheme) -> Mapping[str, tuple[Cited, ...]]:
    """When a claim begins and ends, its periods, and what may be refused unseen: the sentences of each key."""
    claim = scheme.claim
    year, interval = (figure_of(chosen.what, scheme) for chosen in (claim.benefit_year, claim.certified_every))
    if claim.refusal.what == "never":
        refusal = "No claim is refused without the decision of a named person."
    else:
        refusal = f"Without a person's decision a claim is refused only {claim.refusal.what}."
    said = {
        "begins": (_begins(scheme), claim.begins),
        "benefit_year": (f"The benefit year lasts {year} from that day{_until(scheme)}.", claim.benefit_year),
        "benefit_week": (f"A benefit week begins on {claim.week_begins_on.what.capitalize()}.", claim.week_begins_on),
        "benefit_period": (f"A benefit period is {claim.period.what}, paid by {claim.paid_by}.", claim.period),
        "certified_every": (
            f"The person certifies, as a rule, {interval} at a time.",
            claim.certified_every,
        ),
        "week_law": (f"A week is paid under the law as it stands on {claim.week_law.what}.", claim.week_law),
        "refusal": (refusal, claim.refusal),
    }
    several = {"transitions": tuple(_changes(scheme)), "establishment": tuple(_of_an_establishment(scheme))}
    return {key: (_by(text, by),) for key, (text, by) in said.items()} | several


def _begins(scheme: Scheme) -> str:
    claim = scheme.claim
    if claim.filed_within is None:
        return f"The claim begins on {claim.begins.what}."
    in_time = f"if it is filed within {figure_of(claim.filed_within, scheme)} of it"
    return f"The claim begins on the first day without work {in_time}, else on the day of filing."


def _until(scheme: Scheme) -> str:
    named = scheme.claim.year_until
    return f", but no longer than until: {meaning_of(named, scheme)}" if named else ""


def _by(text: str, by: Said) -> Cited:
    return Cited(text, by.cites, by.unverified)


def _changes(scheme: Scheme) -> Iterator[Cited]:
    for change in scheme.claim.transitions:
        what = "keep the law before it" if change.keeps else "follow the new law from then on"
        text = f"The law changes on {change.on}: claims that run on that day {what}."
        yield Cited(text, change.cites, change.unverified)


def _of_an_establishment(scheme: Scheme) -> Iterator[Cited]:
    rule = scheme.claim.establishment
    if rule is not None:
        lasts, anew_after = (figure_of(name, scheme) for name in (rule.lasts, rule.anew_after))
        text = (
            f"At one establishment it is paid for {lasts}, counted over all its workers; a month without it lengthens"
        )
        text += f" the time, and after {anew_after} without it the time begins anew."
        yield Cited(text, rule.cites, rule.unverified)


def of_window(window: LookBack, scheme: Scheme) -> Cited:
    """A stretch of time that the law looks back on, with what moves its edges."""
    text = f"{window.meaning}: the {window.window.text}"
    if window.as_of:
        text += f", looking back from {in_words(window.as_of, scheme)}"
    if window.extended_by:
        text += f", longer by {in_words(window.extended_by, scheme)}"
    if window.not_before:
        text += f", but not before {in_words(window.not_before, scheme)}"
    if window.window.edge != LEFT_OPEN:
        text += f"; {ACROSS[window.window.edge]}"
    return Cited(f"{text}.", window.cites, window.unverified)


ACROSS: Mapping[Edge, str] = {
    "by days": "what crosses an edge of it counts by its days on either side",
    "where it begins": "what crosses an edge of it counts whole where it begins",
    "where it ends": "what crosses an edge of it counts whole where it ends",
    "left out": "what crosses an edge of it is left out",
}


def of_particular(particular: Particular, scheme: Scheme) -> Cited:
    """What somebody must state of the person, and what holds if nobody does."""
    unit = particular.unit
    kind = unit_in_words(unit) if unit.kind != "category" else " or ".join(sorted(unit.members))
    text = f"{particular.meaning} ({kind}). {particular.asks} {if_unsaid(particular, scheme)}"
    return Cited(text, particular.cites, particular.unverified)


ASKED = "If nothing is stated, a person is asked."


def if_unsaid(particular: Particular, scheme: Scheme) -> str:
    """What holds where nobody stated it."""
    days = _on_days_of(particular)
    return f"{days}{_if_unsaid(particular, scheme)}"


def _on_days_of(particular: Particular) -> str:
    words = [f"{kind} ({word})".replace("_", " ") for kind, word in sorted(particular.days_of)]
    return f"It holds on the days of recorded {', '.join(words)}, unless something is stated. " if words else ""


def _if_unsaid(particular: Particular, scheme: Scheme) -> str:
    facts, unsaid = particular.from_facts, particular.if_unsaid
    if facts is None:
        return f"If nothing is stated: {in_words(unsaid, scheme)}." if unsaid else ASKED
    otherwise = f"where they do not, {in_words(unsaid, scheme)}" if unsaid else "where they do not, a person is asked"
    return f"If nothing is stated, as the facts say: {in_words(facts, scheme)}; {otherwise}."


def of_quantity(quantity: Quantity, scheme: Scheme) -> Cited:
    """How an amount is found, its unit and its rounding."""
    rounded = f", rounded {_rounding(quantity.rounding, quantity.unit)}" if quantity.rounding else ""
    text = f"{quantity.meaning} ({unit_in_words(quantity.unit)}) is {in_words(quantity.tree, scheme)}{rounded}."
    return Cited(text, quantity.cites, quantity.unverified, quantity.name)


def of_condition(condition: Condition, scheme: Scheme) -> Cited:
    """What must hold, and who may find that it does not."""
    notes = []
    if condition.by_a_person:
        notes.append("If it is not so, a named person decides. They are asked: " + (condition.question or ""))
        if condition.ground:
            notes.append(f"Ground, if found: {condition.ground.replace('_', ' ')}.")
    else:
        notes.append("This is decided by arithmetic.")
    if condition.extent:
        notes.append(f"Extent, if found: {_with_meanings(condition.extent, scheme)}")
    text = f"{condition.meaning}: {in_words(condition.tree, scheme)}."
    return Cited(text, condition.cites, condition.unverified, condition.name, tuple(notes))


def of_rest(rest: Rest, scheme: Scheme) -> Cited:
    """When the benefit rests by arithmetic."""
    begins = f", from {in_words(rest.begins, scheme)} on" if rest.begins else ""
    text = f"{rest.meaning}: the benefit rests for {in_words(rest.lasts, scheme)}{begins}."
    return Cited(text, rest.cites, rest.unverified)


def of_sanction(sanction: Sanction, scheme: Scheme) -> Cited:
    """What a decision on a ground costs."""
    lasts, costs = in_words(sanction.lasts, scheme), in_words(sanction.consumes, scheme)
    ground = sanction.ground.replace("_", " ")
    text = f"{sanction.meaning} ({ground}): {lasts}; it uses up {costs}. Only a person decides it."
    return Cited(text, sanction.cites, sanction.unverified)


def of_spells(scheme: Scheme) -> Iterator[Cited]:
    """When a claim goes on with the one before it, and what the two share; nothing where the sheet links none."""
    spells = scheme.spells
    if spells is not None:
        shared = "; ".join(words for name, words in SHARES.items() if name in spells.shares)
        if spells.shares_when is not None:
            shared = f"if {in_words(spells.shares_when, scheme)}, {shared}; else that one ends with it"
        then = f"; then {shared}" if shared else ", which ends with it"
        text = f"A claim goes on with the one before if {in_words(spells.linked_when, scheme)}{then}."
        yield Cited(text, spells.cites, spells.unverified)


def of_waiting(scheme: Scheme) -> Cited:
    """What is not paid at first."""
    waiting = scheme.waiting
    if waiting.served is not None:
        counts = f"Of that a period serves [{meaning_of(waiting.served, scheme)}]"
        if not isinstance(waiting.served_when, Constant):
            counts += f", if {in_words(waiting.served_when, scheme)}"
    elif isinstance(waiting.served_when, Constant):
        counts = "Every week counts" if waiting.served_when.value else "No week counts"
    else:
        counts = f"A week counts if {in_words(waiting.served_when, scheme)}"
    if _is_never_waited_for(waiting, scheme):
        return Cited("There is no waiting period.", waiting.cites, waiting.unverified)
    text = f"At first nothing is paid, for as long as {in_words(waiting.lasts, scheme)}. {counts}."
    return Cited(text, waiting.cites, waiting.unverified)


def _is_never_waited_for(waiting: Waiting, scheme: Scheme) -> bool:
    """Whether the length of waiting is a figure that is zero on every day known."""
    lasts = waiting.lasts
    return isinstance(lasts, ParameterOf) and all(not value.value for value in scheme.parameters[lasts.name].values)


def of_benefit(scheme: Scheme) -> Iterator[Cited]:
    """Which amounts are the payment, the limit, the rate and the reference earnings; and when the claim stops."""
    benefit = scheme.benefit
    amounts = (benefit.week_amount, benefit.limit, benefit.rate, benefit.reference_earnings)
    week, limit, rate, reference = (meaning_of(name, scheme) for name in amounts)
    text = f"Paid is [{week}]; in all no more than [{limit}]. The rate is [{rate}], found from [{reference}]."
    if benefit.consumes:
        text += f" A period uses up [{meaning_of(benefit.consumes, scheme)}]."
    if benefit.total:
        bounds = ", and no more is ever paid" if benefit.total_is_the_most else ""
        text += f" The whole is worth [{meaning_of(benefit.total, scheme)}]{bounds}."
    yield Cited(text, benefit.cites)
    if benefit.stops:
        periods, test = figure_of(benefit.stops.periods, scheme), meaning_of(benefit.stops.unless, scheme)
        text = f"The claim stops with the first of {periods} periods in a row that fail its test: [{test}]."
        yield Cited(text, benefit.stops.cites)


def of_appeal(scheme: Scheme) -> Cited:
    """Where a decision may be contested, and until when."""
    appeal = scheme.appeal
    within = scheme.parameters[appeal.within]
    text = f"A decision may be contested: to {appeal.to}, within {shown(within.values[-1].value, within.unit)}."
    return Cited(text, appeal.cites, appeal.unverified)


def _rounding(rounding: Rounding, unit: Unit) -> str:
    return f"{rounding.way} to a multiple of {shown(rounding.step, unit)}"


def _with_meanings(template: Template, scheme: Scheme) -> str:
    return "".join(text + (f"[{meaning_of(name, scheme)}]" if name else "") for text, name in template)
