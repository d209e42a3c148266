"""An open project: saved by itself, recovered after a crash, read-only in a second window, closed cleanly."""

import shutil
from pathlib import Path

import pytest

from miscount.studio.desktop import places
from miscount.studio.desktop.background import Background
from miscount.studio.document import Document
from miscount.studio.document.journal import Journal
from miscount.studio.document.project import ProjectError, open_project
from miscount.studio.document.session import Session


class Opened:
    """A session with what it told."""

    def __init__(self, qtbot, folder: Path) -> None:
        self.document = Document()
        self.background = Background()
        self.session = Session(self.document, self.background)
        self.closed = False
        self.notices: list[str] = []
        self.left: list = []
        self.session.notice.connect(self.notices.append)
        self.session.left_over.connect(self.left.append)
        with qtbot.waitSignal(self.session.ready, timeout=30_000):
            self.session.open(folder)

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        self.session.close()
        self.background.close()
        self.document.deleteLater()


@pytest.fixture
def open_session(qtbot, tiny_project):
    opened = []

    def make(folder: Path = tiny_project) -> Opened:
        opened.append(Opened(qtbot, folder))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def add_head(document: Document) -> None:
    document.edit_heads("Add", document.annotation(document.scene_id).with_heads([[3, 3]]))


def test_edits_are_saved_and_come_back_and_the_source_stays(open_session, qtbot, tiny_project):
    labels = sorted(tiny_project.rglob("*.mat"))
    before = [path.read_bytes() for path in labels]
    first = open_session()
    add_head(first.document)
    wanted = first.document.annotation(first.document.scene_id)
    with qtbot.waitSignal(first.session.saved, timeout=10_000):
        first.session.save()
    assert not first.document.is_dirty
    first.close()
    second = open_session()
    assert second.document.annotation(second.document.scene_id) == wanted
    assert [path.read_bytes() for path in labels] == before


def test_undo_survives_a_save(open_session, qtbot):
    opened = open_session()
    source = opened.document.annotation(opened.document.scene_id)
    add_head(opened.document)
    with qtbot.waitSignal(opened.session.saved, timeout=10_000):
        opened.session.save()
    opened.document.history.undo()
    assert opened.document.annotation(opened.document.scene_id) == source
    with qtbot.waitSignal(opened.session.saved, timeout=10_000):
        opened.session.save()
    assert not list(opened.session.project.inside("edits").rglob("*.json"))


def test_the_recipe_is_saved_where_the_project_says(open_session, tiny_project):
    from miscount.engine.recipe import load_recipe
    from miscount.studio.forms.binding import with_value

    opened = open_session()
    changed = with_value(opened.document.value("recipe"), "poison.rate", 0.45)
    opened.document.edit_value("Change rate", "recipe", changed)
    opened.close()
    assert load_recipe(open_project(tiny_project).recipe_path).poison.rate == 0.45


def test_autosave_comes_by_itself(open_session, qtbot):
    opened = open_session()
    opened.session._autosave.setInterval(50)
    with qtbot.waitSignal(opened.session.saved, timeout=10_000):
        add_head(opened.document)


def test_a_failed_save_keeps_the_edits_and_is_told_once(open_session, qtbot, monkeypatch, tiny_project):
    from miscount.engine.errors import OutputError
    from miscount.studio.document.edit_files import EditFiles

    opened = open_session()
    add_head(opened.document)

    def no_room(*_arguments: object) -> None:
        raise OutputError("The disk is full.")

    monkeypatch.setattr(EditFiles, "save_heads", no_room)
    for _ in range(2):
        opened.session.save()
        qtbot.waitUntil(lambda: not opened.session._saving, timeout=5_000)
    assert opened.document.is_dirty
    assert [words for words in opened.notices if "disk is full" in words] == ["Not saved: The disk is full."]
    monkeypatch.undo()


def test_a_second_window_looks_and_cannot_touch(open_session):
    first, second = open_session(), open_session()
    assert second.document.read_only
    assert not first.document.read_only
    assert "open in another window" in second.notices[0]
    add_head(second.document)
    assert not second.document.is_dirty
    second.session.save()


