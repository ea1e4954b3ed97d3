"""Referrals to programmes: where they stand, and which seats are left."""

from __future__ import annotations

from deploy.grafana.panels import COUNT, Dashboard, Panel

NO_PROGRAMME = "cannot see, or no programme is known yet"
STANDING = "sum by (standing) (tideover_referrals)"
HELD = 'sum by (kind) (tideover_programme_seats{seats="held"})'
FREE = 'sum by (kind) (tideover_programme_seats{seats="free"})'
POINTS = "sum by (done) (tideover_mandatory_points)"
OUTCOMES = "sum by (months, work) (tideover_referral_outcomes)"
WAITING = 'sum by (kind) (tideover_programme_seats{seats="waiting"})'


def referrals() -> Dashboard:
    """For the employment service."""
    return Dashboard(
        "tideover-referrals",
        "Tideover / Referrals",
        "Where referrals to programmes stand, and which seats are left. A referral never touches the benefit.",
        [("Referrals", _referrals()), ("Seats", _seats()), ("What comes of them", _follow_up())],
    )


def _referrals() -> list[Panel]:
    return [
        Panel(
            "By where they stand",
            "Referrals since the beginning by where they stand; absent and refused wait for a person's look.",
            COUNT,
            [(STANDING, "{{standing}}")],
            kind="bars",
            width=12,
            height=12,
        ),
        Panel(
            "Over time",
            "Referrals since the beginning by where they stand.",
            COUNT,
            [(STANDING, "{{standing}}")],
            width=12,
            height=12,
        ),
    ]


def _seats() -> list[Panel]:
    return [
        Panel(
            "Held",
            "Seats that are held now, by kind.",
            COUNT,
            [(HELD, "{{kind}}")],
            kind="bars",
            height=7,
            nothing=NO_PROGRAMME,
        ),
        Panel(
            "Free",
            "Seats that nobody holds, by kind.",
            COUNT,
            [(FREE, "{{kind}}")],
            kind="bars",
            height=7,
            nothing=NO_PROGRAMME,
        ),
        Panel("Waiting", "People on wait lists, by kind.", COUNT, [(WAITING, "{{kind}}")], height=7),
    ]


def _follow_up() -> list[Panel]:
    return [
        Panel(
            "Mandatory points",
            "Points of claims since the beginning at which help was considered, by what it was, or which were missed.",
            COUNT,
            [(POINTS, "{{done}}")],
            kind="bars",
            width=12,
            height=7,
        ),
        Panel(
            "In work after a participation",
            "People since the beginning seen in work, or not, so many months after the end, by employment facts alone.",
            COUNT,
            [(OUTCOMES, "{{months}} months, {{work}}")],
            kind="bars",
            width=12,
            height=7,
        ),
    ]
