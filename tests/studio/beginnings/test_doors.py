"""The ways in: start page, named folders, what comes back, what a crash leaves; a refusal changes nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from miscount.studio.actions import ActionId
from miscount.studio.app import SettingsKeeper
from miscount.studio.beginnings.offers import RECOVER
from miscount.studio.beginnings.remembered import LastView, read_view, recent_projects, write_view
from miscount.studio.desktop import dialogs, places
from miscount.studio.document.project import new_project
from miscount.studio.settings import Settings, read_settings
from miscount.studio.window import StudioWindow
from tests.studio.conftest import TINY
from tests.studio.hands import Hand
from tests.studio.test_opening import state

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def fresh(qtbot, monkeypatch):
    """Makes windows with nothing open."""
    monkeypatch.setattr("miscount.studio.beginnings.doors.AHEAD_MS", 10_000_000)
    made = []

    def make(settings: Settings | None = None) -> StudioWindow:
        window = StudioWindow(settings or Settings())
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


def shows_start(window) -> bool:
    return window._ground.currentWidget() is window.doors.start_page


def opened(window, qtbot, wish) -> None:
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        wish()


# ---- the start page


def test_with_nothing_to_open_the_start_page_is_shown_and_the_keyboard_is_on_it(fresh, qtbot):
    window = fresh()
    window.doors.open_first(None)
    page = window.doors.start_page
    assert shows_start(window)
    window.activateWindow()
    qtbot.waitUntil(page.buttons["quickstart"].hasFocus, timeout=5_000)
    reached = []
    for _ in page.buttons:
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert reached == list(page.buttons.values())


def test_recent_projects_are_listed_opened_and_forgotten_by_key(fresh, qtbot, tiny_project, tmp_path):
    gone = tmp_path / "gone"
    window = fresh(Settings(recent=(str(tiny_project), str(gone))))
    window.doors.show_start()
    recent = window.doors.start_page.recent
    qtbot.waitUntil(lambda: recent.count() == 2, timeout=5_000)
    assert "no longer there" in recent.item(1).text()
    recent.setCurrentRow(1)
    qtbot.keyClick(recent, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: recent.count() == 1, timeout=5_000)
    assert window.preferences.value.recent == (str(tiny_project),)
    recent.setCurrentRow(0)
    opened(window, qtbot, lambda: qtbot.keyClick(recent, Qt.Key.Key_Return))
    assert not shows_start(window)
    assert window.windowTitle().startswith("Tiny")


def test_a_project_that_was_open_has_a_picture_a_name_and_a_time(window, qtbot, tiny_project, fresh):
    picture = places.project_picture(tiny_project)
    qtbot.waitUntil(picture.exists, timeout=5_000)
    assert not QImage(str(picture)).isNull()
    window.close()
    (found,) = recent_projects((str(tiny_project),))
    assert found.name == "Tiny"
    assert found.opened is not None
    again = fresh(Settings(recent=(str(tiny_project),)))
    again.doors.show_start()
    recent = again.doors.start_page.recent
    qtbot.waitUntil(lambda: recent.count() == 1, timeout=5_000)
    item = recent.item(0)
    assert item.text().splitlines()[0] == "Tiny"
    assert item.text().splitlines()[2].startswith("today")
    qtbot.waitUntil(lambda: str(tiny_project) in again.doors.start_page._pictures, timeout=5_000)


def test_the_start_page_leaves_what_is_open_open(window, qtbot):
    before = state(window)
    window.do(ActionId.START_PAGE)
    assert shows_start(window)
    window.do(ActionId.PAGE_SCENES)
    assert not shows_start(window)
    assert state(window) == before


def test_the_menu_lists_recent_projects(window, qtbot, tiny_project, tmp_path):
    other = new_project(tmp_path / "other", "Other & more", None, TINY).folder
    shutil.copytree(tiny_project / "scenes", other / "scenes")
    window.preferences.prefer(recent=(str(tiny_project), str(other), str(tmp_path / "gone")))
    menu = next(each for each in window.findChildren(type(window.menuBar().addMenu(""))) if "ecent" in each.title())
    window.doors.look_at_recent()
    qtbot.waitUntil(lambda: len(window.doors.recent) == 3, timeout=5_000)
    menu.fill()
    assert [action.text().split("   ")[0] for action in menu.actions()] == ["&1  Tiny", "&2  other"]
    opened(window, qtbot, menu.actions()[1].trigger)
    assert window.windowTitle().startswith("Other & more")


# ---- a folder that is named


def test_whatever_a_folder_is_it_opens(fresh, qtbot, tiny_project, tiny_scenes, tmp_path):
    window = fresh(Settings(projects_folder=str(tmp_path / "made")))
    opened(window, qtbot, lambda: window.doors.open_first(str(tiny_project)))
    assert window.windowTitle().startswith("Tiny")
    window.doors.open_path(tiny_scenes)
    qtbot.waitUntil(lambda: window.doors.new_project_window is not None, timeout=10_000)
    asking = window.doors.new_project_window
    assert asking.dataset.text() == str(tiny_scenes.resolve())
    qtbot.waitUntil(asking.ok.isEnabled, timeout=10_000)
    opened(window, qtbot, lambda: qtbot.keyClick(asking, Qt.Key.Key_Return))
    assert window.services.document.dataset.root == tiny_scenes.resolve()
    # a dataset that has a project already opens it, and asks nothing
    opened(window, qtbot, lambda: window.doors.open_folder(tiny_project))
    opened(window, qtbot, lambda: window.doors.open_path(tiny_scenes))
    assert window.services.session.project.folder == (tmp_path / "made" / "scenes").resolve()


@pytest.mark.parametrize("kind", ["empty", "words", "missing"])
def test_a_folder_that_is_nothing_is_said_and_leaves_everything(window, qtbot, notices, tmp_path, kind):
    folder = tmp_path / kind
    if kind != "missing":
        folder.mkdir()
    if kind == "words":
        (folder / "notes.txt").write_text("nothing to see")
    before = state(window)
    window.doors.open_path(folder)
    qtbot.waitUntil(lambda: bool(notices), timeout=10_000)
    assert str(folder) in notices[-1].text
    assert state(window) == before


def drop(window, *urls: QUrl) -> bool:
    """Drag onto the window and let go; whether it was taken."""
    mime, place = QMimeData(), QPoint(200, 200)
    mime.setUrls(list(urls))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, mime, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(place, copy, mime, left, none))
    return enter.isAccepted()


def test_a_folder_that_is_dropped_on_the_window_opens(window, qtbot, tiny_scenes, tmp_path):
    other = new_project(tmp_path / "other", "Other", None, TINY).folder
    shutil.copytree(tiny_scenes, other / "scenes")
    before = state(window)
    assert not drop(window, QUrl("https://example.org/scenes"))
    assert not drop(window, QUrl.fromLocalFile(str(other)), QUrl.fromLocalFile(str(tmp_path)))
    assert state(window) == before
    opened(window, qtbot, lambda: drop(window, QUrl.fromLocalFile(str(other))))
    assert window.windowTitle().startswith("Other")


@pytest.mark.parametrize("key", ["dataset", "photographs", "project", "run"])
def test_no_choice_changes_nothing(window, qtbot, monkeypatch, key):
    window.do(ActionId.START_PAGE)
    before = state(window)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: None)
    qtbot.mouseClick(window.doors.start_page.buttons[key], LEFT)
    assert shows_start(window)
    assert state(window) == before


@pytest.fixture
def run(window, qtbot, tiny_project):
    """A run of the tiny project that was stopped at once, whatever it has done by then."""
    folder = tiny_project / "runs" / "first"
    folder.mkdir(parents=True)
    (folder / "recipe.yaml").write_text(TINY)
    (folder / "events.jsonl").write_text("")
    return folder


def test_a_run_opens_its_project_and_is_the_one_that_is_read(window, run, fresh, qtbot):
    window.close()
    other = fresh()
    opened(other, qtbot, lambda: other.doors.open_first(str(run)))
    assert other.page.action is ActionId.PAGE_EVALUATE
    qtbot.waitUntil(lambda: other.services.runs.current is not None, timeout=10_000)
    assert other.services.runs.current.folder == run.resolve()


def test_a_run_without_a_project_is_read_on_its_own_and_nothing_stale_is_left(window, run, qtbot, tmp_path):
    lone = tmp_path / "elsewhere" / "second"
    shutil.copytree(run, lone)
    window.doors.open_path(lone)
    qtbot.waitUntil(lambda: window.services.runs.current is not None, timeout=10_000)
    assert window.services.runs.current.folder == lone.resolve()
    assert window.windowTitle() == "Run second  ·  Miscount"
    assert window.services.session.project is None
    assert window.services.document.dataset is None
    assert window.scene_list.shown() == ()
    assert not window.book[ActionId.RUN_START].isEnabled()


def suite_of(run, folder) -> Path:
    """A suite's folder as `miscount suite` leaves it, with one experiment."""
    shutil.copytree(run, folder / "rain-seed-0")
    (folder / "cells.json").write_text("{}")
    (folder / "leaderboard.csv").write_text("attack,row,seeds\nrain,victim,1\n")
    return folder


