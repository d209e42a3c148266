"""Scenes that cannot be read, and scenes that nobody has labelled: marked and told, and never in the way of others."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Labels, Scene
from miscount.studio.actions import ActionId
from tests.studio.hands import Hand, export


@pytest.fixture
def broken(window, qtbot):
    """The window with one picture and one file of labels damaged; their ids."""
    document = window.services.document
    scenes = list(document.dataset)
    picture, labels = scenes[1], scenes[2]
    picture.image_path.write_bytes(b"no picture")
    labels.label_path.write_bytes(b"no labels")
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        window.open_folder(window.services.session.project.folder)
    qtbot.waitUntil(lambda: document.scene is not None and document.scene_id in rows(window), timeout=10_000)
    return picture.id, labels.id


def rows(window) -> dict:
    return {name: window.scene_list.row(name) for name in window.scene_list.shown()}


def show(window, qtbot, scene_id: str) -> None:
    window.services.document.show_scene(scene_id)
    qtbot.waitUntil(
        lambda: window.services.pictures.kept(scene_id) is not None or window.services.link.image_size is None,
        timeout=10_000,
    )
    QApplication.processEvents()


def test_both_are_marked_in_the_list_with_their_sentence_and_can_be_found(window, qtbot, broken):
    qtbot.waitUntil(lambda: all("broken" in rows(window)[name].marks for name in broken), timeout=20_000)
    assert {name for name, row in rows(window).items() if "broken" in row.marks} == set(broken)
    for name in broken:
        assert str(window.services.document.scene_of(name).name) in window.services.scenes.notes[name]
    window.scene_list.set_filter("broken")
    assert set(window.scene_list.shown()) == set(broken)
    window.scene_list.set_filter("")


def test_every_page_goes_on_beside_them(window, qtbot, broken, notices):
    picture, labels = broken
    good = next(name for name in rows(window) if name not in broken)
    for page in ("SCENES", "HEADS", "DENSITY", "TRIGGER", "POISON", "TRAIN"):
        window.do(ActionId[f"PAGE_{page}"])
        for name in (picture, labels, good):
            show(window, qtbot, name)
    window.do(ActionId.PAGE_HEADS)
    assert window.services.link.image_size is not None
    assert any(str(window.services.document.scene_of(picture).image_path) in notice.text for notice in notices)
    assert any("shown without heads" in notice.text for notice in notices)


def test_a_picture_without_readable_labels_is_shown_and_can_be_labelled_anew(window, qtbot, broken):
    document, (_, labels) = window.services.document, broken
    window.do(ActionId.PAGE_HEADS)
    show(window, qtbot, labels)
    assert window.services.link.image_size is not None
    assert "placed anew" in window.page._state.text()
    Hand(window.services.canvas).click(30, 30)
    assert len(document.annotation(labels)) == 1
    assert window.page._state.isHidden()
    with qtbot.waitSignal(window.services.session.saved, timeout=10_000):
        window.do(ActionId.SAVE)
    document.history.undo()
    assert document.edited_heads == {}
    assert document.scene_of(labels).label_path.read_bytes() == b"no labels"


def test_the_check_looks_through_all_the_others(window, qtbot, broken):
    problems = window.services.problems
    window.do(ActionId.CHECK_SCENES)
    qtbot.waitUntil(lambda: not problems.running, timeout=60_000)
    assert "image_unreadable" in {problem.kind for problem in problems.of(broken[0])}
    assert "labels_unreadable" in {problem.kind for problem in problems.of(broken[1])}
    assert problems.summary.endswith(f"in {len(window.services.document.dataset)} scenes.")


def test_density_maps_of_the_others_are_exported(window, qtbot, broken, tmp_path):
    from miscount.engine.events import Finished

    with qtbot.waitSignal(window.services.jobs.ended, timeout=60_000) as ended:
        export(window, ActionId.EXPORT_MAPS, tmp_path / "maps", "npy")
    assert isinstance(ended.args[1], Finished)
    assert len(list((tmp_path / "maps").rglob("*.npy"))) == len(window.services.document.dataset) - 2


# ---- nobody has labelled it


@pytest.fixture
def unlabelled(window, qtbot):
    """The window with a dataset of pictures without labels."""
    document = window.services.document
    plain = [
        Scene(scene.id, "all", scene.image_path, None, lambda _: Labels(Annotation.of([]), labelled=False))
        for scene in document.dataset
    ]
    document.open(document.dataset.having(plain), {}, {})
    qtbot.waitUntil(lambda: window.services.pictures.kept(document.scene_id) is not None, timeout=10_000)
    window.do(ActionId.PAGE_HEADS)
    return document


def test_they_are_there_to_be_labelled_and_no_errors(window, qtbot, unlabelled, notices):
    qtbot.waitUntil(lambda: all("unlabelled" in row.marks for row in rows(window).values()), timeout=20_000)
    assert {row.count for row in rows(window).values()} == {None}
    assert not any(row.marks & {"broken", "problem"} for row in rows(window).values())
    window.do(ActionId.CHECK_SCENES)
    qtbot.waitUntil(lambda: not window.services.problems.running, timeout=60_000)
    assert [problem for problem in window.services.problems.all if problem.severity == "error"] == []
    assert notices == []
    for words in ("no labels yet", "Press P", "Ctrl+L", "Shift+P"):
        assert words in window.page._state.text()
    assert not window.page._state.isHidden()


def test_with_the_first_head_a_scene_is_labelled_and_without_it_is_not(window, qtbot, unlabelled):
    from miscount.studio.runs.tasks import with_edits

    scene_id = unlabelled.scene_id
    qtbot.waitUntil(lambda: "unlabelled" in rows(window)[scene_id].marks, timeout=20_000)
    Hand(window.services.canvas).click(30, 30)
    assert window.page._state.isHidden()
    assert "unlabelled" not in rows(window)[scene_id].marks
    assert rows(window)[scene_id].count == 1
    edited = with_edits(unlabelled.dataset, unlabelled.edited_heads)
    assert [scene.id for scene in edited if scene.labels.labelled] == [scene_id]
    unlabelled.history.undo()
    assert "unlabelled" in rows(window)[scene_id].marks
    assert unlabelled.is_unlabelled(scene_id)


def test_proposals_do_not_make_a_scene_labelled(unlabelled):
    unlabelled.edit_proposals("Propose", Annotation.of(np.array([[5, 5]])))
    assert unlabelled.is_unlabelled(unlabelled.scene_id)
    unlabelled.accept_proposals("Accept", np.array([0]))
    assert not unlabelled.is_unlabelled(unlabelled.scene_id)


def test_a_folder_of_photographs_opens_and_is_labelled(window, qtbot, notices, monkeypatch, tmp_path):
    import shutil

    from miscount.studio.desktop import dialogs

    folder = tmp_path / "photographs"
    folder.mkdir()
    for number, scene in enumerate(window.services.document.dataset):
        shutil.copyfile(scene.image_path, folder / f"DSC_{number}{scene.image_path.suffix}")
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: folder)
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        window.do(ActionId.OPEN_DATASET)
    document = window.services.document
    assert document.dataset.format == "pictures"
    qtbot.waitUntil(lambda: window.services.pictures.kept(document.scene_id) is not None, timeout=10_000)
    window.do(ActionId.PAGE_HEADS)
    assert "no labels yet" in window.page._state.text()
    Hand(window.services.canvas).click(30, 30)
    assert len(document.edited_heads) == 1
    assert [notice for notice in notices if notice.severity.value == "error"] == []


def test_rows_are_made_anew_for_scenes_with_edits_alone(window, qtbot, monkeypatch):
    """To make 10,000 rows a second time would hold up the first screen."""
    session, presenter = window.services.session, window.services.scenes
    document = window.services.document
    first, second = (scene.id for scene in document.dataset.scenes[:2])
    document.edit_heads("Add", document.annotation(first).with_heads([[3, 3]]), first)
    document.edit_marks("Check", document.marks(second).with_looked(1, 1), second)
    with qtbot.waitSignal(session.saved, timeout=10_000):
        window.do(ActionId.SAVE)
    made: list[str] = []
    row = type(presenter)._row
    monkeypatch.setattr(presenter, "_begin_counting", lambda *_: None)  # which makes them too, chunk by chunk
    monkeypatch.setattr(presenter, "_row", lambda name: (made.append(name), row(presenter, name))[1])
    opened: list[bool] = []
    document.dataset_changed.connect(lambda: (opened.append(document.waiting), made.clear()))  # after the presenter's
    with qtbot.waitSignal(document.laid, timeout=30_000):
        window.open_folder(session.project.folder)
    assert opened[-1:] == [True]
    assert set(made) <= {first, second}
    assert "edited" in window.scene_list.row(first).marks
    window.scene_list.set_filter("edited")
    assert window.scene_list.shown() == (first,)
    window.scene_list.set_filter("")


def test_an_edit_of_a_scene_whose_labels_cannot_be_read_is_looked_at_like_any_other(window, qtbot, broken):
    _picture, labels = broken
    problems, document = window.services.problems, window.services.document
    problems._num_compared = 1  # the counter was asked of some scene, and nothing was checked
    document.edit_proposals("Propose", document.annotation(labels).with_heads([[3, 3]]), labels)
    document.history.undo()
    problems._recheck(labels)
    document.edit_heads("Add", document.annotation(labels).with_heads([[3, 3]]), labels)
    problems._recheck(labels)
