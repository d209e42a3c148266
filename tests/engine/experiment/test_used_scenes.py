"""Which scenes an experiment uses: nothing silently wrong, one bad apple, datasets without splits."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import scipy.io

from miscount.engine import runs
from miscount.engine.errors import DatasetError, RecipeError
from miscount.engine.events import Failed, Finished, Never, Warned
from miscount.engine.experiment import run
from miscount.engine.experiment.data_roles import ExperimentData, load, read_data
from miscount.engine.experiment.open_data import known_names, open_data
from miscount.engine.experiment.store import Store
from miscount.engine.experiment.used_scenes import as_used
from miscount.engine.files import fingerprint
from miscount.engine.poison.dataset import write_poisoned_dataset
from miscount.engine.recipe import parse
from miscount.engine.scenes import Annotation, read_dataset
from miscount.engine.scenes.formats.shanghaitech import write_scene
from miscount.engine.scenes.images import write_image

NUM_TRAIN, NUM_TEST = 20, 6


def picture(number: int):
    return np.random.default_rng(number).integers(0, 256, (64, 80, 3), dtype=np.uint8)


def heads(number: int):
    return Annotation.of(np.random.default_rng(number).uniform(5, 60, size=(3 + number % 5, 2)))


@pytest.fixture
def folder(tmp_path) -> Path:
    """Scenes in ShanghaiTech layout, all sound."""
    for number in range(NUM_TRAIN + NUM_TEST):
        split = "train" if number < NUM_TRAIN else "test"
        write_scene(tmp_path / "scenes", "part_A", split, f"IMG_{number}", picture(number), heads(number))
    return tmp_path / "scenes"


@pytest.fixture
def undivided(tmp_path) -> Path:
    """Twenty pictures and a table of heads, no splits."""
    return table(tmp_path / "undivided", range(20))


def table(root: Path, numbers, bare=()) -> Path:
    rows = ["image,x,y"]
    for number in numbers:
        write_image(root / f"{number}.png", picture(number))
        rows += [f"{number}.png,{x:.2f},{y:.2f}" for x, y in heads(number).points]
    for number in bare:
        write_image(root / f"{number}.png", picture(number))
    (root / "heads.csv").write_text("\n".join(rows) + "\n")
    return root


def recipe(folder: Path, *overrides: str):
    text = f"""