def test_a_suite_without_a_project_shows_its_experiments(window, run, qtbot, tmp_path):
    suite = suite_of(run, tmp_path / "elsewhere" / "table")
    window.doors.open_path(suite)
    qtbot.waitUntil(lambda: window.windowTitle() == "Suite table  ·  Miscount", timeout=10_000)
    assert window.page.action is ActionId.PAGE_COMPARE
    experiment = str(suite.resolve() / "rain-seed-0")
    qtbot.waitUntil(lambda: window.page._table.shown() == (experiment,), timeout=10_000)
    assert window.services.session.project is None
    window.page._which.activated.emit(0)  # the runs, of which none lies beside it
    assert window.services.suites.current is None
    window.page._which.activated.emit(1)
    assert window.services.suites.current == suite.resolve()


def test_what_was_opened_alone_goes_when_something_else_is(window, run, qtbot, tmp_path):
    suite, lone = suite_of(run, tmp_path / "elsewhere" / "table"), tmp_path / "lone" / "second"
    services = window.services
    shutil.copytree(run, lone)
    for path, title in ((suite, "Suite table"), (lone, "Run second"), (suite, "Suite table")):
        window.doors.open_path(path)
        qtbot.waitUntil(lambda title=title: window.windowTitle() == f"{title}  ·  Miscount", timeout=10_000)
        is_suite = path == suite
        qtbot.waitUntil(lambda shown=not is_suite: (services.runs.current is not None) == shown, timeout=10_000)
        assert (services.suites.current is not None) == is_suite


