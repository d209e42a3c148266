"""A data set as CSRNet's training code wants it: ShanghaiTech's folders, maps in HDF5 beside the labels, JSON lists.

`python train.py part_A_train.json part_A_val.json 0 0` of leeyeehoo/CSRNet-pytorch reads lists of paths of pictures,
and for each the map at its path with .h5 for .jpg and ground_truth for images. Codes after it (CAN, SFANet, SASNet)
read the same.
"""

import json
from dataclasses import replace
from pathlib import Path

from ..built import Start, built_folder
from ..density import AnyKernel, density_map
from ..errors import OutputError
from ..files import write_text
from ..reading import real_path
from ..scenes import Dataset
from ..scenes.formats import shanghaitech
from ..scenes.maps import map_paths, write_map
from ..scenes.writing import Report
from ..unfinished import hash_of_work


def write_for_csrnet(
    dataset: Dataset, kernel: AnyKernel, folder: Path, report: Report, start: Start | None = None
) -> Dataset:
    """Write `dataset` to `folder`, new or empty, with a map and a place in a list for every scene, and read it.

    Paths in the lists are those of `folder`, absolute, since the code is started elsewhere. Pictures must be JPEG,
    whose suffix it replaces, and neither the path of `folder` nor their names may have what it replaces: names get
    image_s for images. `start` as of `built_folder`. Raises DatasetError, OutputError.
    """
    if real_path(folder).is_relative_to(real_path(dataset.root)):
        raise OutputError(f"{folder} lies in the dataset itself: choose a folder outside {dataset.root}.")
    odd = next((scene.image_path for scene in dataset if scene.image_path.suffix.lower() != ".jpg"), None)
    if odd is not None:
        raise OutputError(f"CSRNet's code finds maps of .jpg files alone: expected JPEG, found {odd.name}; save it so.")
    final = real_path(folder)
    if _where_it_looks(final / "x") != final / "x":
        raise OutputError(
            f"CSRNet's code puts ground_truth for images and .h5 for .jpg wherever they stand in a path, and would not "
            f"find the maps in {final}: expected a folder whose path has neither; choose another."
        )
    dataset = _with_plain_names(dataset)
    scenes = [[scene.id, scene.split, str(scene.image_path), scene.labels.sha256] for scene in dataset]
    of = "" if start is None else hash_of_work("csrnet", str(final), kernel.model_dump(mode="json"), scenes)
    with built_folder(folder, "miscount scenes convert", of, start or "anew") as part:
        shanghaitech.write(dataset, part.folder, lambda done, total: part.report(done, 2 * total))
        found = shanghaitech.read(part.folder)
        if len(found) != len(dataset):
            raise OutputError(f"Of {len(dataset)} scenes a reader of what was written would find {len(found)}.")
        _maps(found, kernel, part.telling(report))
        _lists(found, part.folder, final)
        dataset.check_unchanged()
    return shanghaitech.read(folder)


def _where_it_looks(picture: Path) -> Path:
    """Where the code looks for the map of a picture: the very expression of its image.py, on the whole path."""
    return Path(str(picture).replace(".jpg", ".h5").replace("images", "ground_truth"))


def _with_plain_names(dataset: Dataset) -> Dataset:
    """The scenes by ids, which become names of files and folders, without the words that the code replaces."""
    taken = {scene.id for scene in dataset}
    named = []
    for scene in dataset:
        name = plain = scene.id.replace("images", "image_s").replace(".jpg", "_jpg")
        number = 2
        while name != scene.id and name in taken:
            name, number = f"{plain}_{number}", number + 1
        taken.add(name)
        named.append(scene if name == scene.id else replace(scene, id=name))
    return dataset.having(named)


def _maps(dataset: Dataset, kernel: AnyKernel, report: Report) -> None:
    paths = map_paths(dataset.root, dataset, "h5", "csrnet")
    for done, scene in enumerate(dataset, start=1):
        write_map(paths[scene.id], density_map(scene.annotation, scene.size, kernel))
        report(done, len(dataset))


def _lists(dataset: Dataset, root: Path, final: Path) -> None:
    lists: dict[str, list[str]] = {}
    maps = map_paths(root, dataset, "h5", "csrnet")
    for scene in dataset:
        name, picture = "_".join(scene.id.split("/")[:-1]), final / scene.image_path.relative_to(root)
        if _where_it_looks(picture) != final / maps[scene.id].relative_to(root):
            raise OutputError(f"CSRNet's code would not find the map of {picture}: give the scene another name.")
        lists.setdefault(name, []).append(str(picture))
    for name, paths in lists.items():
        write_text(root / f"{name}.json", json.dumps(paths, indent=1))
