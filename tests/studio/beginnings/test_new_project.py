"""The question for a new project: what is found is told at once, and nothing is made before the answer."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from miscount.engine.recipe import parse
from miscount.studio.actions import ActionId
from miscount.studio.beginnings.new_project_window import HOLDS_PROJECT, WITHIN_DATA, NewProjectWindow
from miscount.studio.beginnings.recipe_texts import drawn_recipe
from miscount.studio.desktop import dialogs
from miscount.studio.desktop.background import Background
from miscount.studio.document.project import open_project
from tests.studio.test_opening import state

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def photographs(tmp_path):
    folder = tmp_path / "Hall three"
    folder.mkdir()
    for number in range(4):
        Image.fromarray(np.full((60, 80, 3), 40 * number, np.uint8)).save(folder / f"{number}.jpg")
    return folder


@pytest.fixture
def asking(qtbot, tmp_path):
    """The dialog alone; projects would go to a folder that is not there."""
    background = Background()
    made = NewProjectWindow(background, tmp_path / "made")
    made.show()
    made.wishes = []
    made.wanted.connect(made.wishes.append)
    yield made
    made.reject()
    background.close()


@pytest.fixture
def asked(window, tmp_path):
    """Opens the dialog in the window, as the menu does."""
    window.preferences.prefer(projects_folder=str(tmp_path / "made"))

    def ask():
        window.do(ActionId.NEW_PROJECT)
        return window.doors.new_project_window

    return ask


def type_into(qtbot, line, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"}


def test_a_dataset_is_told_at_once_and_names_the_project(asking, qtbot, tiny_scenes, tmp_path):
    assert not asking.ok.isEnabled()
    type_into(qtbot, asking.dataset, str(tiny_scenes))
    qtbot.waitUntil(asking.ok.isEnabled, timeout=10_000)
    assert "13 scenes (10 train, 3 test), 128 × 96 px" in asking._found.text()
    assert "Kernel: sigma" in asking._proposed.text()
    assert not asking._odd.isVisible()
    assert asking.name.text() == "scenes"
    assert asking.where.text() == str(tmp_path / "made" / "scenes")


def test_what_is_odd_is_told_too(asking, qtbot, tiny_scenes, tmp_path):
    import shutil

    odd = Path(shutil.copytree(tiny_scenes, tmp_path / "odd"))
    next(iter(sorted(odd.rglob("*.mat")))).write_bytes(b"damaged")
    type_into(qtbot, asking.dataset, str(odd))
    qtbot.waitUntil(asking._odd.isVisible, timeout=10_000)
    assert "cannot be read" in asking._odd.text()
    assert asking.ok.isEnabled()


def test_cancel_is_cancel_however_it_is_closed(window, asked, qtbot, tiny_scenes, tmp_path):
    before, files = state(window), everything(tmp_path)
    closing = (
        lambda dialog: qtbot.mouseClick(dialog.cancel, LEFT),
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
        lambda dialog: dialog.close(),
    )
    for close in closing:
        dialog = asked()
        type_into(qtbot, dialog.dataset, str(tiny_scenes))
        qtbot.waitUntil(dialog.ok.isEnabled, timeout=10_000)
        close(dialog)
        assert window.doors.new_project_window is None
    qtbot.wait(10)  # whatever would still come of it
    assert everything(tmp_path) == files
    assert not (tmp_path / "made").exists()
    assert state(window) == before


@pytest.mark.parametrize("kind", ["empty", "words", "missing"])
def test_what_is_no_dataset_is_said_beside_its_field_and_makes_nothing(asking, qtbot, tmp_path, kind):
    folder = tmp_path / kind
    if kind != "missing":
        folder.mkdir()
    if kind == "words":
        (folder / "notes.txt").write_text("nothing to see")
    type_into(qtbot, asking.dataset, str(folder))
    qtbot.waitUntil(lambda: asking._looked is not None, timeout=10_000)
    assert str(folder) in asking._found.text()
    assert not asking.ok.isEnabled()
    qtbot.keyClick(asking, Qt.Key.Key_Return)
    assert asking.isVisible()
    assert asking.wishes == []
    assert not (tmp_path / "made").exists()


def test_a_place_that_holds_a_project_or_lies_in_the_data_is_refused_in_words(asking, qtbot, tiny_scenes, tiny_project):
    type_into(qtbot, asking.dataset, str(tiny_scenes))
    qtbot.waitUntil(asking.ok.isEnabled, timeout=10_000)
    type_into(qtbot, asking.where, str(tiny_project))
    assert asking._problem.text() == HOLDS_PROJECT.format(folder=tiny_project.resolve())
    assert not asking.ok.isEnabled()
    type_into(qtbot, asking.where, str(tiny_scenes / "mine"))
    assert asking._problem.text() == WITHIN_DATA
    assert not asking.ok.isEnabled()


def test_a_new_project_is_about_its_data(window, asked, qtbot, tiny_scenes, tmp_path):
    asking = asked()
    type_into(qtbot, asking.dataset, str(tiny_scenes))
    qtbot.waitUntil(asking.ok.isEnabled, timeout=10_000)
    type_into(qtbot, asking.name, "Market hall")
    assert asking.where.text() == str(tmp_path / "made" / "Market_hall")
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        qtbot.keyClick(asking.name, Qt.Key.Key_Return)
    assert window.windowTitle().startswith("Market hall")
    recipe, project = window.services.document.recipe, open_project(tmp_path / "made" / "Market_hall")
    assert project.dataset_path == tiny_scenes.resolve()
    assert recipe.name == "Market_hall"
    assert "13 scenes" in recipe.about
    assert recipe.kernel.kind == "fixed"
    assert recipe.kernel.sigma_px < 5
    assert recipe.training.crop_px is None


def test_photographs_are_open_to_be_labelled_after_three_actions(window, qtbot, photographs, tmp_path, monkeypatch):
    window.preferences.prefer(projects_folder=str(tmp_path / "made"))
    window.do(ActionId.START_PAGE)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_: photographs)  # the second action
    qtbot.mouseClick(window.doors.start_page.buttons["photographs"], LEFT)
    qtbot.waitUntil(lambda: window.doors.new_project_window is not None, timeout=5_000)
    asking = window.doors.new_project_window
    qtbot.waitUntil(asking.ok.isEnabled, timeout=10_000)
    assert "4 scenes, 80 × 60 px, without labels" in asking._found.text()
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        qtbot.keyClick(asking, Qt.Key.Key_Return)
    assert window.windowTitle().startswith("Hall three")
    assert window.page.action is ActionId.PAGE_HEADS
    assert window.services.document.recipe.name == "Hall_three"


def test_scenes_can_be_drawn_instead(asking, qtbot, tmp_path):
    asking.draws.setFocus()
    qtbot.keyClick(asking.draws, Qt.Key.Key_Space)
    assert asking.ok.isEnabled()
    assert not asking.dataset.isEnabled()
    answer = asking.answer()
    assert answer.dataset is None
    assert answer.folder == tmp_path / "made" / "Drawn_scenes"
    assert parse(answer.recipe_yaml).name == "Drawn_scenes"
    assert not (tmp_path / "made").exists()


def test_the_recipe_of_drawn_scenes_is_the_quickstarts_under_the_name():
    made = parse(drawn_recipe("My crowd"))
    assert made.name == "My_crowd"
    assert made.about.startswith("My crowd: ")
    assert made.data.kind == "synthetic"


def test_the_keyboard_reaches_all_of_it(asking, qtbot):
    order = []
    asking.dataset.setFocus()
    for _ in range(12):
        order.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    wanted = [asking.dataset, asking.browse, asking.draws, asking.name, asking.where, asking.browse_where,
              asking.cancel]  # fmt: skip
    assert [widget for widget in dict.fromkeys(order) if widget in wanted] == wanted
