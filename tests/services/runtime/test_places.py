"""The file of TIDEOVER_DATABASES gives each partition one server, or the start is refused with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.process.places import in_ranges, places_of
from services.runtime.process.settings import Settings, WrongSetting

ONE, TWO = "postgresql+psycopg://one:5432/tideover", "postgresql+psycopg://two:5432/tideover"


def settings(folder: Path, said: str) -> Settings:
    file = folder / "databases.yaml"
    file.write_text(said, "utf-8")
    return Settings(databases=file, partitions=6, database_url="postgresql+psycopg://tideover_{service}@old/tideover")


def test_each_partition_lies_where_the_file_says_and_is_used_as_the_role_of_the_usual_address(tmp_path: Path) -> None:
    found = places_of(settings(tmp_path, f"eligibility:\n  0-1, 5: {ONE}\n  2-4: {TWO}\n"), "eligibility")
    assert [place.partitions for place in found] == [frozenset({0, 1, 5}), frozenset({2, 3, 4})]
    assert [place.shown for place in found] == ["0-1, 5", "2-4"]
    assert found[0].url == "postgresql+psycopg://tideover_eligibility@one:5432/tideover"


def test_a_service_that_the_file_does_not_name_lies_at_the_usual_address(tmp_path: Path) -> None:
    split = settings(tmp_path, f"eligibility: {{0-2: {ONE}, 3-5: {TWO}}}")
    assert places_of(split, "claims") == places_of(split.model_copy(update={"databases": None}), "claims")
    assert places_of(split, "claims")[0].partitions is None


def test_an_address_with_a_role_keeps_it(tmp_path: Path) -> None:
    own = "postgresql+psycopg://{service}_owner@one/tideover"
    (place,) = places_of(settings(tmp_path, f"eligibility: {{0-5: '{own}'}}"), "eligibility")
    assert place.url == "postgresql+psycopg://eligibility_owner@one/tideover"


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (f"eligibility: {{0-2: {ONE}, 4-5: {TWO}}}", "partition 3 of eligibility lies on no server"),
        (f"eligibility: {{0-3: {ONE}, 3-5: {TWO}}}", "partition 3 of eligibility lies on two servers"),
        (f"eligibility: {{0-3: {ONE}, 4-6: {TWO}}}", "4-6 are no partitions of eligibility, which are 0 to 5"),
        (f"eligibility: {{3-0: {ONE}}}", "3-0 are no partitions of eligibility"),
        (f"eligibility: {{some: {ONE}}}", "some are no partitions of eligibility"),
        (f"eligibility: {{0-2: {ONE}, 3-5: {ONE}}}", "it names one server of eligibility twice"),
        ("eligibility: {0-5: over there}", "over there is not the address of a PostgreSQL"),
        (f"payments: {{0-2: {ONE}, 3-5: {TWO}}}", "it splits payments, which counts over everybody"),
        (f"eligibilty: {{0-5: {ONE}}}", "eligibility"),
        ("- eligibility", "it is not of the form eligibility: {0-2:"),
        ("eligibility: {0-5", "it is not of the form eligibility: {0-2:"),
    ],
)
def test_a_file_that_is_wrong_is_told_what_is_wrong_in_one_sentence(tmp_path: Path, said: str, says: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        places_of(settings(tmp_path, said), "eligibility")
    sentence = str(refused.value)
    assert sentence.startswith("TIDEOVER_DATABASES names ")
    assert says in sentence
    assert sentence.count(". ") == 0


def test_partitions_are_written_as_people_write_them() -> None:
    assert [in_ranges(frozenset(one)) for one in ({3}, {0, 1, 2}, {0, 2, 3})] == ["3", "0-2", "0, 2-3"]
