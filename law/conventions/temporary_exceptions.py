"""Temporary exceptions: which ones a member may use, and which requirements they replace (C102 Art. 3, C168 Art. 5)."""

from __future__ import annotations

from law.conventions.examination import Examination
from law.conventions.model import Conclusion, Requirement, met, needs_evidence, not_asked, not_met
from law.conventions.numbers_in_words import hundredths


def replaced_by_exception(examination: Examination, requirement: Requirement) -> Conclusion | None:
    """Why a requirement is not asked: an exception in use replaces it, or it belongs to one that is not in use.

    None if it is asked.
    """
    article = requirement.words.get("exception")
    if article is None:
        return None
    used, wanted = examination.declaration.uses(article), requirement.words["asked"] == "with the exception"
    return None if used == wanted else not_asked(requirement.words["not_asked_because"])


def exceptions(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 3, C168 Art. 5(1) and (2): only the listed exceptions, so many at most, each with its reason."""
    in_use = examination.declaration.in_use
    if not in_use:
        return not_asked("No temporary exception is declared.")
    figures = tuple(
        (exception.article, f"{exception.reason or 'no reason'} ({exception.cites})") for exception in in_use
    )
    allowed, most = requirement.lists["allowed"], requirement.figures["exceptions_max"]
    unlisted = [exception.article for exception in in_use if exception.article not in allowed]
    if unlisted:
        return not_met(f"{', '.join(unlisted)} is not among the exceptions: {', '.join(allowed)}.", *figures)
    limited = examination.declaration.limited_scope
    if len({exception.article for exception in in_use}) > most and not (limited and limited.value is True):
        because = (
            f"{len(in_use)} exceptions are used; {hundredths(most)} at most, unless the system is limited in scope."
        )
        return not_met(because, *figures)
    unexplained = [exception.article for exception in in_use if not exception.reason]
    if unexplained:
        missing = f"the reasons of {', '.join(unexplained)}, stated to the Office"
        return needs_evidence("An exception is used without a stated reason.", missing, *figures)
    return met("The exceptions used are open to the member, and their reasons are stated.", *figures)


def exception_reports(examination: Examination, _requirement: Requirement) -> Conclusion:
    """C102 Art. 3(2), C168 Art. 5(3): each report says that the reason subsists, or from when it is renounced."""
    declared = examination.declaration.exceptions
    if not declared:
        return not_asked("No temporary exception is declared.")
    figures = tuple(
        (exception.article, f"{exception.status} {exception.renounced_from or ''}".strip()) for exception in declared
    )
    return met("The declaration says of every exception whether it subsists, or from when it is renounced.", *figures)
