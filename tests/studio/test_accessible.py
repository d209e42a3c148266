"""Everything by keyboard, seen and read: the ring of the focus, names of controls, contrast as it is on the glass.

Measured on what is painted, in both themes, by WCAG 2.2 AA: 4.5:1 for text (1.4.3), 3:1 for marks (1.4.11).
"""

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

from miscount.studio.actions import ActionId
from miscount.studio.pages import PAGES
from miscount.widgets.theme import apply_theme
from tests.studio.test_bench_of_the_curator import named

WINDOWS = (
    ActionId.COUNT_PICTURES, ActionId.AUDIT, ActionId.DIFFERENCES, ActionId.PREFERENCES, ActionId.SHORTCUTS,
    ActionId.EXPORT_SCENES, ActionId.READING_RULES,
)  # fmt: skip
TEXT, MARK = 4.5, 3.0


@pytest.fixture(params=["light", "dark"])
def theme(request, window):
    window.preferences.prefer(theme=request.param)
    QApplication.sendPostedEvents()
    yield request.param
    apply_theme(QApplication.instance(), "light")


def pixels(widget: QWidget) -> np.ndarray:
    """What is painted, (h, w, 3) from 0 to 1."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[..., :3] / 255.0


def luminance(color: np.ndarray) -> np.ndarray:
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    bright, dim = np.maximum(luminance(one), luminance(other)), np.minimum(luminance(one), luminance(other))
    return (bright + 0.05) / (dim + 0.05)


def of_text(widget: QWidget) -> float:
    """The contrast of the words of a widget with the color that most of it has, where a stroke is full."""
    seen = pixels(widget)
    edge = 0 if isinstance(widget, QLabel) else 3
    inner = seen[edge : seen.shape[0] - edge, edge : seen.shape[1] - edge].reshape(-1, 3)
    colors, counts = np.unique(np.round(inner, 2), axis=0, return_counts=True)
    return float(contrast(colors, colors[counts.argmax()]).max())


def tops(window, qtbot):
    """The window on each page, and each dialog."""
    for page in PAGES:
        window.show_page(page.action)
        yield page.action.value, window
    for action in WINDOWS:
        window.do(action)
        qtbot.wait(20)
        for top in [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window]:
            yield action.value, top
            top.close()


def with_words(top: QWidget):
    """Widgets in view that show words of their own, and may be used; what stands in for words is no text (1.4.3)."""
    for widget in top.findChildren(QWidget):
        seen = widget.visibleRegion().boundingRect()
        if not widget.isVisible() or not widget.isEnabled() or min(seen.width(), seen.height()) < 10:
            continue
        match widget:
            case QLabel() if widget.text().strip() and widget.pixmap().isNull():
                yield widget
            case QAbstractButton() | QComboBox() if (getattr(widget, "currentText", widget.text if isinstance(
                widget, QAbstractButton) else str)()).strip():  # fmt: skip
                yield widget
            case QLineEdit() if widget.text():
                yield widget


def test_words_stand_out_from_their_ground(window, qtbot, theme):
    poor, measured = {}, 0
    for where, top in tops(window, qtbot):
        for widget in with_words(top):
            measured += 1
            ratio = of_text(widget)
            if ratio < TEXT:
                words = getattr(widget, "text", getattr(widget, "currentText", str))()
                poor[f"{where}: {type(widget).__name__} {words[:40]!r}"] = round(ratio, 2)
    assert poor == {}
    assert measured > 300


def by_tab(window, page):
    """Every control that Tab reaches on a page, in its order, until it comes back."""
    window.show_page(page.action)
    window.activateWindow()
    QApplication.sendPostedEvents()
    window.scene_list.focus_filter()
    first = QApplication.focusWidget()
    yield first
    for _ in range(250):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is first:
            return
        yield now
    pytest.fail(f"Tab does not come back on {page.action.value}")


def test_the_keyboard_reaches_everything_and_is_seen_where_it_is(window, qtbot, theme):
    """A ring all around each kind of control, by 3:1 to what was painted there without the keyboard."""
    unseen, kinds = {}, set()
    for page in PAGES:
        last: tuple[str, QWidget, np.ndarray] | None = None
        visited: list[QWidget] = []
        for control in by_tab(window, page):
            if last is not None:
                name, before, ringed = last
                plain = pixels(before)
                if plain.shape == ringed.shape:
                    edge = 2 * sum(plain.shape[:2])
                    share = float((contrast(plain, ringed) >= MARK).sum()) / edge
                    if share < 0.5:
                        unseen[name] = round(share, 2)
            assert control not in visited, "once each"
            visited.append(control)
            kind = f"{type(control).__name__} in {type(control.parentWidget()).__name__}"
            last = (kind, control, pixels(control)) if kind not in kinds else None
            kinds.add(kind)
        takers = {
            widget for widget in window.findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not isinstance(widget, QScrollArea | QTabBar) and widget.focusProxy() is None
            and not any(widget is area.viewport() for area in window.findChildren(QAbstractScrollArea))
        }  # fmt: skip
        left = {f"{type(each).__name__} {each.accessibleName()}" for each in takers - set(visited)}
        assert {name for name in left if not name.startswith(("QLineEdit ", "QTabWidget"))} == set(), page.action
    assert unseen == {}
    assert len(kinds) > 30


def test_the_ring_goes_with_the_mouse(window, qtbot):
    window.activateWindow()
    window.scene_list.focus_filter()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    ring = window._focus_ring._ring
    assert ring.isVisible()
    assert ring.size() == QApplication.focusWidget().size() != QSize(0, 0)
    QTest.mouseClick(window.scene_list._view.viewport(), Qt.MouseButton.LeftButton)
    assert window._focus_ring._ring is None


def test_dialogs_have_names_for_everything(window, qtbot):
    for where, top in tops(window, qtbot):
        if top is not window:
            viewports = [area.viewport() for area in top.findChildren(QAbstractScrollArea)]
            nameless = [
                f"{where}: {type(widget).__name__} in {type(widget.parentWidget()).__name__}"
                for widget in top.findChildren(QWidget)
                if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                and not isinstance(widget, QScrollArea) and widget not in viewports and not named(widget)
            ]  # fmt: skip
            assert nameless == []
