"""A laptop's folder is opened again and again: what that costs does not grow with what its log holds."""

from __future__ import annotations

from pathlib import Path

from tests.stories.town import born, fill, lost_work, said, town, wages


def test_what_every_service_has_heard_is_not_read_again_when_a_folder_is_opened(tmp_path: Path) -> None:
    """Most services listen to few topics; what they never hear keeps nobody's place at the beginning."""
    laptop = town(tmp_path)
    fill(laptop, [said(fact) for fact in (born(), lost_work(), wages(13))])
    laptop.close()
    again = town(tmp_path)
    assert again._fed_from(again._starts, list(again.services)) == []
    again.publish([said(wages(14))])
    again.run_until_quiet()
    with again.databases["eligibility"].reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM fact").scalar() == 4
    again.close()
