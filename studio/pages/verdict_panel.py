"""The verdict above a page's tables: what was found in a sentence, and what makes it doubtful; the engine says both."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from miscount.engine.runs.verdict import RULES, Verdict
from miscount.widgets.language import tr
from miscount.widgets.words import Words

LEAST_LINES, SHARE = 3, 0.3


class VerdictPanel(QScrollArea):
    """Nothing where there is no verdict; as high as its words, and where there is no room for these they scroll."""

    def __init__(self, parent: QWidget | None = None, rules: str = RULES) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        sheet = QWidget()
        self._name, self._said, self._cautions = Words(), Words(wordWrap=True), Words(wordWrap=True)
        self._lines = lines = QVBoxLayout(sheet)
        lines.setContentsMargins(12, 8, 12, 6)
        lines.setSpacing(4)
        for words, name in ((self._name, "Run"), (self._said, "Verdict"), (self._cautions, "How far to trust it")):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setAccessibleName(tr(name))
            words.setToolTip(tr(rules))
            lines.addWidget(words)
        self.setWidget(sheet)
        self._scale()
        self.show_verdict("", Verdict())

    def show_verdict(self, name: str, verdict: Verdict, in_lines: bool = False) -> None:
        """What is said of the run, or the runs, called `name`; with `in_lines` each sentence on its own."""
        self._name.setText(name)
        self._said.setText(tr("\n".join(verdict.said) if in_lines else verdict.words))
        self._cautions.setText(tr("\n".join(f"⚠ {sentence}" for sentence in verdict.cautions)))
        for words in (self._name, self._said, self._cautions):
            words.setVisible(bool(words.text()))
        self.setVisible(bool(verdict))
        self.verticalScrollBar().setValue(0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its words are at this width."""
        return QSize(super().sizeHint().width(), self._lines.totalHeightForWidth(max(1, self.viewport().width())))

    def minimumSizeHint(self) -> QSize:
        """A few lines, or its share of the page: no page may make the window higher than the screen."""
        least = LEAST_LINES * self._said.fontMetrics().height() + self._lines.contentsMargins().top()
        page = self.parentWidget()
        room = max(least, round(SHARE * page.height()) if page is not None else 0)
        return QSize(super().minimumSizeHint().width(), min(self.sizeHint().height(), room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()  # other lines, or another share

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_cautions"):
            self._scale()

    def _scale(self) -> None:
        """The name bold, the verdict a little larger than other words, whatever their size is."""
        bold, larger = QFont(self.font()), QFont(self.font())
        bold.setBold(True)
        larger.setPointSizeF(1.1 * larger.pointSizeF())
        self._name.setFont(bold)
        self._said.setFont(larger)

    @property
    def words(self) -> str:
        """All that is said, line by line."""
        return "\n".join(filter(None, (self._said.text(), self._cautions.text())))
