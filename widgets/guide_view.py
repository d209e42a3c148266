"""The guide: the Markdown pages of one folder with their pictures, contents and search. Never the network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.words import Words

from .language import tr

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_PLACE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class _Page:
    """One file: its name, its text, its headings as (level, words)."""

    name: str
    text: str
    headings: tuple[tuple[int, str], ...]

    @property
    def title(self) -> str:
        return self.headings[0][1] if self.headings else self.name


def anchor_of(words: str) -> str:
    """The anchor of a heading, as code hosts make it: `Add heads` is `add-heads`."""
    return re.sub(r"[^\w\- ]", "", words.lower()).strip().replace(" ", "-")


def _read(path: Path) -> _Page:
    text = path.read_text(encoding="utf-8")
    headings, fenced = [], False
    for line in text.splitlines():
        fenced ^= line.lstrip().startswith("```")
        found = _HEADING.match(line)
        if found and not fenced:
            headings.append((len(found[1]), re.sub(r"[`*]|\[(.*?)\]\(.*?\)", r"\1", found[2])))
    return _Page(path.name, text, tuple(headings))


class GuideView(QWidget):
    """Pages are shown in the order of their names. `page_changed` says which one a person went to."""

    page_changed = Signal(str)
    outside_link = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._pages: dict[str, _Page] = {}
        self._page: str | None = None
        self._past: list[str] = []
        self._browser = _OfflineBrowser()
        self._browser.anchorClicked.connect(self._on_link)
        self._contents = QTreeWidget(headerHidden=True, accessibleName=tr("Contents"))
        self._contents.itemClicked.connect(self._on_item)
        self._contents.itemActivated.connect(self._on_item)
        self._search = QLineEdit(placeholderText=tr("Search the guide"), clearButtonEnabled=True)
        self._search.setAccessibleName(tr("Search the guide"))
        self._search.setMinimumHeight(TARGET_PX)
        self._search.textChanged.connect(self._on_search)
        self._search.returnPressed.connect(self._on_return)
        self._back = QToolButton(
            icon=icon("left"), toolTip=tr("Back (Alt+Left)"), accessibleName=tr("Back"), enabled=False
        )
        self._back.setMinimumSize(TARGET_PX, TARGET_PX)
        self._back.clicked.connect(self._on_back)
        self._found = Words("", wordWrap=True)
        self._lay_out()

    def set_folder(self, folder: Path) -> None:
        """Show the pages of `folder`; an empty or missing folder is said, not raised."""
        self._folder = folder
        self._pages = {path.name: _read(path) for path in sorted(folder.glob("*.md"))} if folder.is_dir() else {}
        self._page, self._past = None, []
        self._browser.set_folder(folder)
        self._fill_contents("")
        if self._pages:
            self.show_page(next(iter(self._pages)))
        else:
            self._browser.setPlainText(f"No pages of the guide are in {folder}.")

    def show_page(self, name: str, anchor: str = "") -> bool:
        """Go to the page `name`, with or without `.md`, at the heading `anchor`; False if there is no such page."""
        name = name if name.endswith(".md") else f"{name}.md"
        if name not in self._pages:
            return False
        if name != self._page:
            self._page = name
            self._browser.show_markdown(self._pages[name].text)
        self._browser.go_to(anchor)
        self._mark_contents(anchor)
        return True

    def pages(self) -> tuple[str, ...]:
        return tuple(self._pages)

    def page(self) -> str | None:
        return self._page

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._back)
        head.addWidget(self._search, 1)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._found)
        column.addWidget(self._contents, 1)
        self._found.hide()
        split = QSplitter()
        split.addWidget(side)
        split.addWidget(self._browser)
        split.setStretchFactor(1, 1)
        split.setSizes([240, 620])
        QVBoxLayout(self).addWidget(split)
        for keys, slot in (("Alt+Left", self._on_back), (QKeySequence.StandardKey.Find, self._on_find)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _fill_contents(self, wish: str) -> None:
        """All pages with their headings; with a wish, only pages that hold it, and the headings above it."""
        self._contents.clear()
        for page in self._pages.values():
            places = _places_of(page, wish)
            if wish and not places:
                continue
            top = QTreeWidgetItem(self._contents, [page.title])
            top.setData(0, _PLACE, (page.name, ""))
            top.setSizeHint(0, QSize(0, TARGET_PX))
            for words in places if wish else [words for level, words in page.headings[1:] if level <= 3]:
                if words != page.title:
                    child = QTreeWidgetItem(top, [words])
                    child.setData(0, _PLACE, (page.name, anchor_of(words)))
                    child.setSizeHint(0, QSize(0, TARGET_PX))
            top.setExpanded(bool(wish) or page.name == self._page)
        found = self._contents.topLevelItemCount()
        self._found.setVisible(bool(wish))
        self._found.setText(
            tr(f"{found} page{'' if found == 1 else 's'} with “{wish}”" if found else f"“{wish}” is not in the guide.")
        )

    def _mark_contents(self, anchor: str) -> None:
        with QSignalBlocker(self._contents):
            tops = (self._contents.topLevelItem(place) for place in range(self._contents.topLevelItemCount()))
            for top in (top for top in tops if top is not None):
                here = top.data(0, _PLACE)[0] == self._page
                top.setExpanded(here or bool(self._search.text()))
                children = [top.child(k) for k in range(top.childCount())]
                chosen = next((c for c in children if anchor and c.data(0, _PLACE)[1] == anchor), top)
                if here:
                    self._contents.setCurrentItem(chosen)

    def _go(self, name: str, anchor: str) -> None:
        before = self._page
        if self.show_page(name, anchor) and self._page is not None:
            if before is not None and before != self._page:
                self._past.append(before)
            self._back.setEnabled(bool(self._past))
            self.page_changed.emit(self._page)

    def _on_item(self, item: QTreeWidgetItem) -> None:
        self._go(*item.data(0, _PLACE))
        if self._search.text():
            self._browser.mark(self._search.text())

    def _on_link(self, url: QUrl) -> None:
        """Pages of the folder open here; every other address is only said, for the studio to show or copy."""
        if url.scheme() in ("", "file") and (not url.path() or Path(url.path()).name in self._pages):
            self._go(Path(url.path()).name or self._page or "", url.fragment())
        else:
            self.outside_link.emit(url.toString())

    def _on_back(self) -> None:
        if self._past:
            self.show_page(self._past.pop())
            self._back.setEnabled(bool(self._past))
            self.page_changed.emit(self._page)

    def _on_search(self, wish: str) -> None:
        self._fill_contents(wish.strip())
        self._browser.mark(wish.strip())

    def _on_return(self) -> None:
        first = self._contents.topLevelItem(0)
        if first is not None:
            self._on_item(first.child(0) or first)

    def _on_find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()


class _OfflineBrowser(QTextBrowser):
    """Shows Markdown; loads pictures of its folder and nothing else, no wider than the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Page of the guide"))
        self._folder: Path | None = None
        self._text = ""
        self._width = 0
        self._again = QTimer(self, singleShot=True, interval=150)
        self._again.timeout.connect(self._on_resized)

    def set_folder(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def show_markdown(self, text: str) -> None:
        self._text = text
        self._width = self.viewport().width()
        self.document().clear()
        self.setMarkdown(text)
        self.document().setDocumentMargin(16)
        airy = QTextBlockFormat()
        airy.setLineHeight(4, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        everything = QTextCursor(self.document())
        everything.select(QTextCursor.SelectionType.Document)
        everything.mergeBlockFormat(airy)

    def go_to(self, anchor: str) -> None:
        """Bring the heading of `anchor` to the top. Markdown in Qt makes no anchors, so the headings are searched."""
        block = self.document().begin()
        while anchor and block.isValid():
            if block.blockFormat().headingLevel() and anchor_of(block.text()) == anchor:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top) - 8)
                return
            block = block.next()
        self.verticalScrollBar().setValue(0)

    def mark(self, wish: str) -> None:
        """Select the first place of `wish` on this page."""
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if wish:
            self.find(wish)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        url = QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource or self._folder is None or url.scheme() not in ("", "file"):
            return None
        path = (self._folder / url.path()).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            return None
        image = QImage(str(path))
        room = max(200, self.viewport().width() - 48)
        smooth = Qt.TransformationMode.SmoothTransformation
        return image.scaledToWidth(room, smooth) if image.width() > room else image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.viewport().width() != self._width:
            self._again.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_again"):
            self._again.start()  # the colors of links are written into the document

    def _on_resized(self) -> None:
        """Pictures are fitted to the page anew; the place in it is kept."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        if self._text:
            self.show_markdown(self._text)
            bar.setValue(round(share * bar.maximum()))


def _places_of(page: _Page, wish: str) -> list[str]:
    """The headings under which `wish` stands, each once."""
    if not wish:
        return []
    places: list[str] = []
    heading = page.title
    for line in page.text.splitlines():
        found = _HEADING.match(line)
        if found:
            heading = re.sub(r"[`*]", "", found[2])
        if wish.lower() in line.lower() and heading not in places:
            places.append(heading)
    return places


def _demo() -> GuideView:
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="guide-"))
    picture = QImage(900, 240, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkCyan)
    picture.save(str(folder / "canvas.png"))
    (folder / "1-start.md").write_text(
        "# First steps\n\nOpen a dataset and look at its scenes.\n\n![The canvas](canvas.png)\n\n## Add heads\n\n"
        "Press **P** and click. See [triggers](2-triggers.md#blend).\n\n"
        "| key | does |\n|---|---|\n| P | add |\n| S | select |\n\n## Undo\n\nCtrl+Z takes back any edit.\n"
    )
    (folder / "2-triggers.md").write_text("# Triggers\n\n## Blend\n\nMixes a pattern in.\n\n## Patch\n\nA square.\n")
    guide = GuideView()
    guide.set_folder(folder)
    guide.resize(860, 520)
    return guide


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Guide")
