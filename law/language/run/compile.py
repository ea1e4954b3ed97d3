"""Compiles the rules of a scheme: of each rule the version that holds for a claim and a period of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from law.language.formula.tree import ParticularOf
from law.language.run.evaluation import AnyEvaluation
from law.language.run.formulas import compiled
from law.language.run.rules import Rule, Rules, RulesOfScheme
from law.language.sheet.scheme import ChosenVersions, Condition, Quantity, Scheme
from law.language.terms.dated import LawDays
from law.language.terms.derivation import VALUE, Step, new

_compiled: dict[int, _Compiled] = {}


def rules_of(scheme: Scheme, claim: LawDays, period: LawDays | None = None) -> RulesOfScheme[AnyEvaluation]:
    """The compiled rules of a scheme for a claim on these days, and for a period of it, each in one version.

    Made once for each loaded scheme and each choice of versions.
    """
    known = _compiled.get(id(scheme))
    if known is None or known.sheet is not scheme:
        known = _compiled[id(scheme)] = _Compiled(scheme)
    return known.always or known.on(claim, period or claim)


class _Compiled:
    """The rules of one sheet, compiled for each choice of versions that was asked for."""

    def __init__(self, sheet: Scheme) -> None:
        self.sheet = sheet
        self.always = None if sheet.through_time else self._rules_of_scheme(sheet, self._of_claim(sheet))
        """The rules of a sheet that never changed."""
        self._of_claims: dict[ChosenVersions, Rules[AnyEvaluation]] = {}
        self._chosen: dict[tuple[ChosenVersions, ChosenVersions], RulesOfScheme[AnyEvaluation]] = {}

    def on(self, claim: LawDays, period: LawDays) -> RulesOfScheme[AnyEvaluation]:
        """The rules of a claim, the same for all its periods that do not change them, and of a period."""
        of_claim = self.sheet.through_time.chosen_for_claim(claim)
        choice = of_claim, self.sheet.through_time.chosen_for_period(period)
        rules = self._chosen.get(choice)
        if rules is None:
            scheme = self.sheet.on(claim, period)
            if of_claim not in self._of_claims:
                self._of_claims[of_claim] = self._of_claim(scheme)
            rules = self._chosen[choice] = self._rules_of_scheme(scheme, self._of_claims[of_claim])
        return rules

    def _of_claim(self, scheme: Scheme) -> Rules[AnyEvaluation]:
        return _rules(scheme, self.sheet, scheme.quantities, scheme.conditions)

    def _rules_of_scheme(self, scheme: Scheme, claim: Rules[AnyEvaluation]) -> RulesOfScheme[AnyEvaluation]:
        return RulesOfScheme(
            claim=claim,
            week=_rules(scheme, self.sheet, scheme.week_quantities, scheme.week_conditions),
            day=_rules(scheme, self.sheet, scheme.day_quantities, {}, of_days=True),
        )


def _rules(
    scheme: Scheme,
    sheet: Scheme,
    quantities: Mapping[str, Quantity],
    conditions: Mapping[str, Condition],
    *,
    of_days: bool = False,
) -> Rules[AnyEvaluation]:
    every = {**scheme.quantities, **scheme.week_quantities, **scheme.day_quantities}
    spells = scheme.spells
    return Rules(
        scheme=scheme,
        sheet=sheet,
        quantities={name: _quantity(quantity, scheme, of_days=of_days) for name, quantity in quantities.items()},
        conditions={name: _condition(condition, scheme) for name, condition in conditions.items()},
        particulars={
            name: compiled(ParticularOf(name, asks_whether=False, unit=kind.unit), scheme)
            for name, kind in scheme.particulars.items()
        },
        units={name: quantity.unit for name, quantity in every.items()},
        waiting_lasts=compiled(scheme.waiting.lasts, scheme),
        waiting_served=compiled(scheme.waiting.served_when, scheme),
        linked_when=compiled(spells.linked_when, scheme) if spells else None,
        shares_when=compiled(spells.shares_when, scheme) if spells and spells.shares_when else None,
        rests={name: compiled(rest.lasts, scheme) for name, rest in scheme.rests.items()},
        rests_begin={name: compiled(rest.begins, scheme) for name, rest in scheme.rests.items() if rest.begins},
        sanctions={ground: compiled(sanction.consumes, scheme) for ground, sanction in scheme.sanctions.items()},
    )


def _quantity(quantity: Quantity, scheme: Scheme, *, of_days: bool) -> Rule[AnyEvaluation]:
    body = compiled(quantity.tree, scheme)
    rounding, name, unit, cites = quantity.rounding, quantity.name, quantity.unit, quantity.cites

    def rule(run: AnyEvaluation) -> Step:
        inner = body(run)
        value = inner[VALUE]
        if rounding is not None and isinstance(value, int | Fraction):
            value = rounding.apply(value)
        what = f"{name} on {run.day}" if of_days else name
        return new(Step, ("quantity", what, value, unit, cites, (inner,), ()))

    return rule


def _condition(condition: Condition, scheme: Scheme) -> Rule[AnyEvaluation]:
    body = compiled(condition.tree, scheme)
    name, cites = condition.name, condition.cites

    def rule(run: AnyEvaluation) -> Step:
        inner = body(run)
        return new(Step, ("condition", name, inner.value, inner.unit, cites, (inner,), ()))

    return rule
