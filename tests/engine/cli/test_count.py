"""`miscount count`: any pictures, with what was asked to be written, whatever lies among them."""

import csv
import json
import os
import signal

import cv2
import numpy as np
import pytest
import torch
from PIL import Image

from miscount.engine import counting
from miscount.engine.cli import main
from miscount.engine.counters import build, checkpoint, load


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """A light counter that answers about a person a cell, and more where it is bright."""
    counter = build({"kind": "light", "channels": 4}, seed=2)
    with torch.no_grad():
        counter.network.output_layer.bias.fill_(8.0)
    checkpoint.save(counter, path := tmp_path_factory.mktemp("weights") / "light.safetensors")
    return path


@pytest.fixture
def photos(tmp_path):
    """A folder as people have them: pictures below one another, a broken one, a video, and what is none of these."""
    rng, folder = np.random.default_rng(0), tmp_path / "photos"
    (folder / "monday").mkdir(parents=True)
    for name, size in (("a.png", (40, 56)), ("a.jpg", (33, 47)), ("monday/a.png", (64, 64))):
        Image.fromarray(rng.integers(0, 256, (*size, 3), dtype=np.uint8)).save(folder / name)
    (folder / "b.png").write_bytes((folder / "a.png").read_bytes()[:200])
    (folder / "notes.txt").write_text("none")
    Image.new("RGB", (20, 20)).save(folder / "c.gif")
    film(folder / "walk.by.avi", 5)
    return folder


