"""The files of a closed day: checks, what is pointed out, and the form by which two people let them go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from contracts.batches import BatchAct, batch_subject
from contracts.currencies import MINOR_DIGITS
from contracts.in_words import InWords
from contracts.values import Money
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.plain_figures import sum_in_units
from services.console.staff.batch.content import BatchRow, RunOfDay, bars, change, pointed_out, run_of
from services.console.staff_page import Cell, Content, GoTo, Listing, NotHere, StaffPage, Visit
from services.console.typed_numbers import Untold, sum_of
from services.eligibility.views import benefit_rates
from services.payments.edge import acting, batches, look, outliers

WEEKS_SHOWN = 8
SHOWN_MAX = 12
"""Of what is pointed out for one reason; the file of the list has all."""
ACTS = ("released", "stopped", "proposed")
ACTS_ONCE_RELEASED = ("stopped",)
FIELDS = ("act", "looked", "sum", "reasons")
PAYMENTS = "payments"
SEEN_BY = frozenset({Role.PAYMENTS_OFFICER, Role.AUDITOR})


def show_all(visit: Visit) -> Content:
    """What lies sealed."""
    with visit.world.reading(PAYMENTS) as connection:
        sealed = batches.sealed_batches(connection)
    rows = [BatchRow.of(batch, visit.language.day(batch.day)) for batch in sealed]
    columns = [visit.say(f"batches.column.{name}") for name in ("day", "payments", "sum", "standing", "by")]
    cells = [_cells(row) for row in rows]
    waiting = sum(batch.standing == "waits" for batch in sealed)
    return Content(
        {"rows": rows, "waiting": waiting}, Listing("batches", [*columns, visit.say("list.currency")], cells)
    )


def _cells(row: BatchRow) -> list[Cell]:
    run = row.run
    return [row.day, run.payments, sum_in_units(run.total), row.standing, ", ".join(row.by), run.total.currency]


def show(visit: Visit) -> Content:
    """One batch."""
    return _content(visit, _batch(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Release, stop or propose what waits of a batch."""
    batch, language = _batch(visit), visit.language
    matter = CaseAtHand(batch_subject(batch.day, batch.currency))
    visit.may_act(Role.PAYMENTS_OFFICER, matter)
    if visit.was_sent():
        return GoTo(_address(visit, batch))
    faults = _faults(visit)
    seen: Money | None = None
    if visit.form.one("act") == "released" and "sum" not in faults:
        try:
            seen = sum_of(visit.form.one("sum"), batch.currency, language.locale)
        except Untold as fault:
            faults["sum"] = visit.say(str(fault))
        else:
            if batch.waiting and seen != batches.total_of(batch.waiting, batch.currency):
                faults["sum"] = visit.say("batch.fault.sum")
    if not faults:
        signed = acting.SignedAct(visit.officer.acting(Role.PAYMENTS_OFFICER), visit.today, visit.form.one("reasons"))
        try:
            said = _said(visit.form.one("act"), batch, signed, seen)
        except InWords as fault:
            faults["act"] = str(fault)
        else:
            visit.act(Role.PAYMENTS_OFFICER, matter, said, said.reasons)
            return GoTo(_address(visit, batch))
    return _content(visit, batch, {name: faults[name] for name in FIELDS if name in faults})


def _address(visit: Visit, batch: batches.Batch) -> str:
    return visit.address(f"/batches/{batch.day}/{batch.currency}", done="done")


def _faults(visit: Visit) -> dict[str, str]:
    """What is missing in the form, by field."""
    form, read = visit.form, ReadForm(visit.form)
    kind = read.chosen("act", ACTS)
    read.words("reasons")
    if kind == "released" and not form.all_of("looked"):
        read.faults["looked"] = "batch.fault.looked"
    return {name: visit.say(fault) for name, fault in read.faults.items()}


