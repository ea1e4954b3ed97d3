"""What can be read off the rules themselves: inputs that equality forbids, rests beside severance, periodical pay."""

from __future__ import annotations

import re

from law.conventions.model import Answer, Row, met, needs_evidence, not_asked, not_met
from law.conventions.rates import floor_of
from law.conventions.subject import Matter
from law.conventions.wages import usual_wage
from law.language.formula.tree import Tree, questions_in
from law.language.sheet.scheme import Scheme


def equality(matter: Matter, row: Row) -> Answer:
    """C168 Art. 6, C102 Art. 68: no rule asks what persons may not be distinguished by, unless it favours a need."""
    asked = questions_of(matter.scheme)
    words = {line.split("=")[0].strip(): line.split("=")[1].strip() for line in row.lists["attributes"]}
    found: dict[str, str] = {}
    for name, one in matter.scheme.particulars.items():
        for word, attribute in words.items():
            if re.search(rf"\b{word}", f"{name.replace('_', ' ')} {one.meaning} {one.asks}".lower()):
                found[f"particular {name}"] = attribute
    for question in asked & set(row.lists["questions"]):
        found[f"question {question}()"] = row.words["question_attribute"]
    figures = tuple(sorted(found.items()))
    if not found:
        return met(
            "No rule of the sheet asks for any attribute of the list.", ("questions asked", ", ".join(sorted(asked)))
        )
    special = matter.declaration.facts.get("special_measures")
    named = set(special.value) if special and isinstance(special.value, tuple) else set()
    open_names = sorted(name for name in found if name.split()[-1].removesuffix("()") not in named)
    if not open_names:
        return met("Every such rule is declared as a measure for special needs.", *figures)
    missing = f"whether {', '.join(open_names)} serves special needs (special_measures), or is objectively justified"
    return needs_evidence("Rules of the sheet branch on an attribute of the list.", missing, *figures)


def questions_of(scheme: Scheme) -> frozenset[str]:
    """The names of all questions that any rule of the sheet puts to the facts."""
    trees: list[Tree] = [scheme.waiting.lasts, scheme.waiting.served_when]
    for named in (scheme.quantities, scheme.week_quantities, scheme.day_quantities):
        trees += [one.tree for one in named.values()]
    for conditions in (scheme.conditions, scheme.week_conditions):
        trees += [one.tree for one in conditions.values()]
    trees += [rest.lasts for rest in scheme.rests.values()]
    trees += [one.if_unsaid for one in scheme.particulars.values() if one.if_unsaid is not None]
    for look in scheme.windows.values():
        trees += [tree for tree in (look.extended_by, look.not_before, look.as_of) if tree is not None]
    return frozenset[str]().union(*(questions_in(tree) for tree in trees))


def periodical(matter: Matter, row: Row) -> Answer:
    """C102 Art. 22, C168 Art. 15(1): benefit is paid period by period, not as a lump sum."""
    wage = usual_wage(matter, floor_of(matter, row, allowances=False))
    if wage is None:
        return needs_evidence("Nothing could be computed.", "a wage at which benefit is granted")
    trial = matter.engine.pays(matter.person(wage), floor_of(matter, row, allowances=False).weeks)
    paid = [one for one in trial.paid if one.amount]
    figures = tuple((f"from {one.period.start}", matter.money(one.amount)) for one in paid[: int(row.figures["shown"])])
    if len(paid) > 1:
        because = f"Paid by {matter.scheme.claim.period.what.removeprefix('a ')}: {len(paid)} payments."
        return met(because, *figures, person=matter.told(trial.person))
    if paid:
        return not_met("All is paid at once.", *figures, person=matter.told(trial.person))
    question = "; ".join(one.question for one in trial.paid if one.question)
    return needs_evidence("Nothing was paid.", question or "a person who is paid")


def severance(matter: Matter, row: Row) -> Answer:
    """C168 Art. 22: benefit rests beside severance pay, or severance is reduced; never both."""
    rests = [
        f"{name}: {rest.meaning} ({rest.cites})"
        for name, rest in matter.scheme.rests.items()
        if rest.ground == row.words["ground"]
    ]
    said = matter.declaration.facts.get("severance_reduced")
    reduced = said is not None and said.value is True
    figures = tuple(("rests", line) for line in rests)
    if rests and reduced:
        return not_met("Benefit rests and severance is reduced: only one of both is open to the State.", *figures)
    if rests:
        missing = "that severance counts only as far as it compensates lost earnings (severance_compensates_earnings)"
        compensates = matter.declaration.facts.get("severance_compensates_earnings")
        if compensates is None:
            return needs_evidence("Benefit rests beside severance pay.", missing, *figures)
        answer = met if compensates.value is True else not_met
        return answer("Benefit rests beside severance pay.", *figures, ("source", compensates.cites))
    return not_asked("No rule of the sheet lets benefit rest beside severance pay.")
