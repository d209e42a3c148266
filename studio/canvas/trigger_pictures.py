"""The pictures that triggers show: those of the program, those of the project, and where others are brought from."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication, QImage

from miscount.engine.errors import DatasetError, EngineError
from miscount.engine.files import file_sha256, write_atomically
from miscount.engine.reading import listed
from miscount.widgets.canvas import CanvasView
from miscount.widgets.canvas.tools.region import region_mask
from miscount.widgets.forms.picture_field import Shelf, ShelfPicture, Source

from ..actions import ActionId
from ..desktop import dialogs
from ..desktop.background import Background
from ..document import Document
from ..document.painted_pictures import FOLDER, PREFIX, keep
from ..document.session import Session
from ..forms.binding import part_at, with_value
from .binding import CanvasBinding
from .layer_controller import LayerController
from .pictures import Pictures

SMALL_PX = 96
PICKED = "picked-"
SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff")
_FILES = "Pictures (*.png *.jpg *.jpeg *.bmp *.webp *.tif *.tiff)"
READ_ONLY = "This window is read-only: no picture can be added to the project."
SOURCES = (
    Source("disk", "Disk…", "open", "A picture of yours; a copy is kept with the project."),
    Source("clipboard", "Clipboard", "paste", "The picture that was copied last."),
    Source("scene", "Scene", "crop", "Drag a box on the scene, or click a polygon and press Enter."),
)


class TriggerPictures(QObject):
    """Fills the shelves of the forms that choose pictures, and carries out what is asked for there."""

    notified = Signal(str)
    problem = Signal(str)
    changed = Signal()

    def __init__(
        self,
        document: Document,
        session: Session,
        background: Background,
        pictures: Pictures,
        layers: LayerController,
        link: CanvasBinding,
        canvas: CanvasView,
        act: Callable[[ActionId], None],
    ) -> None:
        super().__init__(canvas)
        self._document, self._session, self._background = document, session, background
        self._pictures, self._layers, self._link = pictures, layers, link
        self._canvas, self._act = canvas, act
        self._shelves: list[Shelf] = []
        self._found: tuple[ShelfPicture, ...] = ()
        self._known: dict[tuple[str, int], ShelfPicture] = {}  # by value and time of the file
        self._missed: set[str] = set()
        self._asked = 0
        self._region_for = ""  # the path of the field that a region of the scene is to be for
        canvas.region_changed.connect(self._on_region)
        session.opened.connect(self.refresh)

    def serve(self, shelf: Shelf) -> None:
        """Fill this shelf from now on, and bring what is asked for there."""
        self._shelves.append(shelf)
        shelf.set_pictures(self._found)
        shelf.wanted.connect(self.refresh)
        shelf.asked.connect(self.bring)

    def image(self, value: str) -> QImage | None:
        """The picture in small, where it is known."""
        return next((one.image for one in self._found if one.value == value), None)

    def image_of(self, value: str) -> QImage | None:
        """The same; what is not known yet, such as a stroke that was just painted, is looked for once."""
        found = self.image(value)
        if found is None and value not in self._missed:
            self._missed.add(value)
            self.refresh()
        return found

    def refresh(self) -> None:
        """Look at the folders anew, off the window's thread."""
        self._asked += 1
        work = partial(_small_ones, self._folder(), dict(self._known))
        self._background.run(work, partial(self._take, self._asked))

    def _take(self, number: int, found: Sequence[tuple[tuple[str, int], ShelfPicture]]) -> None:
        if number != self._asked:
            return
        self._known = dict(found)
        self._found = tuple(self._known.values())
        for shelf in self._shelves:
            shelf.set_pictures(self._found)
        self.changed.emit()

    def _folder(self) -> Path | None:
        project = self._session.project
        return None if project is None else project.recipe_path.parent / FOLDER

    # ---- from elsewhere

    def bring(self, path: str, source: str) -> None:
        """Bring a picture from one of SOURCES into the project, for the field at `path` of the recipe."""
        if self._folder() is None or self._document.read_only:
            self.problem.emit(READ_ONLY)
            return
        match source:
            case "disk":
                file = dialogs.choose_file(self._canvas, "Choose a picture", _FILES)
                if file is not None:
                    self._put(path, partial(_copied, file))
            case "clipboard":
                pixels = pixels_of(QGuiApplication.clipboard().image())
                if pixels is None:
                    self.notified.emit("The clipboard holds no picture: copy one first.")
                else:
                    self._put(path, partial(keep, pixels, prefix=PICKED))
            case "scene":
                self._region_for = path
                self._act(ActionId.TOOL_REGION)
                self.notified.emit("Drag a box on the scene: what lies in it becomes the picture.")

    def takes(self, path: Path) -> bool:
        """Whether a file that is dropped now becomes a layer: a picture, while the trigger is in the hand."""
        return self._link.is_painting and path.suffix.lower() in SUFFIXES and path.is_file()

    def drop(self, file: Path, at: QPoint) -> None:
        """The picture becomes a layer where it falls, `at` a point of the screen; a copy is kept with the project."""
        folder, size = self._folder(), self._link.image_size
        if folder is None or self._document.read_only:
            self.problem.emit(READ_ONLY)
            return
        if size is None:
            self.problem.emit("No scene is shown that a picture could be laid on.")
            return
        stage = self._canvas.stage
        place = stage.viewport().mapFromGlobal(at)
        x, y = stage.to_image(place.x(), place.y())
        where = {"x": min(max(x / size[1], 0.0), 1.0), "y": min(max(y / size[0], 0.0), 1.0)}

        def take(made: Path) -> None:
            if self._folder() == folder:
                self._layers.add_picture("Add a picture", str(made), **where)
                self.refresh()

        self._background.run(partial(_copied, file, folder), take, self.problem.emit)

    def _on_region(self, corners: NDArray[np.float64] | None) -> None:
        path, self._region_for = self._region_for, ""
        kept = self._pictures.kept(self._document.scene_id)
        if not self._link.is_painting or corners is None or kept is None or self._canvas.mode() != "region":
            return
        self._canvas.region.clear()
        self._act(ActionId.TOOL_TRIGGER)
        pixels = cut_out(kept.image, corners)
        if pixels is not None and path:
            self._put(path, partial(keep, pixels, prefix=PICKED))
        elif pixels is not None:
            self._put_layer(pixels, corners, (kept.image.shape[0], kept.image.shape[1]))

    def _put_layer(self, pixels: NDArray[np.uint8], corners: NDArray[np.float64], size: tuple[int, int]) -> None:
        """What was cut out becomes a layer, where it is: moved from there, it copies what stood in the scene."""
        folder = self._folder()
        if folder is None or self._document.read_only:
            return
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        where = {
            "x": float(left + right) / 2 / size[1], "y": float(top + bottom) / 2 / size[0],
            "size": max(pixels.shape[:2]) / min(size),
        }  # fmt: skip

        def take(made: Path) -> None:
            if self._folder() == folder:
                self._layers.add_picture("Make the region a layer", str(made), **where)
                self.refresh()

        self._background.run(partial(keep, pixels, folder, PICKED), take, self.problem.emit)

    def _put(self, path: str, make: Callable[[Path], Path]) -> None:
        folder = self._folder()
        assert folder is not None

        def take(made: Path) -> None:
            recipe = self._document.recipe
            if recipe is None or self._folder() != folder or part_at(recipe, path) is None:
                return  # another project, or another layer, came meanwhile
            after = with_value(recipe, path, str(made))
            self._document.edit_value("Change picture", "recipe", after, merge=False)
            self.refresh()

        self._background.run(lambda: make(folder), take, self.problem.emit)


