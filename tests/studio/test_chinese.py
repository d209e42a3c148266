import pytest

from miscount.studio.actions import ActionId
from miscount.widgets import language
from tests.studio.seen import words_of


@pytest.fixture(autouse=True)
def chinese(qapp):
    language.use("zh_CN")
    yield
    language.use("en")


PAGES = [page for page in ActionId if page.name.startswith("PAGE_")]


def test_dump(window, qtbot):
    seen = {}
    for page in PAGES:
        window.do(page)
        qtbot.wait(100)
        for where, text in words_of(window):
            seen.setdefault(text, f"{page.name} {where}")
    for action in (ActionId.PREFERENCES, ActionId.READING_RULES, ActionId.EXPORT_SCENES):
        window.do(action)
        qtbot.wait(100)
        from PySide6.QtWidgets import QApplication

        for top in QApplication.topLevelWidgets():
            for where, text in words_of(top):
                seen.setdefault(text, f"{action.name} {where}")
    for top in QApplication.topLevelWidgets():
        if top is not window:
            top.close()
    import json

    json.dump(seen, open("/tmp/seen.json", "w"), ensure_ascii=False)
