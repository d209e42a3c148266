"""What the tests of faults share."""

import sys

import pytest

from tests.faults.kills import Mortals

if sys.platform == "win32":  # no fork, no limits of a process
    collect_ignore = ["test_kills.py", "test_full_disk.py"]


@pytest.fixture(scope="session")
def mortals():
    with Mortals() as made:
        yield made
