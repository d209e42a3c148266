"""kill -9 at random moments of editing: what was on the disk is there again, and the project always opens."""

import pytest

from tests.studio.document.killed import killed_often


def test_a_killed_editor_loses_nothing_that_the_journal_had_written(tmp_path):
    total, _worst = killed_often(tmp_path, 5)
    assert total > 20


@pytest.mark.slow
def test_two_hundred_kills_lose_at_most_a_second(tmp_path):
    total, worst = killed_often(tmp_path, 200)
    print(f"200 kills, {total} edits, at most {worst:.3f} s lost")  # noqa: T201  the figure of the closing note
    assert total > 5000
    assert worst <= 1.0
