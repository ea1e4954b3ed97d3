"""What a recall does beyond listing: orders to work claims out anew, and the letters that tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import typer
from pydantic import ValidationError

from contracts.base import derived_id, seal
from contracts.casework import Officer, RecallOrdered
from contracts.values import FIRST_DAY
from services.claims.views import closed_days
from services.commands.destinations import into_laptop, into_topic
from services.commands.letters_archive import case_about
from services.letters.language import LANGUAGES
from services.letters.page import as_page
from services.letters.recalled import recalled
from services.letters.text import as_text
from services.letters.writing import written
from services.operations.recall import Claim, Sought
from services.operations.stack import Stack
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds

MORNING = time(9, tzinfo=UTC)
NOBODY_ANSWERS = "a letter and an order name who answers for them: --officer, --role and --reasons"
NOT_IN_FILES = re.compile("[^A-Za-z0-9-]")


@dataclass(frozen=True, slots=True)
class RecallAct:
    """Who has claims worked out anew, under which name, and why."""

    name: str
    officer: Officer
    sought: str
    reasons: str
    law_since: date | None = None
    """The day of a new version of the law, where that is why."""


class OrderFor(NamedTuple):
    """An order, and the person whose claim it is about."""

    person: str
    event: RecallOrdered


def recall_act(
    sought: Sought, name: str | None, officer: str | None, role: str | None, reasons: str | None
) -> RecallAct:
    """The act, with the named person and the reasons without which nothing is ordered, and no letter written."""
    if reasons is None:
        raise typer.BadParameter(NOBODY_ANSWERS)
    in_common = (("ground", sought.ground), ("rule", sought.rule), ("sheet", sought.sheet))
    words = ", ".join(f"{what} {value}" for what, value in in_common if value)
    return RecallAct(name or "draft", named_officer(officer, role), words, reasons)


def named_officer(officer: str | None, role: str | None) -> Officer:
    """Who answers for an act. Raises `BadParameter` if nobody does."""
    if officer is None or role is None:
        raise typer.BadParameter(NOBODY_ANSWERS)
    try:
        return Officer(staff=officer, role=role)
    except ValidationError:
        raise typer.BadParameter("an officer and a role are written in letters, digits and : _ . / -") from None


def orders_for(world: Stack, act: RecallAct, claims: Iterable[Claim]) -> Iterator[OrderFor]:
    """One for each claim, dated the day after the last that was closed; ordered again, it is a later version."""
    version = unix_milliseconds()
    with world.databases["claims"].reading() as connection:
        on = max(closed_days(connection).values(), default=FIRST_DAY) + timedelta(days=1)
    for person, claim in dict.fromkeys(claims):
        try:
            event = RecallOrdered(
                key=f"{act.name}/{claim}",
                source_version=version,
                recorded_at=datetime.combine(on, MORNING),
                claim=claim,
                officer=act.officer,
                ordered_on=on,
                sought=act.sought,
                reasons=act.reasons,
                law_since=act.law_since,
            )
        except ValidationError:
            raise typer.BadParameter("a recall's name is short, of letters, digits and : _ . / -") from None
        yield OrderFor(person, event)


def drafted(world: Stack, orders: Sequence[OrderFor], folder: Path) -> int:
    """Write the letter of each order in every language, as text and page; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    for order in orders:
        letter = recalled(case_about(world, order.person), order.event)
        name = NOT_IN_FILES.sub("-", f"{order.event.ordered_on}-{order.person[:10]}-{order.event.claim}")
        for language in LANGUAGES:
            paper = written(letter, language)
            (folder / f"{name}-{language}.txt").write_text(as_text(paper), "utf-8")
            (folder / f"{name}-{language}.html").write_text(as_page(paper), "utf-8")
    return len(orders) * len(LANGUAGES)


def ordered(orders: Sequence[OrderFor], folder: Path | None) -> None:
    """Publish the orders: in a laptop's folder with all that follows, or to the stack's topic of casework."""
    settings = Settings.from_environment()
    if folder is None and settings.database_url:
        place = into_topic("casework", settings)
    else:
        place = into_laptop(folder or settings.folder, settings)
    with place as publish:
        publish(
            [
                seal(
                    order.event,
                    subject=order.person,
                    source="/tideover/recall",
                    time=order.event.recorded_at,
                    event_id=derived_id("recall", order.person, order.event.key, order.event.source_version),
                )
                for order in orders
            ]
        )