def _said(kind: str, batch: batches.Batch, signed: acting.SignedAct, seen: Money | None) -> BatchAct:
    """The act as an event. Raises `InWords` where it could not count."""
    if kind == "released":
        return acting.release(batch, signed, seen)
    return acting.stop(batch, signed) if kind == "stopped" else acting.proposal(batch, signed)


def _batch(visit: Visit) -> batches.Batch:
    currency = visit.given["currency"]
    try:
        day = date.fromisoformat(visit.given["day"])
    except ValueError:
        raise NotHere from None
    if currency not in MINOR_DIGITS:
        raise NotHere
    with visit.world.reading(PAYMENTS) as connection:
        try:
            return batches.batch_of(connection, day, currency)
        except batches.NoSuchBatch:
            raise NotHere from None


def _content(visit: Visit, batch: batches.Batch, faults: Mapping[str, str]) -> Content:
    overview, runs = _looked_at(visit, batch)
    compared = change(overview)
    waits = batch.waiting
    standing = {
        "batch": batch,
        "waits": bool(waits),
        "stoppable": bool(batch.stoppable),
        "barred": visit.officer.staff.casefold() in batch.barred,
        "needed": max((each.needed for each in batch.files), default=0),
        "released_by": sorted({officer for each in waits or batch.files for officer in each.released_by}),
        "may_act": Role.PAYMENTS_OFFICER in visit.officer.roles,
    }
    acts = ACTS if waits else ACTS_ONCE_RELEASED
    values = {
        **standing,
        "overview": overview,
        "compared": compared,
        "pointed_out": pointed_out(overview.outliers, SHOWN_MAX),
        "runs": list(zip(runs, bars(runs), strict=True)),
        "labels": {field: visit.say(f"batch.form.{field}") for field in FIELDS},
        "acts": [{"value": kind, "text": visit.say(f"batch.act.{kind}"), "note": ""} for kind in acts],
        "looked": [{"value": "yes", "text": visit.say("batch.looked"), "note": ""}],
        "form_of": {name: visit.form.one(name) for name in ("act", "sum", "reasons")},
        "ticked": visit.form.all_of("looked"),
        "done": visit.query.get("done") == "done",
    }
    columns = [visit.say(f"batch.column.{name}") for name in ("kind", "payment", "sum", "says")]
    columns.append(visit.say("list.currency"))
    cells = [_outlier(visit, each) for each in overview.outliers]
    return Content(values, Listing(f"batch-{batch.day}-{batch.currency}", columns, cells), faults)


def _outlier(visit: Visit, each: outliers.Outlier) -> list[Cell]:
    payment, kind = each.payment, visit.say(f"batch.kind.{each.kind}")
    return [kind, payment.end_to_end, sum_in_units(payment.money), each.says, payment.money.currency]


def _looked_at(visit: Visit, batch: batches.Batch) -> tuple[look.Overview, list[RunOfDay]]:
    """The table of the batch, and the runs of the same weekday before it."""
    files = batch.stoppable or batch.files
    with visit.world.reading(PAYMENTS) as connection:
        people = look.people_in(connection, files)
        known = [benefit_rates(decisions, people) for decisions in visit.world.reading_each("eligibility")]
        rates = {key: outliers.Rate(most, per) for each in known for key, (most, per) in each.items()}
        beholder = look.Beholder(rates=rates)
        overview = look.overview(connection, files, beholder)
        days = [batch.day - timedelta(weeks=weeks) for weeks in range(WEEKS_SHOWN - 1, 0, -1)]
        before = [each for day in days for each in batches.batches_of(connection, day)]
    runs = [run_of(each) for each in before if each.currency == batch.currency]
    return overview, [*runs, run_of(batch)]


PAGES = (
    StaffPage(
        name="batches",
        path="/batches",
        seen_by=SEEN_BY,
        template="batch/batches.html.jinja",
        show=show_all,
        menu=25,
    ),
    StaffPage(
        name="batch",
        path="/batches/{day}/{currency}",
        seen_by=SEEN_BY,
        template="batch/batch.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset({Role.PAYMENTS_OFFICER}),
    ),
)
