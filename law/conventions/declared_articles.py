"""What no sheet says: coverage, financing, accepted parts, governance. Only a declaration can show it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from contracts.casework import Suitability
from law.conventions.examination import Examination
from law.conventions.model import Conclusion, Figures, Requirement, met, needs_evidence, not_asked, not_met
from law.conventions.numbers_in_words import hundredths, percent
from law.conventions.temporary_exceptions import replaced_by_exception

WHO_PAYS = "resources: employees, employers, state, other; or contribution_rates: employees, employers, state"


def fact(examination: Examination, requirement: Requirement) -> Conclusion:
    """One declared fact, yes or no; needs evidence if undeclared; met if a temporary exception defers the article."""
    if "exception" in requirement.words and examination.declaration.uses(requirement.words["exception"]):
        return met(f"Deferred by an exception to Art. {requirement.words['exception']}, with its reasons.")
    name = requirement.words["fact"]
    declared = examination.declaration.facts.get(name)
    if declared is None:
        return needs_evidence(requirement.words["open"], f"a declaration of {name} (yes or no, with its source)")
    if not isinstance(declared.value, bool):
        return needs_evidence(f"{name} is declared as words or a number.", f"{name} as yes or no")
    source = ("source", declared.cites)
    if declared.value:
        return met("Declared: yes.", source)
    if "endeavour" in requirement.words:
        missing = requirement.words["endeavour"]
        return needs_evidence("Declared: no; the article asks for an endeavour.", missing, source)
    return not_met("Declared: no.", source)


def every_fact(examination: Examination, requirement: Requirement) -> Conclusion:
    """Several declared facts, all of which the article asks for: one that is declared not to hold breaks it."""
    names, facts = requirement.lists["facts"], examination.declaration.facts
    declared = {name: facts[name] for name in names if name in facts}
    figures = tuple(
        (name.replace("_", " "), f"{'yes' if fact.value is True else 'no'}: {fact.cites}")
        for name, fact in declared.items()
        if isinstance(fact.value, bool)
    )
    if denied := [name for name, fact in declared.items() if fact.value is False]:
        return not_met(f"Declared: no: {', '.join(denied).replace('_', ' ')}.", *figures)
    if missing := [name for name in names if name not in declared or declared[name].value is not True]:
        because = "Some of it is declared, and not the whole." if figures else requirement.words["open"]
        asked = f"a declaration of {', '.join(missing)} (yes or no, each with its source)"
        return needs_evidence(because, asked, *figures)
    return met("Declared: yes, all of it.", *figures)


def suitable_employment(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 21(2): the factors of which the law takes account; a decision here cannot leave one of them out."""
    name, factors = requirement.words["fact"], tuple(Suitability.model_fields)
    declared = examination.declaration.facts.get(name)
    if declared is None or not isinstance(declared.value, tuple):
        missing = f"a declaration of {name}, a list of those of {', '.join(factors)} that the law names"
        return needs_evidence(requirement.words["open"], missing)
    figures = (("declared", ", ".join(declared.value).replace("_", " ")), ("source", declared.cites))
    if strange := sorted(set(declared.value) - set(factors)):
        return needs_evidence(f"No factor of the article: {', '.join(strange)}.", ", ".join(factors), *figures)
    if left_out := [factor for factor in factors if factor not in declared.value]:
        return not_met(f"No account is taken of: {', '.join(left_out).replace('_', ' ')}.", *figures)
    return met("Declared: account is taken of all seven.", *figures)


def declared_or(examination: Examination, requirement: Requirement, tried: Conclusion) -> Conclusion:
    """What a person shows where the sheet pays nothing: it stands, unless a declaration speaks of another scheme.

    An article that is deferred by an exception is met; one that is declared not to be kept stays as it was shown.
    """
    exception, name = requirement.words.get("exception"), requirement.words["fact"]
    if exception is not None and examination.declaration.uses(exception):
        return met(f"Deferred by an exception to Art. {exception}, with its reasons.")
    declared = examination.declaration.facts.get(name)
    if declared is None:
        missing = f"{tried.missing}; or a declaration of {name} (yes or no, with its source)"
        return replace(tried, missing=missing)
    if declared.value is True:
        return met(f"{tried.because} Declared: yes, by another law.", ("source", declared.cites), *tried.figures)
    return replace(tried, figures=(*tried.figures, ("declared", f"no: {declared.cites}")))


