"""The editor of the trigger: its kind, its layers, the settings of the chosen one, the brush, and its last states."""

from functools import partial
from pathlib import PurePath

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPalette, QResizeEvent
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from miscount.engine import plugins
from miscount.widgets.forms import Form
from miscount.widgets.forms.color_field import SWATCH, swatch
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.forms.picture_field import Shelf
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.picture_strip import PictureStrip
from miscount.widgets.stack_editor import StackEditor, StackRow
from miscount.widgets.words import Words

from ..actions import ActionId
from ..canvas.layer_controller import TRIGGER
from ..canvas.painting import color_of
from ..canvas.trigger_pictures import SOURCES, words_of
from ..forms.binding import NO_RECIPE, RecipeForm, with_value
from ..services import Services

_HINT = "Paint on the scene (B), add a layer, or drop a picture on the scene: what is there stays below."
_STATE_PX = QSize(56, 42)
_ROOM_FOR_STATES_PX = 380
_FILES = (
    (ActionId.SAVE_TRIGGER, "save", "Save the trigger as a small file with its pictures"),
    (ActionId.LOAD_TRIGGER, "open", "Load a trigger that was saved"),
    (ActionId.COPY_TRIGGER, "copy", "Copy the trigger with its pictures, for another project"),
    (ActionId.PASTE_TRIGGER, "paste", "Paste a trigger that was copied"),
)


