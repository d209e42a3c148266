"""A project that brings plugins: the person is asked before they run, and their kinds are in lists and forms."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from miscount.engine import plugins
from miscount.studio.actions import ActionId
from miscount.studio.desktop import dialogs
from miscount.studio.document.opening import load_recipe
from miscount.studio.document.project import open_project
from miscount.studio.forms.from_model import form_fields
from tests.engine.plugins.conftest import example, none_but_ours
from tests.studio.conftest import TINY

__all__ = ["none_but_ours"]


@pytest.fixture
def asked(window, tmp_path, tiny_scenes, monkeypatch):
    """The folder of a project with a plugin of its own, what was asked, and what is answered."""
    from miscount.studio.document.project import new_project

    folder = tmp_path / "with_plugins"
    new_project(folder, "With plugins", tiny_scenes, TINY)
    (folder / "plugins").mkdir()
    (folder / "plugins" / "flash.py").write_text(example("trigger"))
    questions: list[str] = []
    answers: list[bool] = []

    def ask(_parent, names, details):
        assert str(folder / "plugins" / "flash.py") in details
        questions.append(names)
        return answers.pop()

    monkeypatch.setattr(dialogs, "allow_plugins", ask)
    return folder, questions, answers


def opened(window, qtbot, folder):
    with qtbot.waitSignal(window.services.session.ready, timeout=30_000):
        window.open_folder(folder)


def test_plugins_of_a_project_run_when_the_person_says_so_and_are_in_lists(window, qtbot, asked, notices):
    folder, questions, answers = asked
    answers.append(False)
    opened(window, qtbot, folder)
    assert questions == ["flash.py"]
    assert "flash" not in kinds_in_the_form()
    qtbot.waitUntil(lambda: any("not allowed it to run" in notice.text for notice in notices), timeout=5_000)
    opened(window, qtbot, folder)
    assert questions == ["flash.py"], "an answer holds while the window stands"

    window.doors._left_out.clear()  # another window
    answers.append(True)
    opened(window, qtbot, folder)
    assert "flash" in kinds_in_the_form()
    assert load_recipe(open_project(folder)).name == "tiny"
    window.doors._left_out.clear()
    opened(window, qtbot, folder)
    assert questions == ["flash.py"] * 2, "what was allowed is not asked for again"

    (folder / "plugins" / "flash.py").write_text(example("trigger") + "\n")
    answers.append(False)
    opened(window, qtbot, folder)
    assert questions == ["flash.py"] * 3, "other content is another question"
    assert plugins.loaded()[0].name == "flash.py"


def test_a_plugin_that_is_put_there_later_is_asked_for_when_the_window_is_looked_at_again(window, qtbot, asked):
    folder, questions, answers = asked
    plugin = folder / "plugins" / "flash.py"
    text = plugin.read_text()
    plugin.unlink()
    opened(window, qtbot, folder)
    window.show_page(ActionId.PAGE_TRIGGER)
    assert questions == []
    assert "flash" not in kinds_on_the_page(window)
    plugin.write_text(text)
    answers.append(True)
    QApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: "flash" in kinds_on_the_page(window), timeout=10_000)
    assert questions == ["flash.py"]


def kinds_on_the_page(window):
    boxes = window.page.inspector.findChildren(QComboBox)
    return {box.itemData(place) for box in boxes for place in range(box.count())}


def kinds_in_the_form():
    from miscount.engine.poison import Poison

    (trigger,) = (row for row in form_fields(Poison, "poison") if row.path == "poison.trigger")
    return {variant.kind for variant in trigger.variants}