def participation(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 29: who must take part follows from who administers, which is asked first."""
    facts, words = examination.declaration.facts, requirement.words
    by_department = facts.get(words["administration"])
    if by_department is None or not isinstance(by_department.value, bool):
        return needs_evidence(words["open"], f"a declaration of {words['administration']} (yes or no, with its source)")
    name = words["if_a_department"] if by_department.value else words["if_not"]
    answer = "yes" if by_department.value else "no"
    figures: Figures = (("administered by a department responsible to parliament", answer),)
    taking_part = facts.get(name)
    if taking_part is None or not isinstance(taking_part.value, bool):
        because = "Who takes part is not declared."
        return needs_evidence(because, f"a declaration of {name} (yes or no, with its source)", *figures)
    figures = (*figures, ("source", taking_part.cites))
    said = name.replace("_", " ")
    return met(f"Declared: {said}.", *figures) if taking_part.value else not_met(f"Declared: not {said}.", *figures)


def only_asked_when(_examination: Examination, requirement: Requirement) -> Conclusion:
    """An article that requires nothing of a sheet: a permission, or a rule that the engine applies to each person."""
    return not_asked(requirement.words["because"])


def coverage(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 21, C168 Art. 11: a minimum share of employees is protected; the requirement names which employees."""
    if (not_applied := replaced_by_exception(examination, requirement)) is not None:
        return not_applied
    population, words = examination.declaration.population, requirement.words
    protected = getattr(population, words["protected"], None)
    employees = getattr(population, words["employees"], None)
    if population is None or protected is None or employees is None:
        return needs_evidence(words["open"], f"population.{words['protected']} and .{words['employees']}")
    if protected > employees:
        because = "More persons are protected than there are employees."
        return needs_evidence(because, "population figures that fit each other")
    share, least = Fraction(protected, employees), requirement.figures["share"]
    figures = (
        ("persons protected", f"{protected:,} on {population.on}"),
        ("employees", f"{employees:,}"),
        ("share", percent(share)),
        ("source", population.cites),
    )
    because = f"{percent(share)} are protected; {percent(least)} are required."
    return (met if share >= least else not_met)(because, *figures)


def employees_share(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 71(2): insurance contributions of employees are at most half of the resources."""
    most, declaration = requirement.figures["share_max"], examination.declaration
    if (resources := declaration.resources) is not None:
        borne = resources.employees, resources.employers + resources.state + resources.other
        because, source = "of the resources", resources.cites
    elif (shares := examination.shares) is not None:
        borne, because, source = (shares.employees, shares.others), "of the contributions recorded", shares.in_words()
    elif (rates := declaration.contribution_rates) is not None:
        borne = rates.employees, rates.employers + rates.state
        because, source = "of the contributions by the rates of the law", rates.cites
    else:
        return needs_evidence(
            "Nobody says who pays: no rates, no resources, and no contributions with shares.", WHO_PAYS
        )
    total = sum(borne, start=Fraction(0))
    if not total:
        return needs_evidence("Nobody pays anything, as far as is declared.", WHO_PAYS)
    share = borne[0] / total
    figures = (
        ("share", percent(share)),
        ("employees", hundredths(borne[0])),
        ("all", hundredths(total)),
        ("source", source),
    )
    because = f"Employees pay {percent(share)} {because}; at most {percent(most)} is allowed."
    return (met if share <= most else not_met)(because, *figures)


def accepted_parts(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 2: a minimum number of Parts II to X is accepted, one of them of a list, and Part IV for this check."""
    accepted = set(examination.declaration.accepted_parts)
    if not accepted:
        return needs_evidence("No accepted parts are declared.", "accepted_parts: [II, III, IV, ...]")
    if unlisted := sorted(accepted - set(requirement.lists["parts"])):
        return not_met(f"{', '.join(unlisted)} is not a part that can be accepted.")
    figures = (("accepted", ", ".join(sorted(accepted))),)
    least, part, one_of = requirement.figures["parts_min"], requirement.words["part"], requirement.lists["one_of"]
    if len(accepted) < least:
        return not_met(f"{len(accepted)} parts are accepted; {hundredths(least)} are required.", *figures)
    if not accepted & set(one_of):
        return not_met(f"None of Parts {', '.join(one_of)} is accepted.", *figures)
    if part not in accepted:
        because = f"Part {part} is not accepted: it is a benchmark here, and not an obligation."
        return met(because, *figures)
    return met(f"{len(accepted)} parts are accepted, Part {part} among them.", *figures)


def categories(examination: Examination, requirement: Requirement, paid: frozenset[str], tried: Figures) -> Conclusion:
    """C168 Art. 26: the categories that the sheet pays, with those of which a member declares that another law does."""
    declared = examination.declaration.facts[requirement.words["fact"]]
    named = set(declared.value) if isinstance(declared.value, tuple) else set()
    covered = sorted(paid | named & set(requirement.pairs("groups").values()))
    figures = (*tried, ("covered", ", ".join(covered) or "none"), ("source", declared.cites))
    least = requirement.figures["categories_min"]
    because = f"{len(covered)} of the ten categories are protected; {hundredths(least)} are required."
    return (met if len(covered) >= least else not_met)(because, *figures)