def test_a_crash_is_recovered_and_the_recovery_survives_the_next_crash(open_session, qtbot, tiny_project):
    first = open_session()
    add_head(first.document)
    wanted = first.document.annotation(first.document.scene_id)
    first.session._journal.flush()
    journals = places.journal_folder(open_project(tiny_project).folder)
    crashed = shutil.copytree(journals, tiny_project / "kept")
    first.document.history.undo()
    first.close()
    shutil.copytree(crashed, journals, dirs_exist_ok=True)  # as a kill would have left it

    second = open_session()
    assert second.left[0][0].num_edits == 1
    assert second.document.annotation(second.document.scene_id) != wanted
    assert second.session.recover() == "Recovered unsaved changes of 1 scene."
    assert second.document.annotation(second.document.scene_id) == wanted
    second.session._journal.flush()
    crashed_again = shutil.copytree(journals, tiny_project / "kept2")
    second.document.history.undo()
    second.close()
    shutil.copytree(crashed_again, journals, dirs_exist_ok=True)

    third = open_session()
    assert third.left[0][0].num_edits == 1
    third.session.recover()
    assert third.document.annotation(third.document.scene_id) == wanted


def test_another_project_takes_the_place_of_the_first(open_session, qtbot, tiny_project, tmp_path):
    opened = open_session()
    add_head(opened.document)
    other = tmp_path / "other"
    shutil.copytree(tiny_project, other, ignore=shutil.ignore_patterns(".lock", "edits"))
    with qtbot.waitSignal(opened.session.ready, timeout=20_000):
        opened.session.open(other)
    assert not opened.document.is_edited(opened.document.scene_id)
    assert not opened.document.history.can_undo
    assert list((tiny_project / "edits" / "heads").rglob("*.json"))  # the first was saved on leaving


def test_what_is_no_project_leaves_the_open_one(open_session, tmp_path):
    opened = open_session()
    with pytest.raises(ProjectError):
        opened.session.open(tmp_path / "nowhere")
    assert opened.session.project is not None
    assert opened.document.dataset is not None


def test_a_broken_recipe_still_shows_the_scenes(qtbot, tiny_project):
    (tiny_project / "recipes" / "experiment.yaml").write_text("tranining: {}\n")
    document, background = Document(), Background()
    session = Session(document, background)
    with qtbot.waitSignal(session.failed_to_open, timeout=20_000) as got:
        session.open(tiny_project)
    assert "tranining: no such setting" in got.args[0]
    qtbot.waitUntil(lambda: document.dataset is not None, timeout=10_000)
    session.close()
    background.close()
    document.deleteLater()


def test_scenes_are_drawn_on_first_use_with_progress(qtbot, tiny_project):
    shutil.rmtree(tiny_project / "scenes")
    document, background = Document(), Background()
    session = Session(document, background)
    notices = []
    session.progress.connect(lambda *words: notices.append(words))
    with qtbot.waitSignal(session.ready, timeout=60_000):
        session.open(tiny_project)
    assert len(document.dataset) == 13
    assert {done for words, done, _ in notices if "Drawing" in words} >= {1, 13}
    session.close()
    background.close()
    document.deleteLater()


def test_closing_leaves_no_journal_and_no_lock(open_session, tiny_project):
    opened = open_session()
    add_head(opened.document)
    path = opened.session._journal.path
    assert isinstance(opened.session._journal, Journal)
    opened.close()
    assert not path.exists()
    assert not (tiny_project / ".lock").exists()


def test_edits_that_do_not_fit_any_more_are_kept_aside(open_session, tiny_project):
    first = open_session()
    add_head(first.document)
    first.session._journal.flush()
    journals = places.journal_folder(open_project(tiny_project).folder)
    crashed = shutil.copytree(journals, tiny_project / "kept")
    first.document.history.undo()
    first.close()
    shutil.copytree(crashed, journals, dirs_exist_ok=True)
    second = open_session()
    second.document.edit_heads("Mine", second.document.annotation(second.document.scene_id).take([0]))
    said = second.session.recover()
    (kept,) = journals.glob("kept-*.jsonl")
    (lost,) = second.session.not_recovered
    assert lost.in_words.startswith(f"heads of {second.document.scene_id} at ")
    assert said == (
        f"Nothing was recovered; not recovered: {lost.in_words} (does not fit what is there now)."
        f" The journal stays in {kept}."
    )
    assert not second.session.has_leftovers
    assert '"heads"' in kept.read_text()


def test_a_setting_changed_while_the_scenes_are_drawn_is_kept(qtbot, tiny_project):
    from miscount.engine.recipe import load_recipe
    from miscount.studio.forms.binding import with_value

    shutil.rmtree(tiny_project / "scenes")
    recipe = open_project(tiny_project).recipe_path
    recipe.write_text(recipe.read_text().replace("train: 10", "train: 60"))  # the rest is drawn behind the first ones
    document, background = Document(), Background()
    session = Session(document, background)

    def change(name: str) -> None:
        if name == "recipe" and document.value(name) is not None and not document.is_dirty:
            document.edit_value("Rate", "recipe", with_value(document.value(name), "poison.rate", 0.45))

    document.value_changed.connect(change)
    with qtbot.waitSignal(session.ready, timeout=60_000):
        session.open(tiny_project)
    assert len(document.dataset) == 63
    assert document.is_dirty
    assert document.history.can_undo
    session.close()
    background.close()
    document.deleteLater()
    assert load_recipe(open_project(tiny_project).recipe_path).poison.rate == 0.45


