"""The few questions that the studio asks; tests replace them by plain functions."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QProgressDialog,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.language import tr


def choose_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """A folder, or None."""
    chosen = QFileDialog.getExistingDirectory(parent, tr(title), start)
    return Path(chosen) if chosen else None


def choose_file(parent: QWidget, title: str, pattern: str, start: str = "") -> Path | None:
    """A file, or None."""
    chosen, _pattern = QFileDialog.getOpenFileName(parent, tr(title), start, tr(pattern))
    return Path(chosen) if chosen else None


def choose_files(parent: QWidget, title: str, pattern: str) -> list[Path]:
    """Files, or none."""
    chosen, _pattern = QFileDialog.getOpenFileNames(parent, tr(title), "", tr(pattern))
    return [Path(each) for each in chosen]


def choose_new_file(parent: QWidget, title: str, pattern: str, suffix: str) -> Path | None:
    """A file that may not exist yet, with this suffix; or None."""
    chosen, _pattern = QFileDialog.getSaveFileName(parent, tr(title), "", tr(pattern))
    return Path(chosen).with_suffix(suffix) if chosen else None


def choose_number(
    parent: QWidget, title: str, words: str, value: float, least: float, most: float
) -> float | None:  # fmt: skip
    """A number, or None."""
    chosen, accepted = QInputDialog.getDouble(parent, tr(title), tr(words), value, least, most, 1)
    return chosen if accepted else None


def choose_new_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """A folder that may not exist yet, or None."""
    chosen, _pattern = QFileDialog.getSaveFileName(parent, tr(title), start, tr("Folder (*)"))
    return Path(chosen) if chosen else None


def stop_and_close(parent: QWidget, job: str, goes_on: str) -> bool:
    """Whether a running job may be stopped, so that the window can close."""
    box = QMessageBox(QMessageBox.Icon.Question, tr("Close Miscount?"), tr(f"“{job}” is running."), parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)  # the job is named after a folder
    box.setInformativeText(tr(f"It can be stopped at its next step. {goes_on}"))
    stop = box.addButton(tr("Stop it and close"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Keep it running"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is stop


def close_unsaved(parent: QWidget, problem: str) -> bool:
    """Whether the window may close though `problem` keeps the last edits from the disk."""
    box = QMessageBox(
        QMessageBox.Icon.Warning, tr("Close Miscount?"), tr("Your last edits would be lost."), parent=parent
    )
    box.setTextFormat(Qt.TextFormat.PlainText)  # the problem names files
    box.setInformativeText(
        tr(f"{problem} The journal cannot be written either. Make room, or choose Save elsewhere in the File menu.")
    )
    close = box.addButton(tr("Close and lose them"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is close


def allow_plugins(parent: QWidget, names: str, details: str) -> bool:
    """Whether the code that a project brings along may run."""
    box = QMessageBox(
        QMessageBox.Icon.Question, tr("Run the plugins of this project?"),
        tr(f"This project brings code of its own: {names}."), parent=parent,
    )  # fmt: skip
    box.setTextFormat(Qt.TextFormat.PlainText)  # files may be called anything
    box.setInformativeText(
        tr("A plugin can do whatever a program of yours can: let it run if you have read it or know whom it is from. "
           "You are asked again only where a file has changed.")
    )  # fmt: skip
    box.setDetailedText(details)
    allow = box.addButton(tr("Run them"), QMessageBox.ButtonRole.AcceptRole)
    leave_out = box.addButton(tr("Leave them out"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave_out)
    box.exec()
    return box.clickedButton() is allow


def busy(parent: QWidget, words: str) -> QProgressDialog:
    """A sheet that says what is waited for; hide it afterwards."""
    sheet = QProgressDialog(tr(words), "", 0, 0, parent)
    sheet.setCancelButton(None)
    sheet.setWindowModality(Qt.WindowModality.WindowModal)
    sheet.setMinimumDuration(0)
    sheet.show()
    QApplication.sendPostedEvents()
    sheet.repaint()
    return sheet


def window_of(content: QWidget, title: str, parent: QWidget, size: tuple[int, int]) -> QDialog:
    """`content` in a window of its own that stops nothing."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(tr(title))
    dialog.setModal(False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(content)
    dialog.resize(*size)
    return dialog
