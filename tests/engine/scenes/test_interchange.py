"""What is written for other tools and codes, read as they read it: by their formats' words, or the lines of their code.

Nothing of our own readers is used here.
"""

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import h5py
import numpy as np
import pytest
import yaml
from scipy.io import loadmat

from miscount.engine.cli import main
from miscount.engine.density import FixedKernel
from miscount.engine.errors import OutputError
from miscount.engine.exporting.csrnet import write_for_csrnet
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.conversion import convert, losses
from miscount.engine.scenes.formats import format_named
from miscount.engine.scenes.images import write_image

HEIGHT, WIDTH = 48, 64
HEADS = {
    ("train", "IMG_1"): [[10.25, 12.5], [30.0, 20.75], [63.5, 47.25]],
    ("train", "IMG_2"): [],
    ("test", "IMG_1"): [[5.5, 6.5]],
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder, scenes = tmp_path_factory.mktemp("source"), []
    for number, ((split, name), points) in enumerate(HEADS.items()):
        image = np.random.default_rng(number).integers(0, 255, (HEIGHT, WIDTH, 3)).astype(np.uint8)
        write_image(folder / f"{split}_{name}.jpg", image)
        labels = Labels(Annotation.of(points))
        scenes.append(
            Scene(f"part_A/{split}/{name}", split, folder / f"{split}_{name}.jpg", None, lambda _, it=labels: it)
        )
    return Dataset(folder, "made", tuple(scenes))


def written(dataset, name, folder):
    convert(dataset, format_named(name), folder, lambda done, total: None)
    return folder


def test_coco(dataset, tmp_path):
    root = written(dataset, "coco", tmp_path / "out")
    for split in ("train", "test"):
        raw = json.loads((root / "annotations" / f"instances_{split}.json").read_text())
        names = {one["id"]: one["file_name"] for one in raw["images"]}
        assert all((root / "images" / name).is_file() for name in names.values())
        assert {(one["width"], one["height"]) for one in raw["images"]} == {(WIDTH, HEIGHT)}
        found = {Path(name).stem: [] for name in names.values()}
        for one in raw["annotations"]:
            x, y, seen = one["keypoints"]
            assert (seen, one["num_keypoints"], one["iscrowd"]) == (2, 1, 0)
            found[Path(names[one["image_id"]]).stem].append([x, y])
        assert found == {name: heads for (of, name), heads in HEADS.items() if of == split}


def test_pycocotools_reads_it(dataset, tmp_path):
    coco = pytest.importorskip("pycocotools.coco")
    root = written(dataset, "coco", tmp_path / "out")
    read = coco.COCO(str(root / "annotations" / "instances_train.json"))
    found = {
        Path(read.imgs[number]["file_name"]).stem: [one["keypoints"][:2] for one in read.imgToAnns[number]]
        for number in read.getImgIds()
    }
    assert found == {name: heads for (of, name), heads in HEADS.items() if of == "train"}


def test_cvat(dataset, tmp_path):
    root = written(dataset, "cvat", tmp_path / "out")
    found = {}
    for file in root.rglob("*.xml"):
        for image in ET.parse(file).getroot().iter("image"):
            points = [tuple(map(float, one.get("points").split(","))) for one in image.iter("points")]
            found[image.get("subset") or "train", Path(image.get("name")).stem] = [list(point) for point in points]
    assert {key[1]: len(heads) for key, heads in found.items() if key[0] == "train"} == {"IMG_1": 3, "IMG_2": 0}
    assert [10.25, 12.5] in found["train", "IMG_1"]


def test_via(dataset, tmp_path):
    root = written(dataset, "via", tmp_path / "out")
    found = []
    for file in root.rglob("*.json"):
        raw = json.loads(file.read_text())
        for entry in raw.get("_via_img_metadata", raw).values():
            shapes = [region["shape_attributes"] for region in entry["regions"]]
            assert {shape["name"] for shape in shapes} <= {"point"}
            assert (file.parent / entry["filename"]).stat().st_size == entry["size"]
            found.append(sorted([shape["cx"], shape["cy"]] for shape in shapes))
    assert sorted(found) == sorted(sorted(heads) for heads in HEADS.values())


def test_label_studio(dataset, tmp_path):
    root = written(dataset, "label_studio", tmp_path / "out")
    found = []
    for file in root.rglob("*.json"):
        for task in json.loads(file.read_text()):
            results = [one for made in task["annotations"] for one in made["result"]]
            heads = [[one["value"]["x"] / 100 * one["original_width"], one["value"]["y"] / 100 * one["original_height"]]
                     for one in results if one["type"] == "keypointlabels"]  # fmt: skip
            found.append(sorted(heads))
    wanted = sorted(sorted(heads) for heads in HEADS.values())
    assert [np.round(heads, 6).tolist() for heads in sorted(found)] == wanted


LABELLING = """<View><Image name="image" value="$image"/>
<KeyPointLabels name="label" toName="image"><Label value="head"/></KeyPointLabels></View>"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of theirs
def test_label_studios_own_converter_reads_it(dataset, tmp_path):
    converter = pytest.importorskip("label_studio_sdk.converter")
    file = written(dataset, "label_studio", tmp_path / "out") / "label_studio.json"
    read = converter.Converter(LABELLING, project_dir=None, download_resources=False).iter_from_json_file(str(file))
    found = {}
    for task in read:
        points = [
            [one[axis] / 100 * one[f"original_{side}"] for axis, side in (("x", "width"), ("y", "height"))]
            for one in task["output"].get("label", ())
        ]
        split, _, name = task["input"]["image"].partition("?d=")[2].partition("%2F")
        found[split, Path(name).stem] = np.round(points, 9).tolist()
    assert found == HEADS


def test_yolo(dataset, tmp_path):
    """As Ultralytics checks labels: five columns, all within 0 and 1, classes below the number of names."""
    assert any("3 heads" in one or "4 heads without a box" in one for one in losses(dataset, format_named("yolo")))
    root = written(dataset, "yolo", tmp_path / "out")
    about = yaml.safe_load((root / "data.yaml").read_text())
    assert about["names"] == {0: "head"}
    for (split, name), heads in HEADS.items():
        (image,) = (root / about[split]).glob(f"{name}.jpg")
        label = Path(str(image).replace("/images/", "/labels/")).with_suffix(".txt")
        rows = np.array([line.split() for line in label.read_text().splitlines()], dtype=np.float64).reshape(-1, 5)
        assert ((rows[:, 1:] >= 0) & (rows[:, 1:] <= 1)).all()
        assert (rows[:, 0] < len(about["names"])).all()
        np.testing.assert_allclose(rows[:, 1:3] * (WIDTH, HEIGHT), np.reshape(heads, (-1, 2)), atol=1e-8)
    rows = np.loadtxt(root / "labels" / "train" / "IMG_1.txt")
    points = np.array(HEADS["train", "IMG_1"])
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    wanted = np.clip(0.6 * apart.sum(axis=1) / 2, 2, HEIGHT / 4)
    np.testing.assert_allclose(rows[:, 3] * WIDTH, wanted, rtol=1e-9)
    np.testing.assert_allclose(rows[:, 4] * HEIGHT, wanted, rtol=1e-9)


def ultralytics_places(file):
    """As check_det_dataset of Ultralytics: from `path`, which it looks for elsewhere, or from the folder of it."""
    about = yaml.safe_load(file.read_text())
    root = Path("datasets") / about["path"] if "path" in about else file.parent
    return {split: root / about[split] for split in ("train", "val", "test") if split in about}


@pytest.mark.parametrize(
    ("splits", "of"),
    [
        (("train", "test"), {"train": "train", "val": "train", "test": "test"}),
        (("train", "val", "test"), {"train": "train", "val": "val", "test": "test"}),
        (("all",), {"train": "", "val": ""}),
        (("test",), {"train": "test", "val": "test", "test": "test"}),
        (("val", "test"), {"train": "val", "val": "val", "test": "test"}),
    ],
)
def test_yolo_is_found_from_its_own_folder_and_chooses_nothing_on_test_scenes(splits, of, dataset, tmp_path):
    picture = dataset.scenes[0].image_path
    labels = Labels(Annotation.of([[20, 20]]))
    scenes = (Scene(f"{split}/{split}", split, picture, None, lambda _: labels) for split in splits)
    root = written(Dataset(dataset.root, "made", tuple(scenes)), "yolo", tmp_path / "out")
    places = ultralytics_places(root / "data.yaml")
    assert places == {split: root / "images" / folder for split, folder in of.items()}
    assert all(any(place.iterdir()) for place in places.values())
    assert {scene.split for scene in read_dataset(root)} == set(splits) - {"all"} or splits == ("all",)


def test_yolo_keeps_sizes_of_boxes_and_leaves_out_heads_beyond_the_frame(dataset, tmp_path):
    heads = Annotation.of([[20, 20], [200, 20]]).with_column("box", [[10, 12, 30, 28], None])
    scene = Scene("train/a", "train", dataset.scenes[0].image_path, None, lambda _: Labels(heads))
    made = Dataset(dataset.root, "made", (scene,))
    assert "1 head outside of the frame will be left out." in losses(made, format_named("yolo"))
    root = written(made, "yolo", tmp_path / "out")
    (row,) = np.loadtxt(next(root.rglob("labels/**/a.txt")), ndmin=2)
    np.testing.assert_allclose(row, [0, 20 / WIDTH, 20 / HEIGHT, 20 / WIDTH, 16 / HEIGHT], rtol=1e-9)


def test_napari(dataset, tmp_path):
    """As napari.utils.io.csv_to_layer_data: columns that begin with axis- are data, in their order, y before x."""
    root = written(dataset, "napari", tmp_path / "out")
    for (split, name), heads in HEADS.items():
        with (root / split / f"{name}.csv").open(newline="") as file:
            head, *rows = csv.reader(file)
        assert {"index", "axis-0", "axis-1"} <= set(head)
        axes = [at for at, column in enumerate(head) if column.startswith("axis-")]
        data = [[float(row[at]) for at in axes] for row in rows]
        assert data == [[y, x] for x, y in heads]
        assert (root / split / f"{name}.jpg").is_file()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of theirs
def test_naparis_own_reader_reads_it(dataset, tmp_path):
    reader = pytest.importorskip("napari_builtins.io")
    root = written(dataset, "napari", tmp_path / "out")
    for (split, name), heads in HEADS.items():
        if heads:  # of a layer without points, which it writes as we do, it makes an IndexError
            data, _settings, kind = reader.csv_to_layer_data(str(root / split / f"{name}.csv"), require_type="points")
            assert kind == "points"
            assert data[:, ::-1].tolist() == heads


def test_p2pnet(dataset, tmp_path):
    """As crowd_datasets/SHHA: rows of a list are cut at spaces, labels are rows of x y."""
    root = written(dataset, "p2pnet", tmp_path / "out")
    for split in ("train", "test"):
        for line in (root / f"{split}.list").read_text().splitlines():
            picture, label = line.split()
            points = [
                [float(word) for word in row.strip().split(" ")] for row in (root / label).read_text().splitlines()
            ]
            assert points == HEADS[split, Path(picture).stem]


def test_dm_count(dataset, tmp_path):
    """As datasets/crowd.py of DM-Count, Crowd_qnrf: the pictures of a folder, and npy for jpg in their paths."""
    root = written(dataset, "dm_count", tmp_path / "out")
    for split in ("train", "test"):
        pictures = sorted(map(str, (root / split).glob("*.jpg")))
        assert len(pictures) == sum(of == split for of, _ in HEADS)
        for picture in pictures:
            points = np.load(picture.replace("jpg", "npy"))
            assert points.tolist() == HEADS[split, Path(picture).stem]
            assert points.shape[1] == 2


def test_clip_ebc(dataset, tmp_path):
    """As datasets/crowd.py of CLIP-EBC: pictures and labels sorted by what stands before the first dot."""
    assert "1 scene of the split test will be of the split val." in losses(dataset, format_named("clip_ebc"))
    root = written(dataset, "clip_ebc", tmp_path / "out")
    for split, ours in (("train", "train"), ("val", "test")):
        images, labels = (
            sorted((path.name for path in (root / split).glob(kind)), key=lambda name: name.split(".")[0])
            for kind in ("images/*.jpg", "labels/*.npy")
        )
        assert [name.split(".")[0] for name in images] == [name.split(".")[0] for name in labels]
        for label in labels:
            assert np.load(root / split / "labels" / label).tolist() == HEADS[ours, label.split(".")[0]]


@pytest.mark.parametrize("name", ["dm_count", "clip_ebc"])
def test_arrays_of_points_are_read_and_never_taken_for_density_maps(name, dataset, tmp_path):
    root = written(dataset, name, tmp_path / "out")
    found = read_dataset(root)
    assert found.format == name
    assert sorted(len(scene.annotation) for scene in found) == [0, 1, 3]
    array = next(root.rglob("IMG_1.npy"))
    points = np.load(array)
    np.save(array, np.column_stack([points, np.full(len(points), 9.0)]))  # Bayesian loss's third column
    assert {tuple(point) for scene in read_dataset(root) for point in scene.annotation.points} == {
        tuple(point) for heads in HEADS.values() for point in heads
    }


@pytest.mark.parametrize("name", ["dm_count", "clip_ebc"])
def test_pictures_that_their_code_would_not_find_are_named(name, dataset, tmp_path, capsys):
    write_image(tmp_path / "a.png", np.zeros((8, 8, 3), np.uint8))
    (tmp_path / "labels.csv").write_text("image,x,y\na.png,3,4\n")
    assert main(["scenes", "convert", str(tmp_path), str(tmp_path.parent / f"out_{name}"), "--to", name]) == 2
    assert "found a.png; save it as JPEG first" in capsys.readouterr().err


def found_by_csrnet(paths):
    return [Path(path.replace(".jpg", ".h5").replace("images", "ground_truth")).is_file() for path in paths]


@pytest.mark.parametrize("words", ["my images", "crowd.jpg.d", "a/images/b"])
def test_csrnet_in_a_folder_whose_maps_its_code_would_not_find_is_refused(words, dataset, tmp_path):
    with pytest.raises(OutputError, match="expected a folder whose path has neither") as caught:
        write_for_csrnet(dataset, FixedKernel(), tmp_path / words, lambda *_: None)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_csrnet_finds_the_maps_of_pictures_of_any_name(dataset, tmp_path):
    names = ["part_images/train/images", "part_A/train/image_s", "part_A/train/images", "part_A/train/a.jpg.b",
             "part_A/test/crowd_images_1", "train/a", "train/imagesimages"]  # fmt: skip
    labels, picture = Labels(Annotation.of([[20, 20]])), dataset.scenes[0].image_path
    scenes = tuple(Scene(name, name.split("/")[-2], picture, None, lambda _: labels) for name in names)
    write_for_csrnet(Dataset(dataset.root, "made", scenes), FixedKernel(), tmp_path / "out", lambda *_: None)
    paths = [path for file in (tmp_path / "out").glob("*.json") for path in json.loads(file.read_text())]
    assert len(set(paths)) == len(names)
    assert all(Path(path).is_file() for path in paths)
    assert all(found_by_csrnet(paths))


def test_csrnet(dataset, tmp_path, capsys):
    """As train.py and image.py of leeyeehoo/CSRNet-pytorch: lists of paths, and the map at each with words replaced."""
    source = written(dataset, "shanghaitech", tmp_path / "source")
    words = ["scenes", "convert", str(source), str(tmp_path / "out"), "--to", "csrnet", "--kernel", "fixed"]
    assert main([*words, "--sigma", "3"]) == 0
    assert "3 scenes from shanghaitech to csrnet" in capsys.readouterr().out
    for split in ("train", "test"):
        with (tmp_path / "out" / f"part_A_{split}.json").open() as file:
            paths = json.load(file)
        assert len(paths) == sum(of == split for of, _ in HEADS)
        for path in paths:
            assert Path(path).is_file()
            with h5py.File(path.replace(".jpg", ".h5").replace("images", "ground_truth"), "r") as map_file:
                target = np.asarray(map_file["density"])
            heads = HEADS[split, Path(path).stem]
            assert target.shape == (HEIGHT, WIDTH)
            assert target.sum() == pytest.approx(len(heads), abs=1e-3)
            mat = path.replace(".jpg", ".mat").replace("images", "ground_truth").replace("IMG_", "GT_IMG_")
            assert np.array_equal(loadmat(mat)["image_info"][0, 0][0, 0][0].reshape(-1, 2), np.reshape(heads, (-1, 2)))
    assert read_dataset(tmp_path / "out").format == "shanghaitech"
