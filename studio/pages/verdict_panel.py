"""The verdict above a page's tables: what was found in a sentence, and what makes it doubtful; the engine says both."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from miscount.engine.runs.verdict import RULES, Verdict
from miscount.widgets.words import Words


class VerdictPanel(QWidget):
    """Nothing where there is no verdict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._said, self._cautions = Words(), Words(wordWrap=True), Words(wordWrap=True)
        bold = self._name.font()
        bold.setBold(True)
        self._name.setFont(bold)
        larger = self._said.font()
        larger.setPointSizeF(larger.pointSizeF() * 1.1)
        self._said.setFont(larger)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 8, 12, 6)
        lines.setSpacing(4)
        for words, name in ((self._name, "Run"), (self._said, "Verdict"), (self._cautions, "How far to trust it")):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setAccessibleName(name)
            words.setToolTip(RULES)
            lines.addWidget(words)
        self.show_verdict("", Verdict())

    def show_verdict(self, name: str, verdict: Verdict, in_lines: bool = False) -> None:
        """What is said of the run, or the runs, called `name`; with `in_lines` each sentence on its own."""
        self._name.setText(name)
        self._said.setText("\n".join(verdict.said) if in_lines else verdict.words)
        self._cautions.setText("\n".join(f"⚠ {sentence}" for sentence in verdict.cautions))
        for words in (self._name, self._said, self._cautions):
            words.setVisible(bool(words.text()))
        self.setVisible(bool(verdict))

    @property
    def words(self) -> str:
        """All that is said, line by line."""
        return "\n".join(filter(None, (self._said.text(), self._cautions.text())))
