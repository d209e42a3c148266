"""A picture is what people see: heads stand on the people they were put on, whichever way the camera was held."""

import io
import json
import struct
import zlib

import cv2
import h5py
import numpy as np
import pytest
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from miscount.engine.density import FixedKernel
from miscount.engine.errors import DatasetError
from miscount.engine.exporting.csrnet import write_for_csrnet
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.conversion import convert, losses
from miscount.engine.scenes.formats import WRITABLE, format_named
from miscount.engine.scenes.formats.shanghaitech import write_scene
from miscount.engine.scenes.images import image_head, read_image, read_rgba, read_small
from miscount.engine.scenes.orientation import TAG, turned, without_turn
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.tones import to_uint8

SIZE = (60, 100)
"""(height, width) of the upright picture."""

SIDEWAYS = (5, 6, 7, 8)


def marked(heads, size=SIZE):
    """An upright picture, gray with a red square under each head."""
    image = np.full((*size, 3), 120, dtype=np.uint8)
    for x, y in heads:
        image[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3] = (220, 20, 20)
    return image


def stored(image, orientation):
    """How a camera stores `image` with this EXIF: what it is turned into by `orientation` is `image` again."""
    back = {6: 8, 8: 6}.get(orientation, orientation)
    return np.ascontiguousarray(turned(image, back))


def saved(path, image, orientation):
    exif = Image.Exif()
    exif[TAG] = orientation
    path.parent.mkdir(parents=True, exist_ok=True)
    how = {"lossless": True} if path.suffix == ".webp" else {"quality": 95, "subsampling": 0}
    how = {} if path.suffix == ".tif" else how
    Image.fromarray(stored(image, orientation)).save(path, exif=exif, **how)


def on_red(scene):
    image, points = scene.image().astype(int), scene.annotation.points
    return [image[int(y), int(x), 0] > 150 and image[int(y), int(x), 1] < 90 for x, y in points]


def on(image, points):
    """Whether all of `points` are on red."""
    return all(image[int(y), int(x), 0] > 150 and image[int(y), int(x), 1] < 90 for x, y in points)


HEADS = [(10.5, 12.5), (80.5, 44.5), (40.5, 30.5), (90.5, 10.5)]


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_turn_is_that_of_pillow(orientation, name, tmp_path):
    saved(tmp_path / name, marked(HEADS), orientation)
    with Image.open(tmp_path / name) as picture:
        expected = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
    assert np.array_equal(read_image(tmp_path / name), expected)
    assert np.array_equal(expected, marked(HEADS))
    assert np.array_equal(read_image(tmp_path / name, upright=False), stored(marked(HEADS), orientation))
    assert image_head(tmp_path / name).size == SIZE
    assert image_head(tmp_path / name).stored_size == stored(marked(HEADS), orientation).shape[:2]
    assert read_small(tmp_path / name, 50).shape == (30, 50, 3)


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp"])
def test_xmp_turns_nothing_as_in_browsers_and_opencv(name, tmp_path):
    picture = Image.fromarray(marked(HEADS))
    if name == "a.tif":
        picture.save(tmp_path / name, tiffinfo={700: XMP})
    elif name == "a.png":
        about = PngInfo()
        about.add_itxt("XML:com.adobe.xmp", XMP.decode())
        picture.save(tmp_path / name, pnginfo=about)
    else:
        picture.save(tmp_path / name, xmp=XMP)
    with Image.open(tmp_path / name) as opened:
        assert opened.getexif().get(TAG) == 6, "Pillow's fallback"
    assert image_head(tmp_path / name).orientation == 1
    assert image_head(tmp_path / name).size == SIZE
    assert read_image(tmp_path / name).shape[:2] == SIZE
    assert cv2.imread(str(tmp_path / name)).shape[:2] == SIZE


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def deep_png(levels, orientation=1):
    """A PNG of 16 bits a value, (H, W, C) of 2 to 4 channels, its EXIF after its pixels."""
    height, width, channels = levels.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in levels)
    head = struct.pack(">IIBBBBB", width, height, 16, {2: 4, 3: 2, 4: 6}[channels], 0, 0, 0)
    exif = Image.Exif()
    exif[TAG] = orientation
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"eXIf", exif.tobytes()[6:]), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def deep_tiff(levels, orientation=1):
    """The same as a plain TIFF of one strip, which Pillow cannot write."""
    height, width, channels = levels.shape
    tags = {256: width, 257: height, 258: None, 259: 1, 262: 2, 273: None, 274: orientation, 277: channels, 278: height,
            279: levels.size * 2, **({338: 2} if channels == 4 else {})}  # fmt: skip
    bits = 8 + 2 + 12 * len(tags) + 4
    tags |= {258: bits, 273: bits + 8}
    entries = b"".join(
        struct.pack("<HHII", tag, 3 if tag == 258 else 4, channels if tag == 258 else 1, value)
        for tag, value in sorted(tags.items())
    )
    start = b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I4H", 0, 16, 16, 16, 16)
    return start + levels.astype("<u2").tobytes()


