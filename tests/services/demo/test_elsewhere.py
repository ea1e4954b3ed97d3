"""What people tell is the same, made here or in a process of its own."""

from __future__ import annotations

from services.demo.elsewhere import FEW, posts_of, told, told_elsewhere
from services.demo.people import People


def test_a_process_of_its_own_tells_what_is_made_here() -> None:
    people = People(count=2)
    with told_elsewhere(people) as elsewhere:
        assert list(elsewhere) == list(posts_of(people))


def test_many_people_are_told_of_from_the_first_on() -> None:
    people = People(count=FEW + 1)
    with told(people) as posts:
        assert next(posts) == next(posts_of(people))