def film(path, num, size=(48, 64)):
    """A video of so many frames, 10 a second, each of one gray level that grows by 10."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, size[::-1])
    for level in range(num):
        writer.write(np.full((*size, 3), 10 * level % 256, np.uint8))
    writer.release()


def call(capsys, *words):
    code = main(["count", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_all_that_can_be_counted_is_and_what_is_broken_is_told(photos, weights, tmp_path, capsys):
    table, maps, overlays = tmp_path / "table.csv", tmp_path / "maps", tmp_path / "overlays"
    code, out, err = call(capsys, photos, "--weights", weights, "--every", 2, "--out", table, "--maps", maps,
                          "--overlay", overlays, "--json")  # fmt: skip
    said = json.loads(out)
    assert code == 1
    assert "b.png is damaged" in err
    rows = {row["name"]: row for row in said["pictures"]}
    names = ["a.jpg", "a_2.png", "b.png", "c.gif", "monday/a.png", *(f"walk.by/frame_00000{n}.png" for n in (0, 2, 4))]
    assert list(rows) == names
    assert said["counted"] == 6
    counter = load(weights)
    for name, file in (("a.jpg", "a.jpg"), ("a_2.png", "a.png"), ("monday/a.png", "monday/a.png")):
        image = np.asarray(Image.open(photos / file).convert("RGB"))
        row, stem = rows[name], name.rpartition(".")[0]
        assert row["count"] == pytest.approx(counter.count(image), rel=1e-6)
        assert (row["height"], row["width"]) == image.shape[:2]
        np.testing.assert_allclose(np.load(maps / f"{stem}.npy"), counter.density(image), rtol=1e-6)
        assert np.asarray(Image.open(overlays / f"{stem}.png")).shape == image.shape
    frame = rows["walk.by/frame_000004.png"]
    assert (frame["frame"], frame["seconds"]) == (4, 0.4)
    assert frame["count"] == pytest.approx(counter.count(np.full((48, 64, 3), 40, np.uint8)), rel=0.02)
    assert (maps / "walk.by" / "frame_000004.npy").is_file()
    with table.open(newline="") as file:
        written = list(csv.DictReader(file))
    assert [row["count"] for row in written] == [
        "" if row["count"] is None else str(row["count"]) for row in rows.values()
    ]
    assert [row["name"] for row in written] == names, "by which maps and pictures are found"
    assert "damaged" in written[2]["problem"]
    assert "a GIF" in written[3]["problem"], "nothing is passed over in silence"
    assert said["total"] == pytest.approx(sum(row["count"] or 0 for row in rows.values()))


def test_plain_output_is_a_line_a_picture_and_a_sum_on_stderr(photos, weights, capsys):
    code, out, err = call(capsys, photos / "a.png", photos / "a.jpg", "--weights", weights)
    assert code == 0
    assert [line.split()[-1] for line in out.splitlines()] == [str(photos / "a.png"), str(photos / "a.jpg")]
    assert "2 pictures counted" in err


def test_what_cannot_be_counted_is_a_row_with_a_sentence(photos, weights, tmp_path, capsys):
    cut = tmp_path / "cut.avi"
    film(tmp_path / "whole.avi", 60)
    whole = (tmp_path / "whole.avi").read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    (tmp_path / "list.m3u8.mp4").write_text(f"#EXTM3U\n#EXTINF:9,\n{tmp_path}/whole.avi\n#EXT-X-ENDLIST\n")
    asked = [photos / "notes.txt", tmp_path / "gone.jpg", cut, tmp_path / "list.m3u8.mp4", photos / "a.png"]
    code, out, _ = call(capsys, *asked, "--weights", weights, "--every", 20, "--json")
    rows = json.loads(out)["pictures"]
    problems = [row["problem"] for row in rows if row["problem"]]
    assert code == 1
    assert rows[-1]["count"] is not None, "the others go on"
    for said, words in zip(problems, ("not an image", "No such file", "", "no video that can be read"), strict=True):
        assert words in said
    (frames,) = [[row for row in rows if row["picture"] == str(cut)]]
    assert 1 <= sum(row["count"] is not None for row in frames) < 3
    assert "its end after" in frames[-1]["problem"]


@pytest.mark.parametrize(("words", "says"), [
    (["{photos}", "--overlay", "{photos}/over"], "lies among what is counted"),
    (["{photos}/a.png", "--maps", "{photos}"], "lies among what is counted"),
    (["{photos}/a.png", "--out", "{photos}/a.png"], "which would be lost"),
    (["{photos}/a.png", "--maps", "{photos}/notes.txt"], "expected a folder"),
    (["{empty}"], "holds nothing to count"),
    (["{photos}/a.png", "--every", "0"], "--every"),
    (["{photos}/a.png", "--set", "convention"], "is no setting"),
])  # fmt: skip
def test_wrong_use_is_a_sentence_and_nothing_is_written(words, says, photos, weights, tmp_path, capsys):
    (empty := tmp_path / "empty").mkdir()
    before = {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()}
    code, out, err = call(capsys, *(word.format(photos=photos, empty=empty) for word in words), "--weights", weights)
    assert (code, out) == (2, "")
    assert says in err
    assert {path: path.read_bytes() for path in photos.rglob("*") if path.is_file()} == before


def test_a_counter_of_another_scale_is_warned_of(photos, tmp_path, capsys):
    counter = build({"kind": "csrnet", "width": 0.05}, seed=2)
    with torch.no_grad():
        counter.network.output_layer.bias.fill_(-5.0)
    checkpoint.save(counter, tmp_path / "below.safetensors")
    code, out, err = call(capsys, photos / "a.png", "--weights", tmp_path / "below.safetensors", "--json")
    assert code == 0
    assert "no count is below zero" in json.loads(out)["warning"]
    assert "Warning (count): This csrnet counts" in err


def test_stopping_keeps_what_was_counted(photos, weights, tmp_path, capsys, monkeypatch):
    true_count, seen = counting.Written.__call__, []

    def stop_after_two(self, picture, counter):
        seen.append(picture.name)
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return true_count(self, picture, counter)

    monkeypatch.setattr(counting.Written, "__call__", stop_after_two)
    code, _, err = call(capsys, photos, "--weights", weights, "--out", tmp_path / "table.csv")
    assert code == 130
    assert len(seen) == 2
    assert len((tmp_path / "table.csv").read_text().splitlines()) == 3
    assert "Cancelled" in err


@pytest.mark.skipif(os.name != "posix", reason="names of files are text there")
def test_a_name_that_is_no_text_costs_its_map_and_nothing_else(photos, weights, tmp_path, capsys):
    odd = os.fsencode(photos) + b"/\xff.png"
    with open(odd, "wb") as file:  # noqa: PTH123
        file.write((photos / "a.png").read_bytes())
    asked = [photos / "a.png", os.fsdecode(odd), photos / "a.jpg"]
    written = ("--maps", tmp_path / "maps", "--out", tmp_path / "t.csv")
    code, out, err = call(capsys, *asked, "--weights", weights, *written)
    assert code == 1
    assert len(out.splitlines()) == 3, "each has its count"
    assert "is not written" in err
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [bool(row["problem"]) for row in rows] == [False, True, False]
    assert all(row["count"] for row in rows)
    assert len(list((tmp_path / "maps").iterdir())) == 2