def pixels_of(image: QImage) -> NDArray[np.uint8] | None:
    """uint8 (h, w, 4) RGBA of an image; None for none."""
    if image.isNull():
        return None
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 4 * plain.width()].reshape(plain.height(), plain.width(), 4).copy()


def cut_out(image: NDArray[np.uint8], corners: NDArray[np.float64]) -> NDArray[np.uint8] | None:
    """What lies in a region of `image` (H, W, 3), RGBA and clear outside of it; None where that is nothing."""
    rows, columns, inside = region_mask(corners, (image.shape[0], image.shape[1]))
    if not inside.any():
        return None
    return np.dstack([image[rows, columns], np.where(inside, 255, 0).astype(np.uint8)])


def _copied(file: Path, folder: Path) -> Path:
    """A copy of `file` in `folder`, under its own name where that is free. Raises DatasetError, OutputError."""
    from miscount.engine.scenes.images import read_rgba

    read_rgba(file)  # a file that is no picture is told before it is named
    if file.resolve().parent == folder.resolve():
        return file
    content = file_sha256(file, "expected a picture", DatasetError)
    target = folder / file.name
    if target.exists() and file_sha256(target, "expected a picture", DatasetError) != content:
        target = folder / f"{file.stem}-{content[:12]}{file.suffix}"
    if not target.exists():
        write_atomically(target, lambda part: shutil.copyfile(file, part))
    return target


def _small_ones(
    folder: Path | None, known: Mapping[tuple[str, int], ShelfPicture]
) -> list[tuple[tuple[str, int], ShelfPicture]]:
    """The pictures of the program, then those in `folder`: a person's own first, painted ones last."""
    from miscount.engine.triggers.pictures import picture_names, picture_path

    named = [(name, name, picture_path(name)) for name in picture_names()]
    if folder is not None:
        own = [path for path in listed(folder) or () if path.suffix.lower() in SUFFIXES]
        own.sort(key=lambda path: (path.name.startswith(PREFIX), path.name.startswith(PICKED), path.name))
        named += [(str(path), words_of(path), path) for path in own]
    found = []
    for value, words, path in named:
        try:
            key = (value, path.stat().st_mtime_ns)
            found.append((key, known.get(key) or ShelfPicture(value, words, _small(path))))
        except (EngineError, OSError):
            continue  # one that cannot be read is none to choose
    return found


def words_of(path: PurePath) -> str:
    """What a picture of the project is called."""
    if path.name.startswith(PREFIX):
        return "painted by hand"
    return "cut out" if path.name.startswith(PICKED) else path.name


def _small(path: Path) -> QImage:
    from miscount.engine.scenes.images import read_rgba
    from miscount.engine.triggers.pictures import resized

    pixels = read_rgba(path)
    tall, wide = pixels.shape[:2]
    share = min(1.0, SMALL_PX / max(tall, wide))
    small = np.ascontiguousarray(resized(pixels, (max(1, round(tall * share)), max(1, round(wide * share)))))
    height, width = small.shape[:2]
    return QImage(small.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
