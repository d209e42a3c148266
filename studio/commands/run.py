"""Runs, suites and exports: what is put into the queue, and what is read when it is done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from miscount.engine.errors import EngineError
from miscount.engine.events import Event, Failed, Finished
from miscount.engine.scenes.scene import Dataset

from ..actions import ActionId
from ..canvas.proposer import not_taken_in_words
from ..desktop import dialogs, places
from ..document.project import Project
from ..forms.export_window import WHAT, Export, Exportable, ExportWindow, What
from ..runs.engine_choice import engine_of_runs, engine_of_suites
from ..runs.jobs import InProcess, Job, Task
from ..runs.run_library import read_report
from ..runs.scenes_of_runs import ShownScenes
from ..runs.suite_task import RunSuite, suite_folder
from ..runs.tasks import MAP_FORMS, ExportMaps, ExportPoison, ExportScenes, RunRecipe, written_forms
from ..services import Services
from ..settings import Settings
from .group import CommandGroup, Handlers

_SUITES = "Suites (*.yaml *.yml)"


class RunCommands(CommandGroup):
    """Fills the queue."""

    def __init__(
        self,
        window: QWidget,
        services: Services,
        settings: Callable[[], Settings],
        say_what_is_read: Callable[[], None],
    ) -> None:
        """`say_what_is_read` tells where the recipe reads labels otherwise than they are shown."""
        super().__init__(window, services)
        self._settings, self._say_what_is_read = settings, say_what_is_read
        services.session.may_leave = self._may_leave
        services.jobs.ended.connect(self._on_job_ended)

    def handlers(self) -> Handlers:
        return {
            ActionId.RUN_START: self.start_run,
            ActionId.RUN_PAUSE: self._services.jobs.pause,
            ActionId.RUN_STOP: self._services.jobs.cancel,
            ActionId.RUN_SUITE: self.run_suite,
            ActionId.GO_ON_SUITE: self.go_on_suite,
            ActionId.OPEN_SUITE_PAGE: self.open_suite_page,
            ActionId.OPEN_REPORT: self.open_report,
            ActionId.EXPORT_SCENES: partial(self.export, "scenes"),
            ActionId.EXPORT_MAPS: partial(self.export, "maps"),
            ActionId.EXPORT_POISON: partial(self.export, "poison"),
        }

    def _may_leave(self) -> str:
        """A sentence where the open project cannot be left."""
        running = self._services.jobs.running is not None
        return "A job is running: stop it first (Shift+F5), then open another project." if running else ""

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
        self._say_what_is_read()
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

    def _say_what_nobody_accepted(self) -> None:
        words = not_taken_in_words(self._services.document.all_proposals)
        if words:
            self._services.notify.info(words)

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
