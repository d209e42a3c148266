"""Checks, readings and maps by several threads find and write what one finds and writes, in its order."""

import itertools

import numpy as np
import pytest

from miscount.engine import parallel
from miscount.engine.density import FixedKernel, write_maps
from miscount.engine.errors import DatasetError
from miscount.engine.events import Cancelled
from miscount.engine.experiment.whole_reading import WholeReading
from miscount.engine.files import file_sha256
from miscount.engine.scenes import conversion, read_dataset, synthetic
from miscount.engine.scenes.checks import by_scene


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Scenes of which one is broken, one is a copy of another, and one has labels of nothing."""
    root = tmp_path_factory.mktemp("scenes")
    synthetic.make(synthetic.SyntheticScenes(train=22, test=4, height=64, width=80), 3, root, lambda *_: None)
    images = sorted((root / "part_S" / "train_data" / "images").glob("*.jpg"))
    images[3].write_bytes(images[3].read_bytes()[:900])
    images[7].write_bytes(images[9].read_bytes())
    labels = sorted((root / "part_S" / "train_data" / "ground_truth").glob("*.mat"))
    labels[5].write_bytes(b"nothing")
    return root


def counted(monkeypatch, cores):
    monkeypatch.setattr(parallel, "cores", lambda: cores)


def test_checks_find_the_same(folder):
    def found(threads):
        return [
            (scene and scene.id, [problem.to_json() for problem in group])
            for scene, group in by_scene(read_dataset(folder), threads=threads)
        ]

    alone = found(1)
    assert found(4) == alone
    kinds = {problem["kind"] for _, group in alone for problem in group}
    assert {"copy"} < kinds
    assert len(alone) == 27


def test_reading_finds_the_same_files_faults_and_hashes(folder, monkeypatch):
    found = []
    for cores in (1, 4):
        counted(monkeypatch, cores)
        read = WholeReading()
        assert list(read.take(read_dataset(folder))) == list(range(1, 27))
        sums = {path: state.sha256 for path, state in read.files.items()}
        kept, broken = conversion.readable(read_dataset(folder), lambda *_: None, whole=True)
        files = [state.path for state in kept.files]
        found.append((read.parts, read.pictures, list(sums.items()), read.broken, kept.scenes, broken, files))
    assert found[0] == found[1]
    assert len(found[0][3]) == len(found[0][5]) == 2


def test_maps_are_the_same_bytes_and_a_stop_goes_on(folder, monkeypatch, tmp_path):
    usable, _ = conversion.readable(read_dataset(folder), lambda *_: None, whole=True)
    made = {}
    for cores in (1, 4):
        counted(monkeypatch, cores)
        out, told = tmp_path / str(cores), []
        total = write_maps(usable, FixedKernel(), out, "npy", lambda done, _, told=told: told.append(done))
        assert told == list(range(1, len(usable) + 1))
        hashes = {path.relative_to(out): file_sha256(path, "", DatasetError) for path in sorted(out.rglob("*.npy"))}
        made[cores] = (total, hashes)
    assert made[1] == made[4]
    stop = itertools.count()

    def until_five(_done, _total):
        if next(stop) == 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_maps(usable, FixedKernel(), tmp_path / "stopped", "npy", until_five, "new")
    total = write_maps(usable, FixedKernel(), tmp_path / "stopped", "npy", lambda *_: None, "resume")
    assert total == made[1][0]
    assert all(np.load(path).dtype == np.float32 for path in (tmp_path / "stopped").rglob("*.npy"))
    assert len(list((tmp_path / "stopped").rglob("*.npy"))) == len(usable)
