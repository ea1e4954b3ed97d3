"""Money: where payments stand, what the accounts say, and whether the books are whole."""

from __future__ import annotations

from deploy.grafana.panels import COUNT, DAYS, MONEY, NO_CASE, NO_DAY, ORANGE, RED, Dashboard, Panel

DIFFERENCES = 'max(tideover_reconciliation_differences) and on () max(tideover_blind{place="payments"}) == 0'
"""The books are compared every ten minutes; what they said before is not shown while they cannot be seen."""


def in_units(expression: str) -> str:
    """Minor units as people write money; the expression keeps the label `currency`."""
    return f"{expression} / on (currency) group_left () max by (currency) (tideover_currency_minor_units)"


def money() -> Dashboard:
    """For those who answer for payments."""
    return Dashboard(
        "tideover-money",
        "Tideover / Money",
        "Where payments stand, what the accounts say, and whether the books are whole. For trends: accounts come "
        "from the ledger itself.",
        [
            ("Payments", [*_payments(), *_on_their_way()]),
            ("Waiting for a person", [*_waiting_for_a_person(), *_after_a_death()]),
            ("Paid too much", _overpaid()),
            ("The books", _books()),
        ],
    )


def _payments() -> list[Panel]:
    return [
        Panel(
            "Amount by stage",
            "The sum of payments since the beginning: due, on their way, settled, or came back.",
            MONEY,
            [(in_units("sum by (stage, currency) (tideover_payments_minor_units)"), "{{stage}} {{currency}}")],
            height=11,
        ),
        Panel(
            "Payments by stage",
            "How many payments since the beginning: due, on their way, settled, or came back.",
            COUNT,
            [("sum by (stage) (tideover_payments)", "{{stage}}")],
            height=11,
        ),
        Panel(
            "Came back and waits",
            "Money that the bank sent back and that waits for a named person's order.",
            MONEY,
            [(in_units("sum by (currency) (tideover_payments_held_minor_units)"), "held {{currency}}")],
            height=11,
        ),
    ]


def _on_their_way() -> list[Panel]:
    return [
        Panel(
            "Payment files",
            "Sealed files since the beginning by what the bank is known to have done with them; only the bank "
            "knows of those that are unknown.",
            COUNT,
            [
                ("sum by (state) (tideover_payment_files)", "{{state}}"),
                ("max(tideover_payment_files_unreleased)", "of these to be released"),
            ],
            kind="bars",
        ),
        Panel(
            "Oldest payment that waits",
            "For how long the oldest due payment waits for the bank's word, in closed days.",
            DAYS,
            [('max(tideover_pending_oldest_seconds{stage="decision_to_payment"}) / 86400', "oldest")],
            levels=((3, ORANGE), (7, RED)),
            nothing=NO_DAY,
        ),
        Panel(
            "Due payments, by when",
            "Payments that the bank has not settled, by how soon they must be.",
            COUNT,
            [('sum by (due_in) (tideover_pending_cases{stage="decision_to_payment"})', "{{due_in}}")],
            kind="bars",
            nothing=NO_DAY,
        ),
    ]


def _waiting_for_a_person() -> list[Panel]:
    return [
        Panel(
            "Entries of the bank that nobody understood",
            "Each waits for a named person, or for a later word of the bank after which it fits.",
            COUNT,
            [("max(tideover_bank_open_items)", "open items")],
            width=8,
            levels=((1, ORANGE), (20, RED)),
        ),
        Panel(
            "Payments to creditors that wait",
            "What was taken for others and came back, or has no account to go to.",
            COUNT,
            [("max(tideover_remittances_waiting)", "payments to creditors")],
            width=8,
            levels=((1, ORANGE),),
        ),
        Panel(
            "Certifications whose days wait",
            "They are due days for which another certification is paid; no day is paid twice.",
            COUNT,
            [("max(tideover_certifications_waiting)", "certifications")],
            width=8,
            levels=((1, ORANGE),),
        ),
    ]


def _after_a_death() -> list[Panel]:
    return [
        Panel(
            "Payments held after a death",
            "Due for days before it; each waits for a named person's answer, and stays due until then.",
            COUNT,
            [("max(tideover_payments_after_death)", "payments")],
            width=12,
            levels=((1, ORANGE),),
        ),
        Panel(
            "For how long the oldest of them is held",
            "In closed days. Nothing lapses by it.",
            DAYS,
            [("max(tideover_payments_after_death_oldest_seconds) / 86400", "oldest")],
            width=12,
            levels=((21, ORANGE), (30, RED)),
        ),
    ]


def _overpaid() -> list[Panel]:
    return [
        Panel(
            "Paid above what is due",
            "Since the beginning: proposed until a named person confirms or waives it; only what is final may be asked "
            "back.",
            MONEY,
            [(in_units("sum by (standing, currency) (tideover_overpaid_minor_units)"), "{{standing}} {{currency}}")],
            width=24,
        )
    ]


def _books() -> list[Panel]:
    return [*_balances(), *_comparisons()]


def _balances() -> list[Panel]:
    balances = in_units("sum by (account, currency) (tideover_ledger_balance_minor_units)")
    return [
        Panel(
            "Balances",
            "Each account's balance, debits above zero; all of them together are zero.",
            MONEY,
            [(balances, "{{account}} {{currency}}")],
            width=12,
            height=11,
        ),
        Panel(
            "Sum of all accounts",
            "The trial balance, and what journals are off by: both are zero, or money appeared or vanished.",
            MONEY,
            [
                (in_units("sum by (currency) (tideover_ledger_balance_minor_units)"), "trial balance {{currency}}"),
                (in_units("sum by (currency) (tideover_ledger_off_balance_minor_units)"), "off balance {{currency}}"),
            ],
            width=12,
            height=11,
        ),
    ]


def _days(metric: str) -> str:
    """Of each currency, or `NO_CASE` where it is not known."""
    shown = f"max by (currency) ({metric})"
    return f"({shown} >= 0) / 86400 or 0 * {shown} + {NO_CASE}"


def _comparisons() -> list[Panel]:
    return [
        Panel(
            "Days of reserve",
            "For how many days each fund lasts, now and after what is ordered, and for how many it must.",
            DAYS,
            [
                (_days("tideover_fund_reserve_seconds"), "now {{currency}}"),
                (_days("tideover_fund_reserve_after_orders_seconds"), "after orders {{currency}}"),
                (_days("tideover_fund_reserve_least_seconds"), "must be {{currency}}"),
            ],
            kind="bars",
            width=24,
            height=5,
            words={NO_CASE: "not known"},
        ),
        Panel(
            "Differences",
            "What reconciliation found that does not fit, between books, payments and sealed files.",
            COUNT,
            [(DIFFERENCES, "differences")],
            width=12,
            levels=((1, RED),),
        ),
        Panel(
            "Statement against books",
            "By how much our cash account moved otherwise than the bank's statements say, each day for itself.",
            MONEY,
            [(in_units("sum by (currency) (tideover_bank_position_difference_minor_units)"), "{{currency}}")],
            width=6,
        ),
        Panel(
            "Since the books were compared",
            "How long ago everything was compared with everything.",
            "s",
            [("time() - max(tideover_reconciled_timestamp_seconds)", "since")],
            width=6,
            levels=((3600, ORANGE), (86400, RED)),
        ),
    ]
