"""What each action does. Handlers ask the services; they hold no state but the windows they opened."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from miscount.engine.errors import EngineError
from miscount.engine.events import Event, Failed, Finished
from miscount.engine.scenes.scene import Dataset

from .actions import ActionId
from .arrivals.audit_window import AuditWindow
from .arrivals.count_window import CountWindow
from .beginnings.offers import SAVE_ELSEWHERE
from .canvas.proposer import not_taken_in_words
from .desktop import dialogs, places
from .document.label_map import keep_ratio
from .document.opening import Unclear
from .document.painted_pictures import FOLDER
from .document.project import Project
from .forms.binding import with_part
from .forms.export_window import WHAT, Export, Exportable, ExportWindow, What
from .forms.reading_window import ReadingWindow
from .lists.differences_window import DifferencesWindow
from .lists.edits_elsewhere import EditsElsewhere
from .lists.readers_list import ReadersList
from .runs.engine_choice import engine_of_runs, engine_of_suites
from .runs.jobs import InProcess, Job, Task
from .runs.run_library import read_report
from .runs.scenes_of_runs import OF_ITS_OWN, ShownScenes, reads_otherwise
from .runs.suite_task import RunSuite, suite_folder
from .runs.tasks import MAP_FORMS, ExportMaps, ExportPoison, ExportScenes, RunRecipe, written_forms
from .services import Services
from .settings import Settings

if TYPE_CHECKING:
    from miscount.engine.triggers import AnyTrigger

NUM_CALIBRATED = 6
_SUITES = "Suites (*.yaml *.yml)"
_TRIGGERS = "Triggers (*.yaml)"
_WEIGHTS = "Weights (*.safetensors *.pth *.pt *.tar *.npz);;All files (*)"

ABOUT = (
    "Miscount {version}. A studio in which a person sees a crowd counter being made to miscount, and mends it. "
    "Everything stays on this machine. MIT license."
)


class Commands(QObject):
    """Handlers of the actions that do not concern the window itself."""

    def __init__(self, window: QWidget, services: Services, settings: Callable[[], Settings]) -> None:
        super().__init__(window)
        self._window, self._services = window, services
        self._settings = settings
        self._guide: QDialog | None = None
        self._elsewhere: EditsElsewhere | None = None
        self._readers: ReadersList | None = None
        self.count_window: CountWindow | None = None
        self.audit_window: AuditWindow | None = None
        self.differences: DifferencesWindow | None = None
        self._reading = ReadingWindow(window, services.background)
        self._reading.chosen.connect(services.session.read_by)
        services.document.dataset_changed.connect(self._reading.close)
        self._reading.columns_wanted.connect(self.choose_columns)
        services.session.columns_asked.connect(self._ask_columns)
        services.session.ready.connect(self._say_what_the_recipe_reads)
        services.session.may_leave = self._may_leave
        services.jobs.ended.connect(self._on_job_ended)

    def handlers(self) -> dict[ActionId, Callable[[], None]]:
        document = self._services.document
        return {
            ActionId.READERS_SAID: self.show_readers,
            ActionId.READING_RULES: self.show_reading,
            ActionId.LOAD_COUNTER: self.load_counter,
            ActionId.COUNT_PICTURES: self.count,
            ActionId.AUDIT: self.audit,
            ActionId.EXPORT_SCENES: partial(self.export, "scenes"),
            ActionId.EXPORT_MAPS: partial(self.export, "maps"),
            ActionId.SAVE: self._services.session.save,
            ActionId.SAVE_ELSEWHERE: self.save_elsewhere,
            ActionId.UNDO: document.history.undo,
            ActionId.REDO: document.history.redo,
            ActionId.RECOVER: self.recover,
            ActionId.EDITS_ELSEWHERE: self.show_edits_elsewhere,
            ActionId.NEXT_SCENE: lambda: document.step_scene(1),
            ActionId.PREVIOUS_SCENE: lambda: document.step_scene(-1),
            ActionId.COPY_HEADS: self._services.heads.copy,
            ActionId.CUT_HEADS: self._services.heads.cut,
            ActionId.PASTE_HEADS: lambda: self._services.heads.paste(self._services.link.image_size),
            ActionId.INVERT_SELECTION: self._services.heads.invert,
            ActionId.MERGE_CLOSE: self._services.heads.merge_close,
            ActionId.NEXT_ON_TOUR: lambda: self._services.heads.tour(1),
            ActionId.PREVIOUS_ON_TOUR: lambda: self._services.heads.tour(-1),
            ActionId.TOGGLE_GRID: lambda: self._services.heads.show_grid(not self._services.heads.grid_shown),
            ActionId.MARK_CELL: self._services.heads.mark_cell,
            ActionId.CLEAR_GRID: self._services.heads.clear_grid,
            ActionId.PROPOSE_HEADS: self.propose_heads,
            ActionId.ACCEPT_PROPOSALS: self._services.proposer.accept,
            ActionId.REJECT_PROPOSALS: self._services.proposer.reject,
            ActionId.SECOND_OPEN: self.open_second,
            ActionId.DIFFERENCES: self.show_differences,
            ActionId.SECOND_NEXT: lambda: self._services.second.step(1),
            ActionId.SECOND_TAKE: self._services.second.take_missed,
            ActionId.SECOND_DROP: self._services.second.drop_extra,
            ActionId.SECOND_AVERAGE: self._services.second.average,
            ActionId.NEXT_UNCHECKED: self.next_unchecked,
            ActionId.MARK_CHECKED: self.mark_checked,
            ActionId.MARK_EMPTY: self._services.heads.say_nobody,
            ActionId.MARK_UNLABELLED: self._services.heads.unlabel,
            ActionId.CHECK_SCENES: self.check_scenes,
            ActionId.CHECK_PEOPLE: self._services.problems.check_people,
            ActionId.NEXT_PROBLEM: lambda: self._services.problem_presenter.step(1),
            ActionId.PREVIOUS_PROBLEM: lambda: self._services.problem_presenter.step(-1),
            ActionId.FIX_PROBLEM: self._services.problem_presenter.fix_current,
            ActionId.FIX_ALL_PROBLEMS: self._services.problem_presenter.fix_all_of_kind,
            ActionId.RUN_START: self.start_run,
            ActionId.RUN_PAUSE: self._services.jobs.pause,
            ActionId.RUN_STOP: self._services.jobs.cancel,
            ActionId.RUN_SUITE: self.run_suite,
            ActionId.GO_ON_SUITE: self.go_on_suite,
            ActionId.OPEN_SUITE_PAGE: self.open_suite_page,
            ActionId.OPEN_REPORT: self.open_report,
            ActionId.EXPORT_POISON: partial(self.export, "poison"),
            ActionId.SAVE_TRIGGER: self.save_trigger,
            ActionId.LOAD_TRIGGER: self.load_trigger,
            ActionId.COPY_TRIGGER: self.copy_trigger,
            ActionId.PASTE_TRIGGER: self.paste_trigger,
            ActionId.CALIBRATE: self.calibrate,
            ActionId.EXPLAIN: self._services.explain.toggle,
            ActionId.TOGGLE_POISONED: self.toggle_poisoned,
            ActionId.LABEL_FROM_MAP: self.label_from_map,
            ActionId.PROPOSE_KERNEL: self._services.kernel.propose,
            ActionId.GUIDE: self.open_guide,
            ActionId.ABOUT: self.about,
        }

    # ---- projects and files

    def _may_leave(self) -> str:
        """A sentence where the open project cannot be left."""
        running = self._services.jobs.running is not None
        return "A job is running: stop it first (Shift+F5), then open another project." if running else ""

    def save_elsewhere(self) -> None:
        folder = dialogs.choose_new_folder(self._window, "Save the project to a new folder")
        if folder is None:
            return
        try:
            self._services.session.save_elsewhere(folder)
        except EngineError as error:
            self._services.notify.error(str(error), action=SAVE_ELSEWHERE)

    def show_reading(self) -> None:
        dataset = self._services.document.dataset
        if dataset is not None:
            self._reading.open(self._services.session.reading, dataset, self._services.document.read_only)

    def _ask_columns(self, asked: Unclear) -> None:
        """A table that is to be opened has columns that nobody knows: the person says which is which."""
        from miscount.engine.scenes.formats.column_guess import guess

        from .forms.columns_dialog import ColumnsDialog  # it brings all formats along

        session = self._services.session
        asking = ColumnsDialog(asked.table, guess(asked.table), self._window)
        asking.accepted.connect(lambda: session.answer_columns(asked, asking.columns))
        asking.rejected.connect(lambda: session.answer_columns(asked, None))
        asking.open()

    def choose_columns(self) -> None:
        """Other columns for the table that is open."""
        from miscount.engine.scenes.formats.column_guess import guess, start_of

        from .forms.columns_dialog import ColumnsDialog

        session, dataset = self._services.session, self._services.document.dataset
        table = next((scene.label_path for scene in dataset if scene.label_path), None) if dataset is not None else None
        if table is None:
            return
        start = start_of(table)
        asking = ColumnsDialog(start, guess(start) | session.reading.columns, self._window)
        asking.accepted.connect(lambda: session.read_by(session.reading.replace(columns=asking.columns)))
        asking.open()

    def _say_what_the_recipe_reads(self) -> None:
        recipe = self._services.document.recipe
        if recipe is not None and reads_otherwise(recipe, self._services.session.reading):
            self._services.notify.warning(OF_ITS_OWN)

    def show_edits_elsewhere(self) -> None:
        session = self._services.session
        if self._elsewhere is None:
            self._elsewhere = EditsElsewhere()
            self._elsewhere_window = dialogs.window_of(
                self._elsewhere, "Edits that are not shown", self._window, (900, 420)
            )
        self._elsewhere.show_edits(session.absent, session.copies)
        self._elsewhere_window.show()
        self._elsewhere_window.activateWindow()

    def show_readers(self) -> None:
        """The list of what was said in reading; it follows the open dataset."""
        readers = self._services.readers
        if self._readers is None:
            self._readers = ReadersList()
            self._readers.chosen.connect(self._go_to)
            self._readers_window = dialogs.window_of(self._readers, "What reading told", self._window, (900, 460))
            readers.changed.connect(self._show_said)
        self._show_said()
        self._readers_window.show()
        self._readers_window.activateWindow()

    def _go_to(self, scene_id: str) -> None:
        if self._services.document.scene_of(scene_id) is not None:  # labels without a picture are no scene
            self._services.document.show_scene(scene_id)

    def _show_said(self) -> None:
        if self._readers is not None:
            self._readers.show_said(self._services.readers.said)

    def load_counter(self) -> None:
        path = dialogs.choose_file(self._window, "Load a counter", _WEIGHTS)
        if path is not None:
            self._services.counters.load(path)

    # ---- what comes from elsewhere

    def count(self, paths: Sequence[Path] = ()) -> None:
        """Show the window that counts pictures, with those that were dropped."""
        if self.count_window is None:
            self.count_window = CountWindow(self._services.counters, self._window)
        self.count_window.show()
        self.count_window.activateWindow()
        if paths:
            self.count_window.add_and_count(paths)

    def audit(self, suspect: Path | None = None) -> None:
        """Show the window that audits, with what was dropped."""
        if self.audit_window is None:
            self.audit_window = AuditWindow(self._services, self._window)
        self.audit_window.show()
        self.audit_window.activateWindow()
        if suspect is not None:
            self.audit_window.suspect_is(suspect)

    @property
    def work(self) -> tuple[Job | None, ...]:
        """What these windows are doing."""
        return tuple(each.work.running for each in self._working if each is not None)

    @property
    def _working(self) -> tuple[CountWindow | AuditWindow | DifferencesWindow | None, ...]:
        return self.count_window, self.audit_window, self.differences

    def close_work(self) -> None:
        """Stop what these windows are doing, and wait."""
        for each in self._working:
            if each is not None:
                each.close_work()

    # ---- attacking

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

    def recover(self) -> None:
        session, notify = self._services.session, self._services.notify
        said = session.recover()
        if session.not_recovered:
            lost = "\n".join(f"{each.in_words} {each.why}" for each in session.not_recovered)
            notify.error(said, f"Not recovered:\n{lost}")
        else:
            notify.info(said)

    # ---- curating

    def open_second(self) -> None:
        folder = dialogs.choose_folder(self._window, "Load a second annotation")
        if folder is not None:
            self._services.second.open(folder)

    def show_differences(self) -> None:
        """Show the list of scenes where labels differ from a second annotation, or from what a counter says."""
        services = self._services
        if self.differences is None:
            window = DifferencesWindow(services.document, services.second, services.counters, self._window)
            window.compared.connect(services.scenes.set_apart)
            window.compared_again.connect(services.scenes.set_apart_of)
            window.second_wanted.connect(self.open_second)
            self.differences = window
        self.differences.show()
        self.differences.activateWindow()

    def propose_heads(self) -> None:
        """Ask the counter, and take the tool that judges what it says."""
        self._services.proposer.toggle()
        if self._services.proposer.running:
            self._services.act(ActionId.TOOL_PROPOSE)

    def _say_what_nobody_accepted(self) -> None:
        words = not_taken_in_words(self._services.document.all_proposals)
        if words:
            self._services.notify.info(words)

    def mark_checked(self) -> None:
        document = self._services.document
        marks = document.marks(document.scene_id)
        words = "Take the mark of the scene away" if marks.checked else "Mark the scene as checked"
        document.edit_marks(words, replace(marks, checked=not marks.checked))

    def next_unchecked(self) -> None:
        document = self._services.document
        ids = [scene.id for scene in document.dataset] if document.dataset is not None else []
        here = ids.index(document.scene_id) if document.scene_id in ids else -1
        following = (name for name in ids[here + 1 :] + ids[: here + 1] if not document.marks(name).checked)
        found = next(following, None)
        if found is None:
            self._services.notify.info("Every scene is marked as checked.")
        else:
            document.show_scene(found)

    def check_scenes(self) -> None:
        problems = self._services.problems
        if problems.running:
            problems.stop()
        else:
            problems.check()

    # ---- jobs

    def unfinished_run(self) -> Path | None:
        """The folder of the latest run, where it was stopped before its end and is of the recipe as it stands."""
        project, document, recipe = (
            self._services.session.project,
            self._services.document,
            self._services.document.recipe,
        )
        if project is None or recipe is None or document.dataset is None:
            return None
        shown = self._shown(project, document.dataset)
        return self._unfinished(shown.recipe_of_run(recipe, project.inside("copies")).to_yaml())

    def _shown(self, project: Project, dataset: Dataset) -> ShownScenes:
        return ShownScenes(dataset.root, project.reading, self._services.document.edited_heads)

    def start_run(self) -> None:
        services = self._services
        project, document, recipe = services.session.project, services.document, services.document.recipe
        if project is None or recipe is None or document.dataset is None:
            return
        from miscount.engine.files import make_folder
        from miscount.engine.runs import free_folder  # light: files and events, no networks

        shown, copies = self._shown(project, document.dataset), project.inside("copies")
        scenes, text = shown.folder_of_run(copies), shown.recipe_of_run(recipe, copies).to_yaml()
        queued = [job for job in (services.jobs.running, *services.jobs.waiting) if job is not None]
        if any(job.about == text for job in queued):
            services.notify.info("This very run is in the queue already: change a setting to try another.")
            return
        out = self._unfinished(text) or free_folder(project.runs_folder, recipe.name)
        try:
            make_folder(out)  # so that the next in the queue takes another one
        except EngineError as error:
            services.notify.error(str(error))
            return
        self._say_what_nobody_accepted()
        by = engine_of_runs(self._settings())
        self._say_what_the_recipe_reads()
        task = RunRecipe(
            text, str(scenes), str(out), str(shown.source), shown.edited, len(document.hand_maps), by, shown.reading
        )
        self._add(f"Run {out.name}", task, str(out), text, has_workers=by.has_workers)

    def _unfinished(self, recipe_text: str) -> Path | None:
        """The latest run, where it was stopped before its end and was of the same recipe: F5 goes on with it."""
        latest = self._services.runs.runs[0] if self._services.runs.runs else None
        if latest is None or latest.status not in ("cancelled", "unfinished"):
            return None
        return latest.folder if latest.recipe_text == recipe_text else None

    def run_suite(self) -> None:
        folder = str(places.suites_folder())
        file = dialogs.choose_file(self._window, "Run a suite", _SUITES, folder)
        if file is not None:
            self.start_suite(file)

    def go_on_suite(self) -> None:
        facts = self._services.suites.facts
        if facts is None or facts.source is None:
            self._services.notify.info("Choose a suite on the Compare page first, or run one from its file.")
        else:
            self.start_suite(facts.source)

    def start_suite(self, file: Path) -> None:
        """Carry out the suite in `file`, or go on with it; a fault in it is told before anything runs."""
        services, project = self._services, self._services.session.project
        if project is None:
            return
        by, suites = engine_of_suites(self._settings()), project.suites_folder

        def take(out: Path) -> None:
            queued = [job for job in (services.jobs.running, *services.jobs.waiting) if job is not None]
            if any(job.about == str(out) for job in queued):
                services.notify.info(f"The suite {out.name} is in the queue already.")
            else:
                task = RunSuite(str(file), str(out), by)
                on = "Go on with it on the Compare page, or by its file."
                self._add(f"Suite {out.name}", task, about=str(out), has_workers=by.has_workers, goes_on=on)
            services.suites.show(out)
            services.act(ActionId.PAGE_COMPARE)

        services.background.run(partial(suite_folder, file, suites), take, self._refuse)

    def _refuse(self, sentences: str) -> None:
        """Tell the first fault, all of them as details."""
        first, *others = sentences.splitlines() or [sentences]
        more = f" There are {len(others)} more faults." if others else ""
        self._services.notify.error(first + more, sentences if others else "")

    def export(self, what: What) -> None:
        """Ask what is to be exported, of which scenes, in which form and where."""
        document, project = self._services.document, self._services.session.project
        dataset = document.dataset
        if dataset is None or self._window.findChild(ExportWindow) is not None:
            return
        may: set[What] = {"scenes", "maps", "poison"} if document.recipe is not None else {"scenes"}
        there_is = Exportable(
            len(dataset), frozenset(document.edited_heads), frozenset(document.hand_maps),
            {"scenes": written_forms(), "maps": MAP_FORMS}, dataset.format, frozenset(may),
        )  # fmt: skip
        where = (project.folder if project is not None else dataset.root.parent) / "exports"
        asking = ExportWindow(what, there_is, where, self._window)
        asking.wanted.connect(self._export)
        asking.open()

    def _export(self, wanted: Export) -> None:
        document, recipe, out = self._services.document, self._services.document.recipe, str(wanted.out)
        dataset, reading, heads = document.dataset, self._services.session.reading, document.edited_heads
        if dataset is None:
            return
        self._say_what_nobody_accepted()
        root, words = str(dataset.root), WHAT[wanted.what].lower()
        task: Task | None = None
        if wanted.what == "scenes":
            task = ExportScenes(root, heads, out, wanted.form, reading, wanted.only)
        elif recipe is not None and wanted.what == "maps":
            maps = {name: hand.map.copy() for name, hand in document.hand_maps.items()}
            task = ExportMaps(root, heads, maps, recipe.kernel.model_dump(), out, wanted.form, reading, wanted.only)
        elif recipe is not None:
            task = ExportPoison(recipe.to_yaml(), root, heads, out, reading)
        if task is not None:
            self._add(f"Export {words} to {wanted.out.name}", task)

    def _add(
        self,
        title: str,
        task: Task,
        folder: str = "",
        about: str = "",
        *,
        has_workers: bool = False,
        goes_on: str = "F5 goes on with it.",
    ) -> None:
        in_child = self._settings().child_process and not has_workers  # a child may have no workers of its own
        made = InProcess(task) if in_child else task
        self._services.jobs.add(Job(title, made, folder, about, goes_on=goes_on))

    def _on_job_ended(self, job: Job, result: Event) -> None:
        notify = self._services.notify
        match result:
            case Failed(message=message, details=details):
                notify.error(f"{job.title} stopped: {message}", details)
            case Finished(cancelled=True):
                notify.info(f"{job.title} was stopped. What it finished is kept. {job.goes_on}")
            case Finished(out=out):
                notify.success(f"{job.title} is done: {out}." if out and not job.folder else f"{job.title} is done.")
        if job.folder:
            self._services.runs.refresh(then_show=Path(job.folder))

    # ---- reading

    def open_report(self) -> None:
        run = self._services.runs.current
        report = read_report(run.folder) if run is not None else None
        if report is None:
            self._services.notify.info("This run has no report yet: it is written when the run is finished.")
        else:
            self._services.show_outside("The report", report)

    def open_suite_page(self) -> None:
        facts = self._services.suites.facts
        page = facts.page if facts is not None else None
        if page is None:
            self._services.notify.info("The suite has no page yet: it is written when its first experiment is done.")
        else:
            self._services.show_outside("The page of the suite", page)

    def open_guide(self) -> None:
        if self._guide is None:
            from miscount.widgets.guide_view import GuideView

            view = GuideView()
            view.set_folder(Path(str(resources.files("miscount.resources") / "guide")))
            self._guide = dialogs.window_of(view, "Guide", self._window, (980, 720))
        self._guide.show()
        self._guide.activateWindow()

    def about(self) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("miscount")
        except PackageNotFoundError:
            number = "from a working copy"
        self._services.notify.info(ABOUT.format(version=number))
