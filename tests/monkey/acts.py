"""What a monkey does: hand and keys anywhere, actions of the registry, and gestures that a person would make."""

import random
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from miscount.studio.actions import ActionId
from miscount.studio.window import StudioWindow
from tests.monkey.places import Places

PAGES = {action.value.removeprefix("page_"): action for action in ActionId if action.value.startswith("page_")}
NEVER = {ActionId.QUIT}
SELDOM = {ActionId.RUN_START, ActionId.RUN_SUITE, ActionId.GO_ON_SUITE, ActionId.EXPORT_SCENES, ActionId.EXPORT_MAPS,
          ActionId.EXPORT_POISON, ActionId.CALIBRATE, ActionId.NEW_PROJECT, ActionId.OPEN_PROJECT,
          ActionId.OPEN_QUICKSTART, ActionId.OPEN_DATASET, ActionId.OPEN_RUN, ActionId.SAVE_ELSEWHERE, ActionId.EXPLAIN,
          ActionId.CHECK_PEOPLE, ActionId.RUN_IN_PROCESS}  # fmt: skip
"""What takes seconds, or puts another project in the place of this one."""

LARGEST = (1900, 1200)

KEYS = [*(Qt.Key(code) for code in (*range(0x30, 0x3A), *range(0x41, 0x5B))), Qt.Key.Key_Return, Qt.Key.Key_Escape,
        Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Left, Qt.Key.Key_Right,
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Comma, Qt.Key.Key_Period, Qt.Key.Key_Minus,
        Qt.Key.Key_Equal, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp,
        Qt.Key.Key_Home, Qt.Key.Key_End]  # fmt: skip
MODIFIERS = [Qt.KeyboardModifier.NoModifier] * 5 + [
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
]  # fmt: skip
BUTTONS = [Qt.MouseButton.LeftButton] * 6 + [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton]
TEXTS = [
    "",
    "0",
    "-1",
    "1e999",
    "0.5",
    "nan",
    "<b>x</b>",
    "../../evil",
    "ü☃𝕏",
    "a" * 3000,
    "\u202e",
    "part:A",
    "*",
    "(",
]


