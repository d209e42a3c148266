"""What comes from elsewhere: pictures are counted as the command counts them, suspects audited as it audits them."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from miscount.engine.cli import main
from miscount.engine.counters import build, checkpoint
from miscount.studio.actions import ActionId
from miscount.studio.arrivals import tasks
from miscount.studio.desktop import dialogs


@pytest.fixture(scope="module")
def weights(tmp_path_factory) -> Path:
    counter = build({"kind": "light", "channels": 4}, seed=2)
    with torch.no_grad():
        counter.network.output_layer.bias.fill_(8.0)
    checkpoint.save(counter, path := tmp_path_factory.mktemp("weights") / "light.safetensors")
    return path


@pytest.fixture
def photos(tmp_path) -> list[Path]:
    """Three photographs, one of them cut off."""
    rng, folder = np.random.default_rng(0), tmp_path / "photos"
    folder.mkdir()
    for name, size in (("a.png", (40, 56)), ("b.png", (64, 33)), ("cut.png", (40, 40))):
        Image.fromarray(rng.integers(0, 256, (*size, 3), dtype=np.uint8)).save(folder / name)
    (folder / "cut.png").write_bytes((folder / "a.png").read_bytes()[:200])
    return sorted(folder.iterdir())


def drag(window, *paths: Path, at: QPoint) -> bool:
    """Drag onto the window, to `at`; whether it would be taken there."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drag.mime = mime  # Qt keeps no copy
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    enter.ignore()
    QApplication.sendEvent(window, enter)
    return enter.isAccepted()


