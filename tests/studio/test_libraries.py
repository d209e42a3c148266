"""Large libraries are linked without holding Python: a window's thread goes on meanwhile."""

import subprocess
import sys

import pytest

from tests.places import ROOT

_LOADED = """
import sys, threading, time
sys.path.insert(0, {root!r})
import main; main.use_checkout()
from miscount.studio.desktop.libraries import load_ahead
assert "torch" not in sys.modules
for thread in [threading.Thread(target=load_ahead) for _ in range(3)]:
    thread.start()
load_ahead()
assert "torch" not in sys.modules, "it links and does not import"
held = open("/proc/self/maps").read()
assert "libtorch_cpu" in held
import torch
assert torch.ones(2).sum() == 2
print("well")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the import does it")
def test_libraries_are_linked_once_and_torch_finds_them():
    done = subprocess.run([sys.executable, "-c", _LOADED.format(root=str(ROOT))], capture_output=True, text=True)
    assert done.stdout == "well\n", done.stderr
