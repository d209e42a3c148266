"""Small datasets of the formats that are read and not written, made by hand; a new one needs its sample here."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.io import savemat

from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.maps import write_map

FIJI = """<?xml version="1.0" encoding="UTF-8"?>
<CellCounter_Marker_File><Image_Properties><Image_Filename>a.jpg</Image_Filename></Image_Properties>
<Marker_Data><Current_Type>1</Current_Type><Marker_Type><Type>1</Type>
<Marker><MarkerX>5</MarkerX><MarkerY>6</MarkerY><MarkerZ>1</MarkerZ></Marker>
<Marker><MarkerX>15</MarkerX><MarkerY>16</MarkerY><MarkerZ>1</MarkerZ></Marker></Marker_Type></Marker_Data>
</CellCounter_Marker_File>
"""


def pictures(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_image(folder / name, np.random.default_rng(0).integers(0, 255, (40, 60, 3)).astype(np.uint8))


def texts(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def fiji(folder: Path) -> None:
    pictures(folder, "a.jpg", "b.jpg")
    texts(folder, {"CellCounter_a.xml": FIJI, "Results.csv": " ,Label,X,Y\n1,a.jpg,5.5,6\n2,b.jpg,7,8\n"})


def ucf_cc_50(folder: Path) -> None:
    pictures(folder, "1.jpg", "2.jpg")
    for name in ("1", "2"):
        savemat(folder / f"{name}_ann.mat", {"annPoints": np.array([[1.5, 2.5], [3, 4]])})


def density_maps(folder: Path) -> None:
    pictures(folder, "images/train/a.jpg", "images/train/b.jpg")
    for name in ("a.npy", "b.h5"):
        write_map(folder / "maps" / "train" / name, np.full((40, 60), 0.001, dtype=np.float32))


def plain_pictures(folder: Path) -> None:
    pictures(folder, "train/a.jpg", "train/b.jpg")


SAMPLES: dict[str, Callable[[Path], None]] = {
    "fiji": fiji, "ucf_cc_50": ucf_cc_50, "density_maps": density_maps,
    "pictures": plain_pictures,
}  # fmt: skip
