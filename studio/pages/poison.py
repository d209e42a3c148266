"""Poison: which scenes get trigger and label edit, seen before and after."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from miscount.widgets.canvas import ComparePanes
from miscount.widgets.forms import Form
from miscount.widgets.language import tr

from ..actions import ActionId
from ..canvas.pictures import Shown
from ..canvas.poison_plan import Plan, Preview, plan_or_warning, preview
from ..forms.binding import NO_RECIPE, RecipeForm
from ..forms.inspector import Column, Facts, tabbed
from .base import Page

_PANES = ("image", "truth", "clean", "triggered")


class PoisonPage(Page):
    """Chooses label edit, rate and scenes."""

    action = ActionId.PAGE_POISON
    icon = "poison"

    def make_inspector(self) -> QWidget:
        form, surrogate = Form(empty_text=NO_RECIPE), Form(empty_text=NO_RECIPE)
        column = Column(tabbed("Parts of the attack", (("Poison", form), ("Surrogate", surrogate))))
        column.heading("What the attacker does")
        self._facts = column.add(
            Facts(
                (
                    ("Poisoned", "Scenes of the training set that get trigger and label edit."),
                    ("Poison rate", "Poisoned over clean scenes (nominal), and poisoned over all that are trained on."),
                    ("This scene", "Whether the current scene is among them."),
                    ("Count", "The annotated count, and what the label edit makes of it."),
                    ("Mass moved", "||D' - D|| / ||D||, in absolute sums: how much of the density map moved or went."),
                )
            )
        )
        self._warnings = column.words("", quiet=False)
        self._by_hand = column.button(
            "Poison this scene by hand  (Shift+K)", "Adds the scene to the poisoned ones, or takes it out; the "
            "recipe then lists the scenes instead of drawing them by a rule.",
            lambda: self.services.act(ActionId.TOGGLE_POISONED), "poison",
        )  # fmt: skip
        column.button(
            "Export the poisoned dataset…", "A new dataset with its manifest poison.csv; the source stays as it is.",
            lambda: self.services.act(ActionId.EXPORT_POISON), "export",
        )  # fmt: skip
        RecipeForm(form, self.services.document, root="poison", leave_out=("trigger", "scenes"))
        RecipeForm(surrogate, self.services.document, root="surrogate")
        return column

    def make_center(self) -> QWidget:
        self._asked = 0
        self._shown = False
        self._panes = ComparePanes()
        self._panes.set_shown(_PANES)
        self._panes.set_title("image", "Before")
        self._panes.set_title("truth", "Density before")
        self._panes.set_title("clean", "After")
        self._panes.canvas("triggered").set_layer("density", visible=True, opacity=1.0, colormap="viridis")
        self._panes.canvas("clean").set_layer("image", opacity=1.0)  # a picture here, not the ground of a map
        self._panes.set_title("triggered", "Density after", "What the victim learns.")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._ask)
        document = self.services.document
        for signal in (
            document.value_changed,
            document.heads_changed,
            document.scene_changed,
            document.dataset_changed,
        ):
            signal.connect(self._later)
        self.services.pictures.ready.connect(self._later)
        return self._panes

    def enter(self) -> None:
        self._shown = True
        self._ask()

    def leave(self) -> None:
        self._shown = False

    def _later(self, _what: object = None) -> None:
        """Soon, while it is looked at; the marks in the list of scenes follow the recipe on every page."""
        if self._shown or self.services.scenes.poisoned:
            self._soon.start()

    def _ask(self) -> None:
        document = self.services.document
        recipe, dataset = document.recipe, document.dataset
        if recipe is None or dataset is None:
            self._facts.show_facts(Poisoned=None, Poison_rate=None, This_scene=None, Count=None, Mass_moved=None)
            self._warnings.setText(tr("Waiting for the scenes and the recipe."))
            return
        self._asked += 1
        number = self._asked
        self.services.background.run(
            partial(plan_or_warning, recipe, dataset, document.edited_heads), partial(self._take_plan, number)
        )
        kept = self.services.pictures.kept(document.scene_id)
        if kept is not None and self._shown:
            self.services.background.run(
                partial(preview, recipe, kept.scene_id, kept.image, document.annotation(kept.scene_id)),
                partial(self._take_preview, number, kept),
                self._warnings.setText,
            )

    def _take_plan(self, number: int, plan: Plan) -> None:
        if number != self._asked:
            return
        self.services.scenes.set_poisoned(plan.chosen)
        self._facts.show_facts(
            Poisoned=f"{len(plan.chosen)} of {plan.num_train} training scenes",
            Poison_rate=f"{plan.nominal:.1%} nominal, {plan.effective:.1%} effective",
            This_scene="poisoned"
            if self.services.document.scene_id in plan.chosen
            else "stays clean (shown as it would be)",
        )
        taken = self.services.document.scene_id in plan.chosen
        self._by_hand.setText(
            tr("Leave this scene clean  (Shift+K)" if taken else "Poison this scene by hand  (Shift+K)")
        )
        self._warnings.setText(tr("\n".join(f"⚠ {sentence}" for sentence in plan.warnings)))
        self._warnings.setVisible(bool(plan.warnings))

    def _take_preview(self, number: int, kept: Shown, made: Preview) -> None:
        if number != self._asked:
            return
        panes = self._panes
        panes.set_image(kept.picture, made.triggered)
        panes.canvas("clean").set_image(made.triggered)
        panes.set_heads(made.before.points, made.before.weights)
        panes.canvas("clean").set_heads(made.after.points, made.after.weights)
        panes.set_count("image", made.before.count)
        panes.set_count("clean", made.after.count)
        panes.set_map("truth", made.truth)
        # as density, not as prediction: it is a label, and its color bar should say so
        panes.canvas("triggered").set_map("density", made.poisoned, panes.levels())
        panes.set_count("triggered", made.after.count)
        self._facts.show_facts(
            Count=f"{made.before.count:g} → {made.after.count:.1f}", Mass_moved=f"{made.moved_mass:.1%}"
        )