DEEP = [
    pytest.param(make, channels, id=f"{make.__name__}_{channels}")
    for make, channels in ((deep_png, 2), (deep_png, 3), (deep_png, 4), (deep_tiff, 3), (deep_tiff, 4))
]


@pytest.mark.parametrize("bits", [12, 16])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("make", "channels"), DEEP)
def test_colors_of_16_bits_keep_their_levels_and_their_places(make, channels, orientation, bits, tmp_path):
    rng, colors = np.random.default_rng(bits), 1 if channels == 2 else 3
    levels = rng.integers(0, 2**bits, (*SIZE, channels), dtype=np.uint16)
    levels[0, 0] = 2**bits - 1
    if channels in (2, 4):
        levels[..., -1] = rng.integers(0, 2**16, SIZE)
    path = tmp_path / ("a.png" if make is deep_png else "a.tif")
    path.write_bytes(make(stored(levels, orientation), orientation))
    expected = np.broadcast_to(np.rint(levels[..., :colors] * (255 / (2**bits - 1))), (*SIZE, 3))
    assert np.array_equal(read_image(path), expected)
    assert np.array_equal(read_image(path, upright=False), stored(expected, orientation))
    seen = read_rgba(path)
    assert np.array_equal(seen[..., :3], expected)
    assert np.array_equal(seen[..., 3], levels[..., -1] >> 8 if channels in (2, 4) else np.full(SIZE, 255))
    assert read_small(path, 50).shape == (30, 50, 3)
    head = image_head(path)
    assert (head.size, head.deep, head.gray) == (SIZE, True, channels == 2)
    scene = Scene("all/a", "all", path, None, lambda _scene: Labels(Annotation.of([])))
    assert "The image has more than 8 bits a pixel and is brought to 256 gray levels." in scene.labels.notes


