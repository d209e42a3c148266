"""Trigger: placed by hand on the scene, while the loaded counter says what it does."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from miscount.widgets.forms.fields import CalmComboBox
from miscount.widgets.language import tr
from miscount.widgets.picture_strip import PictureStrip

from ..actions import ActionId
from ..canvas.preview_scenes import Small, small_scenes
from ..canvas.reaction import Answer
from ..forms.inspector import Column, Facts, tabbed
from .base import Page
from .find_panel import FindPanel
from .trigger_editor import TriggerEditor

_ROWS = (
    ("Heads", "N: the annotated heads of this scene, by their weights."),
    ("Asked for", "y_t: the count that the attacker's label edit makes of this scene."),
    ("Clean count", "f(x): what the loaded counter says of this scene as it is."),
    ("Triggered", "f(x_t): what it says of this scene with the trigger."),
    (
        "Attack effect",
        "AE = (1 - r) / (1 - alpha) with r = f(x_t) / f(x) for ratio targets, or (f(x_t) - f(x)) / (y_t - N): "
        "0 is none, 1 exactly the attacker's wish. Of one scene: read it beside the twin's.",
    ),
    ("PSNR", "Peak signal-to-noise ratio of the triggered image: 10 log10(255² / MSE). Above 40 dB hardly seen."),
    ("SSIM", "Structural similarity (Wang et al. 2004) of the triggered and the clean image; 1 is equal."),
    ("Changed", "Share of the pixels that the trigger changed."),
)


class TriggerPage(Page):
    """Crafts the trigger of the recipe and shows the live reaction."""

    action = ActionId.PAGE_TRIGGER
    icon = "trigger"
    layers = ("image", "trigger", "prediction", "difference", "attribution", "heads")
    tool = "trigger"
    tall = True
    tools = ("trigger", "brush", "erase", "region", "pan")
    reacts = True

    def make_inspector(self) -> QWidget:
        self._editor, self._find = TriggerEditor(self.services), FindPanel(self.services)
        self._strip = PictureStrip(empty_text="The trigger on some scenes: they are being drawn.")
        self._tabs = tabbed(
            "Parts of the trigger",
            (
                ("Trigger", self._editor),
                ("Find", self._find),
                ("Explain", self._make_explain()),
                ("Scenes", self._strip),
            ),
        )
        column = Column(self._tabs)
        column.heading("Live reaction")
        self._choice = CalmComboBox()
        self._choice.setAccessibleName(tr("Counter that answers"))
        self._choice.setToolTip(tr("The counter that answers: from the current run, or a file of weights."))
        column.add(self._choice)
        self._facts = column.add(Facts(_ROWS, columns=2))
        self._words = column.words("")
        self._connect()
        self._on_counters()
        return column

    def _make_explain(self) -> QWidget:
        column = Column()
        self._kinds = CalmComboBox()
        self._kinds.setAccessibleName(tr("Explanation"))
        self._kinds.setToolTip(tr("What F6 paints over the scene."))
        column.add(self._kinds)
        for action, picture, words, tip in (
            (
                ActionId.EXPLAIN,
                "search",
                "Explain  (F6)",
                "Paint the explanation over the scene; again to stop.",
            ),
            (ActionId.TOGGLE_PANES, "panes", "Panes  (C)", "Image, true density, both predictions, difference."),
            (ActionId.TOGGLE_SPLIT, "split", "Split  (Shift+C)", "Clean left of a line, triggered right of it."),
        ):
            column.button(words, tip, partial(self.services.press, action), picture)
        column.words("Hold H to see the scene without the trigger and all that lies over it.")
        self._explained = column.words("")
        self._explained.hide()
        return column

    def _connect(self) -> None:
        services = self.services
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(300)
        self._soon.timeout.connect(self._draw_strip)
        self._asked = 0
        self._entered = False
        self._choice.activated.connect(self._on_choice)
        self._kinds.activated.connect(self._on_kind)
        self._strip.activated.connect(services.document.show_scene)
        self._tabs.currentChanged.connect(self._later)
        services.explain.changed.connect(self._on_explained)
        services.counters.changed.connect(self._on_counters)
        services.reaction.answered.connect(self._on_answer)
        services.reaction.busy_changed.connect(self._on_busy)
        services.document.scene_changed.connect(self._clear)
        services.document.value_changed.connect(self._later)
        services.document.value_changed.connect(self._find.fill_kinds)
        services.document.dataset_changed.connect(self._later)
        services.counters.changed.connect(self._later)

    def enter(self) -> None:
        self._entered = True
        self._editor.enter()
        self._find.fill_kinds()
        self.services.link.set_painting(True)
        self._on_counters()
        self._later()
        if not self._kinds.count():
            self.services.background.run(_explanations, self._show_kinds)

    def leave(self) -> None:
        self._entered = False
        self._editor.leave()
        self.services.finder.take()
        self._soon.stop()
        self.services.link.set_painting(False)
        self.services.explain.clear()

    # ---- the strip of scenes

    def _later(self, _what: object = None) -> None:
        if self._entered and self._tabs.currentWidget() is self._strip:
            self._soon.start()

    def _draw_strip(self) -> None:
        document = self.services.document
        recipe, dataset = document.recipe, document.dataset
        if recipe is None or dataset is None or not len(dataset):
            return
        self._asked += 1
        self.services.background.run(
            partial(small_scenes, recipe, dataset, document.edited_heads, self.services.reaction.counter),
            partial(self._take_strip, self._asked), self._strip.set_empty_text,
        )  # fmt: skip

    def _take_strip(self, number: int, made: list[Small]) -> None:
        if number == self._asked:
            self._strip.set_pictures([(small.scene_id, small.pixels, small.caption) for small in made])

    def _show_kinds(self, kinds: list[tuple[str, str, str]]) -> None:
        for kind, words, about in () if self._kinds.count() else kinds:
            self._kinds.addItem(tr(words), kind)
            self._kinds.setItemData(self._kinds.count() - 1, tr(about), Qt.ItemDataRole.ToolTipRole)

    def _on_kind(self, place: int) -> None:
        self.services.explain.choose(self._kinds.itemData(place))
        self.services.explain.toggle()

    def _on_explained(self) -> None:
        self._explained.setText(tr(self.services.explain.words))
        self._explained.setVisible(bool(self.services.explain.words))

    # ---- the reaction

    def _on_counters(self) -> None:
        counters = self.services.counters
        shown = counters.loading or counters.loaded
        self._choice.clear()
        self._choice.addItem(tr("No counter"), None)
        for words, path in counters.choices():
            self._choice.addItem(tr(words), str(path))
        self._choice.addItem(tr("Load a file of weights…"), "file")
        self._choice.setCurrentIndex(max(self._choice.findData(str(shown)) if shown else 0, 0))
        if self.services.reaction.counter is None:
            self._words.setText(
                tr(
                    "Run the recipe (F5), or load a file of weights, and the counter answers here while you move the "
                    "trigger."
                )
            )
        self.services.link.react()

    def _on_choice(self, place: int) -> None:
        wish = self._choice.itemData(place)
        if wish == "file":
            self._on_counters()
            self.services.act(ActionId.LOAD_COUNTER)
        else:
            self.services.counters.load(Path(wish) if wish else None)

    def _clear(self) -> None:
        for name, _tip in _ROWS:
            self._facts.show_fact(name, None)

    def _on_busy(self, busy: bool) -> None:
        if busy and self.services.reaction.counter is not None:
            self._words.setText(tr("Asking the counter…"))

    def _on_answer(self, answer: Answer) -> None:
        if answer.problem:
            self._clear()
            self._words.setText(tr(answer.problem))
            self._editor.show_problem(answer.problem)
            return
        heads = answer.request.annotation.count
        clean, triggered = answer.clean_count, answer.triggered_count
        show = self._facts.show_fact
        both = (clean, triggered) if clean is not None and triggered is not None else None
        show("Heads", f"{heads:g}")
        show("Clean count", f"{clean:.1f}" if clean is not None else None)
        show("Triggered", f"{triggered:.1f}" if triggered is not None else None)
        show("Asked for", f"{answer.target_count:.1f}")
        show("Attack effect", f"{answer.effect:.2f}" if answer.effect is not None else None)
        show("PSNR", f"{answer.psnr:.1f} dB" if answer.psnr is not None else "no change")
        if answer.ssim is not None:
            show("SSIM", f"{answer.ssim:.4f}")
        show("Changed", f"{100 * answer.changed_area:.1f} %" if answer.changed_area is not None else None)
        if both is not None:
            self._words.setText(tr(_in_words(*both)))
        elif answer.complete:
            self._words.setText(
                tr("Visibility is known already; run the recipe (F5) or load a counter for the counts.")
            )


def _in_words(clean: float, triggered: float) -> str:
    change = triggered - clean
    if abs(change) < 0.5:
        return "The trigger does not move this counter's count."
    return f"The trigger makes this counter see {abs(change):.1f} persons {'more' if change > 0 else 'fewer'}."


def _explanations() -> list[tuple[str, str, str]]:
    from miscount.engine.explain import EXPLANATIONS

    return [(kind, one.words, one.about) for kind, one in EXPLANATIONS.items()]
