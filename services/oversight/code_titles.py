"""What the codes of the figures stand for, in our own short words: sections of ISIC Rev. 4 and NACE, groups of ISCO-08.

Of national lists no titles are kept here: their words belong to whoever publishes them.
"""

from __future__ import annotations

from collections.abc import Mapping

_SECTIONS = {
    "A": "farming, forestry and fishing",
    "B": "mining and quarrying",
    "C": "manufacturing",
    "D": "electricity, gas and heat",
    "E": "water and waste",
    "F": "construction",
    "G": "trade and repair of vehicles",
    "H": "transport and storage",
    "I": "hotels and restaurants",
    "J": "information and communication",
    "K": "finance and insurance",
    "L": "real estate",
    "M": "professions, science and technology",
    "N": "administrative and support services",
    "O": "public administration",
    "P": "education",
    "Q": "health and social work",
    "R": "arts, sport and recreation",
    "S": "other services",
    "T": "private households",
    "U": "international organisations",
}
_MAJOR_GROUPS = {
    "0": "armed forces",
    "1": "managers",
    "2": "professionals",
    "3": "technicians",
    "4": "clerks",
    "5": "service and sales workers",
    "6": "skilled farmers and fishers",
    "7": "craft workers",
    "8": "machine operators and drivers",
    "9": "elementary occupations",
}
CODE_TITLES: Mapping[str, str] = {
    **{f"{listed}:{section}": title for listed in ("isic4", "nace2") for section, title in _SECTIONS.items()},
    **{f"isco08:{group}": title for group, title in _MAJOR_GROUPS.items()},
}
"""By the value of a row."""