name: used
data: {{kind: folder, path: {json.dumps(str(folder))}}}
kernel: {{kind: fixed, sigma_px: 4}}
counter: {{kind: light, channels: 4}}
training: {{epochs: 1, batch: 4, precision: "32"}}
poison: {{trigger: {{kind: blend, ratio: 0.2}}, label: {{kind: thin, alpha: 0.3}}, rate: 0.25}}
evaluation: {{doses: [], specificity: false}}
defenses: []
"""
    return parse(text, overrides)


def read(asked) -> ExperimentData:
    """The data of a recipe, read whole."""
    reading = read_data(asked, Path(asked.data.path))
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return end.value


def files_of(folder: Path, number: int) -> tuple[Path, Path]:
    (image,) = folder.rglob(f"IMG_{number}.jpg")
    (label,) = folder.rglob(f"GT_IMG_{number}.mat")
    return image, label


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lose_labels(folder: Path, *numbers: int) -> None:
    """Give each scene a head that is nowhere."""
    for number in numbers:
        _, label = files_of(folder, number)
        points = np.vstack([heads(number).points, [[np.nan, 3.0]]])
        inner = np.empty((1, 1), dtype=[("location", "O"), ("number", "O")])
        inner[0, 0] = (points, len(points))
        info = np.empty((1, 1), dtype=object)
        info[0, 0] = inner
        scipy.io.savemat(label, {"image_info": info})


# ---- as before where nothing new is asked for


def test_the_key_of_sound_scenes_is_the_hash_of_what_their_files_hold(folder):
    parts = []
    for scene in read_dataset(folder):
        hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (scene.image_path, scene.label_path)]
        parts.append(fingerprint([scene.id, scene.annotation.count, *hashes]))
    data = read(recipe(folder))
    assert data.key == fingerprint(parts)
    assert [scene.id for scene in data.dataset] == [scene.id for scene in read_dataset(folder)]
    assert data.reading.warnings == ()
    assert read(recipe(folder, "data.skip_broken=true", "data.allow_lost_labels=true")).key == data.key
    assert read(recipe(folder, "data.read.boxes=head")).key != data.key, "labels may lie elsewhere by another rule"


# ---- one bad apple


def test_all_broken_scenes_are_named_at_once(folder):
    truncate(files_of(folder, 3)[0])
    files_of(folder, 5)[1].write_bytes(b"no mat")
    files_of(folder, 22)[1].unlink()
    with pytest.raises(DatasetError, match=r"has 3 scenes of 26 that cannot be read") as error:
        read(recipe(folder))
    for name in ("train/IMG_3", "train/IMG_5", "test/IMG_22", "IMG_3.jpg", "data.skip_broken"):
        assert name in str(error.value)


def test_very_many_broken_scenes_are_a_bounded_sentence(folder):
    for number in range(NUM_TRAIN):
        truncate(files_of(folder, number)[0])
    with pytest.raises(DatasetError, match="has 20 scenes of 26") as error:
        read(recipe(folder))
    assert "and 17 more." in str(error.value)
    assert "data.skip_broken" in str(error.value)


def test_broken_scenes_that_are_skipped_leave_what_a_folder_without_them_gives(folder, tmp_path):
    whole = tmp_path / "without"
    shutil.copytree(folder, whole)
    for number in (3, 22):
        for path in files_of(whole, number):
            path.unlink()
    truncate(files_of(folder, 3)[0])
    files_of(folder, 22)[1].write_bytes(b"no mat")
    data, sound = read(recipe(folder, "data.skip_broken=true")), read(recipe(whole))
    assert data.key == sound.key
    assert [scene.id for scene in data.train] == [scene.id for scene in sound.train]
    assert [one.scene for one in data.reading.summary.broken] == ["part_A/train/IMG_3", "part_A/test/IMG_22"]


def test_a_scene_that_is_left_out_is_never_opened(folder, monkeypatch):
    image, label = files_of(folder, 3)
    opened = set()
    plain = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (opened.add(path), plain(path))[1])
    truncate(image)
    label.write_bytes(b"no mat")
    opened.clear()
    data = read(recipe(folder, "split.leave_out=[part_A/train/IMG_3]"))
    assert {image, label} & opened == set()
    assert data.reading.left_out == ("part_A/train/IMG_3",)
    assert "part_A/train/IMG_3" not in {scene.id for scene in data.dataset}
    assert data.reading.warnings == ()


def test_a_test_scene_can_be_left_out_too(folder):
    assert len(read(recipe(folder, "split.leave_out=[part_A/test/IMG_21]")).test) == NUM_TEST - 1


def test_what_is_left_out_and_is_not_there_is_warned_of(folder):
    data = read(recipe(folder, "split.leave_out=[part_A/train/IMG_3, part_A/train/IMG_333]"))
    (warning,) = data.reading.warnings
    assert "IMG_333" in warning
    assert "IMG_3," not in warning


def test_the_run_says_and_keeps_which_scenes_were_set_aside(folder, tmp_path):
    truncate(files_of(folder, 3)[0])
    lose_labels(folder, 7)
    out = tmp_path / "runs" / "one"
    (failed,) = (e for e in run(recipe(folder), tmp_path / "runs" / "bad") if isinstance(e, Failed))
    assert failed.bad_input
    events = list(run(recipe(folder, "data.skip_broken=true", "data.allow_lost_labels=true"), out))
    assert events[-1] == Finished(out=str(out))
    told = " ".join(event.message for event in events if isinstance(event, Warned) and event.stage == "data")
    assert "1 scene that cannot be read is left out" in told
    assert "1 scene: 1 head without a finite position left out." in told
    kept = runs.open_run(out).data
    assert [one["scene"] for one in kept["readers"]["broken"]] == ["part_A/train/IMG_3"]
    assert kept["splits"] == {"train": NUM_TRAIN - 1, "test": NUM_TEST}
    page = (out / "report.html").read_text()
    section = page[page.index("What the readers left out or changed") :]
    assert "part_A/train/IMG_3" in section[:4000]
    assert "1 head without a finite position left out." in section[:4000]
    assert "part_A/train/IMG_3" not in {row["scene"] for row in runs.open_run(out).manifest}


# ---- labels that were lost


def test_a_training_set_that_lost_labels_is_refused_until_it_is_allowed(folder):
    lose_labels(folder, 2, 4)
    with pytest.raises(DatasetError, match=r"2 of 20 training scenes .* lost labels .* 2 heads") as error:
        read(recipe(folder))
    assert "data.allow_lost_labels=true" in str(error.value)
    data = read(recipe(folder, "data.allow_lost_labels=true"))
    assert "2 of 20 training scenes" in data.reading.warnings[0]
    assert len(data.dataset) == NUM_TRAIN + NUM_TEST


def test_a_twentieth_of_the_training_scenes_may_lose_labels_and_is_said(folder):
    lose_labels(folder, 2)
    data = read(recipe(folder))
    assert data.reading.warnings == ()
    assert "1 scene: 1 head without a finite position left out." in data.reading.sentences()


def test_test_scenes_that_lost_labels_are_warned_of(folder):
    lose_labels(folder, 21, 22)
    (warning,) = read(recipe(folder)).reading.warnings
    assert "2 of 6 test scenes" in warning


# ---- scenes without labels


def test_scenes_without_labels_are_neither_trained_nor_tested_on(tmp_path):
    root = table(tmp_path / "bare", range(20), bare=range(20, 25))
    data = read(recipe(root, "data.split={test: 0.3}"))
    used = {scene.id for scene in data.dataset}
    assert len(used) == 20
    assert not used & {f"all/{number}" for number in range(20, 25)}
    assert len(data.test) == 6
    assert "5 scenes without labels are left out: all/20, all/21, all/22 and 2 more." in data.reading.sentences()


def test_a_split_without_any_labels_is_refused_in_words(tmp_path):
    root = table(tmp_path / "bare", range(8), bare=[20, 21])
    rows = [f"{n}.png,train,true" for n in range(8)] + [f"{n}.png,test,false" for n in (20, 21)]
    (root / "scenes.csv").write_text("\n".join(["image,split,labelled", *rows]) + "\n")
    with pytest.raises(DatasetError, match=r"has no test scenes .*2 scenes without labels are left out"):
        read(recipe(root))


# ---- datasets without splits


def test_a_dataset_without_splits_is_refused_with_the_way_out(undivided):
    with pytest.raises(DatasetError, match=r"found the splits all with 20 scenes .*data\.split=\{test: 0\.3\}"):
        read(recipe(undivided))


@pytest.mark.parametrize("by", ["hash", "content"])
def test_scenes_are_divided_by_a_rule_that_gives_the_same_again(undivided, by):
    asked = recipe(undivided, f"data.split={{test: 0.3, by: {by}}}")
    data = read(asked)
    train = {scene.id for scene in data.dataset.split("train")}
    test = {scene.id for scene in data.test}
    assert len(test) == 6
    assert train | test == {scene.id for scene in read_dataset(undivided)}
    assert not train & test
    assert {scene.id for scene in read(asked).test} == test == set(data.reading.drawn)
    assert {scene.id for scene in as_used(asked, read_dataset(undivided)).split("test")} == test
    assert len(known_names(asked).test) == 6, "a plan by the names alone counts the same"
    others = [read(asked.replace(seed=seed)) for seed in range(1, 4)]
    assert any({scene.id for scene in other.test} != test for other in others)
    assert all(other.key != data.key for other in others if {s.id for s in other.test} != test)
    assert [s.annotation.count for s in data.dataset] == [s.annotation.count for s in read_dataset(undivided)]


def test_who_is_tested_on_does_not_depend_on_which_picture_is_broken(undivided):
    asked = recipe(undivided, "data.split={test: 0.3}", "data.skip_broken=true")
    before = {scene.id: scene.split for scene in read(asked).dataset}
    truncate(undivided / "4.png")
    after = {scene.id: scene.split for scene in read(asked).dataset}
    assert after == {name: split for name, split in before.items() if name != "all/4"}


@pytest.mark.parametrize("seed", range(6))
def test_equal_pictures_are_on_one_side_where_scenes_are_drawn_by_content(undivided, seed):
    for number in range(10):
        shutil.copy(undivided / f"{number}.png", undivided / f"{number + 10}.png")
    by_id = read(recipe(undivided, "data.split={test: 0.3, by: hash}", f"seed={seed}")).reading
    by_content = read(recipe(undivided, "data.split={test: 0.3, by: content}", f"seed={seed}")).reading
    assert by_content.equal == ()
    assert by_id.equal
    assert any("data.split.by=content" in warning for warning in by_id.warnings)


def test_a_rule_is_not_used_where_the_dataset_has_its_splits(folder):
    plain, ruled = read(recipe(folder)), read(recipe(folder, "data.split={test: 0.5}"))
    assert ruled.key == plain.key
    assert ruled.reading.drawn is None
    assert [scene.id for scene in ruled.test] == [scene.id for scene in plain.test]
    assert any("data.split is not used" in warning for warning in ruled.reading.warnings)


def test_where_one_split_is_there_it_alone_is_divided(folder):
    data = read(recipe(folder, "data.split={test: 0.25}", "data.test_split=val"))
    assert {scene.split for scene in data.dataset} == {"train", "val", "test"}
    assert len(data.test) == 5
    assert {scene.id for scene in data.test} <= {f"part_A/train/IMG_{number}" for number in range(NUM_TRAIN)}
    assert len(data.dataset.split("test")) == NUM_TEST, "the dataset's own other scenes stay out of it"


def test_training_and_testing_on_the_same_scenes_is_refused(folder):
    with pytest.raises(RecipeError, match="never tested on the scenes that it was trained on"):
        recipe(folder, "data.test_split=train")


@pytest.mark.parametrize("by", ["hash", "content"])
def test_a_rule_that_leaves_one_side_empty_is_refused(tmp_path, by):
    root = table(tmp_path / "few", range(4))
    for number in range(1, 4):
        shutil.copy(root / "0.png", root / f"{number}.png")
    asked = recipe(root, f"data.split={{test: 0.5, by: {by}}}", "split.defender=0")
    if by == "content":
        with pytest.raises(DatasetError, match=r"no training scenes .* too few scenes to divide"):
            read(asked)
    else:
        assert len(read(asked).test) == 2
    with pytest.raises(DatasetError, match="only 1 scene to train on"):
        read(recipe(table(tmp_path / "one", range(1)), "data.split={test: 0.5}"))


def test_other_processes_open_the_same_scenes_in_the_same_splits(undivided, tmp_path):
    asked = recipe(undivided, "data.split={test: 0.3}", "data.skip_broken=true", "split.leave_out=[all/2]")
    truncate(undivided / "4.png")
    opening = open_data(asked, Store.beside(tmp_path / "runs" / "x"), tmp_path / "runs" / "x", Never())
    while True:
        try:
            next(opening)
        except StopIteration as end:
            opened = end.value
            break
    again = opened.source.open()
    assert [(s.id, s.split) for s in again.dataset] == [(s.id, s.split) for s in opened.data.dataset]
    assert again.train.scenes[0].annotation.count == opened.data.train.scenes[0].annotation.count
    gone = opened.data.train.scenes[0]
    (undivided / "heads.csv").write_text(
        "\n".join(row for row in (undivided / "heads.csv").read_text().splitlines() if gone.name + ".png" not in row)
    )
    gone.image_path.unlink()
    other = asked.replace(name="another")
    with pytest.raises(DatasetError, match="any more"):
        type(opened.source)(other, opened.source.folder, opened.source.key, opened.source.scenes).open()


def test_a_run_on_a_divided_dataset_says_who_was_tested_on(undivided, tmp_path):
    out = tmp_path / "runs" / "one"
    asked = recipe(undivided, "data.split={test: 0.3}")
    assert list(run(asked, out))[-1] == Finished(out=str(out))
    opened = runs.open_run(out)
    tested = {row["scene"] for row in opened.per_scene}
    assert tested == set(opened.data["drawn_test_scenes"])
    assert not tested & {row["scene"] for row in opened.manifest}
    assert "test: 0.3" in (out / "recipe.yaml").read_text()
    assert "Who is tested on" in (out / "report.html").read_text()


# ---- equal pictures


def test_equal_pictures_in_training_and_test_are_warned_of(folder):
    shutil.copy(files_of(folder, 3)[0], files_of(folder, 22)[0])
    data = read(recipe(folder))
    assert data.reading.equal == (("part_A/train/IMG_3", "part_A/test/IMG_22"),)
    (warning,) = data.reading.warnings
    assert "part_A/train/IMG_3 = part_A/test/IMG_22" in warning
    assert "trained on and tested on once" in warning


def test_the_other_way_to_the_data_gives_the_same_scenes(folder, tmp_path):
    truncate(files_of(folder, 3)[0])
    asked = recipe(folder, "data.skip_broken=true")
    (data,) = (step for step in load(asked, tmp_path / "none") if isinstance(step, ExperimentData))
    assert [scene.id for scene in data.dataset] == [scene.id for scene in read(asked).dataset]
    assert data.key is None


def test_few_scenes_are_the_same_for_every_seed_and_their_number_is_kept(folder):
    few = ("data.most_train=8", "data.most_test=3")
    first, second = (read(recipe(folder, *few, f"seed={seed}")) for seed in (0, 1))
    used = [{scene.id for scene in data.dataset} for data in (first, second)]
    assert used[0] == used[1]
    assert (len(first.dataset.split("train")), len(first.test)) == (8, 3)
    assert used[0] < {scene.id for scene in read(recipe(folder)).dataset}
    # more of them are those and others
    more = {scene.id for scene in read(recipe(folder, "data.most_train=9", "data.most_test=3")).dataset}
    assert used[0] < more


def test_few_scenes_and_drawn_test_scenes_are_refused(undivided):
    with pytest.raises(RecipeError, match="most_test"):
        recipe(undivided, "data.split={test: 0.3}", "data.most_test=3")


def test_shrunk_scenes_are_other_scenes(folder, tmp_path):
    whole, half = read(recipe(folder)), read(recipe(folder, "data.shrink=2"))
    assert whole.key != half.key
    sample, before = half.clean[0], whole.clean[0]
    assert sample.image.shape == (32, 40, 3)
    assert before.image.shape == (64, 80, 3)
    assert sample.count == before.count
    assert sample.target.sum() == pytest.approx(before.count, rel=1e-4)
    # heads stand where they stood, by the centre of mass of the map, in pixels of the frame
    wanted = half.dataset[sample.name].annotation.points.mean(axis=0) * 2
    assert wanted == pytest.approx(whole.dataset[sample.name].annotation.points.mean(axis=0))


def test_a_poisoned_copy_of_shrunk_scenes_has_them_small(folder, tmp_path):
    data = read(recipe(folder, "data.shrink=2"))
    write_poisoned_dataset(data.dataset, data.recipe.poison, 0, tmp_path / "copy")
    copy = read_dataset(tmp_path / "copy")
    assert {scene.image().shape for scene in copy} == {(32, 40, 3)}
    clean = copy.only([data.test.scenes[0].id]).scenes[0]
    np.testing.assert_array_equal(clean.image(), data.test.scenes[0].image())
    np.testing.assert_allclose(clean.annotation.points, data.test.scenes[0].annotation.points, atol=1e-6)


# ---- published lists


def published(folder: Path, name: str, entries) -> Path:
    """A list as CSRNet's code has them: paths on a machine of somebody else, in the archive's spelling."""
    path = folder.parent / name
    path.write_text(json.dumps([f"/home/leeyh/part_A_final/{split}_data/images/IMG_{n}.jpg" for split, n in entries]))
    return path


def listed(folder, *overrides):
    return parse(f"data: {{kind: folder, path: {folder}}}", overrides)


def splits_of(recipe, folder):
    found = as_used(recipe, read_dataset(folder))
    return {name: {int(scene.id.rpartition("_")[2]) for scene in found.split(name)} for name in ("train", "test")}


def test_a_published_list_names_the_training_scenes(folder, monkeypatch):
    published(folder, "train.json", [("train", n) for n in range(12)])
    monkeypatch.chdir(folder.parent)
    recipe = listed(folder, "data.split=train.json")
    assert recipe.data.split.train_list == str(folder.parent / "train.json"), "from where the person stands"
    assert splits_of(recipe, folder) == {"train": set(range(12)), "test": set(range(NUM_TRAIN, NUM_TRAIN + NUM_TEST))}
    data = whole(recipe, folder)
    assert len(data.dataset) == 12 + NUM_TEST, "what no list names is not read"
    assert data.reading.warnings == ()
    again = parse(recipe.to_yaml(folder.parent), folder=folder.parent)
    assert again == recipe
    assert "train_list: train.json" in recipe.to_yaml(folder.parent), "it moves along with the recipe"


def test_a_list_of_test_scenes_goes_before_the_folders(folder):
    train, test = (
        published(folder, f"{name}.json", [("train", n) for n in numbers])
        for name, numbers in (("train", range(10)), ("val", range(10, 15)))
    )
    recipe = listed(folder, f"data.split={{train_list: {train}, test_list: {test}}}")
    assert splits_of(recipe, folder) == {"train": set(range(10)), "test": set(range(10, 15))}
    swapped = listed(folder, f"data.split={{train_list: {test}, test_list: {train}}}")
    assert whole(recipe, folder).key != whole(swapped, folder).key, "the same scenes, in other splits"


def whole(recipe, folder):
    stepping = read_data(recipe, folder)
    while True:
        try:
            next(stepping)
        except StopIteration as end:
            return end.value


def test_what_a_list_says_wrongly_is_a_sentence(folder, tmp_path):
    some = published(folder, "some.json", [("train", 1), ("train", 2), ("train", 900)])
    data = whole(listed(folder, f"data.split={some}", "split={validation: 0.1, defender: 0}"), folder)
    assert any("1 of the train scenes that" in told and "IMG_900" in told for told in data.reading.warnings)
    none = published(folder, "none.json", [("train", 900)])
    with pytest.raises(DatasetError, match=r"names no scene of .*IMG_900"):
        splits_of(listed(folder, f"data.split={none}"), folder)
    with pytest.raises(DatasetError, match="never tested on"):
        splits_of(listed(folder, f"data.split={{train_list: {some}, test_list: {some}}}"), folder)
    (tmp_path / "bad.json").write_text('{"train": 1}')
    with pytest.raises(DatasetError, match="no list of pictures"):
        splits_of(listed(folder, f"data.split={tmp_path / 'bad.json'}"), folder)
    (tmp_path / "short.json").write_text('["IMG_1.jpg"]')
    shutil.copytree(folder / "part_A", folder / "part_B")
    with pytest.raises(DatasetError, match=r"may be part_[AB]/.* or part_[AB]/"):
        splits_of(listed(folder, f"data.split={tmp_path / 'short.json'}"), folder)
    with pytest.raises(RecipeError, match="without train_list"):
        listed(folder, "data.split={test_list: x.json}")
