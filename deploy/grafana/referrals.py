"""Referrals to programmes: where they stand, and which seats are left."""

from __future__ import annotations

from deploy.grafana.panels import Dashboard, Panel


def referrals() -> Dashboard:
    """For the employment service."""
    held = 'sum by (programme) (tideover_programme_seats{seats="held"})'
    offered = 'sum by (programme) (tideover_programme_seats{seats="offered"})'
    return Dashboard(
        "tideover-referrals",
        "Tideover / Referrals",
        "Where referrals to programmes stand, and which seats are left. A referral never touches the benefit.",
        [
            (
                "Referrals",
                [
                    Panel(
                        "By where they stand",
                        "Referrals by where they stand; absent and refused wait for a person's look.",
                        "short",
                        [("sum by (standing) (tideover_referrals)", "{{standing}}")],
                        kind="bars",
                        width=12,
                        height=10,
                    ),
                    Panel(
                        "Over time",
                        "Referrals by where they stand.",
                        "short",
                        [("sum by (standing) (tideover_referrals)", "{{standing}}")],
                        width=12,
                        height=10,
                    ),
                ],
            ),
            (
                "Seats",
                [
                    Panel(
                        "Held", "Seats that are held now.", "short", [(held, "{{programme}}")], kind="bars", height=10
                    ),
                    Panel(
                        "Left",
                        "Seats that a programme offers and nobody holds.",
                        "short",
                        [(f"{offered} - {held}", "{{programme}}")],
                        kind="bars",
                        height=10,
                    ),
                    Panel(
                        "Taken",
                        "The share of its seats that is held, by programme.",
                        "percentunit",
                        [(f"{held} / clamp_min({offered}, 1)", "{{programme}}")],
                        height=10,
                    ),
                ],
            ),
        ],
    )
