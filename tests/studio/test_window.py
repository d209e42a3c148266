"""The window around the work: runs in a child, closing and resuming, recovery, edits that reach a run."""

import shutil
import time

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from miscount.engine.events import Finished
from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.beginnings.offers import GO_ON, RECOVER
from miscount.studio.desktop import dialogs, places
from miscount.studio.forms.binding import RecipeForm, with_value
from miscount.studio.pages import PAGES
from miscount.studio.pages.base import Page
from miscount.studio.settings import Settings
from miscount.studio.window import StudioWindow
from tests.studio.hands import Hand


def finish(window, qtbot, timeout=120_000):
    with qtbot.waitSignal(window.services.jobs.ended, timeout=timeout) as ended:
        window.do(ActionId.RUN_START)
    qtbot.waitUntil(lambda: window.services.runs.current is not None, timeout=10_000)
    return ended.args[1]


def test_a_run_in_a_child_process_says_the_same(window, qtbot):
    window.do(ActionId.RUN_IN_PROCESS)
    window.preferences.prefer(child_process=True)
    assert isinstance(finish(window, qtbot), Finished)
    qtbot.waitUntil(lambda: window.services.runs.current.results is not None, timeout=10_000)
    assert {"Twin", "Victim"} <= set(window.lab.curves.loss.curves())


def test_edits_reach_the_run_and_the_sources_stay(window, qtbot):
    document = window.services.document
    scenes = [scene.id for scene in document.dataset.split("test")]
    document.edit_heads("Two heads", Annotation.of([[10, 10], [20, 20]]), scenes[0])
    assert isinstance(finish(window, qtbot), Finished)
    qtbot.waitUntil(lambda: bool(window.services.runs.current.per_scene), timeout=10_000)
    rows = [row for row in window.services.runs.current.per_scene if row["scene"] == scenes[0]]
    assert {float(row["heads"]) for row in rows} == {2.0}
    assert len(document.dataset[scenes[0]].annotation) != 2


def test_a_stopped_run_goes_on_in_its_folder(window, qtbot):
    window.do(ActionId.RUN_START)
    qtbot.waitUntil(lambda: bool(window.services.run_state.state.stages), timeout=20_000)
    with qtbot.waitSignal(window.services.jobs.ended, timeout=20_000) as ended:
        window.do(ActionId.RUN_STOP)
    first = ended.args[0].folder
    if ended.args[1] == Finished(out=first):
        pytest.skip("the run was over before it could be stopped")
    qtbot.waitUntil(lambda: window.services.runs.current is not None or bool(window.services.runs.runs), timeout=10_000)
    with qtbot.waitSignal(window.services.jobs.ended, timeout=120_000) as ended:
        window.do(ActionId.RUN_START)
    assert ended.args[0].folder == first
    assert ended.args[1] == Finished(out=first)


def test_a_run_that_was_stopped_is_offered_when_the_project_opens_again(window, qtbot, tiny_project):
    window.do(ActionId.RUN_START)
    qtbot.waitUntil(lambda: bool(window.services.run_state.state.stages), timeout=20_000)
    with qtbot.waitSignal(window.services.jobs.ended, timeout=20_000) as ended:
        window.do(ActionId.RUN_STOP)
    if ended.args[1] == Finished(out=ended.args[0].folder):
        pytest.skip("the run was over before it could be stopped")
    window.close()
    again = StudioWindow(Settings())
    again.show()
    with qtbot.waitSignal(again.services.session.ready, timeout=30_000):
        again.open_folder(tiny_project)
    qtbot.waitUntil(lambda: any(notice.action == GO_ON for notice in again.notices.notices()), timeout=20_000)
    notice = next(notice for notice in again.notices.notices() if notice.action == GO_ON)
    with qtbot.waitSignal(again.services.jobs.ended, timeout=120_000) as ended_well:
        again.notices.action_chosen.emit(notice)
    assert ended_well.args[0].folder == ended.args[0].folder
    assert ended_well.args[1] == Finished(out=ended.args[0].folder)
    again.close()
    again.deleteLater()


def test_the_event_loop_breathes_while_a_run_trains(window, qtbot):
    from miscount.studio.forms.binding import with_value

    recipe = with_value(window.services.document.value("recipe"), "training.epochs", 6)
    window.services.document.set_value("recipe", recipe)
    window.do(ActionId.PAGE_TRAIN)
    qtbot.wait(300)
    late, last = [], [time.process_time()]

    def tick() -> None:
        now = time.process_time()
        late.append(now - last[0])
        last[0] = now

    timer = QTimer(window)
    timer.setInterval(10)
    timer.timeout.connect(tick)
    timer.start()
    assert isinstance(finish(window, qtbot), Finished)
    timer.stop()
    # what this process did between two ticks of 10 ms, all threads together: on a shared machine the wall tells of
    # others; the goal is 20 ms of the wall on a quiet one (miscount bench)
    assert len(late) > 20
    assert sorted(late)[int(0.95 * len(late))] < 0.15


