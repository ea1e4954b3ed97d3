"""Referrals to programmes: where they stand, and which seats are left."""

from __future__ import annotations

from deploy.grafana.panels import Dashboard, Panel

STANDING = "sum by (standing) (tideover_referrals)"
HELD = 'sum by (programme) (tideover_programme_seats{seats="held"})'
OFFERED = 'sum by (programme) (tideover_programme_seats{seats="offered"})'


def referrals() -> Dashboard:
    """For the employment service."""
    return Dashboard(
        "tideover-referrals",
        "Tideover / Referrals",
        "Where referrals to programmes stand, and which seats are left. A referral never touches the benefit.",
        [("Referrals", _referrals()), ("Seats", _seats())],
    )


def _referrals() -> list[Panel]:
    return [
        Panel(
            "By where they stand",
            "Referrals by where they stand; absent and refused wait for a person's look.",
            "short",
            [(STANDING, "{{standing}}")],
            kind="bars",
            width=12,
            height=10,
        ),
        Panel(
            "Over time",
            "Referrals by where they stand.",
            "short",
            [(STANDING, "{{standing}}")],
            width=12,
            height=10,
        ),
    ]


def _seats() -> list[Panel]:
    return [
        Panel("Held", "Seats that are held now.", "short", [(HELD, "{{programme}}")], kind="bars", height=10),
        Panel(
            "Left",
            "Seats that a programme offers and nobody holds.",
            "short",
            [(f"{OFFERED} - {HELD}", "{{programme}}")],
            kind="bars",
            height=10,
        ),
        Panel(
            "Taken",
            "The share of its seats that is held, by programme.",
            "percentunit",
            [(f"{HELD} / clamp_min({OFFERED}, 1)", "{{programme}}")],
            height=10,
        ),
    ]
