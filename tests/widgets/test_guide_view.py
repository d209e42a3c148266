import socket

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QLineEdit, QTextBrowser, QTreeWidget

from miscount.widgets.guide_view import GuideView, anchor_of

FIRST = (
    """# First steps

Text with a [link](2-triggers.md#blend) and [one outside](https://example.org/x).

![The canvas](canvas.png)
![outside](http://example.org/a.png)
![above](../secret.png)

## Add heads

Press **P**.

```
# not a heading
```

"""
    + "\n\n".join(f"Line {n}." for n in range(80))
    + "\n\n## Undo it\n\nCtrl+Z.\n"
)


@pytest.fixture
def guide(qtbot, tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("the guide opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    folder = tmp_path / "guide"
    folder.mkdir()
    picture = QImage(2000, 100, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(folder / "canvas.png"))
    picture.save(str(tmp_path / "secret.png"))
    (folder / "1-start.md").write_text(FIRST)
    (folder / "2-triggers.md").write_text("# Triggers\n\n## Blend\n\nMixes a checkerboard in.\n")
    made = GuideView()
    qtbot.addWidget(made)
    made.resize(760, 420)
    with qtbot.waitExposed(made):
        made.show()
    made.set_folder(folder)
    return made


def contents(guide):
    tree = guide.findChild(QTreeWidget)
    tops = [tree.topLevelItem(i) for i in range(tree.topLevelItemCount())]
    return {top.text(0): [top.child(k).text(0) for k in range(top.childCount())] for top in tops}


def test_contents_come_from_the_headings(guide):
    assert contents(guide) == {"First steps": ["Add heads", "Undo it"], "Triggers": ["Blend"]}
    assert guide.page() == "1-start.md"


def test_anchors():
    assert anchor_of("Add `heads`, now!") == "add-heads-now"


def test_a_heading_in_the_contents_scrolls_there(guide, qtbot):
    tree = guide.findChild(QTreeWidget)
    item = tree.topLevelItem(0).child(1)
    tree.scrollToItem(item)
    said = []
    guide.page_changed.connect(said.append)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(item).center())
    bar = guide.findChild(QTextBrowser).verticalScrollBar()
    assert bar.value() > 0.8 * bar.maximum()
    assert said == ["1-start.md"]


def test_links_inside_open_here_and_links_outside_are_only_told(guide):
    said, outside = [], []
    guide.page_changed.connect(said.append)
    guide.outside_link.connect(outside.append)
    browser = guide.findChild(QTextBrowser)
    browser.anchorClicked.emit(QUrl("2-triggers.md#blend"))
    assert guide.page() == "2-triggers.md"
    browser.anchorClicked.emit(QUrl("https://example.org/x"))
    assert outside == ["https://example.org/x"]
    assert guide.page() == "2-triggers.md"
    guide._back.click()
    assert said == ["2-triggers.md", "1-start.md"]


def test_pictures_fit_the_page_and_come_from_the_folder_only(guide):
    browser = guide.findChild(QTextBrowser)
    load = lambda name: browser.loadResource(QTextDocument.ResourceType.ImageResource, QUrl(name))  # noqa: E731
    picture = load("canvas.png")
    assert 200 <= picture.width() <= browser.viewport().width()
    for name in ("http://example.org/a.png", "../secret.png", "no.png"):
        assert load(name) is None
    assert browser.loadResource(QTextDocument.ResourceType.HtmlResource, QUrl("1-start.md")) is None


def test_search_shows_where(guide, qtbot):
    line = guide.findChild(QLineEdit)
    qtbot.keyClicks(line, "checkerboard")
    assert contents(guide) == {"Triggers": ["Blend"]}
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert guide.page() == "2-triggers.md"
    assert guide.findChild(QTextBrowser).textCursor().selectedText() == "checkerboard"
    line.setText("nonsense")
    assert contents(guide) == {}
    line.clear()
    assert len(contents(guide)) == 2


def test_showing_a_page_is_silent(guide):
    said = []
    guide.page_changed.connect(said.append)
    assert guide.show_page("2-triggers", "blend")
    assert not guide.show_page("nothing")
    assert said == []


def test_a_missing_folder_is_said(guide, tmp_path):
    guide.set_folder(tmp_path / "none")
    assert "No pages" in guide.findChild(QTextBrowser).toPlainText()
