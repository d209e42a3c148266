"""A table whose columns nobody knows: the window asks, and opens it so or leaves everything as it was."""

import shutil

import pytest
from PySide6.QtCore import Qt

from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs
from miscount.studio.document.project import open_project
from miscount.studio.forms.columns_dialog import ColumnsDialog
from miscount.studio.settings import Settings
from miscount.studio.window import StudioWindow
from tests.studio.test_opening import state


@pytest.fixture
def strange(window, tmp_path):
    """A folder of pictures beside a table with names of its own; two heads a picture."""
    folder = tmp_path / "strange"
    folder.mkdir()
    lines = ["Datei;Spalte_px;Zeile_px;Wer"]
    for number, scene in enumerate(window.services.document.dataset.scenes[:4]):
        name = f"P{number}{scene.image_path.suffix}"
        shutil.copyfile(scene.image_path, folder / name)
        lines += [f"{name};{10 + k};{20 + k};person" for k in range(2)]
    (folder / "koepfe.csv").write_text("\n".join(lines) + "\n")
    return folder


def asked(window, qtbot, monkeypatch, folder) -> ColumnsDialog:
    """The question, after the folder was chosen."""
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: folder)
    window.do(ActionId.OPEN_DATASET)
    qtbot.waitUntil(lambda: bool(window.findChildren(ColumnsDialog)), timeout=10_000)
    return window.findChildren(ColumnsDialog)[-1]


def choose(qtbot, dialog: ColumnsDialog, ours: str, column: str) -> None:
    """With keys, as a person would."""
    box = dialog.choices[ours]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(column)):
        qtbot.keyClick(box, Qt.Key.Key_Down)


def test_the_table_is_shown_and_the_likeliest_columns_are_chosen(window, qtbot, monkeypatch, strange):
    dialog = asked(window, qtbot, monkeypatch, strange)
    assert dialog.rows.rowCount() == 6
    assert dialog.rows.item(0, 0).text() == "P0.jpg" or dialog.rows.item(0, 0).text().startswith("P0")
    assert dialog.columns == {"image": "Datei", "x": "Spalte_px", "y": "Zeile_px"}
    assert dialog.open_button.isEnabled()
    assert dialog.isModal()
    qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)


def test_the_answer_opens_it_and_is_kept_with_the_project(window, qtbot, monkeypatch, strange):
    session = window.services.session
    dialog = asked(window, qtbot, monkeypatch, strange)
    choose(qtbot, dialog, "class", "Wer")
    with qtbot.waitSignal(session.ready, timeout=30_000):
        qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    dataset = window.services.document.dataset
    assert [scene.annotation.points[0].tolist() for scene in dataset] == [[10, 20]] * 4
    assert list(dataset.scenes[0].annotation.columns["class"]) == ["person"] * 2
    folder = session.project.folder
    assert open_project(folder).reading.columns == {
        "image": "Datei", "x": "Spalte_px", "y": "Zeile_px", "class": "Wer"
    }  # fmt: skip
    with qtbot.waitSignal(session.ready, timeout=30_000):
        window.open_folder(folder)
    assert len(window.services.document.dataset) == 4


def test_cancel_leaves_everything_as_it_was_and_says_why_nothing_opened(window, qtbot, monkeypatch, strange, notices):
    before = state(window)
    dialog = asked(window, qtbot, monkeypatch, strange)
    with qtbot.waitSignal(window.services.session.refused, timeout=10_000):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert state(window) == before
    assert "koepfe.csv" in notices[-1].text


def test_a_column_chosen_twice_or_none_cannot_be_opened(window, qtbot, monkeypatch, strange):
    dialog = asked(window, qtbot, monkeypatch, strange)
    choose(qtbot, dialog, "y", "Spalte_px")
    assert not dialog.open_button.isEnabled()
    assert "twice" in dialog._problem.text()
    choose(qtbot, dialog, "y", "")
    assert "Choose a column for y" in dialog._problem.text()
    dialog.reject()


def test_another_opening_takes_the_place_of_the_question(window, qtbot, monkeypatch, strange, tiny_project):
    session = window.services.session
    dialog = asked(window, qtbot, monkeypatch, strange)
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: tiny_project / "scenes")
    with qtbot.waitSignal(session.ready, timeout=30_000):
        window.do(ActionId.OPEN_DATASET)
    dataset = window.services.document.dataset
    dialog.accept()
    qtbot.wait(50)
    assert window.services.document.dataset is dataset


def test_a_new_project_asks_too_and_makes_nothing_when_it_is_given_up(window, qtbot, strange, tmp_path):
    session = window.services.session
    for accepts in (False, True):
        window.doors.new_project(strange)
        asking = window.doors.new_project_window
        asking.where.selectAll()
        qtbot.keyClicks(asking.where, str(tmp_path / "new"))
        qtbot.waitUntil(asking.ok.isEnabled, timeout=10_000)
        with qtbot.waitSignal(session.columns_asked, timeout=10_000):
            qtbot.mouseClick(asking.ok, Qt.MouseButton.LeftButton)
        dialog = window.findChildren(ColumnsDialog)[-1]
        if accepts:
            with qtbot.waitSignal(session.ready, timeout=30_000):
                dialog.accept()
        else:
            with qtbot.waitSignal(session.refused, timeout=10_000):
                dialog.reject()
            assert not (tmp_path / "new").exists()
    assert open_project(tmp_path / "new").reading.columns["image"] == "Datei"


def test_a_table_that_is_open_can_have_other_columns(window, qtbot, monkeypatch, strange):
    session = window.services.session
    dialog = asked(window, qtbot, monkeypatch, strange)
    with qtbot.waitSignal(session.ready, timeout=30_000):
        dialog.accept()
    qtbot.waitUntil(lambda: not window.findChildren(ColumnsDialog), timeout=5_000)
    window.do(ActionId.READING_RULES)
    sheet = window._commands.files._reading.sheet
    qtbot.mouseClick(sheet.columns_button, Qt.MouseButton.LeftButton)
    dialog = window.findChildren(ColumnsDialog)[-1]
    assert dialog.columns == {"image": "Datei", "x": "Spalte_px", "y": "Zeile_px"}
    choose(qtbot, dialog, "x", "Zeile_px")
    choose(qtbot, dialog, "y", "Spalte_px")
    with qtbot.waitSignal(session.ready, timeout=30_000):
        dialog.accept()
    assert window.services.document.dataset.scenes[0].annotation.points[0].tolist() == [20, 10]


def test_a_project_that_names_such_a_table_asks_when_it_is_opened(qtbot, window, tmp_path, strange):
    from miscount.studio.document.project import new_project
    from tests.studio.conftest import TINY

    project = new_project(tmp_path / "p", "P", strange, TINY).folder
    other = StudioWindow(Settings())
    other.show()
    with qtbot.waitSignal(other.services.session.columns_asked, timeout=10_000):
        other.open_folder(project)
    dialog = other.findChildren(ColumnsDialog)[-1]
    with qtbot.waitSignal(other.services.session.ready, timeout=30_000):
        dialog.accept()
    assert len(other.services.document.dataset) == 4
    other.close()
    other.deleteLater()
