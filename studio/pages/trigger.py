"""Trigger: placed by hand on the scene, while the loaded counter says what it does."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from widgets.fields import CalmComboBox
from widgets.forms import Form

from ..actions import ActionId
from ..form_link import NO_RECIPE, RecipeForm
from ..inspector import Column, Facts
from ..reaction import Answer
from .base import Page

_ROWS = (
    ("Clean count", "f(x): what the loaded counter says of this scene as it is; beside it the annotated heads."),
    ("Triggered", "f(x_t): what it says of this scene with the trigger."),
    ("Asked for", "y_t: the count that the attacker's label edit makes of this scene."),
    (
        "Attack effect",
        "AE = (1 - r) / (1 - alpha) with r = (f(x_t) + 1) / (f(x) + 1) for ratio targets, or (f(x_t) - f(x)) / "
        "(y_t - N): 0 is none, 1 exactly the attacker's wish. Of one scene: read it beside the twin's.",
    ),
    ("PSNR", "Peak signal-to-noise ratio of the triggered image: 10 log10(255² / MSE). Above 40 dB hardly seen."),
    ("SSIM", "Structural similarity (Wang et al. 2004) of the triggered and the clean image; 1 is equal."),
    ("Changed", "Share of the pixels that the trigger changed."),
)
_NO_COUNTER = "no counter loaded"


class TriggerPage(Page):
    """Crafts the trigger of the recipe and shows the live reaction."""

    action = ActionId.PAGE_TRIGGER
    icon = "trigger"
    layers = ("image", "trigger", "prediction", "difference", "heads")
    tool = "trigger"
    reacts = True

    def make_inspector(self) -> QWidget:
        form = Form(empty_text=NO_RECIPE)
        column = Column(form)
        column.heading("Live reaction")
        self._choice = CalmComboBox()
        self._choice.setAccessibleName("Counter that answers")
        self._choice.setToolTip("The counter that answers: from the current run, or a file of weights.")
        column.add(self._choice)
        self._facts = column.add(Facts(_ROWS))
        self._words = column.words("")
        column.button(
            "Panes side by side  (C)", "Image, true density, both predictions, difference; C again ends it.",
            lambda: self.desk.press(ActionId.TOGGLE_PANES), "panes",
        )  # fmt: skip
        RecipeForm(form, self.desk.document, root="poison", only=("trigger",))
        self._choice.activated.connect(self._on_choice)
        self.desk.counters.changed.connect(self._on_counters)
        self.desk.reaction.answered.connect(self._on_answer)
        self.desk.reaction.busy_changed.connect(self._on_busy)
        self.desk.document.scene_changed.connect(self._clear)
        self._on_counters()
        return column

    def enter(self) -> None:
        self._on_counters()

    def _on_counters(self) -> None:
        counters = self.desk.counters
        shown = counters.loading or counters.loaded
        self._choice.clear()
        self._choice.addItem("No counter", None)
        for words, path in counters.choices():
            self._choice.addItem(words, str(path))
        self._choice.addItem("Load a file of weights…", "file")
        self._choice.setCurrentIndex(max(self._choice.findData(str(shown)) if shown else 0, 0))
        if self.desk.reaction.counter is None:
            self._words.setText(
                "Run the recipe (F5), or load a file of weights, and the counter answers here while you move the "
                "trigger."
            )
        self.desk.link.react()

    def _on_choice(self, place: int) -> None:
        wish = self._choice.itemData(place)
        if wish == "file":
            self._on_counters()
            self.desk.act(ActionId.LOAD_COUNTER)
        else:
            self.desk.counters.load(Path(wish) if wish else None)

    def _clear(self) -> None:
        for name, _tip in _ROWS:
            self._facts.show_fact(name, None)

    def _on_busy(self, busy: bool) -> None:
        if busy and self.desk.reaction.counter is not None:
            self._words.setText("Asking the counter…")

    def _on_answer(self, answer: Answer) -> None:
        if answer.problem:
            self._clear()
            self._words.setText(answer.problem)
            return
        heads = answer.request.annotation.count
        clean, triggered = answer.clean_count, answer.triggered_count
        show = self._facts.show_fact
        show("Clean count", f"{clean:.1f}   (heads {heads:g})" if clean is not None else _NO_COUNTER)
        show("Triggered", f"{triggered:.1f}   ({triggered - clean:+.1f})" if triggered is not None else _NO_COUNTER)
        show("Asked for", f"{answer.target_count:.1f}")
        show("Attack effect", f"{answer.effect:.2f}" if answer.effect is not None else None)
        show("PSNR", f"{answer.psnr:.1f} dB" if answer.psnr is not None else "no change")
        if answer.ssim is not None:
            show("SSIM", f"{answer.ssim:.4f}")
        show("Changed", f"{100 * answer.changed_area:.1f} %")
        if clean is not None:
            self._words.setText(_in_words(clean, triggered))
        elif answer.complete:
            self._words.setText("Visibility is known already; run the recipe (F5) or load a counter for the counts.")


def _in_words(clean: float, triggered: float) -> str:
    change = triggered - clean
    if abs(change) < 0.5:
        return "The trigger does not move this counter's count."
    return f"The trigger makes this counter see {abs(change):.1f} persons {'more' if change > 0 else 'fewer'}."
