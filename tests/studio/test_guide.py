"""The guide: its pictures exist, and are taken from the real window (pytest tests/studio --update-guide)."""

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTabWidget

from miscount.studio.actions import ActionId

GUIDE = Path(__file__).parents[2] / "resources" / "guide"
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
PAGES = ("scenes", "heads", "density", "trigger", "poison", "train", "evaluate", "defend", "compare")
SIZE = (1280, 800)


def test_every_picture_of_the_guide_is_there():
    for page in sorted(GUIDE.glob("*.md")):
        for name in PICTURE.findall(page.read_text(encoding="utf-8")):
            assert (GUIDE / name).is_file(), f"{page.name} shows {name}, which is not there"


def test_the_guide_names_keys_that_are_real():
    from miscount.studio.actions import ACTIONS
    from miscount.widgets.canvas import KEYS

    keys = {key for spec in ACTIONS for key in spec.shortcuts} | {key for keys in KEYS.values() for key in keys}
    text = "\n".join(page.read_text(encoding="utf-8") for page in sorted(GUIDE.glob("*.md")))
    for key in re.findall(r"(?<![\w+])((?:Ctrl|Shift|Alt)\+(?:Shift\+)?(?:F?\d+|[A-Z]))(?![\w+])", text):
        assert key in keys, key


def test_the_guide_names_every_kind_of_problem():
    from miscount.engine.scenes.checks import KINDS

    text = (GUIDE / "02_labels.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []


def take_pictures(window, qtbot, folder: Path, prefix: str = "") -> None:
    """A picture of every page, when all that it waits for is there."""
    for name in PAGES:
        window.do(ActionId[f"PAGE_{name.upper()}"])
        if name == "trigger":
            qtbot.waitUntil(lambda: "Asking" not in window.page._words.text(), timeout=20_000)
        qtbot.wait(700)
        assert window.grab().save(str(folder / f"{prefix}{name}.png"))
        if name == "train":
            tabs = window.page.center.findChild(QTabWidget)
            tabs.setCurrentIndex(1)
            qtbot.wait(700)
            assert window.grab().save(str(folder / f"{prefix}weights.png"))
            tabs.setCurrentIndex(0)


def take_start_page(window, qtbot, folder: Path, prefix: str = "") -> None:
    """A picture of the start page, with projects of nobody's machine and pictures of scenes that are open."""
    from PySide6.QtGui import QImage

    from miscount.widgets.start_page import Recent

    window.do(ActionId.START_PAGE)
    qtbot.wait(300)  # what is really recent has been listed
    page, scenes = window.doors.start_page, window.services.document.dataset.scenes
    rows = (
        Recent("1", "Quickstart", "~/.local/share/miscount/quickstart", "today 09:30"),
        Recent("2", "Market hall", "~/Documents/Miscount/Market_hall", "yesterday 17:12"),
        Recent("3", "Station, east entrance", "~/Documents/Miscount/Station_east_entrance", "1 March"),
    )
    page.set_recent(rows)
    for row, scene in zip(rows, scenes[3:], strict=False):
        page.set_picture(row.key, QImage(str(scene.image_path)))
    page.begin()
    assert window.grab().save(str(folder / f"{prefix}start.png"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_drawn(window, qtbot, tmp_path, theme):
    window.do(ActionId[f"THEME_{theme.upper()}"])
    take_start_page(window, qtbot, tmp_path)
    for name in PAGES:
        window.do(ActionId[f"PAGE_{name.upper()}"])
        qtbot.wait(20)
        picture = window.grab().toImage()
        ground = picture.pixelColor(picture.width() - 4, 70)
        assert (ground.lightness() < 128) == (theme == "dark"), name
    window.do(ActionId.THEME_LIGHT)


def test_the_pictures_of_the_guide(request, qtbot, tmp_path):
    if not request.config.getoption("--update-guide"):
        pytest.skip("pictures are taken with --update-guide only")
    import os

    from miscount.studio.settings import Settings
    from miscount.studio.window import StudioWindow
    from miscount.widgets.theme import apply_theme

    kept = os.environ.get("MISCOUNT_GUIDE_PROJECT")  # a finished project, to save the minutes of a run
    folder = Path(kept) if kept else tmp_path / "quickstart"
    if not kept:
        shutil.copytree(GUIDE.parents[1] / "projects" / "quickstart", folder)
    apply_theme(QApplication.instance(), "light")
    window = StudioWindow(Settings(theme="light"))
    window.resize(*SIZE)
    window.show()
    with qtbot.waitSignal(window.services.session.ready, timeout=300_000):
        window.open_folder(folder)
    if not (folder / "runs").is_dir():
        with qtbot.waitSignal(window.services.jobs.ended, timeout=1_200_000):
            window.do(ActionId.RUN_START)
        window.notices.clear()
    qtbot.waitUntil(lambda: window.services.reaction.counter is not None, timeout=60_000)
    window.services.document.step_scene(5)
    qtbot.wait(500)
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    window.status_line.set_message("")  # it names a folder of this machine
    take_start_page(window, qtbot, pictures)
    take_pictures(window, qtbot, pictures)
    window.do(ActionId.THEME_DARK)
    take_start_page(window, qtbot, pictures, "dark_")
    take_pictures(window, qtbot, pictures, "dark_")
    window.do(ActionId.THEME_LIGHT)
    window.close()
    window.deleteLater()
    for picture in pictures.iterdir():
        shutil.copy(picture, GUIDE / picture.name)
