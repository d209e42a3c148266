"""The trigger and the poison: saved, shared, calibrated, and put on scenes by hand."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from miscount.engine.errors import EngineError

from ..actions import ActionId
from ..desktop import dialogs
from ..document.label_map import keep_ratio
from ..document.painted_pictures import FOLDER
from ..forms.binding import with_part
from .group import CommandGroup, Handlers

if TYPE_CHECKING:
    from miscount.engine.triggers import AnyTrigger

NUM_CALIBRATED = 6
_TRIGGERS = "Triggers (*.yaml)"


class AttackCommands(CommandGroup):
    """What an attacker does with the recipe beyond its forms."""

    def handlers(self) -> Handlers:
        return {
            ActionId.SAVE_TRIGGER: self.save_trigger,
            ActionId.LOAD_TRIGGER: self.load_trigger,
            ActionId.COPY_TRIGGER: self.copy_trigger,
            ActionId.PASTE_TRIGGER: self.paste_trigger,
            ActionId.CALIBRATE: self.calibrate,
            ActionId.EXPLAIN: self._services.explain.toggle,
            ActionId.TOGGLE_POISONED: self.toggle_poisoned,
            ActionId.LABEL_FROM_MAP: self.label_from_map,
        }

    def save_trigger(self) -> None:
        recipe = self._services.document.recipe
        path = dialogs.choose_new_file(self._window, "Save the trigger", _TRIGGERS, ".yaml")
        if path is None or recipe is None:
            return
        from miscount.engine.triggers.sharing import save_trigger

        try:
            written = save_trigger(recipe.poison.trigger, path)
        except EngineError as error:
            self._services.notify.error(str(error))
            return
        beside = f" with {len(written) - 1} of its own files beside it" if len(written) > 1 else ""
        self._services.notify.success(f"Saved the trigger to {path}{beside}.")

    def load_trigger(self) -> None:
        path, document = dialogs.choose_file(self._window, "Load a trigger", _TRIGGERS), self._services.document
        recipe = document.recipe
        if path is None or recipe is None:
            return
        from miscount.engine.triggers.sharing import load_trigger

        try:
            loaded = load_trigger(path)
        except EngineError as error:
            self._services.notify.error(str(error))
            return
        document.edit_value(f"Load the trigger {path.stem}", "recipe", with_part(recipe, "poison.trigger", loaded),
                            merge=False)  # fmt: skip

    def copy_trigger(self) -> None:
        recipe = self._services.document.recipe
        if recipe is None:
            return
        from miscount.engine.triggers.sharing import packed

        try:
            QGuiApplication.clipboard().setText(packed(recipe.poison.trigger))
        except EngineError as error:
            self._services.notify.error(str(error))
            return
        self._services.document.acted.emit("Copied the trigger with its pictures.")

    def paste_trigger(self) -> None:
        document, project = self._services.document, self._services.session.project
        recipe = document.recipe
        if recipe is None or project is None:
            return
        from miscount.engine.triggers.sharing import unpacked

        try:
            pasted = unpacked(QGuiApplication.clipboard().text(), project.recipe_path.parent / FOLDER)
        except EngineError as error:
            self._services.notify.error(str(error))
            return
        document.edit_value("Paste the trigger", "recipe", with_part(recipe, "poison.trigger", pasted), merge=False)

    def calibrate(self) -> None:
        """Set the trigger's strength so that some scenes have the PSNR that the person asks for."""
        document = self._services.document
        recipe, dataset = document.recipe, document.dataset
        wish = dialogs.choose_number(self._window, "Calibrate the trigger", "PSNR in dB:", 30.0, 5.0, 80.0)
        if wish is None or recipe is None or dataset is None or not len(dataset):
            return
        scenes = dataset.scenes[:: max(1, len(dataset) // NUM_CALIBRATED)][:NUM_CALIBRATED]
        asked, edited = recipe.poison.trigger, document.edited_heads

        def work() -> "tuple[AnyTrigger, float]":
            from miscount.engine.poison import at_psnr

            examples = [(scene.image(), edited.get(scene.id, scene.annotation)) for scene in scenes]
            return at_psnr(asked, examples, wish, recipe.seed)

        def take(found: "tuple[AnyTrigger, float]") -> None:
            now, (made, reached) = document.recipe, found
            if now is None or now.poison.trigger != asked:
                return  # the hand went on meanwhile
            document.edit_value(f"Calibrate to {wish:g} dB", "recipe", with_part(now, "poison.trigger", made),
                                merge=False)  # fmt: skip
            missed = abs(reached - wish) > 0.5
            bound = f": its {asked.dose_field.replace('_', ' ')} allows no more" if missed else ""
            self._services.notify.info(f"The trigger has {reached:.1f} dB over {len(scenes)} scenes{bound}.")

        self._services.background.run(work, take)

    def toggle_poisoned(self) -> None:
        document = self._services.document
        recipe, scene_id = document.recipe, document.scene_id
        if recipe is None or not scene_id:
            return
        poison = recipe.poison
        chosen = set(poison.scenes if poison.selection == "listed" else self._services.scenes.poisoned)
        chosen ^= {scene_id}
        words = "Poison this scene" if scene_id in chosen else "Leave this scene clean"
        after = poison.replace(selection="listed" if chosen else "random", scenes=tuple(sorted(chosen)))
        document.edit_value(words, "recipe", with_part(recipe, "poison", after), merge=False)

    def label_from_map(self) -> None:
        document, project = self._services.document, self._services.session.project
        recipe, hand = document.recipe, document.hand_map(document.scene_id)
        if hand is None or recipe is None or project is None:
            self._services.notify.info(
                "No density map of this scene is edited by hand: paint on one first (Density page)."
            )
            return
        if recipe.counter.needs_unit_weights or recipe.training.loss.needs_points:
            who = f"counter {recipe.counter.kind!r}" if recipe.counter.needs_unit_weights else (
                f"loss {recipe.training.loss.kind!r}"
            )  # fmt: skip
            self._services.notify.warning(f"The {who} is put on heads as points, which a painted map cannot weigh.")
            return
        heads, edited = document.annotation(document.scene_id), hand.map.copy()
        folder = project.recipe_path.parent

        def take(path: Path) -> None:
            from miscount.engine.labels.by_hand import ByHand

            now = document.recipe
            if now is None:
                return
            document.edit_value("Make the edited map the label edit", "recipe",
                                with_part(now, "poison.label", ByHand(map=str(path))), merge=False)  # fmt: skip
            self._services.notify.success(
                "The poison's label edit is now `by_hand`, with this map's ratio to its heads."
            )

        self._services.background.run(lambda: keep_ratio(edited, heads, recipe.kernel, folder), take)
