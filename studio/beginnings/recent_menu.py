"""The recent projects, in the menu."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from miscount.widgets.language import tr

from .remembered import RecentProject

MOST = 9
"""Each has a digit as its key."""


class RecentMenu(QMenu):
    """Filled when it is opened; those that are gone are left out."""

    def __init__(
        self, recent: Callable[[], tuple[RecentProject, ...]], open_folder: Callable[[Path], object], parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__(tr("Open &recent"), parent)
        self._recent, self._open_folder = recent, open_folder
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List what was open before, the latest first."""
        self.clear()
        there = [each for each in self._recent() if each.is_there][:MOST]
        for number, each in enumerate(there, start=1):
            name = each.name.replace("&", "&&")
            action = self.addAction(f"&{number}  {name}   {each.folder}".replace("\n", " "))
            action.triggered.connect(lambda _checked=False, folder=each.folder: self._open_folder(folder))
        if not there:
            self.addAction(tr("No project was open before")).setEnabled(False)
