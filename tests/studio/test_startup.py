"""Starting up: what is loaded, what is opened, what is refused, how errors reach the person."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from miscount import main
from miscount.engine.cli.bench import OF_WINDOW
from miscount.studio import app
from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs, places
from miscount.studio.settings import read_settings
from miscount.widgets.notices import Severity

ROOT = Path(__file__).parents[2]


def in_a_child(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_window_loads_neither_torch_nor_scipy():
    code = (
        "import sys\nfrom PySide6.QtWidgets import QApplication\napp = QApplication([])\n"
        "from miscount.studio.settings import Settings\nfrom miscount.studio.window import StudioWindow\n"
        "window = StudioWindow(Settings())\nwindow.show()\napp.sendPostedEvents()\n"
        "print(sorted({'torch', 'scipy', 'cv2', 'h5py', 'yaml'} & sys.modules.keys()))\nwindow.close()\n"
    )
    assert in_a_child(code) in ("[]", "['yaml']")


def test_the_entry_loads_no_qt_and_no_torch():
    assert in_a_child("import sys, main; print({'PySide6', 'torch'} & sys.modules.keys())") == "set()"


def test_a_bad_pair_of_python_and_qt_is_refused_in_a_sentence():
    assert "6.12" in main.bad_pair((3, 11), "6.12.0")
    assert "6.12" in main.bad_pair((3, 10), "6.12.3")
    assert main.bad_pair((3, 12), "6.12.0") == ""
    assert main.bad_pair((3, 11), "6.10.3") == ""
    assert "docks" in main.bad_pair((3, 12), "6.11.1")
    assert main.bad_pair() == ""


def test_two_projects_are_too_many(capsys):
    assert main.main(["studio", "a", "b"]) == 2
    assert "one folder" in capsys.readouterr().err


@pytest.fixture
def leaves_soon(qapp):
    """Closes the window of `main` once it is ready."""
    timer = QTimer(qapp)
    timer.setInterval(50)
    seen = []

    def look() -> None:
        for widget in QApplication.topLevelWidgets():
            if type(widget).__name__ == "StudioWindow" and widget.isVisible():
                document = widget.services.document
                if document.dataset is not None and document.value("recipe") is not None:
                    seen.append(widget.windowTitle())
                    widget.close()

    timer.timeout.connect(look)
    timer.start()
    yield seen
    timer.stop()
    timer.deleteLater()


def test_main_opens_a_project_without_a_network_socket(tiny_project, leaves_soon, monkeypatch):
    opened = []

    class Guarded(socket.socket):
        def connect(self, address):
            opened.append(address)
            raise OSError("no network in tests")

        def connect_ex(self, address):
            opened.append(address)
            return 1

    monkeypatch.setattr(socket, "socket", Guarded)
    monkeypatch.setattr(socket, "create_connection", lambda *address, **_: opened.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: opened.append(address))
    assert main.main(["studio", str(tiny_project)]) == 0
    assert leaves_soon == ["Tiny  ·  Miscount"]
    assert opened == []
    settings, dropped = read_settings(places.settings_file())
    assert settings.last_project == str(tiny_project.resolve())
    assert dropped == []


def test_the_last_project_opens_again(tiny_project, leaves_soon):
    assert main.main(["studio", str(tiny_project)]) == 0
    assert main.main([]) == 0
    assert leaves_soon == ["Tiny  ·  Miscount"] * 2


def test_broken_preferences_do_not_keep_the_window_from_opening(tiny_project, leaves_soon):
    places.settings_file().parent.mkdir(parents=True)
    places.settings_file().write_text('{"theme": "pink", ')
    assert main.main(["studio", str(tiny_project)]) == 0
    assert leaves_soon


def test_the_quickstart_is_the_persons_own_copy(isolated_home):
    folder = places.quickstart_project()
    assert folder.is_relative_to(isolated_home)
    recipe = folder / "recipes" / "quickstart.yaml"
    assert recipe.exists()
    recipe.write_text(recipe.read_text() + "# mine\n")
    assert places.quickstart_project() == folder
    assert recipe.read_text().endswith("# mine\n")


def test_what_no_one_caught_is_told_with_details(window, notices):
    hook = app._Hook(window)
    try:
        raise ZeroDivisionError("a bug")
    except ZeroDivisionError as error:
        hook(type(error), error, error.__traceback__)
    assert notices[-1].severity is Severity.ERROR
    assert "a bug" in notices[-1].text
    assert "Traceback" in notices[-1].details


def test_closing_during_a_job_asks_and_stops(window, qtbot, monkeypatch):
    from miscount.studio.runs.jobs import Job
    from tests.studio.runs.test_jobs import Steps

    asked = []
    monkeypatch.setattr(dialogs, "stop_and_close", lambda _parent, job, _goes_on: asked.append(job) or len(asked) > 1)
    window.services.jobs.add(Job("a long job", Steps(10_000, pause_s=0.01)))
    window.close()
    assert window.isVisible()
    window.close()
    assert not window.isVisible()
    assert asked == ["a long job"] * 2
    assert window.services.jobs.running is None


def test_themes_are_chosen_and_kept(window):
    from miscount.widgets.theme import is_dark

    window.do(ActionId.THEME_DARK)
    assert is_dark(QApplication.palette())
    assert window.preferences.value.theme == "dark"
    window.do(ActionId.THEME_LIGHT)
    assert not is_dark(QApplication.palette())


def test_the_palette_the_keys_and_the_guide_open(window, qtbot):
    window.do(ActionId.PALETTE)
    assert window._palette.isVisible()
    window._palette.close_quietly()
    window.do(ActionId.SHORTCUTS)
    assert window._keys._dialog.isVisible()
    window.do(ActionId.GUIDE)
    assert window._commands.files._guide.isVisible()
    for dialog in (window._keys._dialog, window._commands.files._guide):
        dialog.close()


def test_the_window_measures_itself_under_stable_names(monkeypatch):
    code = (
        "import functools\nfrom miscount.studio.bench import jobs, opening, rows as bench, training\n"
        "jobs.JOBS = jobs.JOBS[:2]\n"
        "small = training.RECIPE.replace('epochs: 12', 'epochs: 1').replace('train: 160', 'train: 48')\n"
        "training.RECIPE = opening.RECIPE = small.replace('{kind: light}', '{kind: light, channels: 4}')\n"
        "bench.NUM_HEADS, bench.NUM_SCENES, bench.REPEATS = 300, 40, 3\n"
        "bench.STARTS, bench.first_screen = 2, functools.partial(opening.first_screen, repeats=1)\n"
        f"bench.LARGE = (400, 600)\nimport runpy\nrunpy.run_module({OF_WINDOW!r}, run_name='__main__')\n"
    )
    rows = json.loads(in_a_child(code))  # as `miscount bench` reads it
    names = [row["name"] for row in rows if row["value"] > 0]
    for name in ("canvas_pan_20k_ms", "canvas_edit_20k_ms", "brush_dab_24mp_ms", "browser_10k_all_ms",
                 "window_10k_first_cpu_ms", "ui_longest_block_ms", "startup_ms"):  # fmt: skip
        assert name in names
