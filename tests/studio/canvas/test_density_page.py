"""The density map by hand: every brush, regions, stale maps and their three ways out, export; by real events."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton

from miscount.engine.scenes.maps import read_map
from miscount.studio.actions import ActionId
from tests.studio.hands import Hand, export

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def density(window, qtbot):
    window.show_page(ActionId.PAGE_DENSITY)
    qtbot.waitUntil(lambda: window.services.density.map is not None, timeout=10_000)
    window.services.canvas.set_brush_radius(12)
    return window.services.density


def choose(window, kind: str) -> None:
    box = next(b for b in window.page.inspector.findChildren(QComboBox) if b.accessibleName() == "Kind")
    box.setCurrentIndex(box.findData(kind))


def button(window, words: str) -> QPushButton:
    return next(b for b in window.page.inspector.findChildren(QPushButton) if b.text().startswith(words))


@pytest.mark.parametrize(
    ("kind", "modifiers", "expected"),
    [
        ("add", Qt.KeyboardModifier.NoModifier, 1.0),
        ("stamp", Qt.KeyboardModifier.NoModifier, 1.0),
        ("smooth", Qt.KeyboardModifier.NoModifier, 0.0),
    ],
)
def test_a_click_of_each_brush_changes_the_count_by_what_it_says(window, density, kind, modifiers, expected):
    choose(window, kind)
    before = density.total
    Hand(window.services.canvas).click(64, 48, modifiers)
    assert density.total - before == pytest.approx(expected, abs=1e-3)
    window.do(ActionId.UNDO)
    assert density.total == pytest.approx(before, abs=1e-4)


def test_moving_keeps_the_sum_and_multiplying_does_not(window, density):
    before, shape = density.total, density.map.copy()
    choose(window, "move")
    Hand(window.services.canvas).drag((40, 40), (70, 50))
    assert density.total == pytest.approx(before, rel=1e-4)
    assert not np.allclose(density.map, shape)
    choose(window, "scale")
    Hand(window.services.canvas).drag((40, 40), (70, 50))
    more = density.total
    assert more > before
    Hand(window.services.canvas).drag((40, 40), (70, 50), modifiers=ALT)
    assert density.total < more


def test_the_strength_follows_its_keys(window, density):
    window.services.canvas.stage.setFocus()
    Hand(window.services.canvas).click(5, 5)
    QTest.keyClick(window.services.canvas.stage, Qt.Key.Key_Minus)
    assert density.brush.strength == pytest.approx(0.9)
    before = density.total
    Hand(window.services.canvas).click(64, 48)
    assert density.total - before == pytest.approx(0.9, abs=1e-3)


def test_a_box_is_drawn_and_changed(window, density):
    window.do(ActionId.TOOL_REGION)
    Hand(window.services.canvas).drag((20, 20), (60, 60))
    inside = density.region_total()
    assert inside == pytest.approx(float(density.map[20:60, 20:60].sum()), rel=1e-3)
    outside = density.total - inside
    window.page._value.setValue(7.5)
    QTest.mouseClick(button(window, "Set total"), Qt.MouseButton.LeftButton)
    assert density.region_total() == pytest.approx(7.5, abs=1e-3)
    QTest.mouseClick(button(window, "Fill"), Qt.MouseButton.LeftButton)
    assert np.ptp(density.map[21:59, 21:59]) < 1e-6
    QTest.mouseClick(button(window, "Multiply"), Qt.MouseButton.LeftButton)
    assert density.region_total() == pytest.approx(56.25, rel=1e-3)
    QTest.mouseClick(button(window, "Clear"), Qt.MouseButton.LeftButton)
    assert density.region_total() == 0
    assert density.total == pytest.approx(outside, abs=1e-2)
    for _ in range(4):
        window.do(ActionId.UNDO)
    assert density.region_total() == pytest.approx(inside, abs=1e-3)


def test_a_polygon_is_clicked_and_closed_with_enter(window, density):
    window.do(ActionId.TOOL_REGION)
    hand = Hand(window.services.canvas)
    for corner in ((10, 10), (90, 12), (50, 80)):
        hand.click(*corner)
    assert density.region is None
    window.services.canvas.stage.setFocus()
    QTest.keyClick(window.services.canvas.stage, Qt.Key.Key_Return)
    assert len(density.region) == 3
    QTest.keyClick(window.services.canvas.stage, Qt.Key.Key_Escape)
    assert density.region is None


def stale(window):
    """Paint, then move a head: the map belongs to other heads."""
    Hand(window.services.canvas).click(64, 48)
    document = window.services.document
    heads = document.annotation(document.scene_id)
    document.edit_heads("Add", heads.with_heads([[30.0, 30.0]]))
    return document


def test_a_stale_map_is_laid_over_the_new_one(window, density, qtbot):
    before = density.total
    document = stale(window)
    assert document.is_stale(document.scene_id)
    assert button(window, "Lay the edits").isVisible()
    QTest.mouseClick(button(window, "Lay the edits"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not document.is_stale(document.scene_id), timeout=5_000)
    assert density.total == pytest.approx(before + 2, abs=0.02)
    window.do(ActionId.UNDO)
    assert document.is_stale(document.scene_id)


def test_a_stale_map_is_kept_or_made_anew(window, density, qtbot):
    before = density.total
    document = stale(window)
    QTest.mouseClick(button(window, "Keep the map"), Qt.MouseButton.LeftButton)
    assert not document.is_stale(document.scene_id)
    assert density.total == pytest.approx(before + 1, abs=1e-3)
    QTest.mouseClick(button(window, "Make the map"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: abs(density.total - before - 1) < 0.01 and not density.is_hand_edited(), timeout=5_000)


def test_hand_maps_are_exported_with_the_others(window, density, qtbot, tmp_path):
    Hand(window.services.canvas).click(64, 48)
    out = tmp_path / "maps"
    for form in ("npy", "h5"):
        with qtbot.waitSignal(window.services.jobs.ended, timeout=60_000):
            export(window, ActionId.EXPORT_MAPS, out / form, form)
    document = window.services.document
    for form in ("npy", "h5"):
        files = sorted((out / form).rglob(f"*.{form}"))
        assert len(files) == len(document.dataset)
        assert np.array_equal(read_map(out / form / f"{document.scene_id}.{form}"), density.map)


def test_selected_heads_show_the_width_of_their_kernels(window, density):
    document = window.services.document
    document.select([0, 1, 2])
    rings = window.services.canvas.rings
    assert rings.isVisible()
    assert len(rings._circles) == 3
    document.select([])
    assert not rings.isVisible()
