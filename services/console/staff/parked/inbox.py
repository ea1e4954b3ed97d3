"""The parked events of all services, one row a subject, with how many wait behind each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from services.console.paging import ROWS_A_PAGE, ListPage
from services.console.staff.parked.content import ParkedMessage, message_of
from services.console.staff_page import Content, Listing, Visit
from services.names import SERVICES
from services.runtime.delivery.parked_view import ParkedRow, counted, first_of_each, waiting_origins
from services.runtime.parking_codes import CODES

COLUMNS = ("kind", "from", "why", "service", "person", "behind", "since")
FILE_ROWS_MAX = 10_000


def show_inbox(visit: Visit) -> Content:
    """One page of the list, as far as the filter goes; as a file all of it."""
    counts = {name: _counts(visit, name) for name in SERVICES}
    origins = [origin for name in SERVICES for origin in _origins(visit, name)]
    service, code = _among(visit, "service", SERVICES), _among(visit, "code", tuple(CODES))
    lengths = {
        name: sum(count for own, count in counts[name].items() if code in {"", own})
        for name in SERVICES
        if service in {"", name}
    }
    shown = ListPage.asked(visit.query, sum(lengths.values()))
    is_file = visit.query.get("as") == "csv"
    start, most = (0, FILE_ROWS_MAX) if is_file else (shown.start, ROWS_A_PAGE)
    messages = _messages(visit, lengths, code, start, most)
    codes = sorted({own for one in counts.values() for own in one}, key=list(CODES).index)
    values = {
        "messages": messages,
        "shown": shown,
        "messages_waiting": len(set(origins)),
        "events_waiting": len(origins),
        "rows_waiting": sum(sum(one.values()) for one in counts.values()),
        "columns": COLUMNS,
        "services": _options(visit, "parked.service", SERVICES),
        "codes": _options(visit, "parked.why", codes),
        "filters": {"service": service, "code": code},
    }
    columns = [visit.say(f"parked.column.{name}") for name in COLUMNS]
    return Content(values, Listing("parked", columns, [_cells(message) for message in messages]))


def _counts(visit: Visit, service: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for connection in visit.world.reading_each(service):
        counts.update(counted(connection))
    return counts


def _origins(visit: Visit, service: str) -> list[str]:
    return [origin for connection in visit.world.reading_each(service) for origin in waiting_origins(connection)]


def _messages(visit: Visit, lengths: Mapping[str, int], code: str, start: int, most: int) -> list[ParkedMessage]:
    """A stretch of the list, which goes through one service after the other."""
    messages: list[ParkedMessage] = []
    for service, length in lengths.items():
        if start < length and len(messages) < most:
            rows = _rows(visit, service, code, start, most - len(messages))
            messages += [message_of(service, row) for row in rows]
        start = max(0, start - length)
    return messages


def _rows(visit: Visit, service: str, code: str, start: int, most: int) -> list[ParkedRow]:
    """A stretch of a service's list, which goes through one of its servers after the other."""
    rows: list[ParkedRow] = []
    for connection in visit.world.reading_each(service):
        if len(rows) < most:
            rows += first_of_each(connection, code, start, most - len(rows))
            here = counted(connection)
            start = max(0, start - sum(count for own, count in here.items() if code in {"", own}))
    return rows


def _among(visit: Visit, name: str, known: Sequence[str]) -> str:
    """What the address says, where it is one of a closed list."""
    typed = visit.query.get(name, "")
    return typed if typed in known else ""


def _options(visit: Visit, phrases: str, values: Sequence[str]) -> list[dict[str, str]]:
    every = {"value": "", "text": visit.say("list.all")}
    return [every, *({"value": value, "text": visit.say(f"{phrases}.{value}")} for value in values)]


def _cells(message: ParkedMessage) -> list[str | int | None]:
    return [
        message.kind,
        message.source or message.publisher,
        message.row.code,
        f"{message.service}/{message.row.number}",
        message.person,
        message.row.behind,
        message.since.isoformat() if message.since else None,
    ]
