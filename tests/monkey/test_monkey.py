"""The small form of the monkey: some acts over all pages, in a process of its own. The long form is by hand."""

import os
import re
import subprocess
import sys

import pytest

from tests.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the resident size is read from /proc")


ACTS = 210


def test_some_random_acts_raise_nothing():
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.monkey", "--minutes", "4", "--acts", str(ACTS), "--seed", "7"],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    said = re.search(r"^(\d+) exceptions of \d+ kinds in (\d+) acts", done.stdout, re.MULTILINE)
    assert said is not None, f"the monkey ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert int(said[1]) == 0, done.stdout
    assert done.returncode == 0
    assert int(said[2]) == ACTS, "the monkey hardly moved"


def test_an_exception_in_a_slot_would_be_found():
    from tests.monkey.play import Found

    found = Found(last_act="an act")
    try:
        raise KeyError("x")
    except KeyError as error:
        found.on_exception(type(error), error, error.__traceback__)
        found.on_exception(type(error), error, error.__traceback__)
    assert found.num_faults == 2
    assert len(found.faults) == 1
