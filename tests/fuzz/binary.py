"""Damage to binary files that their own checks do not see: sizes, sides and types changed under checksums that fit."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import h5py
import numpy as np
from numpy.lib import format as npy

WHOLES = (-1, 0, 1, 2, 3, 255, 2**15, 2**16, 2**24, 2**28, 2**31 - 1, -(2**31))
NUMBERS = (np.nan, np.inf, -np.inf, 1e308, -1e308, -0.0, 0.0, -1.0, 1e-320, 2.0**53)
DTYPES = (
    "<f4",
    ">f8",
    "<f2",
    "<i8",
    "|u1",
    "|b1",
    "<c16",
    "|S3",
    "<U2",
    "|V0",
    "|O",
    "<m8[s]",
    "<M8[D]",
    "[('x','<f4')]",
)
SHAPES = ((), (0,), (1,), (0, 0), (5, 0), (-1, 5), (2**31, 2**31), (2**62,), (3, 4, 1, 1), (1,) * 40, (2, 3), (192,))


def other_whole(content: bytes, rng: random.Random) -> bytes:
    """One of the whole numbers of four bytes as another; most often one that is small, as sizes and sides are."""
    places = [at for at in range(0, len(content) - 3, 4) if content[at + 2 : at + 4] in (b"\0\0", b"\xff\xff")]
    places = places if places and rng.random() < 0.8 else list(range(max(0, len(content) - 3)))
    if not places:
        return content
    at, order = rng.choice(places), rng.choice("<>")
    return content[:at] + struct.pack(f"{order}i", rng.choice(WHOLES)) + content[at + 4 :]


def other_double(content: bytes, rng: random.Random) -> bytes:
    """Eight bytes as a number that no measurement gives."""
    if len(content) < 8:
        return content
    at = rng.randrange(0, len(content) - 7) & ~(7 if rng.random() < 0.7 else 0)
    return content[:at] + struct.pack(rng.choice("<>") + "d", rng.choice(NUMBERS)) + content[at + 8 :]


# ---- arrays


def npy_header(content: bytes, rng: random.Random) -> bytes:
    """The same numbers under another header, or other numbers under the same."""
    try:
        array = np.load(io.BytesIO(content), allow_pickle=False)
    except Exception:  # noqa: BLE001  NumPy's own reader, of bytes that were damaged before
        return other_whole(content, rng)
    out = io.BytesIO()
    if rng.random() < 0.3 and array.size:
        values = array.astype("f8" if rng.random() < 0.5 else "f4").ravel()
        values[rng.randrange(len(values)) :: rng.choice((1, 7, 1000))] = rng.choice(NUMBERS)
        np.save(out, values.reshape(rng.choice((array.shape, (-1,), (1, *array.shape)))))
        return out.getvalue()
    shape, kind = rng.choice((array.shape, rng.choice(SHAPES))), rng.choice((str(array.dtype.str), rng.choice(DTYPES)))
    shown = kind if kind[0] == "[" else repr(kind)
    header = f"{{'descr': {shown}, 'fortran_order': {rng.random() < 0.3}, 'shape': {shape}, }}"
    header += rng.choice(("", "", " " * 70_000, "#", "(" * 300, "\0"))
    version = rng.choice(((1, 0), (2, 0), (3, 0), (9, 9)))
    length = struct.pack("<H" if version == (1, 0) else "<I", min(len(header), 65535))
    out.write(npy.magic(*version) + length + header.encode("latin-1") + array.tobytes())
    return out.getvalue()


def h5_anew(content: bytes, rng: random.Random) -> bytes:
    """A file that HDF5 itself wrote, of things that no density map is."""
    with h5py.File("x.h5", "w", driver="core", backing_store=False) as file:
        try:
            _odd_dataset(file, rng.choice(("density", "density", "image_info", "annPoints")), rng)
        except (ValueError, TypeError, OSError, OverflowError):
            return other_whole(content, rng)
        file.flush()
        return bytes(file.id.get_file_image())


def _odd_dataset(file: h5py.File, name: str, rng: random.Random) -> None:
    match rng.randrange(12):
        case 0:
            file[name] = h5py.SoftLink(rng.choice((f"/{name}", "/nowhere", "/")))
        case 1:
            file[name] = h5py.ExternalLink(rng.choice(("/dev/zero", "/etc/hostname", "a.h5")), "/x")
        case 2:
            file.create_dataset(name, rng.choice(((2**40, 2**20), (2**14, 2**14), (1, 2**33))), "f4", chunks=True)
        case 3:
            file.create_dataset(name, data=np.zeros((2**12, 2**11), np.float32), compression=9, chunks=(2**12, 2**11))
        case 4:
            file.create_dataset(name, (3,), "f4", external=[("/etc/hostname", 0, 12)])
        case 5:
            file.create_dataset(name, data=[b"a", b"bcd"], dtype=h5py.string_dtype())
        case 6:
            file.create_dataset(name, data=np.zeros(3, dtype=[("x", "f4"), ("y", "i8")]))
        case 7:
            cell = file.create_dataset(name, (2, 1), dtype=h5py.ref_dtype)
            cell[0, 0] = cell.ref
            cell.attrs["MATLAB_class"] = np.bytes_(rng.choice(("cell", "struct", "double")))
        case 8:
            group = file.create_group(name)
            for k in range(rng.choice((1, 30))):
                group = group.create_group(f"g{k}")
            group["back"] = h5py.SoftLink("/")
        case 9:
            filters = rng.choice(({"compression": "lzf"}, {"fletcher32": True}, {"compression": 9, "shuffle": True}))
            file.create_dataset(name, data=np.full((12, 16), rng.choice(NUMBERS)), chunks=(5, 5), **filters)
        case 10:
            file.create_dataset(name, data=np.array(rng.choice(NUMBERS)))
        case _:
            shown = file.create_dataset(name, data=np.ones((4, 2), rng.choice(("f2", ">f8", "i1", "?"))))
            shown.attrs["MATLAB_empty"] = np.uint8(1)
            shown.attrs["MATLAB_class"] = rng.choice((np.bytes_("char"), np.float64(3), "\ud7ff", np.bytes_("double")))


def mat_inside(content: bytes, rng: random.Random) -> bytes:
    """Changed in what is compressed, or under the tags, and compressed anew."""
    if content[126:128] not in (b"IM", b"MI") or len(content) < 140:
        return other_whole(content, rng)
    kind, length = struct.unpack("<II", content[128:136])
    if kind != 15:
        return content[:128] + other_whole(content[128:], rng)
    try:
        inside = zlib.decompress(content[136 : 136 + length])
    except zlib.error:
        return other_whole(content, rng)
    changed = rng.choice((other_whole, other_double, _bomb))(inside, rng)
    packed = zlib.compress(changed)
    return content[:128] + struct.pack("<II", 15, len(packed)) + packed + content[136 + length :]


def _bomb(content: bytes, rng: random.Random) -> bytes:
    return content + bytes(rng.choice((2**20, 2**26)))


# ---- archives


def zip_records(content: bytes, rng: random.Random) -> bytes:
    """The records of an archive changed, renamed, doubled or packed anew, under checksums that fit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as former:
            records = [(entry.filename, former.read(entry)) for entry in former.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return other_whole(content, rng)
    if not records:
        return content
    at = rng.randrange(len(records))
    name, inside = records[at]
    match rng.randrange(7):
        case 0 | 1:
            records[at] = (name, rng.choice((other_whole, other_double, npy_header))(inside, rng))
        case 2:
            names = (
                "../../evil",
                "/etc/evil",
                "",
                "a" * 60_000,
                f"{name}/{name}",
                "archive/data.pkl",
                "x.npy",
                "é\u202e",
            )
            records[at] = (rng.choice(names), inside)
        case 3:
            records.append((name, inside))
        case 4:
            del records[at]
        case 5:
            records[at] = (name, content)
        case _:
            records[at] = (name, bytes(rng.choice((0, 2**20, 2**25))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))) as archive:
        for name, inside in records:
            archive.writestr(zipfile.ZipInfo(name or "x"), inside, compress_type=None)
    return _other_sizes(out.getvalue(), rng) if rng.random() < 0.2 else out.getvalue()


