"""Whether a window can open here, told before Qt is asked: where none can, Qt ends the process with a core dump."""

import ctypes
import importlib.util
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PACKAGES = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0", "libglib-2.0.so.0": "libglib2.0-0", "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-shape.so.0": "libxcb-shape0", "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-util.so.1": "libxcb-util1",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render.so.0": "libxcb-render0", "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0", "libxcb-shm.so.0": "libxcb-shm0", "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6", "libxcb.so.1": "libxcb1", "libfreetype.so.6": "libfreetype6",
    "libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}  # fmt: skip
"""The packages of Debian and Ubuntu that hold what Qt loads."""

_COMMANDS = "commands such as miscount demo, run and report need no window"


def missing_for_window(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Why no window can open, in a sentence with what to install; empty where one can, or where nobody can tell.

    Where QT_QPA_PLATFORM names a way that needs no display, only its libraries are looked at.
    """
    if platform != "linux":
        return ""
    plugins = _plugins()
    if plugins is None:  # said elsewhere, by whoever imports it
        return ""
    ways = _ways(env)
    faults = [fault for way in ways if (fault := _fault(way, plugins, env)) is not None]
    if len(faults) < len(ways):
        return ""
    libraries = [fault for fault in faults if fault.startswith("Qt cannot load")]
    return (libraries or faults)[-1]


def _plugins() -> Path | None:
    """Where Qt's platform plugins lie; looked up without importing Qt, which may be what fails."""
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms"
    return folder if folder.is_dir() else None


def _ways(env: Mapping[str, str]) -> list[str]:
    """The platforms that Qt will try, in words of QT_QPA_PLATFORM."""
    asked = [way.partition(":")[0] for way in env.get("QT_QPA_PLATFORM", "").split(";") if way]
    return asked or ["wayland", "xcb"]


def _fault(way: str, plugins: Path, env: Mapping[str, str]) -> str | None:
    """Why this way leads to no window; None where it does."""
    if way == "xcb" and not env.get("DISPLAY"):
        return _no_display("DISPLAY and WAYLAND_DISPLAY are not set")
    if way == "wayland" and not env.get("WAYLAND_DISPLAY"):
        return _no_display("WAYLAND_DISPLAY is not set")
    library = plugins / f"libq{way}.so"
    if library.exists():
        lacks = _lacks(library)
        if lacks:
            return lacks
    if way == "xcb" and not _x11_answers(env["DISPLAY"]):
        return _no_display(f"no X server answers at DISPLAY={env['DISPLAY'][:60]}")
    if way == "wayland" and not _wayland_answers(env):
        return _no_display(f"no compositor answers at WAYLAND_DISPLAY={env['WAYLAND_DISPLAY'][:60]}")
    return None


def _no_display(why: str) -> str:
    return (
        f"There is no display to open a window on: {why}. Log in with a desktop, use ssh -X, or install xvfb and run "
        f"xvfb-run miscount studio; {_COMMANDS}."
    )


def _lacks(library: Path) -> str:
    """The sentence where a plugin of Qt cannot be loaded; empty where it can."""
    try:
        ctypes.CDLL(str(library))
    except OSError as error:
        found = re.match(r"(lib[\w.+-]+\.so[\d.]*): cannot open", str(error))
        if found is None:
            return f"Qt cannot load {library.name}: {error}; {_COMMANDS}."
        names = sorted({found[1], *_all_not_found(library)})
        packages = " ".join(PACKAGES[name] for name in names if name in PACKAGES)
        others = ", ".join(name for name in names if name not in PACKAGES)
        what = [f"apt-get install {packages}"] * bool(packages) + [f"install what holds {others}"] * bool(others)
        return (
            f"Qt cannot load {', '.join(names)}, which the window needs: {' and '.join(what)} (Debian, Ubuntu); "
            f"{_COMMANDS}."
        )
    return ""


def _all_not_found(library: Path) -> list[str]:
    """All that is missing, which the loader says one by one; empty where `ldd` cannot be asked."""
    try:
        said = subprocess.run(["ldd", str(library)], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return re.findall(r"^\s*(\S+) => not found", said, re.MULTILINE)


def _x11_answers(display: str) -> bool:
    """Whether an X server takes a connection; True where that cannot be asked."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers


def _wayland_answers(env: Mapping[str, str]) -> bool:
    place = Path(env.get("XDG_RUNTIME_DIR", "/")) / env["WAYLAND_DISPLAY"]
    with socket.socket(socket.AF_UNIX) as asked:
        try:
            asked.connect(str(place))
        except OSError:
            return False
    return True
