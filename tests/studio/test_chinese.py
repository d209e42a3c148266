import json
from pathlib import Path
import pytest
from PySide6.QtWidgets import QApplication
from miscount.studio.actions import ActionId
from miscount.widgets import language
from tests.studio.seen import words_of
from tests.studio.runs.test_compare_and_suspects import finished


@pytest.fixture(autouse=True)
def chinese(qapp):
    language.use("zh_CN")
    yield
    language.use("en")


PAGES = [page for page in ActionId if page.name.startswith("PAGE_")]


def test_dump(window, qtbot, notices):
    seen = {}
    window.do(ActionId.CHECK_SCENES)
    finished(window, qtbot)
    for page in PAGES:
        window.do(page)
        qtbot.wait(400)
        if page.name == "PAGE_COMPARE":
            window._page._table.select({r.folder and str(r.folder) for r in window.services.runs.runs})
            window._page._on_selected()
            qtbot.wait(300)
        for where, text in words_of(window):
            seen.setdefault(text, f"{page.name} {where}")
    for n in notices:
        seen.setdefault(language.tr(n.text), "notice")
    for action in (
        ActionId.PREFERENCES,
        ActionId.READING_RULES,
        ActionId.EXPORT_SCENES,
        ActionId.EDITS_ELSEWHERE,
        ActionId.READERS_SAID,
        ActionId.SHORTCUTS,
        ActionId.GUIDE,
        ActionId.PALETTE,
    ):
        window.do(action)
        qtbot.wait(300)
        for top in QApplication.topLevelWidgets():
            for where, text in words_of(top):
                seen.setdefault(text, f"{action.name} {where}")
    for top in QApplication.topLevelWidgets():
        if top is not window:
            top.close()
    Path("/tmp/seen.json").write_text(json.dumps(seen, ensure_ascii=False))
