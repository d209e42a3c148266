"""What every test stands on: no screen, no trace in the person's home, nothing left running."""

import gc
import itertools
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before any Qt import
# before any torch import: threads that spin while they wait make a shared machine many times slower
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
if "PYTEST_XDIST_WORKER" in os.environ:  # as many workers as cores: more threads would only wait for one another
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings

from main import use_checkout

use_checkout()  # what is tested is what lies here, whatever is installed

from miscount.engine.checkout import import_path
from miscount.engine.memory import keep_freed

keep_freed()  # as a run and the studio do

# the same for what tests start, with an environment of its own or, where multiprocessing starts it, with our paths:
# first, or a package that is installed goes before it
sys.path.insert(0, str(import_path()))
os.environ["PYTHONPATH"] = os.pathsep.join([str(import_path()), str(Path(__file__).parents[1])])

# how fast a machine draws and runs examples is measured by benchmarks, never asserted
settings.register_profile("miscount", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("miscount")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-guide", action="store_true", help="write the pictures of resources/guide again")
    parser.addoption("--update-pictures", action="store_true", help="write the reference pictures of tests again")


MANY_MODULES = 50
"""So many new ones are a library that came late, such as torch's compiler."""
_known_modules = 0


def pytest_collection_finish() -> None:
    """What imports made stays, and is not walked over after each test of a window: half a second of 0.57 for each."""
    gc.collect()
    _pass_over_what_is_there()


def pytest_unconfigure() -> None:
    """At the end Python takes down all there is, in its own order."""
    gc.unfreeze()


def _pass_over_what_is_there() -> None:
    global _known_modules
    _known_modules = len(sys.modules)
    gc.freeze()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders that are not there yet; pytest, which numbers its own, would look at all of them before each."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def isolated_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own: settings, caches and data go there."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name, folder in {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
    }.items():
        monkeypatch.setenv(name, str(home / folder))
    if "PySide6.QtCore" in sys.modules:
        _isolate_qsettings(home)
    return home


def _isolate_qsettings(home: Path) -> None:
    from PySide6.QtCore import QSettings

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(home / ".config"))


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest):
    """Fails a test that leaves visible windows, threads or ticking timers behind."""
    before = set(threading.enumerate())
    has_window = bool({"qtbot", "qapp"} & set(request.fixturenames))
    # as in the program: what is collected while a plot is painted may be what paints it, which ends the process
    (gc.disable if has_window else gc.enable)()
    yield
    if has_window:
        _no_windows_left()
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    journals = [t for t in threading.enumerate() if t not in before and t.is_alive() and t.name == "journal"]
    assert not left + journals, f"threads left running: {left + journals}"


def _no_windows_left() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    # pytest-qt closes its widgets after this fixture's test ended; what it registered is not a leak
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    windows = [w for w in app.topLevelWidgets() if w.isVisible()]
    try:
        assert not windows, f"visible windows left: {windows}"
        # by type(): isinstance would ask lazy objects such as torch's for their __class__
        qt = [t for t in gc.get_objects() if issubclass(type(t), (QThread, QTimer))]
        running = [t for t in qt if isinstance(t, QThread) and _is_running(t)]
        assert not running, f"QThreads left running: {running}"
        ticking = [t for t in qt if isinstance(t, QTimer) and _ticks_alone(t)]
        assert not ticking, f"timers without a parent left ticking: {ticking}"
        if len(sys.modules) > _known_modules + MANY_MODULES:
            _pass_over_what_is_there()
    finally:
        for window in windows:
            window.close()
            window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _is_running(thread) -> bool:
    try:
        from PySide6.QtCore import QThread
        from shiboken6 import isValid

        return isValid(thread) and thread is not QThread.currentThread() and thread.isRunning()
    except RuntimeError:  # the C++ half is gone
        return False


def _ticks_alone(timer) -> bool:
    try:
        return timer.isActive() and timer.parent() is None and not timer.isSingleShot()
    except RuntimeError:
        return False


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["miscount-tests"]


@pytest.fixture(scope="session", autouse=True)
def quiet_offscreen():
    """Drops the offscreen platform's one known complaint, and nothing else."""
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.plugin=false")