class Monkey:
    """Acts at random; with a `page` it comes back to it after every few acts."""

    def __init__(self, window: StudioWindow, places: Places, rng: random.Random, page: str) -> None:
        self._window, self._places, self._rng = window, places, rng
        self._recipe = window.services.document.recipe
        self._home = PAGES[page] if page != "all" else None
        acts: list[tuple[int, Callable[[], str]]] = [
            (8, self._hand_on_canvas), (4, self._drag_on_canvas), (3, self._wheel), (8, self._key), (8, self._action),
            (1, self._seldom), (5, self._hand_anywhere), (3, self._history), (2, self._type), (2, self._scene),
            (1, self._resize), (2, self._notice), (2, self._choose), (1, self._selection), (1, self._clipboard),
            (1, self._leave_alone),
        ]  # fmt: skip
        self._acts = [act for weight, act in acts for _ in range(weight)]

    def act(self, found) -> None:
        if self._home is not None and self._rng.random() < 0.1:
            found.last_act = f"back to {self._home.value}"
            self._window.do(self._home)
        self._keep_something_open(found)
        act = self._rng.choice(self._acts)
        found.last_act = act.__name__
        found.last_act = act()

    def _keep_something_open(self, found) -> None:
        """Where nothing is open, or its folder was taken away, little can happen: now and then back to the project."""
        document = self._window.services.document
        project, dataset = self._window.services.session.project, document.dataset
        gone = project is None or not dataset or not project.folder.exists()
        if gone and self._rng.random() < 0.02:
            found.last_act = "open the project"
            self._window.open_folder(self._places.project)
        if self._rng.random() < 0.003 and document.recipe is not None and self._recipe is not None:
            # a recipe to which parts are added for minutes has thousands of fields, and memory for them is no leak
            document.edit_value("Back to the first recipe", "recipe", self._recipe, merge=False)

    # ---- the hand

    def _hand_on_canvas(self) -> str:
        view = self._canvas()
        place = self._place_in(view)
        button, modifiers = self._rng.choice(BUTTONS), self._rng.choice(MODIFIERS)
        self._mouse(view, QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, modifiers)
        self._click(view, place, button, modifiers, self._rng.random() < 0.1)
        return f"click at {place} on the canvas"

    def _drag_on_canvas(self) -> str:
        view = self._canvas()
        start, end = self._place_in(view), self._place_in(view)
        button, modifiers = self._rng.choice(BUTTONS), self._rng.choice(MODIFIERS)
        self._mouse(view, QEvent.Type.MouseButtonPress, start, button, modifiers, held=button)
        for step in range(1, 5):
            between = start + (end - start) * (step / 4)
            self._mouse(view, QEvent.Type.MouseMove, between, Qt.MouseButton.NoButton, modifiers, held=button)
            if self._rng.random() < 0.05:
                self._action()  # in the middle of a gesture
        if self._rng.random() < 0.9:
            self._mouse(view, QEvent.Type.MouseButtonRelease, end, button, modifiers)
        return f"drag from {start} to {end} on the canvas"

    def _wheel(self) -> str:
        view = self._canvas() if self._rng.random() < 0.7 else self._any_widget()
        place = QPointF(self._place_in(view))
        turn = QPoint(0, self._rng.choice([-120, 120, -1200, 1200, 15]))
        modifiers = self._rng.choice(MODIFIERS)
        event = QWheelEvent(place, QPointF(view.mapToGlobal(place.toPoint())), QPoint(), turn,
                            Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(view, event)
        return f"wheel on {_name(view)}"

    def _hand_anywhere(self) -> str:
        widget = self._any_widget()
        self._click(widget, self._place_in(widget), self._rng.choice(BUTTONS), self._rng.choice(MODIFIERS), False)
        return f"click on {_name(widget)}"

    # ---- keys

    def _key(self) -> str:
        focus = QApplication.focusWidget() if self._rng.random() < 0.5 else self._canvas()
        key, modifiers = self._rng.choice(KEYS), self._rng.choice(MODIFIERS)
        if key == Qt.Key.Key_Q and modifiers == Qt.KeyboardModifier.ControlModifier:
            return "no quitting"
        self._press(focus or self._window, key, modifiers)
        return f"key {key.name} with {modifiers.name}"

    def _type(self) -> str:
        fields = [each for kind in (QLineEdit, QPlainTextEdit) for each in self._window.findChildren(kind)
                  if each.isVisible() and each.isEnabled()]  # fmt: skip
        if not fields:
            return "nothing to type into"
        field, text = self._rng.choice(fields), self._rng.choice(TEXTS)
        field.setFocus()
        field.selectAll()
        self._press(field, Qt.Key.Key_Delete)
        field.insert(text) if isinstance(field, QLineEdit) else field.insertPlainText(text)
        self._press(field, self._rng.choice([Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape]))
        return f"type {text[:20]!r} into {_name(field)}"

    # ---- actions

    def _action(self) -> str:
        possible = [each for each in ActionId if each not in NEVER | SELDOM and self._window.book[each].isEnabled()]
        if self._home is not None:
            possible = [each for each in possible if each not in PAGES.values()]
        return self._trigger(self._rng.choice(possible))

    def _seldom(self) -> str:
        if self._rng.random() < 0.7:
            return self._trigger(ActionId.RUN_STOP)
        possible = [each for each in SELDOM if self._window.book[each].isEnabled()]
        return self._trigger(self._rng.choice(sorted(possible, key=lambda each: each.value)))

    def _trigger(self, action: ActionId) -> str:
        if self._window.book[action].isEnabled():
            self._window.book[action].trigger()
        return f"action {action.value}"

    def _history(self) -> str:
        action = self._rng.choice([ActionId.UNDO, ActionId.REDO])
        for _ in range(self._rng.randrange(1, 12)):
            self._trigger(action)
        return f"many {action.value}"

    def _scene(self) -> str:
        dataset = self._window.services.document.dataset
        if dataset is not None and len(dataset):
            self._window.services.document.show_scene(self._rng.choice(dataset.scenes).id)
        return "another scene"

    def _selection(self) -> str:
        document = self._window.services.document
        number = len(document.annotation(document.scene_id))
        document.select([k for k in range(number) if self._rng.random() < 0.5])
        return "select some heads"

    def _clipboard(self) -> str:
        QGuiApplication.clipboard().setText(self._rng.choice(TEXTS))
        return self._trigger(ActionId.PASTE_HEADS)

    # ---- the window

    def _resize(self) -> str:
        size = self._rng.choice([(640, 400), (1280, 800), (1900, 1000), (300, 200), (900, 1200), LARGEST])
        self._window.resize(*size)
        return f"resize to {size}"

    def _notice(self) -> str:
        bar = self._window.notices
        if not bar.notices():
            return "no notice"
        if bar.notices()[0].action and self._rng.random() < 0.3:
            bar._on_action()
            return "the button of a notice"
        for _ in range(self._rng.randrange(1, 20)):
            bar._on_dismiss()
        return "dismiss notices"

    def _choose(self) -> str:
        boxes = [each for kind in (QComboBox, QTabWidget) for each in self._window.findChildren(kind)
                 if each.isVisible() and each.isEnabled() and each.count()]  # fmt: skip
        if not boxes:
            return "nothing to choose"
        box = self._rng.choice(boxes)
        place = self._rng.randrange(box.count())
        box.setCurrentIndex(place)
        if isinstance(box, QComboBox):
            box.activated.emit(place)
        return f"choose {place} of {_name(box)}"

    def _leave_alone(self) -> str:
        for _ in range(30):
            QApplication.processEvents()
        return "leave it alone"

    # ---- how

    def _canvas(self) -> QWidget:
        return self._window.services.canvas.stage.viewport()

    def _any_widget(self) -> QWidget:
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()] or [self._window]
        top = self._rng.choice([self._window, *tops])
        inside = [each for each in top.findChildren(QWidget) if each.isVisible() and each.width() > 2]
        return self._rng.choice(inside or [top])

    def _place_in(self, widget: QWidget) -> QPoint:
        return QPoint(self._rng.randrange(max(1, widget.width())), self._rng.randrange(max(1, widget.height())))

    def _click(self, widget: QWidget, place: QPoint, button, modifiers, double: bool) -> None:
        self._mouse(widget, QEvent.Type.MouseButtonPress, place, button, modifiers, held=button)
        self._mouse(widget, QEvent.Type.MouseButtonRelease, place, button, modifiers)
        if double:
            self._mouse(widget, QEvent.Type.MouseButtonDblClick, place, button, modifiers, held=button)
            self._mouse(widget, QEvent.Type.MouseButtonRelease, place, button, modifiers)

    def _mouse(self, widget, kind, place, button, modifiers, held=Qt.MouseButton.NoButton) -> None:
        event = QMouseEvent(kind, QPointF(place), QPointF(widget.mapToGlobal(place)), button, held, modifiers)
        QApplication.sendEvent(widget, event)

    def _press(self, widget: QWidget, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        text = chr(key.value).lower() if plain and 0x20 <= key.value < 0x7F else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}".strip()