def drop(window, *paths: Path, at: QPoint) -> None:
    assert drag(window, *paths, at=at)
    QApplication.sendEvent(
        window, QDropEvent(at, Qt.DropAction.CopyAction, drag.mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    )


def loaded(window, qtbot, weights: Path) -> None:
    window.services.counters.load(weights)
    qtbot.waitUntil(lambda: window.services.counters.loaded == weights, timeout=60_000)


def test_dropped_pictures_are_counted_as_the_command_counts_them(window, qtbot, photos, weights, tmp_path, capsys,
                                                                 monkeypatch):  # fmt: skip
    loaded(window, qtbot, weights)
    drop(window, *photos, at=QPoint(300, 300))
    counting = window._commands.arrivals.count_window
    qtbot.waitUntil(lambda: counting.work.running is None, timeout=60_000)
    rows = {row["name"]: row for row in counting._rows}
    capsys.readouterr()
    assert main(["count", *map(str, photos), "--weights", str(weights), "--json"]) == 1
    said = {row["name"]: row for row in json.loads(capsys.readouterr().out)["pictures"]}
    assert rows.keys() == said.keys()
    for name, row in rows.items():
        assert row["count"] == pytest.approx(said[name]["count"])
        assert row["problem"] == said[name]["problem"]
        assert (row["small"] is None) is (name == "cut.png")
    assert "2 pictures counted" in counting.said.text()
    assert "1 could not be counted" in counting.said.text()
    assert not counting.picture.shown.isEmpty()
    monkeypatch.setattr(dialogs, "choose_new_file", lambda *_: tmp_path / "table.csv")
    counting.export.click()
    assert main(["count", *map(str, photos), "--weights", str(weights), "--out", str(tmp_path / "same.csv")]) == 1
    assert (tmp_path / "table.csv").read_text() == (tmp_path / "same.csv").read_text()


def test_a_stopped_count_keeps_its_rows_and_closing_asks(window, qtbot, photos, weights, monkeypatch):
    """Handshake: each picture waits until the test has seen the one before."""
    loaded(window, qtbot, weights)
    true_call, seen = tasks._Kept.__call__, []

    def slow(self, picture, counter):
        seen.append(picture.name)
        while len(seen) > len(counting._rows) + 1:
            pass
        if len(seen) == 2:
            window._commands.arrivals.count_window.work.stop_button.clicked.emit()
        return true_call(self, picture, counter)

    window.do(ActionId.COUNT_PICTURES)
    counting = window._commands.arrivals.count_window
    monkeypatch.setattr(tasks._Kept, "__call__", slow)
    counting.add([photos[0], photos[1], *photos[:1]])
    asked = []
    monkeypatch.setattr(dialogs, "stop_and_close", lambda _parent, job, goes_on: asked.append((job, goes_on)))
    counting.count()
    window.close()
    assert window.isVisible()
    assert asked == [("Count pictures", "What it found so far is not kept.")]
    qtbot.waitUntil(lambda: counting.work.running is None, timeout=60_000)
    assert [row["name"] for row in counting._rows] == ["a.png", "b.png"]
    assert "stopped before the end" in counting.said.text()


def test_while_a_count_is_stopped_for_closing_a_sheet_says_so(window, qtbot, photos, weights, monkeypatch):
    loaded(window, qtbot, weights)
    window.do(ActionId.COUNT_PICTURES)
    counting, told = window._commands.arrivals.count_window, []
    true_busy = dialogs.busy
    monkeypatch.setattr(dialogs, "busy", lambda parent, words: told.append(words) or true_busy(parent, words))
    monkeypatch.setattr(dialogs, "stop_and_close", lambda *_asked: True)
    counting.add([photos[0], photos[1]])
    counting.count()
    window.close()
    assert told == ["Stopping the job at its next step…"]
    assert counting.work.running is None


def test_while_the_trigger_is_in_the_hand_a_picture_is_a_layer_or_counted_by_where_it_falls(window, qtbot, photos):
    window.do(ActionId.PAGE_TRIGGER)
    strip, canvas = window.drops.strip, window.services.canvas
    on_scene = canvas.mapTo(window, canvas.rect().center())
    assert drag(window, photos[0], at=on_scene)
    assert strip.isVisible()
    assert strip.key_at(on_scene) == "layer"
    assert strip.key_at(QPoint(40, 30)) == "count"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not strip.isVisible()
    kept = len(list(window.services.trigger_pictures._folder().glob("*")))
    drop(window, photos[0], at=QPoint(40, 30))
    assert list(window._commands.arrivals.count_window._paths) == [photos[0]], "no counter is chosen: it waits"
    window._commands.arrivals.count_window.close()
    drop(window, photos[0], at=on_scene)
    folder = window.services.trigger_pictures._folder()
    qtbot.waitUntil(lambda: len(list(folder.glob("*"))) > kept, timeout=10_000)


def test_a_dropped_folder_may_be_audited_and_weights_may_answer(window, qtbot, tiny_project, weights):
    drop(window, tiny_project / "scenes", at=QPoint(window.width() // 2, 30))
    auditing = window._commands.arrivals.audit_window
    assert auditing.suspect.text() == str(tiny_project / "scenes")
    drop(window, weights, at=QPoint(300, 300))
    qtbot.waitUntil(lambda: window.services.counters.loaded == weights, timeout=60_000)


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("clean") / "scenes"
    words = ["scenes", "make", str(folder), "--train", "24", "--test", "1", "--seed", "9", "--height", "64"]
    assert main([*words, "--width", "96"]) == 0
    return folder


def test_an_audit_says_what_the_command_says(window, qtbot, tiny_project, clean, tmp_path, capsys):
    suspect = tiny_project / "scenes"
    window.do(ActionId.AUDIT)
    auditing = window._commands.arrivals.audit_window
    qtbot.waitUntil(lambda: bool(auditing._boxes), timeout=60_000)
    assert not auditing.go.isEnabled()
    auditing.suspect_is(suspect)
    auditing.clean.setText(str(clean))
    for kind, box in auditing._boxes.items():
        box.setChecked(kind == "frequency")
    assert auditing._boxes["frequency"].isVisible()
    assert not auditing._boxes["inversion"].isVisible(), "it looks at counters"
    auditing.go.click()
    known = {table._empty.text() for table in (auditing.findings, auditing.scenes, auditing.missed)}
    assert all(words.endswith("at the end.") for words in known), "nothing is known yet, not even that nothing is odd"
    qtbot.waitUntil(lambda: auditing.work.running is None, timeout=60_000)
    capsys.readouterr()
    words = ["audit", str(suspect), "--clean", str(clean), "--detector", "frequency", "--json"]
    main([*words, "--out", str(tmp_path / "same.html")])
    said = json.loads(capsys.readouterr().out)
    assert auditing.verdict.words.replace("\n", " ").startswith(said["verdict"])
    shown = [auditing.findings._model.row(place)["sentence"] for place in range(len(said["findings"]))]
    assert shown == [finding["sentence"] for finding in said["findings"]]
    (page,) = (tiny_project / "audits").glob("*.html")
    assert page.read_text() == (tmp_path / "same.html").read_text()
    assert auditing.open_page.isEnabled()
    auditing.clean.setText(str(suspect / "part_S"))
    auditing.go.click()
    qtbot.waitUntil(lambda: auditing.work.running is None, timeout=60_000)
    assert "are of one folder" in auditing.said.text()
    assert not auditing.open_page.isEnabled()
