"""The summary of a demonstration as a page in the terminal."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.table import Table

from contracts.values import Money
from services.commands.hidden_counts import count_shown
from services.demo.summary import SYNTHETIC, Spread, Summary


def print_summary(summary: Summary, console: Console) -> None:
    """Print what came of it, so that a person understands it."""
    console.rule("What came of it")
    console.print(_figures(summary))
    console.print(_refusals(summary))
    console.print(_replacement(summary))
    console.print(_claims_by(summary))
    console.print(_programmes(summary))
    _checks(summary, console)


def _figures(summary: Summary) -> Table:
    indicators = summary.indicators
    paid = Money(minor=indicators.paid_minor, currency=indicators.currency[:3] or "USD")
    table = _plain("People and money")
    days = indicators.days_to_first_payment_median
    rows = [
        ("people in the registries", f"{summary.people:,}"),
        ("claims", f"{indicators.claims:,}"),
        ("  granted", f"{indicators.outcomes.get('granted', 0):,}"),
        ("  refused", f"{indicators.outcomes.get('refused', 0):,}"),
        ("  waiting for a person", f"{indicators.outcomes.get('needs_a_person', 0):,}"),
        ("questions put to a person", f"{indicators.questions:,}  ({_counts(indicators.question_verdicts)})"),
        ("weeks paid", f"{indicators.weeks_paid:,}"),
        ("payment instructions", f"{indicators.instructions:,}, of which {indicators.returned:,} came back"),
        ("paid", str(paid)),
        ("median days, claim to first payment", "none" if days is None else f"{days}"),
        ("referrals", f"{indicators.referrals:,}  ({_counts(indicators.referral_answers)})"),
    ]
    for name, value in rows:
        table.add_row(name, value)
    return table


def _refusals(summary: Summary) -> Table:
    table = _plain("Refused, by rule (a claim may fail several)")
    for (condition, cites), count in sorted(summary.indicators.refusals.items(), key=lambda item: -item[1]):
        table.add_row(f"{condition.replace('_', ' ')}  [dim]{cites}[/dim]", f"{count:,}")
    return table


def _claims_by(summary: Summary) -> Table:
    table = _plain("Claims by one dimension (tideover figures tells more)")
    for dimension, told in summary.claims_by.items():
        counts = ", ".join(f"{row.value.replace('_', ' ')} {count_shown(row.claims)}" for row in told.rows[:-1])
        synthetic = " (synthetic)" if dimension in SYNTHETIC else ""
        table.add_row(f"{dimension.value.replace('-', ' ')}{synthetic}", counts)
    return table


def _replacement(summary: Summary) -> Table:
    table = Table(title="Replacement rate of those granted", title_justify="left", box=None, pad_edge=False)
    for name in ("", "people", "mean", "first quarter", "median", "third quarter"):
        table.add_column(name, justify="left" if not name else "right")
    for name, spread in (("this engine", summary.replacement), ("the data's own", summary.replacement_in_data)):
        if spread is not None:
            table.add_row(name, *_shares(spread))
    reference = summary.reference
    if reference.rate_mean_minor is not None:
        mean = Money(minor=reference.rate_mean_minor, currency=summary.indicators.currency[:3] or "USD")
        table.caption = (
            f"Beside it, decided for nobody: {reference.scheme} would grant {reference.granted:,} of the "
            f"{reference.claims:,} claims ({reference.granted_only_there:,} of them refused here), mean {mean} a week."
        )
        table.caption_justify = "left"
    return table


def _shares(spread: Spread) -> tuple[str, ...]:
    shares = (spread.mean, spread.quarter, spread.half, spread.three_quarters)
    return (f"{spread.people:,}", *(f"{share * Decimal(100):.1f} %" for share in shares))


def _programmes(summary: Summary) -> Table:
    table = Table(title="Referrals and seats (synthetic programmes)", title_justify="left", box=None, pad_edge=False)
    table.add_column("programme")
    table.add_column("referrals", justify="right")
    table.add_column("seats at a time", justify="right")
    for title, (made, seats) in summary.seats.items():
        table.add_row(title, f"{made:,}", f"{seats:,}")
    return table


def _checks(summary: Summary, console: Console) -> None:
    messages = sum(summary.parked.values())
    counted = f"{messages} messages, planted and waiting, as {summary.parked_events} events of services"
    console.print(f"[bold]Parked[/bold]  {counted}: {_counts(summary.parked) or 'none'}")
    console.print(f"[bold]Ledger[/bold]  trial balance {summary.trial_balance_minor}")
    for difference in summary.differences:
        console.print(f"[bold]Reconciliation[/bold]  {difference}")
    if not summary.differences:
        console.print("[bold]Reconciliation[/bold]  books, payments, files and bank agree")
    console.print(
        f"[bold]Mass lay-off (synthetic)[/bold]  {summary.prepared} people on one list, a claim ready for each"
    )
    stopped = f"stopped {summary.budgets_stopped} times, as too many decisions were overturned; a named person reopened"
    console.print(f"[bold]Error budgets[/bold]  {stopped if summary.budgets_stopped else 'none was stopped'}")
    off = ", ".join(f"{minor} {currency}" for currency, minor in summary.off_the_statements.items())
    told = f"off by {off} in minor units" if off else "each as the books have it"
    console.print(f"[bold]Bank statements[/bold]  {summary.statement_days} days, {told}")
    rate = summary.events / summary.seconds if summary.seconds else Decimal(0)
    console.print(f"[bold]Speed[/bold]  {summary.events:,} events in {summary.seconds} s, {rate:,.0f} a second")


def _counts(counts: object) -> str:
    items = counts.items() if hasattr(counts, "items") else ()
    return ", ".join(f"{count:,} {str(name).replace('_', ' ')}" for name, count in items)


def _plain(title: str) -> Table:
    table = Table(title=title, title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column()
    return table
