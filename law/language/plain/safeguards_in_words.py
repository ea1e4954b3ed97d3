"""What a sheet says of how decisions against claimants come about: windows, contests, second officers."""

from __future__ import annotations

from collections.abc import Iterator

from law.language.plain.cited import Cited
from law.language.plain.prose import figure_of, meaning_of
from law.language.sheet.safeguards import Safeguard
from law.language.sheet.scheme import Scheme

ABOUT = {
    "condition": "decisions on a condition",
    "week": "decisions on a week",
    "overpayment": "decisions on an overpayment",
    "referral": "decisions on a referral",
}


def of_safeguard(safeguard: Safeguard, scheme: Scheme) -> Cited:
    """One rule in a sentence."""
    text = f"{safeguard.meaning}: {_rule(safeguard, scheme)}."
    return Cited(text, safeguard.cites, safeguard.unverified)


def _rule(safeguard: Safeguard, scheme: Scheme) -> str:
    if safeguard.lasts is not None:
        return f"a reply to a notice is in time for {_figure(safeguard.lasts, scheme)}"
    if safeguard.name == "meanwhile":
        complaint, appeal = (_kinds(kinds) for kinds in (safeguard.complaint, safeguard.appeal))
        return f"while a complaint is open, {complaint}; while an appeal is open, {appeal}"
    if safeguard.name == "late_certification":
        return "; ".join(_of_late_certification(safeguard, scheme))
    grounds = ", ".join(ground.replace("_", " ") for ground in safeguard.grounds)
    on = [f"on the grounds {grounds}"] if grounds else []
    on += [f"on a sum above {_figure(safeguard.sums_above, scheme)}"] if safeguard.sums_above else []
    return f"two officers have to agree before anything is taken away {' and '.join(on)}"


def _of_late_certification(safeguard: Safeguard, scheme: Scheme) -> Iterator[str]:
    if safeguard.in_time_for is not None:
        yield f"it is in time for {_figure(safeguard.in_time_for, scheme)} after the days that it covers"
    if safeguard.grace is not None:
        yield f"a late one needs no reason for {_figure(safeguard.grace, scheme)}"
    if safeguard.good_cause is not None:
        yield f"a later one is excused by a good cause, which a person finds: {safeguard.good_cause}"


def _kinds(kinds: tuple[str, ...]) -> str:
    if not kinds:
        return "every decision takes effect"
    return f"{', '.join(ABOUT[kind] for kind in kinds)} take nothing away"


def _figure(name: str, scheme: Scheme) -> str:
    return f"[{meaning_of(name, scheme)}: {figure_of(name, scheme)}]"
