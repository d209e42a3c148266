"""The part of the Heads page where a counter proposes heads and a person judges them."""

from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QWidget

from miscount.widgets.language import tr

from ..actions import ActionId
from ..forms.inspector import Column
from ..services import Services

_HOW = (
    "A counter's map is searched for peaks. Where people stand close it has fewer peaks than persons, so look at "
    "dense places yourself. What is proposed is no label until you accept it."
)
_JUDGE = (
    "{number} proposed, {selected}. Click one to accept it, Alt+click to reject it, drag it to move it; drag a box "
    "to select several, then Enter accepts and Delete rejects."
)
_NO_COUNTER = "No counter is loaded: load one (Ctrl+L), or finish a run on the Train page."


class ProposalsPanel:
    """Adds its rows to the column of the Heads page and keeps them up to date."""

    def __init__(self, services: Services, column: Column) -> None:
        self._services = services
        act = services.act
        column.heading("Heads that a counter proposes")
        self._words = column.words(_HOW)
        self._ask = column.button(
            "Propose heads  (Shift+P)", "The peaks of the loaded counter's map in this scene.",
            lambda: act(ActionId.PROPOSE_HEADS), "search",
        )  # fmt: skip
        column.add(self._make_threshold())
        self._judge = column.button(
            "Judge them one by one  (J)",
            "Click accepts, Alt+click rejects.",
            lambda: act(ActionId.TOOL_PROPOSE),
            "select",
        )
        self._accept = column.button(
            "Accept all", "They become heads, as one step.", lambda: act(ActionId.ACCEPT_PROPOSALS), "check"
        )
        self._reject = column.button(
            "Reject all", "They go, as one step.", lambda: act(ActionId.REJECT_PROPOSALS), "close"
        )
        self.buttons = (self._ask, self._judge, self._accept, self._reject)

    def _make_threshold(self) -> QWidget:
        sheet = QWidget()
        form = QFormLayout(sheet)
        form.setContentsMargins(0, 0, 0, 0)
        self._least = QDoubleSpinBox(minimum=0.01, maximum=2.0, singleStep=0.05, decimals=2)
        self._least.setKeyboardTracking(False)
        self._least.setValue(self._services.proposer.least_persons)
        self._least.setAccessibleName(tr("Least persons at a peak"))
        self._least.setToolTip(
            tr(
                "A peak is proposed where the map holds at least so many persons in a square of 24 px around it. "
                "Lower finds more, also where nobody is. A head of a kernel of 8 px leaves 0.75 there at stride 8, of "
                "15 px 0.33."
            )
        )
        form.addRow(tr("Least persons"), self._least)
        return sheet

    def set_least(self, value: float) -> None:
        """Propose peaks of at least so many persons from now on."""
        self._services.proposer.least_persons = value

    @property
    def threshold(self) -> QDoubleSpinBox:
        """The field of the least persons at a peak."""
        return self._least

    def refresh(self) -> None:
        """Show how many there are, and what can be done with them."""
        services, document = self._services, self._services.document
        number = len(document.proposals(document.scene_id))
        chosen = services.canvas.proposals.selection.size
        can = document.scene is not None and not document.read_only and not document.waiting
        self._ask.setText(tr("Stop asking" if services.proposer.running else "Propose heads  (Shift+P)"))
        self._ask.setEnabled(can)
        for button in (self._judge, self._accept, self._reject):
            button.setVisible(number > 0)
            button.setEnabled(can)
        which = f"{chosen} selected" if chosen else "all"
        self._accept.setText(tr(f"Accept {which}"))
        self._reject.setText(tr(f"Reject {which}"))
        self._words.setText(tr(self._sentence(number, chosen)))

    def _sentence(self, number: int, chosen: int) -> str:
        if number:
            return _JUDGE.format(number=number, selected=f"{chosen} selected" if chosen else "none selected")
        return _HOW if self._services.reaction.counter is not None else f"{_HOW}\n{_NO_COUNTER}"
