"""Which server holds which partitions of a service, as the file of TIDEOVER_DATABASES says.

    eligibility:
      0-2: postgresql+psycopg://one:5432/tideover
      3-5: postgresql+psycopg://two:5432/tideover

An address without a role is used as the role of TIDEOVER_DATABASE_URL, so that one file does for every process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from contracts.in_words import as_sentence, no_such
from services.names import MAY_BE_SPLIT, SERVICES
from services.runtime.process.setting_files import text_of_setting
from services.runtime.process.settings import EACH_SERVICE, Settings, WrongSetting
from services.runtime.process.yaml_faults import NOT_YAML

EXAMPLE = "eligibility: {0-2: postgresql+psycopg://..., 3-5: postgresql+psycopg://...}"
_PARTITIONS = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")


class StatedPlace(NamedTuple):
    """Where some partitions of a service lie."""

    partitions: frozenset[int] | None
    """None: all."""
    url: str

    @property
    def shown(self) -> str:
        """The partitions in as few words as the file needs, such as `0-2, 5`."""
        return in_ranges(self.partitions or ())


def places_of(settings: Settings, service: str) -> tuple[StatedPlace, ...]:
    """Where a service lies: one place, or those of the file, which hold every partition once. Raises `WrongSetting`."""
    if settings.databases is None:
        return (StatedPlace(None, settings.database_url_of(service)),)
    stated = stated_places(settings, settings.databases)
    return stated.get(service) or (StatedPlace(None, settings.database_url_of(service)),)


def stated_places(settings: Settings, file: Path) -> Mapping[str, tuple[StatedPlace, ...]]:
    """The places of each service of a file. Raises `WrongSetting` with one sentence."""
    said = text_of_setting("DATABASES", file, "the file that says which partitions lie on which server")
    try:
        written = yaml.load(said, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts: 0-2 is no sum, 5 no number
    except NOT_YAML:
        written = None
    if not isinstance(written, dict) or not all(isinstance(places, dict) for places in written.values()):
        raise _wrong(file, f"it is not of the form {EXAMPLE}")
    return {service: _places(settings, file, service, places) for service, places in written.items()}


def _places(settings: Settings, file: Path, service: str, stated: Mapping[Any, Any]) -> tuple[StatedPlace, ...]:
    if service not in SERVICES:
        raise WrongSetting(as_sentence(f"TIDEOVER_DATABASES names {file}: {no_such('service', service, SERVICES)}"))
    if service not in MAY_BE_SPLIT:
        raise _wrong(file, f"it splits {service}, which counts over everybody and lies on one server")
    places = tuple(
        StatedPlace(
            frozenset(_numbers(file, service, str(key), settings.partitions)), _address(settings, file, service, url)
        )
        for key, url in stated.items()
    )
    held = [partition for place in places for partition in place.partitions or ()]
    if missing := set(range(settings.partitions)) - set(held):
        raise _wrong(file, f"partition {min(missing)} of {service} lies on no server")
    if twice := {partition for partition in held if held.count(partition) > 1}:
        raise _wrong(file, f"partition {min(twice)} of {service} lies on two servers")
    if len({place.url for place in places}) < len(places):
        raise _wrong(file, f"it names one server of {service} twice")
    return places


def _address(settings: Settings, file: Path, service: str, stated: object) -> str:
    """Where to connect, and as whom."""
    try:
        url, usual = make_url(str(stated).replace(EACH_SERVICE, service)), settings.database_url_of(service)
        if url.username is None and usual:
            as_whom = make_url(usual)
            url = url.set(username=as_whom.username, password=as_whom.password)
            url = url.update_query_dict({name: value for name, value in as_whom.query.items() if name not in url.query})
    except ArgumentError:
        raise _wrong(
            file, f"{stated} is not the address of a PostgreSQL: postgresql+psycopg://host:5432/name"
        ) from None
    return url.render_as_string(hide_password=False)


def _numbers(file: Path, service: str, stated: str, partitions: int) -> Iterator[int]:
    """The numbers of `0-2, 5`."""
    for part in stated.split(","):
        found = _PARTITIONS.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not first <= last < partitions:
            raise _wrong(file, f"{stated} are no partitions of {service}, which are 0 to {partitions - 1}")
        yield from range(first, last + 1)


def in_ranges(partitions: frozenset[int] | tuple[int, ...]) -> str:
    """Partitions as a person writes them: `0-2, 5`."""
    ranges: list[list[int]] = []
    for number in sorted(partitions):
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}-{one[-1]}" for one in ranges)


def _wrong(file: Path, why: str) -> WrongSetting:
    return WrongSetting(f"TIDEOVER_DATABASES names {file}, and {why}.")