def test_a_suite_of_the_command_line_in_a_project_is_one_of_its_suites(window, run, fresh, qtbot, tiny_project):
    window.close()
    suite = suite_of(run, tiny_project / "suites" / "table")
    other = fresh()
    opened(other, qtbot, lambda: other.doors.open_first(str(suite)))
    qtbot.waitUntil(lambda: other.services.suites.current == suite.resolve(), timeout=10_000)
    assert other.page.action is ActionId.PAGE_COMPARE
    qtbot.waitUntil(lambda: other.services.suites.names == ("table",), timeout=10_000)


# ---- what comes back


def test_scene_page_and_zoom_come_back(window, qtbot, tiny_project, fresh):
    document = window.services.document
    wanted = document.dataset.scenes[4].id
    document.show_scene(wanted)
    qtbot.waitUntil(lambda: window.services.link._shown.scene_id == wanted, timeout=10_000)
    window.do(ActionId.PAGE_DENSITY)
    window.services.canvas.zoom_in()
    window.services.canvas.zoom_in()
    camera = window.services.canvas.camera()
    window.close()
    again = fresh(Settings(last_project=str(tiny_project)))
    opened(again, qtbot, lambda: again.doors.open_first(None))
    assert again.services.document.scene_id == wanted
    assert again.page.action is ActionId.PAGE_DENSITY
    qtbot.waitUntil(lambda: again.services.canvas.camera() == camera, timeout=10_000)


def test_a_scene_that_is_gone_is_the_first_one(tiny_project, qtbot, fresh):
    write_view(tiny_project, LastView(scene="part_S/train/IMG_777", page="page_nonsense", camera=(1.0, 1.0, 2.0)))
    window = fresh()
    opened(window, qtbot, lambda: window.doors.open_folder(tiny_project))
    document = window.services.document
    assert document.scene_id == document.dataset.scenes[0].id
    assert window.page.action is ActionId.PAGE_SCENES