def test_what_was_taken_back_stays_taken_back_elsewhere(open_session, qtbot, tmp_path):
    opened = open_session()
    document, session = opened.document, opened.session
    scene = document.scene_id
    source = document.annotation(scene)
    add_head(document)
    document.edit_proposals("Propose", source.take([0]), scene)
    with qtbot.waitSignal(session.saved, timeout=10_000):
        session.save()
    document.history.undo()
    document.history.undo()
    with qtbot.waitSignal(session.moved, timeout=20_000):
        session.save_elsewhere(tmp_path / "new")
    qtbot.waitUntil(lambda: not session._saving and not document.is_dirty, timeout=5_000)
    opened.close()
    again = open_session(tmp_path / "new")
    assert again.document.annotation(scene) == source
    assert len(again.document.proposals(scene)) == 0


def unwritable(monkeypatch, *, journal):
    """No room for the project's files, nor for the journal's where that is wanted."""
    from miscount.engine.errors import OutputError
    from miscount.studio.document import journal as journals
    from miscount.studio.document.edit_files import EditFiles

    def no_room(*_arguments):
        raise OutputError("The disk is full.")

    def no_place(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(EditFiles, "save_heads", no_room)
    if journal:
        monkeypatch.setattr(journals, "_put", no_place)


def test_a_journal_that_cannot_be_written_is_told_of_the_first_edit(open_session, qtbot, monkeypatch):
    opened = open_session()
    unwritable(monkeypatch, journal=True)
    add_head(opened.document)
    qtbot.waitUntil(lambda: any("cannot be written: No space left" in words for words in opened.notices), timeout=5_000)
    assert opened.session.save_at_once() == ("Not saved: The disk is full.", False)
    monkeypatch.undo()
    assert opened.session.save_at_once() == ("", True)
    assert not opened.document.is_dirty


def test_edits_that_only_the_journal_has_are_not_lost(open_session, monkeypatch):
    opened = open_session()
    unwritable(monkeypatch, journal=False)
    add_head(opened.document)
    assert opened.session.save_at_once() == ("Not saved: The disk is full.", True)


def test_autosave_goes_on_after_an_opening_that_was_refused_for_want_of_room(
    open_session, qtbot, tiny_project, tmp_path, monkeypatch
):  # fmt: skip
    other = shutil.copytree(tiny_project, tmp_path / "other", ignore=shutil.ignore_patterns(".lock"))
    opened = open_session()
    opened.session.set_autosave(1)
    unwritable(monkeypatch, journal=False)
    add_head(opened.document)
    with qtbot.waitSignal(opened.session.refused, timeout=20_000):
        opened.session.open(other)
    monkeypatch.undo()
    with qtbot.waitSignal(opened.session.saved, timeout=20_000):
        add_head(opened.document)
    assert not opened.document.is_dirty


def crash(opened):
    """As a kill leaves it: the journal with what was not saved, and no lock."""
    assert opened.session._journal.flush()
    session = opened.session
    session._autosave.stop()
    session._journal.close()
    session._journal = None
    session._lock.unlock()
    session.project = session._lock = None


def test_what_a_crash_left_is_offered_where_the_recipe_cannot_be_read(open_session, qtbot, tiny_project):
    first = open_session()
    add_head(first.document)
    crash(first)
    (tiny_project / "recipe.yaml").write_text("nonsense: [")
    document, background = Document(), Background()
    session, left = Session(document, background), []
    session.left_over.connect(left.append)
    with qtbot.waitSignal(session.left_over, timeout=30_000):
        session.open(tiny_project)
    assert left[0][0].num_edits == 1
    assert session.recover() == "Recovered unsaved changes of 1 scene."
    assert document.is_edited(first.document.scene_id)
    session.close()
    background.close()
    assert len(left) == 1


def test_what_a_crash_left_goes_along_with_a_folder_that_is_renamed_and_not_with_a_copy(
    open_session, tiny_project, tmp_path
):  # fmt: skip
    first = open_session()
    add_head(first.document)
    crash(first)
    copy = open_session(shutil.copytree(tiny_project, tmp_path / "copy"))
    assert not copy.session.has_leftovers
    tiny_project.rename(tmp_path / "renamed")
    again = open_session(tmp_path / "renamed")
    assert again.left[0][0].num_edits == 1
    again.session.recover()
    assert again.document.is_edited(first.document.scene_id)
