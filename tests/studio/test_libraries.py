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


_AT_ONCE = """
import importlib, sys, threading, time
sys.path[:0] = [{root!r}, {folder!r}]
import main; main.use_checkout()
from miscount.studio.desktop import libraries
if {mended}:
    libraries.import_parents_first()
    libraries.import_parents_first()
import meeting
faults = []
def wants(name):
    try:
        importlib.import_module(name)
    except BaseException as error:
        faults.append(type(error).__name__)
first, second = (threading.Thread(target=wants, args=(name,)) for name in ("together", "together.inner"))
first.start()
meeting.within.wait()
second.start()
time.sleep(0.3)  # the other is on its way in: where it is not yet, nothing can go wrong
meeting.go_on.set()
first.join(); second.join()
print(faults, sys.modules["together"].inner.VALUE if not faults else "")
"""


@pytest.mark.parametrize("mended", [True, False])
def test_threads_come_to_a_package_from_outside(tmp_path, mended):
    (tmp_path / "meeting.py").write_text("import threading\nwithin, go_on = threading.Event(), threading.Event()\n")
    package = tmp_path / "together"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import meeting\nmeeting.within.set(); meeting.go_on.wait()\nfrom .inner import VALUE\n"
    )
    (package / "inner.py").write_text("import together\nVALUE = 7\n")
    script = _AT_ONCE.format(root=str(ROOT), folder=str(tmp_path), mended=mended)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    if mended:
        assert done.stdout == "[] 7\n", done.stderr
    elif "Error" not in done.stdout:
        pytest.skip("the other thread was late, or this Python needs no mending")
