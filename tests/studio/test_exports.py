"""Exports write what they say: all scenes or the edited ones, in the form that was chosen; cancel writes nothing."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.annotation import Annotation
from miscount.studio.actions import ActionId
from miscount.studio.forms import place_lines
from miscount.studio.forms.export_window import Export, Exportable, ExportWindow
from tests.studio.hands import Hand, export
from tests.studio.test_opening import state

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def edited(window):
    """The window with two scenes edited by hand."""
    document = window.services.document
    for place in (0, 2):
        document.edit_heads("One head", Annotation.of([[5, 5 + place]]), document.dataset.scenes[place].id)
    return window


def asking(window) -> ExportWindow:
    return window.findChildren(ExportWindow)[-1]


@pytest.mark.parametrize(("form", "edited_only"), [("shanghaitech", False), ("csv", True), ("coco", True)])
def test_scenes_are_written_as_it_says(edited, qtbot, tmp_path, form, edited_only):
    document, out = edited.services.document, tmp_path / "out"
    with qtbot.waitSignal(edited.services.jobs.ended, timeout=60_000):
        export(edited, ActionId.EXPORT_SCENES, out, form, edited_only)
    written = read_dataset(out)
    assert written.format == form
    assert len(written) == (2 if edited_only else len(document.dataset))
    heads = sorted(scene.annotation.points.tolist() for scene in written if len(scene.annotation) == 1)
    assert heads == [[[5, 5]], [[5, 7]]]


def test_maps_are_written_as_it_says(edited, qtbot, tmp_path):
    edited.do(ActionId.PAGE_DENSITY)
    document = edited.services.document
    document.show_scene(document.dataset.scenes[5].id)
    qtbot.waitUntil(lambda: edited.services.link._shown.scene_id == document.scene_id, timeout=10_000)
    qtbot.waitUntil(lambda: edited.services.density.map is not None, timeout=10_000)
    edited.do(ActionId.TOOL_BRUSH)
    Hand(edited.services.canvas).click(64, 48)
    with qtbot.waitSignal(edited.services.jobs.ended, timeout=60_000):
        export(edited, ActionId.EXPORT_MAPS, tmp_path / "maps", "npy", edited_only=True)
    names = {path.stem for path in (tmp_path / "maps").rglob("*.npy")}
    assert names == {document.dataset.scenes[place].name for place in (0, 2, 5)}
    painted = np.load(next((tmp_path / "maps").rglob(f"{document.scene.name}.npy")))
    assert np.array_equal(painted, edited.services.density.map)


def test_the_poisoned_dataset_is_written_with_its_manifest(edited, qtbot, tmp_path):
    with qtbot.waitSignal(edited.services.jobs.ended, timeout=60_000):
        export(edited, ActionId.EXPORT_POISON, tmp_path / "poisoned")
    assert (tmp_path / "poisoned" / "poison.csv").exists()


ALL = Exportable(
    13, frozenset({"a", "b"}), frozenset({"c"}), {"scenes": {"CSV": "csv", "COCO": "coco"}, "maps": {"NumPy": "npy"}},
    "coco", frozenset({"scenes", "maps", "poison"}),
)  # fmt: skip


@pytest.fixture
def ask(qtbot, tmp_path):
    """Opens the dialog alone."""
    made = []

    def make(there_is: Exportable = ALL) -> ExportWindow:
        made.append(ExportWindow("scenes", there_is, tmp_path / "exports"))
        made[-1].show()
        return made[-1]

    yield make
    for dialog in made:
        dialog.reject()


def test_it_says_what_it_will_write(ask, qtbot, tmp_path):
    dialog = ask()
    assert dialog.said.text() == "13 scenes are written, 2 of them with your edits. The source stays as it is."
    qtbot.keyClick(dialog.edited, Qt.Key.Key_Space)
    assert dialog.edited.isChecked()
    assert dialog.said.text() == "2 scenes are written, with your edits. The source stays as it is."
    assert dialog.answer() == Export("scenes", frozenset({"a", "b"}), "coco", tmp_path / "exports" / "scenes_coco")
    qtbot.keyClick(dialog.what, Qt.Key.Key_Down)
    assert dialog.said.text() == "3 density maps are written, with your edits. The source stays as it is."
    assert dialog.answer().only == {"a", "b", "c"}
    qtbot.keyClick(dialog.what, Qt.Key.Key_Down)
    assert dialog.answer() == Export("poison", None, "", tmp_path / "exports" / "poisoned")
    assert not dialog.form.isVisible()
    assert not dialog.all.isVisible()


def test_without_edits_there_is_only_all(ask):
    dialog = ask(replace(ALL, edited_heads=frozenset()))
    assert not dialog.edited.isEnabled()
    assert dialog.answer().only is None


def test_a_folder_that_is_full_is_refused_in_words(ask, qtbot, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    dialog = ask()
    for place, words in ((full, "not empty"), (full / "mine.txt", "is a file")):
        dialog.out.selectAll()
        qtbot.keyClicks(dialog.out, str(place))
        assert words in dialog.said.text()
        assert not dialog.ok.isEnabled()
        qtbot.keyClick(dialog.out, Qt.Key.Key_Return)
        assert dialog.isVisible()
    assert [path.name for path in full.iterdir()] == ["mine.txt"]


def test_cancel_writes_nothing(window, qtbot):
    before = state(window)
    for close in (
        lambda dialog: qtbot.mouseClick(dialog.cancel, LEFT),
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
    ):
        window.do(ActionId.EXPORT_SCENES)
        close(asking(window))
        qtbot.waitUntil(lambda: not window.findChildren(ExportWindow), timeout=5_000)
    assert window.services.jobs.running is None
    assert not window.services.jobs.waiting
    assert state(window) == before


def test_a_closed_place_is_a_sentence(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(place_lines, "listed", lambda _folder: None)  # as root every folder is open
    dialog = ExportWindow("scenes", Exportable(1, frozenset(), frozenset()), tmp_path)
    qtbot.addWidget(dialog)
    dialog.out.clear()
    qtbot.keyClicks(dialog.out, str(tmp_path))
    assert dialog.said.text() == place_lines.CLOSED.format(folder=tmp_path)
    assert not dialog.ok.isEnabled()