def test_a_broken_file_of_where_one_was_is_forgiven(tiny_project):
    path = places.view_file(tiny_project)
    path.parent.mkdir(parents=True)
    for text in ("", "{", '{"scene": 5}', '{"camera": [1]}', "[]"):
        path.write_text(text)
        assert read_view(tiny_project) == LastView()


def test_what_one_saw_is_kept_while_the_studio_runs(window, qtbot, tiny_project):
    """After a kill nothing more is written."""
    keeper = SettingsKeeper(window)
    window.preferences.prefer(undo_mb=64)
    document = window.services.document
    wanted = document.dataset.scenes[3].id
    document.show_scene(wanted)
    qtbot.waitUntil(lambda: read_view(tiny_project).scene == wanted, timeout=10_000)
    qtbot.waitUntil(lambda: read_settings(places.settings_file())[0].undo_mb == 64, timeout=10_000)
    assert read_settings(places.settings_file())[0].last_project == str(tiny_project.resolve())
    keeper._hand.close()


def leave_lock(project: Path) -> None:
    """As a studio does that is killed."""
    lock = f"lock = QLockFile({str(project / '.lock')!r}); lock.tryLock(0); os._exit(9)"
    code = f"import os; from PySide6.QtCore import QLockFile; {lock}"
    subprocess.run([sys.executable, "-c", code], check=False)
    assert (project / ".lock").exists()


def test_after_a_crash_the_project_that_crashed_opens_with_the_offer_first_and_true_counts(
    window, qtbot, tiny_project, tiny_scenes, tmp_path, fresh
):
    """It was not the last that was opened; another window opened one later, and closed it well."""
    other = new_project(tmp_path / "other", "Other", None, TINY).folder
    shutil.copytree(tiny_scenes, other / "scenes")
    document, hand = window.services.document, Hand(window.services.canvas)
    window.do(ActionId.PAGE_HEADS)
    hand.click(30, 30)
    document.step_scene(1)
    qtbot.waitUntil(lambda: window.services.link._shown.scene_id == document.scene_id, timeout=10_000)
    hand.click(40, 40)
    hand.click(60, 60)
    wanted = dict(document.edited_heads)
    assert len(wanted) == 2
    journals = places.journal_folder(tiny_project)
    assert window.services.session._journal.flush()
    kept = shutil.copytree(journals, tmp_path / "kept")
    while document.history.can_undo:
        document.history.undo()
    window.close()
    shutil.copytree(kept, journals, dirs_exist_ok=True)  # as a kill leaves it, with its lock
    leave_lock(tiny_project)
    settings = Settings(last_project=str(other), recent=(str(other), str(tiny_project)))
    again = fresh(settings)
    with qtbot.waitSignal(again.services.session.left_over, timeout=30_000):
        again.doors.open_first(None)
    assert again.windowTitle() == "Tiny  ·  Miscount"
    again.services.notify.error("Something else is wrong.")
    first = again.notices.notices()[0]
    assert first.action == RECOVER
    assert first.text.startswith("Changes of 2 scenes were not saved")
    said = []
    again.services.notify.noticed.connect(said.append)
    qtbot.mouseClick(again.notices._action, LEFT)
    assert said[-1].text == "Recovered unsaved changes of 2 scenes."
    assert dict(again.services.document.edited_heads) == wanted


def test_banners_of_a_project_that_is_left_go_with_it(window, qtbot, tiny_scenes, tmp_path):
    other = new_project(tmp_path / "other", "Other", None, TINY).folder
    shutil.copytree(tiny_scenes, other / "scenes")
    window.services.notify.warning("The recipe of Tiny is odd.")
    opened(window, qtbot, lambda: window.doors.open_folder(other))
    assert "The recipe of Tiny is odd." not in [notice.text for notice in window.notices.notices()]


def test_banners_move_nothing(window, qtbot):
    places_before = [window.regions.across.geometry(), window.services.canvas.geometry(), window.status_line.geometry()]
    window.services.notify.error("It went wrong, and this is how. " * 5, "details")
    assert window.notices.isVisible()
    qtbot.wait(20)
    assert [
        window.regions.across.geometry(),
        window.services.canvas.geometry(),
        window.status_line.geometry(),
    ] == places_before