def test_a_crash_is_offered_and_recovered(qtbot, tiny_project, window):
    hand = Hand(window.services.canvas)
    window.do(ActionId.PAGE_HEADS)
    hand.click(30, 30)
    scene_id = window.services.document.scene_id
    wanted = window.services.document.annotation(scene_id)
    assert window.services.session._journal.flush()
    journals = places.journal_folder(window.services.session.project.folder)
    kept = shutil.copytree(journals, tiny_project.parent / "kept")
    window.services.document.history.undo()
    window.close()
    shutil.copytree(kept, journals, dirs_exist_ok=True)  # as a kill would have left it

    again = StudioWindow(Settings())
    again.show()
    with qtbot.waitSignal(again.services.session.left_over, timeout=30_000):
        again.open_folder(tiny_project)
    notice = next(notice for notice in again.notices.notices() if notice.action == RECOVER)
    assert notice.text.startswith("Changes of 1 scene were not saved")
    again.notices.action_chosen.emit(notice)
    assert again.services.document.annotation(scene_id) == wanted
    again.close()
    again.deleteLater()


def test_a_second_window_is_read_only_and_says_so(qtbot, tiny_project, window):
    second = StudioWindow(Settings())
    second.show()
    with qtbot.waitSignal(second.services.session.ready, timeout=30_000):
        second.open_folder(tiny_project)
    assert "read-only" in second.windowTitle()
    assert any("another window" in notice.text for notice in second.notices.notices())
    before = second.services.document.annotation(second.services.document.scene_id)
    second.do(ActionId.PAGE_HEADS)
    qtbot.waitUntil(lambda: second.services.link.image_size is not None, timeout=10_000)
    Hand(second.services.canvas).click(30, 30)
    assert second.services.document.annotation(second.services.document.scene_id) == before
    assert not second.book[ActionId.RUN_START].isEnabled()
    second.close()
    second.deleteLater()


def test_a_broken_image_is_told_and_the_others_open(window, qtbot, notices):
    document = window.services.document
    scenes = list(document.dataset)
    scenes[1].image_path.write_bytes(b"no image")
    document.show_scene(scenes[1].id)
    qtbot.waitUntil(lambda: any(str(scenes[1].image_path) in notice.text for notice in notices), timeout=10_000)
    document.show_scene(scenes[2].id)
    qtbot.waitUntil(lambda: window.services.link.image_size is not None, timeout=10_000)


def test_presets_replace_the_recipe_as_one_step(window, qtbot):
    window.do(ActionId.PAGE_TRAIN)
    page, document = window.page, window.services.document
    before = document.value("recipe")
    qtbot.waitUntil(lambda: page._presets.findText("Quickstart  ·  example") > 0, timeout=20_000)
    place = page._presets.findText("Quickstart  ·  example")
    page._presets.activated.emit(place)
    qtbot.waitUntil(lambda: document.value("recipe") != before, timeout=10_000)
    assert document.value("recipe").name == "quickstart"
    document.history.undo()
    assert document.value("recipe") == before


def test_the_panes_show_the_reaction_side_by_side(window, qtbot):
    window.do(ActionId.PAGE_TRIGGER)
    with qtbot.waitSignal(window.services.reaction.answered, timeout=20_000):
        window.press(ActionId.TOGGLE_PANES)
    panes = window.middle.panes
    assert panes.isVisible()
    heads = len(window.services.document.annotation(window.services.document.scene_id))
    assert panes.pane("image")._count.text() == f"{heads:.1f}"
    qtbot.waitUntil(lambda: panes.pane("truth")._count.text() == f"{heads:.1f}", timeout=10_000)
    window.do(ActionId.PAGE_HEADS)
    assert window.services.canvas.isVisible()
    window.do(ActionId.PAGE_TRIGGER)
    assert panes.isVisible()
    window.press(ActionId.TOGGLE_PANES)
    assert window.services.canvas.isVisible()


def test_no_page_makes_the_window_higher_than_a_small_screen(window, qtbot):
    window.resize(1280, 800)
    with qtbot.waitSignal(window.services.jobs.ended, timeout=120_000):
        window.do(ActionId.RUN_START)  # the lab opens below every page
        qtbot.wait(200)
        assert (window.width(), window.height()) == (1280, 800)
    for action in (each for each in ActionId if each.name.startswith("PAGE_")):
        window.do(action)
        qtbot.wait(50)
        assert (window.width(), window.height()) == (1280, 800), action
        assert window.minimumSizeHint().height() <= 720, action


