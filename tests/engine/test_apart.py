"""The process in which HDF5 is read: whatever a file does there is one sentence here, and the next file is read."""

import os
import selectors
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import h5py
import numpy as np
import pytest

from miscount.engine.errors import DatasetError
from miscount.engine.reading import apart as module
from miscount.engine.reading.apart import Unreadable, apart
from miscount.engine.scenes import maps
from miscount.engine.scenes.matfile import read_mat
from tests.places import ROOT

WORK = "tests.engine.apart_work"


def is_served() -> bool:
    return apart(f"{WORK}:given", b"abc", 1, "x", size=3) == (b"abc", (1, "x"))


@pytest.fixture
def reading_by(monkeypatch, tmp_path):
    """A good map, which is read by another function of the tests."""
    path = tmp_path / "a.h5"
    maps.write_map(path, np.ones((3, 4), np.float32))

    def begin(name: str, content: bytes = b"1"):
        monkeypatch.setattr(
            "miscount.engine.reading.hdf5.apart", lambda *_what, **_how: apart(f"{WORK}:{name}", content, size=1)
        )
        return path

    return begin


def test_a_library_that_ends_its_process_is_a_sentence(reading_by):
    before = apart(f"{WORK}:who", b"", size=1)
    with pytest.raises(DatasetError, match=r"a\.h5 cannot be read: expected a density map, found bytes that their"):
        maps.read_map(reading_by("die"))
    assert is_served()
    assert apart(f"{WORK}:who", b"", size=1) not in (before, os.getpid())


def test_a_library_that_does_not_end_is_a_sentence(reading_by, monkeypatch):
    assert is_served()  # the time to start is another one
    monkeypatch.setattr(module, "DEADLINE_S", 0.2)
    with pytest.raises(DatasetError, match="found bytes that take too long to read"):
        maps.read_map(reading_by("spin"))
    monkeypatch.undo()
    assert is_served()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_a_library_that_takes_memory_without_end_is_a_sentence(reading_by):
    assert apart(f"{WORK}:eat", b"4", size=1) == 4
    with pytest.raises(DatasetError, match="found bytes that ask for more memory than they can need"):
        maps.read_map(reading_by("eat", b"20"))
    assert is_served()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_a_small_file_that_declares_a_large_array_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "ROOM_BYTES", 2**24)
    with h5py.File(path := tmp_path / "a.h5", "w") as file:
        file.create_dataset("density", (2**12, 2**12), dtype="f4", chunks=(64, 64), compression=9)
    assert path.stat().st_size < 10_000
    with pytest.raises(DatasetError, match="found bytes that ask for more memory"):
        maps.read_map(path)
    with h5py.File(path, "w") as file:  # what compression truly does to zeros
        file.create_dataset("density", data=np.zeros((2**12, 2**12), np.float32), chunks=(512, 512), compression=1)
    assert maps.read_map(path).shape == (2**12, 2**12)


def test_nothing_but_numbers_and_what_was_asked_for_is_built():
    with pytest.raises(Unreadable, match="bytes that their reader dies of"):
        apart(f"{WORK}:strange", b"", size=1)
    with pytest.raises(Unreadable, match="a damaged file or something else"):
        apart(f"{WORK}:no_such", b"", size=1)
    assert is_served()


def test_arrays_of_any_size_come_back_as_they_are():
    for size in (0, 1, 7, 3 * 2**20):
        found = apart(f"{WORK}:taken", b"\7", size, size=1)
        assert np.array_equal(found, np.full(size, 7, np.uint8))
        assert found.flags.writeable


def test_threads_get_each_their_own_answer():
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda k: apart(f"{WORK}:given", str(k).encode(), k, size=1), range(200)))
    assert found == [(str(k).encode(), (k,)) for k in range(200)]


def test_a_helper_that_was_killed_while_it_waited_is_replaced():
    is_served()
    module._running[0].process.kill()
    module._running[0].process.wait()
    assert is_served()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_fork_has_its_own_helper_even_while_another_thread_uses_it():
    is_served()
    theirs = module._running[0].process.pid
    with module._lock:  # as in the middle of a call
        child = os.fork()
        if not child:
            os._exit(0 if is_served() and module._running[0].process.pid != theirs else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert is_served()
    assert module._running[0].process.pid == theirs


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="the end of another's child is told by Linux alone")
def test_the_helper_ends_with_its_starter_even_one_that_is_killed():
    code = (
        "import os, sys; from main import use_checkout; use_checkout();"
        "from miscount.engine.reading.apart import apart;"
        "print(apart('tests.engine.apart_work:who', b'', size=1), flush=True);"
        "sys.stdin.read(1); os.kill(os.getpid(), 9)"
    )
    words = [sys.executable, "-c", code]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        words, cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:
        helper = os.pidfd_open(int(starter.stdout.readline()))
        starter.stdin.close()
    with os.fdopen(helper, "rb") as number, selectors.DefaultSelector() as selector:
        selector.register(number, selectors.EVENT_READ)
        assert selector.select(60), "the helper outlives the one who started it"


def test_a_file_of_version_73_keeps_its_kinds(tmp_path):
    with h5py.File(path := tmp_path / "a.mat", "w") as file:
        text = file.create_dataset("annPoints", data=np.frombuffer(b"a\0b\0", np.uint16).reshape(2, 1))
        text.attrs["MATLAB_class"] = np.bytes_("char")
    with pytest.raises(DatasetError, match="found annPoints as text"):
        read_mat(path)
