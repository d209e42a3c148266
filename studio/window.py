"""The window: three regions and the lab below. It arranges; the services and the commands do the work."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from miscount.widgets.language import tr
from miscount.widgets.layer_list import LayerList
from miscount.widgets.notices import NoticeBar, StatusLine
from miscount.widgets.overlays.focus_ring import FocusRing
from miscount.widgets.palette import CommandPalette
from miscount.widgets.scene_list import SceneList
from miscount.widgets.sizes import scale, scale_icons

from .actions import ActionId, Situation
from .actions.context_menus import ContextMenus
from .actions.registry import ActionRegistry, usable_keys
from .actions.shortcuts_window import ShortcutsWindow
from .actions.tool_palette import TOOLS, ToolPalette
from .beginnings.doors import Doors
from .beginnings.drops import Drops
from .beginnings.last_view import LastViewKeeper
from .beginnings.offers import Offers
from .beginnings.recent_menu import RecentMenu
from .beginnings.recognized import Recognized
from .canvas.blink import Blink
from .canvas.layer_presenter import LayerPresenter
from .commands import Commands
from .desktop import dialogs
from .desktop.libraries import import_parents_first
from .forms.from_model import title
from .forms.preferences import Preferences
from .forms.preferences_window import PreferencesWindow
from .frame import screen_place
from .frame.middle import Middle
from .frame.regions import Regions
from .frame.status import Status
from .pages import PAGES, Page
from .pages.stack import PageStack
from .runs.engine_choice import engine_of_runs
from .runs.jobs import Job
from .runs.lab import Lab
from .services import Services, make_services
from .settings import Settings

_BAR_STYLES = {
    "icons and words": Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
    "words": Qt.ToolButtonStyle.ToolButtonTextOnly,
    "icons": Qt.ToolButtonStyle.ToolButtonIconOnly,
}


class StudioWindow(QMainWindow):
    """The one window of the studio."""

    def __init__(self, settings: Settings) -> None:
        """`dropped` has a sentence for each of the settings that cannot be used here."""
        import_parents_first()  # before there are threads
        super().__init__()
        keys, self.dropped = usable_keys(settings.shortcuts)
        settings = settings.replace(shortcuts=keys)
        self.setWindowTitle(tr("Miscount"))
        self._page: Page | None = None
        self._closing = self._runs = False
        self._focus_ring = FocusRing(self)
        self.scene_list, self.layer_list = SceneList(), LayerList()
        self.services: Services = make_services(self, self.scene_list, settings, self.do, self.press)
        self.layers = LayerPresenter(self.layer_list, self.services.canvas)
        self.lab = Lab(self.services.jobs, self.services.runs, self.services.run_state, self.services.background, self)
        self.book = ActionRegistry(self, settings.shortcuts)
        self.preferences = Preferences(settings, self.book, self.services.canvas)
        self._open_folder: Path | None = None
        self._commands = Commands(self, self.services, lambda: self.preferences.value)
        self._last_view = LastViewKeeper(self.services, self.show_page, self)  # before what asks for another page
        self.doors = Doors(self, self.services, self.preferences, self.show_page)
        self._offers = Offers(self.services, self.doors.choose_dataset_of, self._commands.run.unfinished_run, self)
        arrivals = self._commands.arrivals
        self.drops = Drops(self, self.services, self.doors.open_path, arrivals.count, arrivals.audit)
        self._keys = ShortcutsWindow(self, self.book)
        self._preferences_window = PreferencesWindow(self, self.book)
        self.begins_again = False  # whether the program is to start once more when it has ended
        self._handlers = self._commands.handlers() | self.doors.handlers() | self.preferences.handlers()
        self._handlers |= self._own_handlers()
        self._build(settings.font_percent / 100)
        self._connect()
        scale_icons([self])
        self.show_page(ActionId.PAGE_SCENES)
        screen_place.restore(self)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        assert self._page is not None
        return self._page

    # ---- making

    def _build(self, size: float) -> None:
        self.notices, self.status_line = NoticeBar(), StatusLine()
        self.regions = Regions((self.scene_list, self.layer_list), self.lab.widget, size)
        self._tool_palette = ToolPalette(self.book)
        self.middle = Middle(self.regions.center, self._tool_palette, self.services, self)
        self.pages = PageStack(self.services, self.regions.settings, self.regions.center, self)
        self._status = Status(self.status_line, self.services, self)
        self._blink = Blink(self.services.canvas, self)
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._ground = QStackedWidget()
        for widget in (self.regions, self.doors.start_page):
            self._ground.addWidget(widget)
        column.addWidget(self._ground, 1)
        column.addWidget(self.status_line)
        self.setCentralWidget(ground)
        self.notices.lie_over(self._ground)
        self._build_bars()
        self._palette, self._menus = CommandPalette(self), ContextMenus(self, self.book)
        self.resize(1280, 800)

    def _build_bars(self) -> None:
        self._bar = bar = QToolBar(tr("Pages"))
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        from miscount.widgets.icons import icon

        recent = RecentMenu(lambda: self.doors.recent, self.open_folder, self)
        self.book.put_menu(recent, after=ActionId.OPEN_PROJECT)
        for page in PAGES:
            self.book[page.action].setIcon(icon(page.icon))
            bar.addAction(self.book[page.action])
        self.addToolBar(bar)

    def _connect(self) -> None:
        services = self.services
        self.book.asked.connect(self.do)
        services.notify.noticed.connect(self.notices.tell)
        services.notify.withdrawn.connect(self.notices.withdraw)
        self.notices.action_chosen.connect(self._offers.on_action)
        services.document.history.index_changed.connect(self._refresh_actions)
        for source in (services.session, services.proposer, services.scenes):
            source.progress.connect(self._on_progress)
        services.session.opened.connect(self._on_opened)
        services.session.leaving.connect(self.notices.clear)  # they are of the project that is left
        services.session.left.connect(self._on_left)
        services.session.ready.connect(self._on_ready)
        services.session.left_over.connect(self._refresh_actions)
        self.doors.start_shown.connect(self._on_start_shown)
        self.doors.shown_alone.connect(self._on_shown_alone)
        services.document.laid.connect(self._refresh_actions)
        services.canvas.mode_changed.connect(self._on_mode)
        services.canvas.menu_asked.connect(self._open_canvas_menu)
        self.scene_list.menu_asked.connect(self._open_scene_menu)
        self.middle.scene_menu_asked.connect(self._open_scene_menu)
        self.middle.sheet_opened.connect(self._on_sheet_opened)
        services.jobs.queue_changed.connect(self._refresh_actions)
        services.runs.current_changed.connect(self._refresh_actions)
        services.suites.current_changed.connect(self._refresh_actions)
        services.document.dataset_changed.connect(self._refresh_actions)
        services.document.value_changed.connect(self._refresh_actions)
        self.lab.open_asked.connect(self._on_open_run)
        self.lab.problem.connect(services.notify.warning)
        self._palette.chosen.connect(self._on_command)
        self._keys.changed.connect(self.preferences.set_key)
        self._preferences_window.changed.connect(self._on_preference)
        self._preferences_window.key_changed.connect(self.preferences.set_key)
        self._preferences_window.restart_asked.connect(self._on_restart)
        self.preferences.changed.connect(self._on_preferences)
        self.preferences.refused.connect(services.notify.warning)
        self._on_preferences()
        self.book.check(ActionId.TOGGLE_NAVIGATOR, True)

    def _own_handlers(self) -> dict[ActionId, Callable[[], object]]:
        own: dict[ActionId, Callable[[], object]] = {
            ActionId.QUIT: self.close,
            ActionId.FIT: self.services.canvas.fit,
            ActionId.ZOOM_IN: self.services.canvas.zoom_in,
            ActionId.ZOOM_OUT: self.services.canvas.zoom_out,
            ActionId.ZOOM_ACTUAL: self.services.canvas.zoom_actual,
            ActionId.TOGGLE_NAVIGATOR: self._toggle_navigator,
            ActionId.TOGGLE_BLINK: self._toggle_blink,
            ActionId.TOGGLE_OVERLAYS: self._toggle_overlays,
            ActionId.TOGGLE_LAB: self._toggle_lab,
            ActionId.TOGGLE_PANES: self._arrange,
            ActionId.TOGGLE_SPLIT: self._toggle_split,
            ActionId.TOGGLE_SHEET: self._toggle_sheet,
            ActionId.PALETTE: self._open_palette,
            ActionId.SHORTCUTS: self._keys.open,
            ActionId.PREFERENCES: lambda: self._preferences_window.open(self.preferences.value),
        }
        own |= {action: partial(self.set_tool, mode) for mode, action in TOOLS.items()}
        return own | {page.action: partial(self.show_page, page.action) for page in PAGES}

    # ---- doing

    def do(self, action: ActionId) -> None:
        """Carry out an action, whether it came from a menu, a key, the palette or a page."""
        self._handlers[action]()

    def press(self, action: ActionId) -> None:
        """As a hand on the menu would do it: what can be checked changes."""
        self.book[action].trigger()

    def open_folder(self, folder: Path) -> bool:
        """Open a project; the person is notified of what is wrong."""
        return self.doors.open_folder(folder)

    def show_page(self, action: ActionId) -> None:
        """Bring a page."""
        if self._page is not None:
            self._page.is_shown = False
            self._page.leave()
        self._page = page = self.pages[action]
        self.regions.settings.setCurrentWidget(page.inspector)
        self.layers.show(page.layers)
        self._arrange()
        self.services.link.set_reacting(page.reacts)
        self.set_tool(page.tool)
        self._show_lab(page.shows_lab or self.services.jobs.running is not None)
        self.book.check(action)
        self._ground.setCurrentWidget(self.regions)
        self._last_view.on_page(action)
        page.is_shown = True
        page.enter()
        if scale() != 1:
            scale_icons([self])  # rows that were made since

    def _on_start_shown(self, shown: bool) -> None:
        self._ground.setCurrentWidget(self.doors.start_page if shown else self.regions)

    def _arrange(self) -> None:
        """The middle: the page's own, the panes or the contact sheet where the person wants them, or the canvas."""
        page = self._page
        if page is None:
            return
        self.regions.place_settings(page.tall)
        sheet = page.action is ActionId.PAGE_SCENES and self.book[ActionId.TOGGLE_SHEET].isChecked()
        self.middle.show(page, page.reacts and self.book[ActionId.TOGGLE_PANES].isChecked(), sheet)
        self.layer_list.setVisible(self.middle.shows_canvas)

    def _toggle_sheet(self) -> None:
        if self.book[ActionId.TOGGLE_SHEET].isChecked() and self._page is not None:
            self.show_page(ActionId.PAGE_SCENES)
        else:
            self._arrange()

    def _on_sheet_opened(self) -> None:
        self.book.check(ActionId.TOGGLE_SHEET, False)
        self._arrange()
        self.services.canvas.setFocus()

    def set_tool(self, mode: str) -> None:
        """Take a tool of the canvas."""
        self.services.canvas.set_mode(mode)
        self.book.check(TOOLS[mode])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_tool_palette"):
            self._tool_palette.recolor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control wanted: the keys of the view work wherever the keyboard is."""
        if not self.services.canvas.hear(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.services.canvas.hear(event):
            super().keyReleaseEvent(event)

    def _open_canvas_menu(self, place: tuple[float, float], at: QPoint) -> None:
        if self._page is None or not self.services.canvas.has_image:
            return
        here: list[tuple[str, Callable[[], None]]] = []
        if self._page.action in (ActionId.PAGE_SCENES, ActionId.PAGE_HEADS):
            here = [("Add a head here", partial(self.services.link.add_head, *place))]
        elif self._page.action is ActionId.PAGE_TRIGGER:
            here = [("Move the trigger here", partial(self.services.link.move_trigger, *place))]
        self._menus.open_canvas(self._page.action, at, here)

    def _open_scene_menu(self, scene_id: str, at: QPoint) -> None:
        copy = partial(QGuiApplication.clipboard().setText, scene_id)
        self._menus.open_scene(at, [("Copy the name", copy)])

    def _on_mode(self, mode: str) -> None:
        self.book.check(TOOLS[mode])

    def _toggle_navigator(self) -> None:
        self.services.canvas.panels.set_navigates(self.book[ActionId.TOGGLE_NAVIGATOR].isChecked())

    def _toggle_blink(self) -> None:
        self._blink.set_on(self.book[ActionId.TOGGLE_BLINK].isChecked())

    def _toggle_overlays(self) -> None:
        self.services.canvas.set_peek(self.book[ActionId.TOGGLE_OVERLAYS].isChecked())

    def _toggle_split(self) -> None:
        self.services.link.set_split(self.book[ActionId.TOGGLE_SPLIT].isChecked())

    def _toggle_lab(self) -> None:
        self._show_lab(self.book[ActionId.TOGGLE_LAB].isChecked())

    def _show_lab(self, shown: bool) -> None:
        self.lab.widget.setVisible(shown)
        self.book.check(ActionId.TOGGLE_LAB, shown)

    def _open_palette(self) -> None:
        self._palette.open(self.book.commands())

    def _on_preference(self, name: str, value: object) -> None:
        try:
            self.preferences.prefer(**{name: value})
        except ValidationError as error:
            self.services.notify.warning(f"{title(name)}: {error.errors()[0]['msg']}.")
            self._on_preferences()

    def _on_preferences(self) -> None:
        settings = self.preferences.value
        self._preferences_window.show_settings(settings)
        self.services.plan.set_engine(engine_of_runs(settings))
        self.services.document.history.budget_bytes = settings.undo_mb * 2**20
        self.services.session.set_autosave(settings.autosave_s)
        self._bar.setToolButtonStyle(_BAR_STYLES[settings.page_bar])
        self.regions.grow(settings.font_percent / 100)

    def _on_command(self, command: str) -> None:
        self.press(ActionId(command))

    def _on_open_run(self, folder: Path) -> None:
        self.services.runs.show(folder)
        self.do(ActionId.PAGE_EVALUATE)

    # ---- what happens

    def _refresh_actions(self, _what: object = None) -> None:
        document, session = self.services.document, self.services.session
        self.book.update(
            Situation(
                has_project=session.project is not None,
                has_scenes=document.dataset is not None and len(document.dataset) > 0,
                has_recipe=document.recipe is not None,
                has_run=self.services.runs.current is not None,
                has_suite=self.services.suites.current is not None,
                read_only=document.read_only,
                running=self.services.jobs.running is not None,
                can_undo=document.history.can_undo and not document.read_only,
                can_redo=document.history.can_redo and not document.read_only,
                can_recover=session.has_leftovers,
                waiting=document.waiting,
            )
        )
        did_run, self._runs = self._runs, self.services.jobs.running is not None
        if self._runs and not did_run:
            self._show_lab(True)

    def _on_opened(self) -> None:
        project = self.services.session.project
        assert project is not None
        if self._open_folder not in (None, project.folder):
            self.notices.clear()  # what was said of the project before
        self._open_folder = project.folder
        mark = "  (read-only)" if self.services.document.read_only else ""
        self.setWindowTitle(tr(f"{project.name}{mark}  ·  Miscount"))
        self.services.runs.set_folder(project.runs_folder)
        self.services.suites.set_folder(project.suites_folder)
        self.preferences.remember_project(project.folder)
        self._refresh_actions()

    def _on_left(self) -> None:
        self.setWindowTitle(tr("Miscount"))
        self._say_while_empty("")
        self.services.runs.set_folder(None)
        self.services.suites.set_folder(None)
        self._refresh_actions()

    def _on_shown_alone(self, found: Recognized) -> None:
        name = found.folder.name
        self.setWindowTitle(tr(f"Run {name}  ·  Miscount" if found.kind == "run" else f"Suite {name}  ·  Miscount"))

    def _on_ready(self) -> None:
        self.scene_list.set_empty_text()
        self._refresh_actions()
        self.pages.make_ahead()

    def _on_progress(self, words: str, _done: int, _total: int) -> None:
        if self.services.document.dataset is None:
            self._say_while_empty(words)

    def _say_while_empty(self, words: str) -> None:
        """Where scenes will be, what is being waited for; what to do next where that is nothing."""
        waited = (words,) if words else ()
        if not words:
            self.status_line.set_message("")  # nothing is being opened any more
        self.scene_list.set_empty_text(*waited)
        self.middle.say_while_empty(*waited)

    # ---- closing

    def closeEvent(self, event: QCloseEvent) -> None:
        running = next(iter(self._at_work()), None)
        if running is not None and not dialogs.stop_and_close(self, running.title, running.goes_on):
            event.ignore()
            return
        if not self._closing and not self._loses_nothing():
            event.ignore()
            return
        if not self._closing:
            self._closing = True
            self._shut_down()
        super().closeEvent(event)

    def _loses_nothing(self) -> bool:
        """Whether all edits are on a disk, in the project or in the journal, or the person lets them go."""
        problem, kept = self.services.session.save_at_once()
        return kept or dialogs.close_unsaved(self, problem)

    def _at_work(self) -> list[Job]:
        """What is being done: by the queue, and by windows with work of their own."""
        queue = self.services.jobs.running
        return [*([] if queue is None else [queue]), *self._commands.work]

    def _on_restart(self) -> None:
        self.begins_again = self.close()

    def _shut_down(self) -> None:
        services = self.services
        sheet = dialogs.busy(self, "Stopping the job at its next step…") if self._at_work() else None
        self.pages.stop()
        services.jobs.stop()
        self._commands.close_work()
        if sheet is not None:
            sheet.close()
        if self._page is not None:
            self._page.leave()
        self.doors.close()
        services.reaction.close()
        services.thumbnails.close()
        services.contact_sheet.close()
        services.session.close()
        services.background.close()
        screen_place.keep(self)
