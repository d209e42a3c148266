"""No display, no library: a sentence with the exact package, where Qt would end the process with a core dump."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from miscount import __version__
from miscount.engine.cli import display, main
from miscount.engine.cli.display import PACKAGES, missing_for_window
from tests.places import ROOT


@pytest.fixture
def plugins(monkeypatch, tmp_path):
    """Qt's plugins, as files that load, or lack what the test says."""
    for way in ("xcb", "wayland", "offscreen"):
        (tmp_path / f"libq{way}.so").touch()
    lacks = {}

    def load(path):
        name = str(path).rpartition("/")[2]
        if name in lacks:
            raise OSError(f"{lacks[name]}: cannot open shared object file: No such file or directory")
        return object()

    monkeypatch.setattr(display, "_plugins", lambda: tmp_path)
    monkeypatch.setattr(display.ctypes, "CDLL", load)
    monkeypatch.setattr(display, "_x11_answers", lambda shown: shown == ":0")
    return lacks


@pytest.mark.parametrize(("env", "says"), [
    ({}, "DISPLAY and WAYLAND_DISPLAY are not set"),
    ({"DISPLAY": ":0"}, ""),
    ({"DISPLAY": ":9"}, "no X server answers at DISPLAY=:9"),
    ({"DISPLAY": ":9", "QT_QPA_PLATFORM": "offscreen"}, ""),
    ({"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": "none"}, "no compositor answers"),
])  # fmt: skip
def test_a_display_is_looked_for_as_qt_will(env, says, plugins):
    said = missing_for_window(env, "linux")
    assert says in said if says else said == ""
    assert missing_for_window(env, "darwin") == ""


def test_a_compositor_that_listens_is_one(plugins, tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        assert missing_for_window({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}, "linux") == ""


@pytest.mark.parametrize(("library", "package"), [*PACKAGES.items(), ("libnew.so.3", "")])
def test_a_library_that_lacks_is_named_with_its_package(library, package, plugins):
    plugins["libqxcb.so"] = library
    said = missing_for_window({"DISPLAY": ":0"}, "linux")
    assert library in said
    assert (f"apt-get install {package} " if package else "install what holds libnew.so.3 ") in said
    plugins["libqoffscreen.so"] = library
    assert library in missing_for_window({"QT_QPA_PLATFORM": "offscreen"}, "linux")


@pytest.mark.skipif(shutil.which("ldd") is None, reason="needs ldd")
def test_all_that_lack_are_named_at_once(plugins, tmp_path, monkeypatch):
    plugins["libqxcb.so"] = "libxcb-icccm.so.4"
    ldd = tmp_path / "bin" / "ldd"
    ldd.parent.mkdir()
    ldd.write_text(
        "#!/bin/sh\nprintf '\\tlibxcb.so.1 => /lib/libxcb.so.1 (0x1)\\n\\tlibxcb-icccm.so.4 => not found\\n'\n"
        "printf '\\tlibxcb-keysyms.so.1 => not found\\n\\tlibnew.so.3 => not found\\n'\n"
    )
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(ldd.parent), prepend=os.pathsep)
    said = missing_for_window({"DISPLAY": ":0"}, "linux")
    assert said.startswith(
        "Qt cannot load libnew.so.3, libxcb-icccm.so.4, libxcb-keysyms.so.1, which the window needs: "
    )
    assert "apt-get install libxcb-icccm4 libxcb-keysyms1 and install what holds libnew.so.3 (" in said


@pytest.mark.skipif(sys.platform != "linux", reason="of Linux")
def test_the_studio_ends_with_the_sentence():
    env = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
    env.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run([sys.executable, "main.py"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("There is no display to open a window on")
    assert done.stderr.count("\n") == 1


def test_the_version_is_told(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"miscount {__version__}\n"


@pytest.mark.parametrize(("words", "found"), [("miscount cou", "count"), ("miscount scenes ch", "check")])
def test_a_shell_completes_commands_and_opens_no_window(words, found):
    env = os.environ | {"_MISCOUNT_COMPLETE": "complete_bash", "COMP_WORDS": words,
                        "COMP_CWORD": str(words.count(" "))}  # fmt: skip
    done = subprocess.run([sys.executable, "main.py"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.stdout.split() == [found]


@pytest.mark.skipif(shutil.which("script") is None, reason="needs a terminal of one's own")
@pytest.mark.parametrize("plain", [True, False])
def test_no_color_is_heeded_at_a_terminal(plain, tmp_path):
    code = (
        "from miscount.engine.cli.screen import reporting\n"
        "from miscount.engine.events import Progress, StageStarted\n"
        "with reporting() as report:\n"
        "    report(StageStarted('read', 1, 1, 2))\n"
        "    report(Progress('read', 1, 2))\n"
    )
    (tmp_path / "bars.py").write_text(code)
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    env |= {"TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(sys.path)} | ({"NO_COLOR": "1"} if plain else {})
    command = f"{sys.executable} {tmp_path / 'bars.py'}"
    done = subprocess.run(["script", "-qec", command, "/dev/null"], env=env, capture_output=True, text=True)
    assert "read" in done.stdout
    assert ("\x1b[38;5;" in done.stdout or "\x1b[3" in done.stdout) is not plain
