"""The arithmetic of one certified week: waiting, earnings, payment, exhaustion; and the conditions it must meet."""

from __future__ import annotations

from contracts.claims import Ground
from contracts.eligibility import WeekState
from services.eligibility.balance import Balance
from services.eligibility.findings import cut, question_about
from services.eligibility.rulesheet.evaluate import Evaluation
from services.eligibility.rulesheet.scheme import DAYS_OF_A_WEEK, Condition
from services.eligibility.rulesheet.units import money
from services.eligibility.rulesheet.values import Unknown
from services.eligibility.rulesheet.words import shown
from services.eligibility.ruling import Ruling
from services.eligibility.worth import in_minor_units


def settled_by_arithmetic(run: Evaluation, balance: Balance) -> Ruling | None:
    """A ruling that comes out the same whatever a person might say of the week, so nobody need be asked."""
    scheme = run.rules.scheme
    if balance.exhausted:
        limit = scheme.quantities[scheme.benefit.limit]
        left = f"{limit.meaning}: nothing of it is left."
        return Ruling(WeekState.EXHAUSTED, limit.cites, left)
    served = run.rules.waiting_served(run).value
    if balance.waiting_days_left and served is False:
        because = "The week's earnings are too high for it to count as a week of waiting."
        return Ruling(WeekState.EXCESS_EARNINGS, scheme.waiting.cites, because)
    amount = run.quantity(scheme.benefit.week_amount)
    if not balance.waiting_days_left and not isinstance(amount.value, Unknown) and amount.value == 0:
        because = "After the week's earnings are taken into account nothing is payable for it."
        return Ruling(WeekState.EXCESS_EARNINGS, scheme.week_quantities[scheme.benefit.week_amount].cites, because)
    return None


def conditions_in_doubt(run: Evaluation, settled: frozenset[Ground | None]) -> Ruling | None:
    """Held, with every question the week raises; on the `settled` grounds a person has decided for the claimant."""
    scheme = run.rules.scheme
    open_conditions: list[Condition] = []
    questions: list[str] = []
    for name, condition in scheme.week_conditions.items():
        value = run.condition(name).value
        if value is True or _ground(condition) in settled:
            continue
        open_conditions.append(condition)
        questions.append(question_about(condition, value, run))
    doubts = Unknown.of(run.quantity(scheme.benefit.week_amount).value, run.rules.waiting_served(run).value).doubts
    questions += [doubt.question for doubt in doubts]
    if not questions:
        return None
    first = open_conditions[0] if open_conditions else None
    cites = first.cites if first else scheme.week_quantities[scheme.benefit.week_amount].cites
    meaning = "; ".join(condition.meaning for condition in open_conditions) or "What was earned in the week"
    return Ruling(
        WeekState.HELD,
        cites,
        cut(f"Open until a person has decided: {meaning}."),
        question=cut(" ".join(questions)),
        ground=_ground(first) if first else None,
    )


def _ground(condition: Condition) -> Ground | None:
    return Ground(condition.ground) if condition.ground else None


def paid(run: Evaluation, balance: Balance) -> tuple[Ruling, Balance]:
    """The ruling on a week that nothing stands against, and the balance after it."""
    scheme = run.rules.scheme
    if balance.waiting_days_left:
        because = "The week is waited for; nothing is paid for it."
        ruling = Ruling(WeekState.WAITING, scheme.waiting.cites, because)
        return ruling, balance.after_waiting(DAYS_OF_A_WEEK)
    step = run.quantity(scheme.benefit.week_amount)
    due = in_minor_units(step, scheme).minor
    amount = balance.payable(due)
    full = amount == balance.rate
    weekly = run.quantity(scheme.benefit.rate)
    in_full = shown(weekly.value, money(scheme.currency))
    if full:
        because = f"The weekly amount of {in_full} is paid in full."
    elif amount < due:
        because = f"Of {shown(step.value, money(scheme.currency))} for the week only what is left in all is paid."
    else:
        because = (
            f"Of the weekly amount of {in_full}, {shown(step.value, money(scheme.currency))} remains after earnings."
        )
    state = WeekState.PAID if full else WeekState.PARTLY_PAID
    cites = scheme.week_quantities[scheme.benefit.week_amount].cites
    return Ruling(state, cites, because, amount=amount), balance.after_paying(amount)
