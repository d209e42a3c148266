"""What is freed is used again: counted are the pages that the kernel had to make, never seconds."""

import os
import subprocess
import sys

import pytest

from miscount.engine import memory
from tests.places import ROOT

STEPS = """
import resource
import numpy as np
{first}
def step():
    arrays = [np.ones(2**23, dtype=np.float32) for _ in range(3)]  # 32 MiB each
    return sum(float(array[0]) for array in arrays)
step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""
TOLD = "from miscount.engine.memory import keep_freed; assert keep_freed()"


def pages(first: str = "", **surroundings: str) -> int:
    ran = subprocess.run(
        [sys.executable, "-c", STEPS.format(first=first)], cwd=ROOT, env=os.environ | surroundings, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return int(ran.stdout)


@pytest.mark.skipif(sys.platform != "linux" or not memory.keep_freed(), reason="the C library cannot be told")
def test_a_step_asks_the_kernel_for_no_memory_that_the_last_one_had():
    by_itself = pages()
    assert pages(TOLD) < by_itself / 20
    assert pages(**memory.ENVIRONMENT) < by_itself / 20  # the same for a process that is yet to be started


def test_elsewhere_it_is_no_matter(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not memory.keep_freed()