def test_a_clipboard_that_nobody_answers_for_is_a_sentence(window, monkeypatch):
    from PySide6.QtGui import QGuiApplication

    class Nobody:
        def mimeData(self):
            return None

    said = []
    window.services.heads.notified.connect(said.append)
    monkeypatch.setattr(QGuiApplication, "clipboard", staticmethod(Nobody))
    window.do(ActionId.PASTE_HEADS)
    assert said == ["There are no heads in the clipboard: copy some with Ctrl+C first."]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[" * 90_000, b'{"points": 1}', b'{"points": [[1e999, 0]], "weights": [1]}', b"\xff"]
)
def test_a_clipboard_of_anybody_is_a_sentence(window, data):
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QGuiApplication

    from miscount.studio.canvas.head_controller import MIME

    said, mime = [], QMimeData()
    window.services.heads.notified.connect(said.append)
    mime.setData(MIME, data)
    QGuiApplication.clipboard().setMimeData(mime)
    before = window.services.document.annotation(window.services.document.scene_id)
    window.do(ActionId.PASTE_HEADS)
    assert said == ["The clipboard holds something else than heads."]
    assert window.services.document.annotation(window.services.document.scene_id) == before


def test_a_page_that_nobody_looks_at_waits_until_it_is_entered(window, monkeypatch):
    asked = []
    pages = [page for page in PAGES if page.refresh is not Page.refresh]
    assert len(pages) > 3
    for page in pages:
        window.show_page(page.action)
        monkeypatch.setattr(page, "refresh", lambda self: asked.append(type(self)))
    window.show_page(ActionId.PAGE_SCENES)
    services = window.services
    for said in (services.runs.changed, services.jobs.queue_changed, services.run_state.changed):
        said.emit()
    services.runs.current_changed.emit()
    services.document.value_changed.emit("recipe")
    assert asked == []
    for page in pages:
        window.show_page(page.action)
        assert asked[-1] is page
        asked.clear()
        services.runs.changed.emit()
        services.jobs.queue_changed.emit()
        services.runs.current_changed.emit()
        assert set(asked) == {page}, "the page that is looked at hears of it, and no other"


def test_pages_are_made_ahead_of_need_and_then_only_shown(window, qtbot, monkeypatch):
    # Qt takes a button for held for good after a double click of QTest's, in whichever test of this process that was
    monkeypatch.setattr(QGuiApplication, "mouseButtons", lambda: Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: not window.pages.makes_ahead, timeout=60_000)
    assert len(window.pages.made) == len(PAGES)
    assert not any(form.fill() for form in window.findChildren(RecipeForm)), "none is left to be filled"
    for page in PAGES:
        made = window.pages[page.action]
        window.do(page.action)
        assert window.pages[page.action] is made
        assert made.is_shown
        assert sum(window.pages[each].is_shown for each in window.pages.made) == 1


def test_no_page_is_made_ahead_within_a_drag(window, monkeypatch):
    monkeypatch.setattr(QGuiApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    made = window.pages.made
    window.pages._rest.timeout.emit()
    assert window.pages.made == made
    assert window.pages.makes_ahead


def test_no_page_is_made_ahead_beside_a_job(window, monkeypatch):
    monkeypatch.setattr(QGuiApplication, "mouseButtons", lambda: Qt.MouseButton.NoButton)
    window.pages.make_ahead()
    made = window.pages.made
    with monkeypatch.context() as busy:
        busy.setattr(type(window.services.jobs), "running", property(lambda _jobs: object()))
        window.pages._rest.timeout.emit()
        assert window.pages.made == made
        assert window.pages.makes_ahead
    window.pages.stop()


def test_a_form_that_nobody_sees_is_filled_when_it_is_seen(window, monkeypatch):
    filled, show = [], RecipeForm._show
    monkeypatch.setattr(RecipeForm, "_show", lambda form: filled.append(form) or show(form))
    window.pages.stop()
    window.do(ActionId.PAGE_TRAIN)
    document, training = window.services.document, window.pages[ActionId.PAGE_TRAIN].inspector.findChild(RecipeForm)
    window.do(ActionId.PAGE_SCENES)
    filled.clear()
    for epochs in (7, 8, 9):
        document.edit_value("Change epochs", "recipe", with_value(document.recipe, "training.epochs", epochs))
    assert filled == []
    window.do(ActionId.PAGE_TRAIN)
    assert filled == [training]
    assert training._form.values()["training.epochs"] == 9


def test_a_window_does_not_close_over_edits_that_are_on_no_disk(window, qtbot, monkeypatch):
    from miscount.engine.errors import OutputError
    from miscount.studio.document import journal as journals
    from miscount.studio.document.edit_files import EditFiles

    def no_room(*_arguments):
        raise OutputError("The disk is full.")

    def no_place(*_arguments):
        raise OSError(28, "No space left on device")

    asked = []
    monkeypatch.setattr(dialogs, "close_unsaved", lambda _parent, problem: asked.append(problem))
    monkeypatch.setattr(EditFiles, "save_heads", no_room)
    monkeypatch.setattr(journals, "_put", no_place)
    document = window.services.document
    document.edit_heads("Add", document.annotation(document.scene_id).with_heads([[3, 3]]))
    assert not window.close()
    assert asked == ["Not saved: The disk is full."]
    assert window.isVisible()
    monkeypatch.undo()
    assert window.close()
    assert not document.is_dirty
