"""A producer that does everything right is told nothing; each mistake is told, alone, with its place."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from contracts.schemas import published
from services.registry_kit.findings import FINDINGS
from services.registry_kit.message_faults import ReceivedMessage
from services.registry_kit.producer_check import EXAMPLES_MAX, FaultReport, ProducerCheck
from tests.services.registry_kit.producer import PARTITIONS, Sent, as_it_should_be, contribution, mistakes, retraction

published()
TOPIC = "tideover.registry"
HOUR_MS = 3_600_000
MISTAKES = mistakes()


def told(messages: Iterable[Sent], *, since_ms: int | None = None, until_ms: int | None = None) -> list[FaultReport]:
    """What is told of messages that stand in a topic in this order."""
    check = ProducerCheck(TOPIC, "registry", PARTITIONS)
    last = 0
    for offset, sent in enumerate(messages):
        check.look(ReceivedMessage(sent.partition, offset, sent.at_ms, sent.key, sent.value, sent.content_type))
        last = max(last, sent.at_ms)
    return check.told(since_ms=since_ms, until_ms=until_ms or last, silence_ms=96 * HOUR_MS)


def test_a_producer_that_does_everything_right_is_told_nothing() -> None:
    assert told(as_it_should_be()) == []


def test_there_is_a_mistake_for_every_finding() -> None:
    assert MISTAKES.keys() == FINDINGS.keys()


@pytest.mark.parametrize("code", MISTAKES)
def test_each_mistake_is_told_alone(code: str) -> None:
    found = told(MISTAKES[code])

    assert [one.code for one in found] == [code]
    assert found[0].count == 1
    assert len(found[0].examples) == (0 if code == "nothing-there" else 1)


@pytest.mark.parametrize("code", sorted(MISTAKES.keys() - {"nothing-there"}))
def test_a_mistake_among_much_that_is_right_is_found_at_its_place(code: str) -> None:
    before = [contribution(number, hour=40 + number % 2) for number in range(100, 150)]
    messages = before + MISTAKES[code]
    [found] = told(messages)

    place = f"{TOPIC}/{messages[-1].partition}/{len(messages) - 1}"
    assert (found.code, found.examples) == (code, (place,))


def test_whatever_the_content_no_value_of_it_is_repeated() -> None:
    for code, messages in MISTAKES.items():
        for one in told(messages):
            said = " ".join((*one.details, *one.examples))
            assert "4417" not in said, code
            assert "p-" not in said, code
            assert "2400" not in said, code


def test_what_exactly_is_wrong_is_said() -> None:
    def details(code: str) -> tuple[str, ...]:
        [found] = told(MISTAKES[code])
        return found.details

    assert details("bad-data") == ("earnings.minor: must be a whole number",)
    assert details("unknown-field") == ("registry.contribution-recorded: minutes_workd.",)
    assert details("version-gap") == ("Versions 1, 3 came.",)
    assert details("version-backwards") == ("Version 1 after 2.",)
    assert details("silence") == ("4 days 2 h, from 2020-04-03 00:00 UTC to 2020-04-07 02:00 UTC.",)
    assert details("wrong-topic") == ("It belongs to intake.",)


def test_a_mistake_made_often_is_counted_and_shown_a_few_times() -> None:
    messages = [contribution(number).saying(data__earnings__minor=-1) for number in range(40)]
    [found] = told(messages)
    assert (found.count, len(found.examples), len(found.details)) == (40, EXAMPLES_MAX, 1)


def test_a_retraction_is_a_version_of_the_fact_that_it_takes_back() -> None:
    assert told([contribution(hour=1), retraction(1, 2, hour=2)]) == []
    [found] = told([contribution(hour=1, version=2), retraction(1, 2, hour=2)])
    assert found.code == "contradiction"


def test_versions_that_came_late_are_no_gap() -> None:
    messages = [contribution(version=version, hour=version) for version in (1, 3, 2)]
    assert [one.code for one in told(messages)] == ["version-backwards"]


def test_silence_is_judged_from_the_day_asked_about_until_now() -> None:
    messages = [contribution(number, hour=number) for number in range(3)]
    first, last = messages[0].at_ms, messages[-1].at_ms
    assert told(messages, since_ms=first - 96 * HOUR_MS, until_ms=last + 96 * HOUR_MS) == []
    [before] = told(messages, since_ms=first - 97 * HOUR_MS)
    assert (before.code, len(before.examples)) == ("silence", 1)
    [after] = told(messages, until_ms=last + 97 * HOUR_MS)
    assert (after.code, after.examples) == ("silence", ()), "no message ended it yet"


def test_partitions_that_are_read_one_after_another_make_no_silence() -> None:
    messages = list(as_it_should_be())
    assert told(sorted(messages, key=lambda sent: sent.partition)) == []


def test_all_mistakes_at_once_are_all_told() -> None:
    dice = random.Random(7)
    messages = [one for several in MISTAKES.values() for one in several] + list(as_it_should_be())
    dice.shuffle(messages)
    codes = {one.code for one in told(messages)}
    assert FINDINGS.keys() - codes <= {"nothing-there", "silence", "version-gap", "version-backwards"}
