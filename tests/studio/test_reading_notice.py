"""What the readers said is told once, when all labels were read; nothing is told where there is nothing."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Labels
from miscount.engine.scenes.summary import summary_of
from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs
from miscount.studio.lists import reading_notice
from miscount.studio.lists.reading_notice import SHOW_DETAILS, said_of
from miscount.widgets.notices import Severity


def damaged(tiny_scenes: Path, folder: Path) -> Path:
    """A table in which one picture has a head without a number, one has heads without a place, one is not named."""
    folder.mkdir()
    lines = ["image,x,y"]
    for number, scene in enumerate(read_dataset(tiny_scenes).scenes[:6]):
        name = f"P{number}{scene.image_path.suffix}"
        shutil.copyfile(scene.image_path, folder / name)
        if number == 0:
            lines.append(f"{name},ten,3")
        elif number == 1:
            lines += [f"{name},nan,3", f"{name},5,5"]
        elif number > 2:
            lines.append(f"{name},5,5")
    (folder / "heads.csv").write_text("\n".join(lines) + "\n")
    return folder


def show(window, qtbot, monkeypatch, folder: Path) -> None:
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_arguments: folder)
    window.do(ActionId.OPEN_DATASET)
    readers = window.services.readers
    qtbot.waitUntil(
        lambda: readers.said is not None and window.services.document.dataset.root == folder, timeout=30_000
    )


def details(notices) -> list:
    return [notice for notice in notices if notice.action == SHOW_DETAILS]


@pytest.fixture
def bad(window, qtbot, notices, monkeypatch, tiny_scenes, tmp_path):
    show(window, qtbot, monkeypatch, damaged(tiny_scenes, tmp_path / "bad"))
    return window


def test_nothing_is_told_where_there_is_nothing(window, qtbot, notices):
    readers = window.services.readers
    qtbot.waitUntil(lambda: readers.said is not None, timeout=20_000)
    assert readers.said.rows == ()
    assert readers.said.notice is None
    assert details([*notices, *window.notices.notices()]) == []


def test_one_notice_has_the_sentences_of_every_command(bad, notices):
    (notice,) = details(notices)
    said = summary_of(read_dataset(bad.services.document.dataset.root)).sentences()
    assert notice.text.splitlines()[1:] == list(said)
    assert len(said) == 3
    assert notice.severity is Severity.WARNING


def test_its_button_lists_the_scenes_and_a_double_click_goes_to_one(bad, qtbot, notices):
    (notice,) = details(notices)
    while bad.notices.notices()[0] != notice:
        qtbot.mouseClick(bad.notices._close, Qt.MouseButton.LeftButton)
    button = next(b for b in bad.notices.findChildren(QPushButton) if b.text() == SHOW_DETAILS)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    shown = bad._commands.files._readers
    rows = [[shown.rows.topLevelItem(k).text(c) for c in range(3)] for k in range(shown.rows.topLevelItemCount())]
    assert [row[:2] for row in rows] == [
        ["all/P0", reading_notice.BROKEN], ["all/P1", reading_notice.LOST], ["all/P2", reading_notice.BARE]
    ]  # fmt: skip
    assert "ten" in rows[0][2]
    place = shown.rows.visualItemRect(shown.rows.topLevelItem(2)).center()
    qtbot.mouseClick(shown.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(shown.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bad.services.document.scene_id == "all/P2"
    bad._commands.files._readers_window.close()


def test_what_a_person_labelled_is_not_told_again_and_a_former_notice_goes(bad, qtbot, notices):
    document, session = bad.services.document, bad.services.session
    for scene_id in ("all/P0", "all/P2"):
        document.edit_heads("Label", Annotation.of([[4, 4]]), scene_id)
    told = len(notices)
    with qtbot.waitSignal(session.ready, timeout=30_000):
        bad.open_folder(session.project.folder)
    qtbot.waitUntil(lambda: bad.services.readers.said is not None, timeout=20_000)
    (notice,) = details(notices[told:])
    assert len(notice.text.splitlines()) == 2
    assert "1 scene:" in notice.text
    assert details(bad.notices.notices()) == [notice]


def test_notes_on_the_dataset_as_a_whole_are_told_first_in_the_list(dataset):
    said = said_of(replace(dataset, notes=("Two copies of part_X lie here.",)), {})
    assert "Two copies of part_X lie here." in said.sentences
    assert said.rows[0].scene == ""
    assert said.grave


def test_what_was_only_forgiven_is_a_note_and_no_warning(dataset):
    def forgiven(_scene) -> Labels:
        return Labels(Annotation.of([[5, 5]]), notes=("1 head was written twice over.",))

    said = said_of(dataset.having(replace(scene, read_labels=forgiven) for scene in dataset), {})
    assert said.notice.severity is Severity.INFO
    assert {row.kind for row in said.rows} == {reading_notice.FORGIVEN}


def test_photographs_that_nobody_labelled_are_no_news(dataset):
    def bare(_scene) -> Labels:
        return Labels(Annotation.of(np.empty((0, 2))), labelled=False)

    plain = dataset.having(replace(scene, read_labels=bare) for scene in dataset)
    assert said_of(plain, {}).notice is None
    mixed = dataset.having([*plain.scenes[:1], *dataset.scenes[1:]])
    assert "without labels" in said_of(mixed, {}).notice.text


def test_a_scene_that_comes_tells_only_what_is_new(bad, qtbot, notices):
    document, root = bad.services.document, bad.services.document.dataset.root
    told = len(details(notices))
    with qtbot.waitSignal(document.dataset_changed, timeout=20_000):
        shutil.copyfile(next(root.glob("P3.*")), root / f"NEW{next(root.glob('P3.*')).suffix}")
    qtbot.waitUntil(lambda: bad.services.readers.said is not None, timeout=20_000)
    new = details(notices)[told:]
    assert len(new) == 1
    assert "2 scenes without labels" in new[0].text
    assert details(bad.notices.notices()) == new


def test_it_is_counted_off_the_windows_thread_from_labels_that_are_there(window, qtbot, monkeypatch, notices):
    threads, read = [], []
    monkeypatch.setattr(reading_notice, "said_of", lambda dataset, edited: (
        threads.append(threading.get_ident()), read.extend("labels" in vars(scene) for scene in dataset),
        said_of(dataset, edited))[-1])  # fmt: skip
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        window.open_folder(window.services.session.project.folder)
    qtbot.waitUntil(lambda: window.services.readers.said is not None, timeout=20_000)
    assert threads[0] != threading.get_ident()
    assert all(read)