class TriggerEditor(QWidget):
    """Shows the trigger of the recipe; what the person does with it becomes an edit."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._entered = False
        self._patterns: dict[tuple[object, ...], QImage] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.setSpacing(6)
        head.addLayout(self._make_kind())
        self._stack = StackEditor()
        head.addWidget(self._stack)
        self._hint = Words(tr(_HINT), wordWrap=True)
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        head.addWidget(self._hint)
        head.addLayout(self._make_brush())
        column.addLayout(head)
        self.form = Form(empty_text=NO_RECIPE)
        hidden = ("shown", "layers", "triggers", "left_out")
        self._link = RecipeForm(self.form, services.document, root=TRIGGER, leave_out=hidden, beside=True)
        self._shelf = Shelf(self.form, SOURCES)
        services.trigger_pictures.serve(self._shelf)
        column.addWidget(self.form, 1)
        self._states = PictureStrip(empty_text="The last states stand here.", size=_STATE_PX, in_one_line=True)
        self._states.setToolTip(tr("The last states of the trigger: a click brings one back."))
        column.addWidget(self._states)
        self._connect()
        self._on_layers()
        self._show_states()

    def _make_kind(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._kind = CalmComboBox()
        self._filled = -1  # the state of the kinds that it shows
        self._kind.setAccessibleName(tr("Kind of trigger"))
        self._kind.activated.connect(self._on_kind)
        row.addWidget(self._kind, 1)
        for action, sign, tip in _FILES:
            button = QToolButton()
            button.setIcon(icon(sign))
            button.setToolTip(tr(tip))
            button.setAccessibleName(tr(tip))
            button.setMinimumSize(TARGET_PX, TARGET_PX)
            button.clicked.connect(partial(self._act, action))
            row.addWidget(button)
        return row

    def _act(self, action: ActionId, _checked: bool = False) -> None:
        self._services.act(action)

    def _make_brush(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Words(tr("Brush")))
        self._color = QToolButton()
        self._color.setText(tr("Color…"))
        self._color.setToolTip(tr("What the brush paints with."))
        self._color.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._color.setIconSize(SWATCH)
        self._color.setMinimumHeight(TARGET_PX)
        self._color.clicked.connect(self._choose_color)
        self._strength = QSpinBox(minimum=1, maximum=100, value=100, singleStep=10, suffix=" %")
        self._strength.setAccessibleName(tr("Opacity of the brush"))
        self._strength.setToolTip(tr("How much of the color a dab lays on: - and = . A pen's pressure multiplies it."))
        self._strength.setMinimumHeight(TARGET_PX)
        row.addWidget(self._color)
        row.addWidget(self._strength)
        row.addStretch(1)
        self._show_color()
        return row

    def _connect(self) -> None:
        services, layers = self._services, self._services.layers
        self._stack.chosen.connect(layers.choose)
        self._stack.asked.connect(layers.do)
        self._stack.added.connect(layers.add)
        self._stack.toggled.connect(layers.toggle)
        self._stack.moved.connect(layers.move)
        self._strength.valueChanged.connect(self._on_strength)
        self._states.activated.connect(self._on_state)
        layers.changed.connect(self._on_layers)
        services.canvas.strength_stepped.connect(self._on_strength_stepped)
        services.trigger_pictures.changed.connect(self._show_rows)
        services.trigger_states.changed.connect(self._show_states)

    def enter(self) -> None:
        """The page is shown."""
        self._entered = True
        self._services.trigger_pictures.refresh()
        self._on_layers()

    def leave(self) -> None:
        """Another page is shown."""
        self._entered = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._states.setVisible(event.size().height() >= _ROOM_FOR_STATES_PX)  # settings go before states

    # ---- kind and layers

    def _on_layers(self) -> None:
        document, layers = self._services.document, self._services.layers
        recipe = document.recipe
        self.setEnabled(recipe is not None)
        if recipe is None:
            return
        self._fill_kinds()
        with QSignalBlocker(self._kind):
            self._kind.setCurrentIndex(self._kind.findData(recipe.poison.trigger.kind))
        self._show_rows()
        self._link.set_root(layers.path(layers.current))
        self.form.setEnabled(not layers.is_locked(layers.current))
        self._hint.setVisible(len(layers.sheets) == 1)

    def _fill_kinds(self) -> None:
        if self._filled == plugins.generation():
            return
        from miscount.engine.triggers import KINDS  # the recipe brought them along

        self._kind.clear()
        for kind, part in KINDS.items():
            self._kind.addItem(tr(part.title), kind)
            self._kind.setItemData(self._kind.count() - 1, tr(part.card), Qt.ItemDataRole.ToolTipRole)
        addable = [(kind, part) for kind, part in KINDS.items() if kind not in ("composite", "painted")]
        picture = ("painted", "Picture", "A picture with a blend mode, at a place, over the frame, on heads or tiled.")
        self._stack.set_kinds([picture, *((kind, part.title, part.card) for kind, part in addable)])
        self._filled = plugins.generation()

    def _on_kind(self, place: int) -> None:
        recipe, kind = self._services.document.recipe, self._kind.itemData(place)
        if recipe is not None and kind != recipe.poison.trigger.kind:
            after = with_value(recipe, f"{TRIGGER}.kind", kind)
            self._services.document.edit_value("Change kind", "recipe", after, merge=False)

    def _show_rows(self) -> None:
        layers = self._services.layers
        rows = [self._row(place) for place in range(len(layers.sheets))]
        self._stack.set_rows(rows, layers.current)

    def _row(self, place: int) -> StackRow:
        from miscount.engine.triggers.painted import Layer

        layers = self._services.layers
        sheet, locked = layers.sheets[place], layers.is_locked(place)
        part = sheet.part
        if isinstance(part, Layer):
            name = words_of_picture(part.picture)
            note, image = f"{part.blend}, {part.opacity:.0%}", self._services.trigger_pictures.image_of(part.picture)
            return StackRow(name, note, sheet.shown, locked, image)
        name = f"{part.title}: {part.name}" if part.name else part.title
        note = f"{part.dose_field.removesuffix('_px').replace('_', ' ')} {getattr(part, part.dose_field):.3g}"
        return StackRow(name, note, sheet.shown, locked, self._image_of(part))

    def _image_of(self, part: object) -> QImage | None:
        from miscount.engine.triggers.pattern import PatternTrigger

        if not isinstance(part, PatternTrigger):
            return None
        if part.pattern == "picture":
            return self._services.trigger_pictures.image_of(part.picture)
        looks = (part.pattern, part.color, part.second_color, part.cells, part.pattern_seed)
        if looks not in self._patterns:  # kept here: the engine keeps the few that it drew over whole frames
            small = part.drawn((32, 32))
            self._patterns = {looks: QImage(small.data, 32, 32, 128, QImage.Format.Format_RGBA8888).copy()}
        return self._patterns[looks]

    def show_problem(self, sentence: str) -> None:
        """A picture of the chosen layer that cannot be read is told beside its field."""
        layers = self._services.layers
        picture = getattr(layers.sheet.part, "picture", "") if layers.sheet is not None else ""
        if picture and picture in sentence:
            self.form.set_problem(f"{layers.path(layers.current)}.picture", sentence)

    # ---- the brush

    def _choose_color(self) -> None:
        chosen = QColorDialog.getColor(QColor(*self._services.painter.color), self, tr("Color of the brush"))
        if chosen.isValid():
            self._services.painter.color = color_of(chosen)
            self._show_color()

    def _show_color(self) -> None:
        self._color.setIcon(swatch(QColor(*self._services.painter.color), self))

    def _on_strength(self, value: int) -> None:
        self._services.painter.strength = value / 100

    def _on_strength_stepped(self, by: float) -> None:
        if self._entered:
            self._strength.setValue(round(self._strength.value() + 100 * by))

    # ---- the last states

    def _show_states(self) -> None:
        states = self._services.trigger_states.states
        self._states.set_pictures([(str(place), state.pixels, state.words) for place, state in enumerate(states)])

    def _on_state(self, place: str) -> None:
        self._services.trigger_states.back_to(int(place))


def words_of_picture(value: str) -> str:
    """What a picture is called: its name in the program, or that of its file."""
    return words_of(PurePath(value)) if value else "no picture"
