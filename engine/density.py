"""Kernels: from heads to a density map whose sum is the count. Nothing else in Miscount makes one.

Pixel j covers [j, j + 1), so its center is at j + 0.5, and a head at x = 3.2 lies in pixel 3. Every head is stamped
into its own small window, as the product of two 1-D profiles: 3,000 heads cost tens of milliseconds, where one
full-frame blur a head (the published scripts) costs minutes.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, TypeAdapter

from .built import Start, growing_folder
from .errors import DatasetError, OutputError
from .files import file_sha256
from .parallel import ordered_map
from .part import Part, parse_part
from .reading import real_path
from .scenes import Dataset, Scene
from .scenes.annotation import Annotation
from .scenes.maps import MapForm, MapLayout, map_paths, write_map
from .unfinished import Pieces, Report, hash_of_work

Floats: TypeAlias = NDArray[np.float64]
Border: TypeAlias = Literal["keep", "constant", "reflect", "rescaled"]

TRUNCATE = 4.0
"""A kernel ends this many sigmas from its head, as in `scipy.ndimage.gaussian_filter`."""

CHUNK = 512
"""Heads whose profiles are made together; sorted by sigma, they waste little padding."""

_BORDER = (
    "What happens to a kernel that reaches over the frame. keep: the part inside is scaled up, so that every head "
    "weighs 1. constant: the part outside is lost. reflect: it is mirrored back. rescaled: lost, then the whole map "
    "is scaled to the count. All but keep are published behaviors."
)


class FixedKernel(Part):
    """The same Gaussian for every head."""

    kind: Literal["fixed"] = "fixed"
    sigma_px: float = Field(
        default=15.0,
        ge=0.3,
        le=500.0,
        description="Standard deviation of each head's Gaussian.",
        json_schema_extra={"unit": "px", "step": 0.5},
    )
    border: Border = Field(default="keep", description=_BORDER)

    card: ClassVar[str] = (
        "A Gaussian of one width for all heads; 15 px is the habit for ShanghaiTech Part B. Border `keep` is ours: "
        "heads are placed at their sub-pixel position, heads outside the frame are moved onto its edge, coinciding "
        "heads add up, and the map sums to the count. The published modes put heads on whole pixels and let "
        "coinciding heads collapse into one: `rescaled` is CommissarMa's Part B script (pixel rounded to the nearest, "
        "moved into the frame; ours moves negative coordinates to 0, where the script wraps them round), `reflect` "
        "leeyeehoo's and DMBA's (pixel rounded down, heads outside dropped), `constant` the same with the mass "
        "outside the frame lost."
    )

    @property
    def in_words(self) -> str:
        """How a head becomes a spot, in a few words."""
        return f"one width for all, sigma {self.sigma_px:g} px"


class AdaptiveKernel(Part):
    """A Gaussian as wide as the crowd is sparse around each head."""

    kind: Literal["adaptive"] = "adaptive"
    k: int = Field(
        default=3,
        ge=1,
        le=20,
        description="How many nearest other heads give a head its kernel's width; fewer where there are fewer.",
        json_schema_extra={"unit": "heads", "step": 1},
    )
    beta: float = Field(
        default=0.3,
        gt=0.0,
        le=2.0,
        description="Standard deviation as a share of the mean distance to those heads.",
        json_schema_extra={"unit": "", "step": 0.05},
    )
    min_sigma_px: float = Field(
        default=0.5,
        ge=0.3,
        le=100.0,
        description="The narrowest kernel, so that coinciding heads still get one; used with border keep.",
        json_schema_extra={"unit": "px", "step": 0.1},
    )
    max_sigma_px: float = Field(
        default=1000.0,
        ge=0.3,
        le=1000.0,
        description="The widest kernel, for heads far from all others; used with border keep.",
        json_schema_extra={"unit": "px", "step": 1.0},
    )
    lone_sigma_px: float = Field(
        default=15.0,
        ge=0.3,
        le=500.0,
        description="The kernel of a head that is alone in its scene; used with border keep.",
        json_schema_extra={"unit": "px", "step": 0.5},
    )
    border: Border = Field(default="keep", description=_BORDER)

    card: ClassVar[str] = (
        "Geometry-adaptive kernels (Zhang et al., MCNN, 2016): sigma = beta times the mean distance to the k nearest "
        "other heads; 0.3 and 3 as in the ShanghaiTech Part A scripts. Border `keep` is ours: sub-pixel positions, "
        "nothing lost at the border, heads outside moved onto the frame's edge, a floor for coinciding heads, 15 px "
        "for a head that is alone. `constant` is CommissarMa's script: neighbors among all heads, kernels centered on "
        "whole pixels (rounded down), heads outside the frame dropped, mass outside lost. `reflect` and `rescaled` "
        "differ from it only at the border. In these a lone head gets leeyeehoo's mean(H, W) / 4."
    )

    @property
    def in_words(self) -> str:
        """How a head becomes a spot, in a few words."""
        return f"sigma = {self.beta:g} × mean distance to {self.k} neighbors"


AnyKernel: TypeAlias = FixedKernel | AdaptiveKernel
Kernel: TypeAlias = Annotated[AnyKernel, Field(discriminator="kind")]
KINDS: dict[str, type[FixedKernel] | type[AdaptiveKernel]] = {"fixed": FixedKernel, "adaptive": AdaptiveKernel}
_ADAPTER: TypeAdapter[AnyKernel] = TypeAdapter(Kernel)


def kernel(raw: object) -> AnyKernel:
    """The kernel that `raw`, a mapping with a `kind`, describes. Raises RecipeError."""
    return parse_part(_ADAPTER, raw, "kernel")


def density_map(
    annotation: Annotation, size: tuple[int, int], kernel: AnyKernel = AdaptiveKernel()
) -> NDArray[np.float32]:
    """The density map of `annotation` on a frame of `size` (H, W) pixels: float32 (H, W), never negative.

    With border `keep` its sum is the sum of the weights to 1e-4, wherever the heads are; the kernels' cards describe
    the published borders. Costs about 10 microseconds a head. Raises ValueError for an empty frame.

    >>> from miscount.engine.scenes import Annotation
    >>> density = density_map(Annotation.of([(0, 0), (30, 20)]), (40, 60), FixedKernel(sigma_px=4))
    >>> density.shape, round(float(density.sum()), 4)
    ((40, 60), 2.0)
    """
    if min(size) < 1:
        raise ValueError(f"want a frame of at least one pixel, got {size}")
    heads = _placed(annotation, size, kernel)
    density_HW = np.zeros(size, dtype=np.float32)
    for some in _chunks(heads):
        _stamp(density_HW, some, _PROFILES[kernel.border])
    if kernel.border == "rescaled" and (total := density_HW.sum(dtype=np.float64)) > 0:
        density_HW *= annotation.count / total
    return density_HW


def write_maps(
    scenes: Dataset, kernel: AnyKernel, out: Path, form: MapForm, report: Report, start: Start = "anew",
    layout: MapLayout = "ids",
) -> tuple[float, int]:  # fmt: skip
    """Write the map of every scene to the folder `out`, in the folders of `layout`; their sum, and how many heads.

    `report` hears (done, total); `start` as of `growing_folder`: maps that are there of the same heads are not made
    again. Raises DatasetError, also where the files of the scenes change meanwhile, and OutputError.
    """
    sums, heads = [], 0
    place = [] if layout == "ids" else [layout]
    paths = map_paths(out, scenes, form, layout)
    _check_apart(paths, scenes)
    of = hash_of_work("density", str(scenes.root.resolve()), form, kernel.model_dump(mode="json"), *place)
    with growing_folder(out, "miscount density", of, start) as note, Pieces(out) as pieces:

        def made(scene: Scene) -> tuple[Scene, float]:
            path = paths[scene.id]
            of_scene = {"heads": scene.labels.sha256, "size": list(scene.size)}
            known = dict(pieces.get(scene.id))
            if {**known, **of_scene} == known and _hash_of(path) == known["sha256"]:
                return scene, known["sum"]
            density_HW = density_map(scene.annotation, scene.size, kernel)
            write_map(path, density_HW)
            total = float(density_HW.sum(dtype=np.float64))
            # here, so that what a stop finds in the works is not made again
            pieces.add(scene.id, {**of_scene, "sha256": _hash_of(path), "sum": total})
            return scene, total

        with closing(ordered_map(made, scenes)) as maps:
            for done, (scene, total) in enumerate(maps, start=1):
                sums.append(total)
                heads += len(scene.annotation)
                note(done, len(scenes))
                report(done, len(scenes))
        scenes.check_unchanged()
    return sum(sums), heads


def _check_apart(paths: Mapping[str, Path], scenes: Dataset) -> None:
    """Raises OutputError where a map would be written over a label, as of DM-Count, whose labels are arrays too."""
    suffixes = {path.suffix for path in paths.values()}
    files = {scene.label_path for scene in scenes if scene.label_path and scene.label_path.suffix in suffixes}
    labels = {real_path(file) for file in files}
    for path in paths.values() if labels else ():
        if real_path(path) in labels:
            raise OutputError(f"{path} holds labels of the dataset, which would be lost: give another folder.")


def _hash_of(path: Path) -> str:
    """Empty where there is no file that can be read."""
    try:
        return file_sha256(path, "expected a density map", DatasetError)
    except DatasetError:
        return ""


def sigmas(annotation: Annotation, size: tuple[int, int], kernel: AnyKernel = AdaptiveKernel()) -> Floats:
    """The standard deviation (N,) in pixels of each head's kernel, heads that are dropped later included."""
    if isinstance(kernel, FixedKernel):
        return np.full(len(annotation), kernel.sigma_px)
    return _adaptive_sigmas(annotation.points, size, kernel)