def _other_sizes(content: bytes, rng: random.Random) -> bytes:
    """Another size in the directory than the records have."""
    data, at = bytearray(content), 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", data, at + rng.choice((20, 24, 42)), rng.choice((0, 1, 2**31, 2**32 - 1)))
        at += 4
    return bytes(data)


def safetensors_header(content: bytes, rng: random.Random) -> bytes:
    """Another header, of the length that it says."""
    from tests.fuzz.mutate import change_value  # which uses this module

    try:
        (length,) = struct.unpack("<Q", content[:8])
        raw = json.loads(content[8 : 8 + length])
        header = json.dumps(change_value(raw, rng)).encode("utf-8", errors="replace")
    except (ValueError, struct.error, RecursionError):
        return other_whole(content, rng)
    return struct.pack("<Q", len(header)) + header + content[8 + length :]


# ---- pictures


def png_chunk(content: bytes, rng: random.Random) -> bytes:
    """One chunk changed, doubled or put in, under a checksum that fits."""
    chunks, at = [], 8
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        chunks.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + length]))
        at += 12 + length
    if not chunks or not content.startswith(b"\x89PNG"):
        return other_whole(content, rng)
    place = rng.randrange(len(chunks))
    kind, inside = chunks[place]
    match rng.randrange(5):
        case 0 | 1:
            chunks[place] = (kind, other_whole(inside, rng))
        case 2:
            chunks.append((kind, inside))
        case 3:
            packed = zlib.compress(bytes(rng.choice((10**6, 10**8))))
            chunks.insert(1, rng.choice(((b"zTXt", b"a\0\0" + packed), (b"iCCP", b"a\0\0" + packed))))
        case _:
            chunks.insert(
                1, rng.choice(((b"eXIf", b"MM\0*\xff\xff\xff\xff"), (b"acTL", b"\xff" * 8), (b"tRNS", b"\0")))
            )
    return content[:8] + b"".join(
        struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
        for kind, inside in chunks
    )


def exif(content: bytes, rng: random.Random) -> bytes:
    """Another whole number in the part of a JPEG where cameras write."""
    at = content.find(b"Exif\0\0")
    if at < 0:
        return other_whole(content, rng)
    return content[:at] + other_whole(content[at : at + 64], rng) + content[at + 64 :]


_ANY: list[Callable[..., bytes]] = [other_whole, other_whole, other_double]
BINARY: dict[str, list[Callable[..., bytes]]] = {
    "npy": [*_ANY, npy_header, npy_header], "h5": [*_ANY, h5_anew], "mat": [*_ANY, mat_inside, mat_inside],
    "pth": [*_ANY, zip_records], "pt": [*_ANY, zip_records], "npz": [*_ANY, zip_records],
    "safetensors": [*_ANY, safetensors_header, safetensors_header], "png": [other_whole, png_chunk, png_chunk],
    "jpg": [other_whole, exif], "tif": [other_whole], "bmp": [other_whole], "webp": [other_whole], "gif": [other_whole],
}  # fmt: skip
"""By the end of a file's name."""