@pytest.mark.parametrize("make", [deep_png, deep_tiff])
def test_half_a_picture_of_16_bits_a_color_is_damaged(make, tmp_path):
    content = make(np.random.default_rng(0).integers(0, 2**16, (*SIZE, 3), dtype=np.uint16))
    (tmp_path / "a.png").write_bytes(content[: len(content) // 2])
    with pytest.raises(DatasetError, match="is damaged"):
        read_image(tmp_path / "a.png")


def made(path):
    labels = Labels(Annotation.of(HEADS))
    return Dataset(path.parent, "made", (Scene("train/a", "train", path, None, lambda _scene: labels),))


SOURCES = [
    pytest.param(form, suffix, id=f"{form.NAME}{suffix}")
    for form in WRITABLE for suffix in (".jpg", ".png", ".tif") if suffix == ".jpg" or not form.HOLDS.jpeg
]  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("form", "suffix"), SOURCES)
def test_heads_made_on_the_upright_picture_stand_on_red_in_every_format(form, suffix, orientation, tmp_path):
    """For us, and for readers that turn no picture where a format has such."""
    path = tmp_path / "source" / f"a{suffix}"
    saved(path, marked(HEADS), orientation)
    (scene,) = dataset = made(path)
    assert scene.size == SIZE
    assert all(on_red(scene))
    (back,) = convert(dataset, form, tmp_path / "out", lambda *_: None)
    assert len(back.annotation) == len(HEADS)
    assert all(on_red(back))
    anew = form.HOLDS.turned and orientation != 1
    told = [one for one in losses(dataset, form) if "written anew as people see them" in one]
    assert bool(told) == anew
    if form.HOLDS.turned:
        with Image.open(back.image_path) as picture:
            assert on(np.asarray(picture.convert("RGB")), back.annotation.points)
    if not anew:
        assert back.image_path.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_csrnet_finds_the_people_whichever_way_the_camera_was_held(orientation, tmp_path):
    """As image.py of CSRNet-pytorch: PIL's pixels, and the map at the path with words replaced."""
    path = tmp_path / "source" / "a.jpg"
    saved(path, marked(HEADS), orientation)
    write_for_csrnet(made(path), FixedKernel(sigma_px=2), tmp_path / "out", lambda *_: None)
    (listed,) = json.loads((tmp_path / "out" / "part_A_train.json").read_text())
    with h5py.File(listed.replace(".jpg", ".h5").replace("images", "ground_truth"), "r") as file:
        target = np.asarray(file["density"])
    with Image.open(listed) as picture:
        image = np.asarray(picture.convert("RGB"))
    assert target.shape == image.shape[:2]
    assert on(image, np.argwhere(target > 0.6 * target.max())[:, ::-1])


def test_a_picture_labelled_as_stored_is_written_as_stored_for_readers_that_turn_none(tmp_path):
    heads = [(10.5, 12.5), (44.5, 90.5)]
    path = tmp_path / "source" / "a.jpg"
    saved(path, stored(marked(heads, (100, 60)), 8), 6)
    labels = Labels(Annotation.of(heads))
    scene = Scene("train/a", "train", path, None, lambda _scene: labels)
    with Image.open(path) as picture:
        assert on(np.asarray(picture.convert("RGB")), heads)
    dataset = Dataset(path.parent, "made", (scene,))
    assert not any("written anew" in one for one in losses(dataset, format_named("qnrf")))
    (back,) = convert(dataset, format_named("qnrf"), tmp_path / "out", lambda *_: None)
    with Image.open(back.image_path) as picture:
        assert on(np.asarray(picture.convert("RGB")), heads)
    assert all(on_red(back))


@pytest.mark.parametrize("orientation", SIDEWAYS)
def test_heads_that_fit_the_stored_frame_alone_are_of_it_and_stay_so(orientation, tmp_path):
    sideways = (SIZE[1], SIZE[0])
    heads = [(10.5, 12.5), (44.5, 90.5), (30.5, 40.5)]  # of a frame 60 wide and 100 high; the second is beyond SIZE
    path = tmp_path / "source" / "a.jpg"
    path.parent.mkdir()
    exif = Image.Exif()
    exif[TAG] = orientation
    Image.fromarray(marked(heads, sideways)).save(path, quality=95, subsampling=0, exif=exif)
    write_scene(tmp_path / "sht", "part_A", "train", "IMG_1", path, Annotation.of(heads))
    (scene,) = read_dataset(tmp_path / "sht")
    assert not scene.upright
    assert scene.size == sideways
    assert all(on_red(scene))
    assert any("as it is stored" in note for note in scene.labels.notes)
    # what is exported says no longer that it is to be turned, and has the same pixels
    back = convert(read_dataset(tmp_path / "sht"), format_named("csv"), tmp_path / "csv", lambda *_: None)
    (copy,) = back
    assert image_head(copy.image_path).orientation == 1
    assert np.array_equal(read_image(copy.image_path), read_image(path, upright=False))
    assert all(on_red(copy))


def test_what_is_asked_for_goes_before_what_fits(tmp_path):
    path = tmp_path / "a.jpg"
    saved(path, marked(HEADS), 3)
    write_scene(tmp_path / "sht", "part_A", "train", "IMG_1", path, Annotation.of(HEADS))
    for frame, upright in (("auto", True), ("upright", True), ("stored", False)):
        (scene,) = read_dataset(tmp_path / "sht", ReadingRules(frame=frame))
        assert scene.upright is upright
        assert all(on_red(scene)) is upright


def test_a_label_that_states_the_stored_size_is_of_the_stored_picture(tmp_path):
    heads = [(10.5, 12.5), (44.5, 50.5)]  # within both frames
    (tmp_path / "source").mkdir()
    path = tmp_path / "source" / "a.jpg"
    exif = Image.Exif()
    exif[TAG] = 6
    Image.fromarray(marked(heads, (100, 60))).save(path, quality=95, subsampling=0, exif=exif)
    labels = Labels(Annotation.of(heads), stated_size=(100, 60))
    scene = Scene("train/a", "train", path, None, lambda _scene: labels)
    assert all(on_red(scene))


def test_only_the_word_of_a_jpeg_changes():
    image, buffer = marked(HEADS), io.BytesIO()
    for order in (b"MM", b"II"):
        exif = Image.Exif()
        exif.endian = ">" if order == b"MM" else "<"
        exif[TAG] = 6
        exif[0x010F] = "a camera"
        buffer = io.BytesIO()
        Image.fromarray(image).save(buffer, "JPEG", exif=exif)
        content = buffer.getvalue()
        plain = without_turn(content)
        assert len(plain) == len(content)
        assert sum(a != b for a, b in zip(plain, content, strict=True)) == 1
        with Image.open(io.BytesIO(plain)) as picture:
            assert picture.getexif()[TAG] == 1
            assert picture.getexif()[0x010F] == "a camera"
    assert without_turn(b"") is None
    assert without_turn(b"\xff\xd8\xff\xe1\x00") is None


@pytest.mark.parametrize(
    ("values", "bits"), [(np.uint16, 16), (np.uint16, 12), (np.uint16, 10), (np.int32, 24), (np.uint8, 8)]
)
def test_whole_numbers_are_divided_by_what_their_bits_hold(values, bits):
    ramp = np.linspace(0, 2**bits - 1, 256).astype(values).reshape(16, 16)
    assert np.abs(to_uint8(ramp).astype(int).ravel() - np.arange(256)).max() <= 1


@pytest.mark.parametrize("kind", ["deep.png", "deep.tif", "twelve.png", "float.tif"])
def test_deep_pictures_keep_their_gray_levels(kind, tmp_path):
    ramp = np.linspace(0, 1, 40 * 60).reshape(40, 60)
    stored_as = {
        "deep": (ramp * 65535).astype(np.uint16), "twelve": (ramp * 4095).astype(np.uint16),
        "float": (ramp * 3 - 1).astype(np.float32),
    }[kind.partition(".")[0]]  # fmt: skip
    Image.fromarray(stored_as).save(tmp_path / kind)
    image = read_image(tmp_path / kind)
    assert np.abs(image[..., 0].astype(float) - 255 * ramp).max() <= 1.5
    head = image_head(tmp_path / kind)
    assert head.deep
    assert head.gray
    labels = Labels(Annotation.of([]))
    scene = Scene("all/a", "all", tmp_path / kind, None, lambda _scene: labels)
    assert "The image has more than 8 bits a pixel and is brought to 256 gray levels." in scene.labels.notes