def block_sum(map_HW: NDArray[np.floating], stride: int) -> NDArray[np.float32]:
    """Sums of `stride` x `stride` blocks of `map_HW`: float32 (ceil(H / stride), ceil(W / stride)).

    Frames that do not divide are padded with zeros, so the sum is kept. Raises ValueError for a stride under 1.
    """
    if stride < 1:
        raise ValueError(f"want a stride of at least 1, got {stride}")
    height, width = map_HW.shape
    rows_hW = np.add.reduceat(map_HW, np.arange(0, height, stride), axis=0, dtype=np.float64)
    short = -width % stride
    if short:
        rows_hW = np.pad(rows_hW, ((0, 0), (0, short)))
    sums: NDArray[np.float32] = rows_hW.reshape(len(rows_hW), -1, stride).sum(axis=2).astype(np.float32)
    return sums


def cell_map(
    annotation: Annotation, size: tuple[int, int], stride: int, kernel: AnyKernel = AdaptiveKernel()
) -> NDArray[np.float32]:
    """`block_sum(density_map(annotation, size, kernel), stride)` to 1e-6 of its largest cell, without the map's pixels.

    A kernel is a product of two profiles, so its sum over a cell is the product of theirs: of each head, as many cells
    as its window has are touched, a `stride`-th of the pixels a side. Float32 (ceil(H / stride), ceil(W / stride)),
    summed in float64. Raises ValueError for an empty frame, and for a stride under 1.

    >>> float(cell_map(Annotation.of([(0.0, 0.0), (40.0, 9.0)]), (24, 64), 8).sum().round(4))
    2.0
    """
    if min(size) < 1:
        raise ValueError(f"want a frame of at least one pixel, got {size}")
    if stride < 1:
        raise ValueError(f"want a stride of at least 1, got {stride}")
    heads = _placed(annotation, size, kernel)
    cells_hw = np.zeros((-(-size[0] // stride), -(-size[1] // stride)))
    profile = _PROFILES[kernel.border]
    for some in _chunks(heads):
        across = _by_cell(profile(some.x, some.sigma, size[1]), stride)
        down = _by_cell(profile(some.y, some.sigma, size[0]), stride)
        _stamp_cells(cells_hw, down, across, some.weight)
    if kernel.border == "rescaled" and (total := cells_hw.sum()) > 0:
        cells_hw *= annotation.count / total
    return cells_hw.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Heads:
    """Where kernels are centered: pixel indices in the published modes, sub-pixel positions in `keep`."""

    x: Floats
    y: Floats
    sigma: Floats
    weight: Floats

    def take(self, index: NDArray[np.intp] | NDArray[np.bool_]) -> "_Heads":
        return _Heads(self.x[index], self.y[index], self.sigma[index], self.weight[index])


def _placed(annotation: Annotation, size: tuple[int, int], kernel: AnyKernel) -> _Heads:
    height, width = size
    x, y = annotation.points.T
    sigma, weight = sigmas(annotation, size, kernel), annotation.weights.astype(np.float64)
    if kernel.border == "keep":
        return _Heads(np.clip(x, 0, width), np.clip(y, 0, height), sigma, weight)
    if isinstance(kernel, FixedKernel) and kernel.border == "rescaled":
        heads = _Heads(np.clip(np.rint(x), 0, width - 1), np.clip(np.rint(y), 0, height - 1), sigma, weight)
    else:
        heads = _Heads(np.trunc(x), np.trunc(y), sigma, weight)
        heads = heads.take((heads.x >= 0) & (heads.x < width) & (heads.y >= 0) & (heads.y < height))
    return _collapsed(heads, width) if isinstance(kernel, FixedKernel) else heads


def _collapsed(heads: _Heads, width: int) -> _Heads:
    # the published `map[y, x] = 1`: of heads in one pixel the last one stays
    _, last = np.unique((heads.y * width + heads.x)[::-1], return_index=True)
    return heads.take(len(heads.x) - 1 - last)


def _adaptive_sigmas(points: Floats, size: tuple[int, int], kernel: AdaptiveKernel) -> Floats:
    from scipy.spatial import cKDTree  # 0.1 s that a window without a density map need not wait for

    keep = kernel.border == "keep"
    if len(points) < 2:
        return np.full(len(points), kernel.lone_sigma_px if keep else sum(size) / 8)
    k = min(kernel.k, len(points) - 1)
    # the nearest is the head itself, or one that coincides with it, which is as good
    distances_NK = cKDTree(points).query(points, k=k + 1)[0][:, 1:]
    sigma: Floats = kernel.beta * distances_NK.mean(axis=1)
    return np.clip(sigma, kernel.min_sigma_px, kernel.max_sigma_px) if keep else sigma


class _Profile(NamedTuple):
    """1-D kernels along one axis: head i fills pixels start[i] to stop[i] with values[i, : stop[i] - start[i]]."""

    start: NDArray[np.intp]
    stop: NDArray[np.intp]
    values: Floats


def _chunks(heads: _Heads) -> Iterator[_Heads]:
    order = np.argsort(heads.sigma, kind="stable")
    for first in range(0, len(order), CHUNK):
        yield heads.take(order[first : first + CHUNK])


def _stamp(density_HW: NDArray[np.float32], heads: _Heads, profile: Callable[[Floats, Floats, int], _Profile]) -> None:
    height, width = density_HW.shape
    left, right, across = profile(heads.x, heads.sigma, width)
    top, bottom, down = profile(heads.y, heads.sigma, height)
    across_NL = across.astype(np.float32)
    down_NL1 = (down * heads.weight[:, None]).astype(np.float32)[:, :, None]
    bounds = zip(top.tolist(), bottom.tolist(), left.tolist(), right.tolist(), strict=True)
    for i, (y0, y1, x0, x1) in enumerate(bounds):
        density_HW[y0:y1, x0:x1] += down_NL1[i, : y1 - y0] * across_NL[i, : x1 - x0]


def _by_cell(profile: _Profile, stride: int) -> _Profile:
    """The sums of 1-D kernels over cells of `stride` pixels, from the cell that each begins in."""
    start, stop, values_NL = profile
    first, last = start // stride, -(-stop // stride)
    num, most = len(start), int((last - first).max())
    pixel_L = np.arange(values_NL.shape[1])
    cell_NL = (start[:, None] + pixel_L) // stride - first[:, None]
    inside_NL = pixel_L < (stop - start)[:, None]
    flat = (np.arange(num)[:, None] * most + cell_NL)[inside_NL]
    sums = np.asarray(np.bincount(flat, values_NL[inside_NL], num * most), dtype=np.float64).reshape(num, most)
    return _Profile(first, last, sums)


FEW_CELLS = 400
"""Windows of so many cells are stamped together, all heads of a chunk; larger ones one by one."""


def _stamp_cells(cells_hw: Floats, down: _Profile, across: _Profile, weight: Floats) -> None:
    down_NK = down.values * weight[:, None]
    tall, wide = down_NK.shape[1], across.values.shape[1]
    if tall * wide > FEW_CELLS:
        bounds = zip(down.start.tolist(), down.stop.tolist(), across.start.tolist(), across.stop.tolist(), strict=True)
        for i, (y0, y1, x0, x1) in enumerate(bounds):
            cells_hw[y0:y1, x0:x1] += down_NK[i, : y1 - y0, None] * across.values[i, : x1 - x0]
        return
    height, width = cells_hw.shape
    # beyond a window its profile is 0, so that what would lie outside the frame may be added to its last cells
    rows_NK = np.minimum(down.start[:, None] + np.arange(tall), height - 1)
    columns_NL = np.minimum(across.start[:, None] + np.arange(wide), width - 1)
    flat_NKL = rows_NK[:, :, None] * width + columns_NL[:, None, :]
    mass_NKL = down_NK[:, :, None] * across.values[:, None, :]
    np.add.at(cells_hw.reshape(-1), flat_NKL.ravel(), mass_NKL.ravel())  # costs by heads, not by the frame


def _keep_profile(center: Floats, sigma: Floats, length: int) -> _Profile:
    reach = np.maximum(TRUNCATE * sigma, 1.0)
    start = np.maximum(np.ceil(center - reach - 0.5), 0).astype(np.intp)
    stop = np.minimum(np.floor(center + reach - 0.5) + 1, length).astype(np.intp)
    pixel_NL = start[:, None] + np.arange((stop - start).max())
    values_NL = np.exp(-0.5 * ((pixel_NL + 0.5 - center[:, None]) / sigma[:, None]) ** 2)
    values_NL[pixel_NL >= stop[:, None]] = 0
    return _Profile(start, stop, values_NL / values_NL.sum(axis=1, keepdims=True))


def _cut_profile(center: Floats, sigma: Floats, length: int) -> _Profile:
    """`gaussian_filter` with mode "constant" on a unit impulse at pixel `center`."""
    start, stop, half_NK = _scipy_kernel(center, sigma, length)
    pixel_NL = start[:, None] + np.arange((stop - start).max())
    return _Profile(start, stop, _at(half_NK, pixel_NL - center[:, None]))


def _mirrored_profile(center: Floats, sigma: Floats, length: int) -> _Profile:
    """`gaussian_filter` with mode "reflect": the impulse and its mirror images at -1 - c and 2L - 1 - c, and so on."""
    start, stop, half_NK = _scipy_kernel(center, sigma, length)
    pixel_NL = start[:, None] + np.arange((stop - start).max())
    turns = half_NK.shape[1] // (2 * length) + 1
    values_NL = np.zeros(pixel_NL.shape)
    for turn in range(-turns, turns + 1):
        for image in (center, -1 - center):
            values_NL += _at(half_NK, pixel_NL - (image + 2 * length * turn)[:, None])
    return _Profile(start, stop, values_NL)


def _scipy_kernel(center: Floats, sigma: Floats, length: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    reach = (TRUNCATE * sigma + 0.5).astype(np.intp)
    start = np.maximum(center.astype(np.intp) - reach, 0)
    stop = np.minimum(center.astype(np.intp) + reach + 1, length)
    step_K = np.arange(reach.max() + 1)
    # sigma is 0 where heads coincide: then reach is 0 too, and the kernel a single pixel
    half_NK = np.exp(-0.5 * (step_K / np.maximum(sigma, 1e-15)[:, None]) ** 2)
    half_NK[step_K > reach[:, None]] = 0
    return start, stop, half_NK / (2 * half_NK.sum(axis=1, keepdims=True) - 1)


def _at(half_NK: Floats, offset_NL: Floats) -> Floats:
    distance_NL = np.abs(offset_NL).astype(np.intp)
    values = np.take_along_axis(half_NK, np.minimum(distance_NL, half_NK.shape[1] - 1), axis=1)
    values[distance_NL >= half_NK.shape[1]] = 0
    return values


_PROFILES: dict[Border, Callable[[Floats, Floats, int], _Profile]] = {
    "keep": _keep_profile,
    "constant": _cut_profile,
    "reflect": _mirrored_profile,
    "rescaled": _cut_profile,
}
