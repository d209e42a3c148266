"""A project whose folder goes, or closes, while it is open: told at once, nothing lost, saved elsewhere."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs, places
from miscount.studio.document.leftovers import JournalFolder, read_journal
from miscount.studio.document.place import place_problem
from miscount.studio.document.project import ProjectError, open_project
from tests.studio.document.test_session import Opened, add_head, open_session  # noqa: F401

NOBODY = 65534

pytestmark = pytest.mark.qt_log_ignore("Could not remove our own lock file")


@pytest.fixture
def as_a_person(isolated_home) -> Iterator[Path]:
    """A folder of somebody whom a closed folder stops; whoever runs the tests may be one that nothing stops."""
    folder = Path(tempfile.mkdtemp(prefix="person-"))
    if os.geteuid() != 0:
        yield folder
    else:
        for path in (folder, *isolated_home.rglob("*"), isolated_home):
            os.chown(path, NOBODY, NOBODY)
        outer = [parent for parent in isolated_home.parents if len(parent.parts) > 2]
        modes = {parent: stat.S_IMODE(parent.stat().st_mode) for parent in outer}
        for parent in outer:
            parent.chmod(0o755)
        os.seteuid(NOBODY)
        yield folder
        os.seteuid(0)
        for parent, mode in modes.items():
            parent.chmod(mode)
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def close_folder(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def test_a_folder_that_goes_is_told_at_once_and_is_not_made_anew(open_session, qtbot, tiny_project):  # noqa: F811
    opened = open_session()
    add_head(opened.document)
    with qtbot.waitSignal(opened.session.place_lost, timeout=10_000) as told:
        shutil.rmtree(tiny_project)
    assert "is gone" in told.args[0]
    opened.session.save()
    qtbot.waitUntil(lambda: not opened.session._saving, timeout=5_000)
    assert not tiny_project.exists()
    assert opened.document.is_dirty
    assert any("Not saved" in words for words in opened.notices)
    journals = JournalFolder(places.journal_folder(tiny_project))
    opened.close()
    journals.set_aside()
    assert [left.num_edits for left in journals.leftovers()] == [1]


def test_a_folder_that_comes_back_is_saved_to(open_session, qtbot, tiny_project, tmp_path):  # noqa: F811
    opened = open_session()
    add_head(opened.document)
    with qtbot.waitSignal(opened.session.place_lost, timeout=10_000):
        tiny_project.rename(tmp_path / "away")
    with qtbot.waitSignal(opened.session.saved, timeout=10_000):
        (tmp_path / "away").rename(tiny_project)
    assert list((tiny_project / "edits" / "heads").rglob("*.json"))
    assert "there again" in opened.notices[-1]


def test_a_project_whose_folder_went_goes_on_elsewhere_with_all_edits_and_its_history(
    open_session, qtbot, tiny_project, tmp_path  # noqa: F811
):  # fmt: skip
    opened = open_session()
    document, session = opened.document, opened.session
    scenes = [scene.id for scene in document.dataset][:3]
    source = document.annotation(scenes[0])
    for scene in scenes:
        document.show_scene(scene)
        add_head(document)
        document.edit_marks("Mark", document.marks(scene).__class__(checked=True))
    with qtbot.waitSignal(session.saved, timeout=10_000):
        session.save()
    document.edit_proposals("Propose", document.annotation(scenes[1]).take([0]), scenes[1])
    wanted = {scene: document.annotation(scene) for scene in scenes}
    with qtbot.waitSignal(session.place_lost, timeout=10_000):
        shutil.rmtree(tiny_project)
    with qtbot.waitSignal(session.moved, timeout=20_000) as moved:
        session.save_elsewhere(tmp_path / "new")
    assert moved.args[0] == tmp_path / "new"
    qtbot.waitUntil(lambda: not session._saving and not document.is_dirty, timeout=5_000)
    assert not document.read_only
    add_head(document)
    document.history.undo()
    document.show_scene(scenes[0])
    with qtbot.waitSignal(session.saved, timeout=10_000):
        session.save()
    opened.close()
    shutil.copytree(tmp_path / "new", tmp_path / "copy")
    again = open_session(tmp_path / "copy")  # its scenes are drawn again, from the recipe that came along
    assert {scene: again.document.annotation(scene) for scene in scenes} == wanted
    assert all(again.document.marks(scene).checked for scene in scenes)
    assert len(again.document.proposals(scenes[1])) == 1
    assert again.document.source(scenes[0]) == source


def test_a_folder_that_closes_is_told_and_the_project_goes_on_elsewhere(qtbot, tiny_project, as_a_person):
    folder = as_a_person / "project"
    shutil.copytree(tiny_project, folder) if os.geteuid() == 0 else _copied(tiny_project, folder)
    opened = Opened(qtbot, folder)
    add_head(opened.document)
    wanted = opened.document.annotation(opened.document.scene_id)
    try:
        with qtbot.waitSignal(opened.session.place_lost, timeout=10_000) as told:
            close_folder(folder)
        assert "cannot be written to" in told.args[0]
        with qtbot.waitSignal(opened.session.moved, timeout=20_000):
            opened.session.save_elsewhere(as_a_person / "new")
    finally:
        opened.close()
    project = open_project(as_a_person / "new")
    assert project.dataset_path.is_dir()  # the scenes came along
    assert not place_problem(project.folder)
    again = Opened(qtbot, project.folder)
    assert again.document.annotation(again.document.scene_id) == wanted
    again.close()


def _copied(project: Path, to: Path) -> None:
    """Copy as whoever may read the project."""
    os.seteuid(0)
    shutil.copytree(project, to)
    for path in (to, *to.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)


@pytest.mark.parametrize("where", ["inside", "around", "not empty", "another project", "itself"])
def test_elsewhere_is_an_empty_folder_apart(open_session, tiny_project, tmp_path, where):  # noqa: F811
    opened = open_session()
    full = tmp_path / "full"
    full.mkdir()
    (full / ("project.yaml" if where == "another project" else "x")).write_text("name: x\n")
    to = {"inside": tiny_project / "new", "around": tmp_path, "itself": tiny_project}.get(where, full)
    with pytest.raises(ProjectError):
        opened.session.save_elsewhere(to)
    assert opened.session.project.folder == tiny_project


def test_an_elsewhere_that_cannot_be_written_leaves_the_project_where_it_is(open_session, qtbot, tmp_path):  # noqa: F811
    opened = open_session()
    (tmp_path / "file").write_text("in the way")
    with qtbot.waitSignal(opened.session.notice, timeout=10_000) as told:
        opened.session.save_elsewhere(tmp_path / "file" / "new")
    assert "Not saved" in told.args[0]
    assert opened.session.project.folder != tmp_path / "file" / "new"
    add_head(opened.document)
    with qtbot.waitSignal(opened.session.saved, timeout=10_000):
        opened.session.save()


def test_the_window_offers_it(window, notices, qtbot, tmp_path, monkeypatch):
    folder = window.services.session.project.folder
    monkeypatch.setattr(dialogs, "choose_new_folder", lambda *_a, **_k: tmp_path / "new")
    with qtbot.waitSignal(window.services.session.place_lost, timeout=10_000):
        shutil.rmtree(folder)
    lost = next(notice for notice in notices if "is gone" in notice.text)
    with qtbot.waitSignal(window.services.session.moved, timeout=20_000):
        window.notices.action_chosen.emit(lost)
    assert any("you go on there" in notice.text for notice in notices)
    assert window.services.session.project.folder == tmp_path / "new"
    assert window.book[ActionId.SAVE_ELSEWHERE].isEnabled()


def test_a_kept_journal_of_the_former_folder_has_what_was_not_saved_there(open_session, qtbot, tiny_project, tmp_path):  # noqa: F811
    opened = open_session()
    add_head(opened.document)
    opened.session._journal.flush()
    path = opened.session._journal.path
    with qtbot.waitSignal(opened.session.moved, timeout=20_000):
        opened.session.save_elsewhere(tmp_path / "new")
    assert read_journal(path).num_edits == 1


def test_a_dataset_apart_keeps_its_place_and_the_rules_by_which_it_is_read(tmp_path):
    from miscount.studio.document.elsewhere import planned_elsewhere
    from miscount.studio.document.project import Project, ProjectFile

    for dataset in ("../data", str(tmp_path / "data"), "gone"):
        file = ProjectFile(name="x", dataset=dataset, reading={"boxes": "head"})
        project = Project(tmp_path / "old", file)
        moved = planned_elsewhere(project, tmp_path / "deep" / "new")
        assert moved.dataset_path == project.dataset_path
        assert moved.reading == project.reading
