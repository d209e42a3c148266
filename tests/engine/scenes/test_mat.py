"""The reader of `.mat` files beside SciPy's, on what SciPy writes, and on bytes that nobody writes."""

import io
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import h5py
import numpy as np
import pytest
import scipy.io
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.errors import DatasetError
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.mat import Cell, Damaged, Struct, Text, Unread, variables
from miscount.engine.scenes.mat.values import MAX_VARIABLE_BYTES
from miscount.engine.scenes.matfile import mat_bytes, read_arrays, read_mat
from miscount.engine.scenes.points import as_points

DTYPES = ["f8", "f4", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"]
NAMES = st.text("abcXYZ_", min_size=1, max_size=12).map(lambda name: f"v{name}")


def numbers():
    return st.builds(
        lambda dtype, shape, seed: (
            np.random.default_rng(seed).integers(0, 100, shape).astype(dtype) / np.dtype(dtype).type(1)
        ).astype(dtype),
        st.sampled_from(DTYPES), st.lists(st.integers(0, 4), min_size=2, max_size=3), st.integers(0, 99),
    )  # fmt: skip


def cells(inner):
    def cell(items):
        made = np.empty((1, len(items)), dtype=object)
        made[0, :] = items
        return made

    return st.lists(inner, min_size=1, max_size=3).map(cell)


def content_of(**kinds):
    return st.recursive(
        st.one_of(numbers(), st.text("abcäöü 1", min_size=1, max_size=9)),
        lambda inner: st.one_of(cells(inner), st.dictionaries(NAMES, inner, min_size=1, max_size=3)),
        max_leaves=8,
    )


def same(ours, theirs) -> bool:
    """Whether a value of ours is what SciPy read."""
    match ours:
        case Cell():
            theirs_flat = theirs.ravel(order="F")
            return (
                ours.shape == theirs.shape
                and len(ours.items) == theirs.size
                and all(map(same, ours.items, theirs_flat))
            )
        case Struct():
            return ours.shape == theirs.shape and all(
                same(value, there)
                for name in theirs.dtype.names or ()
                for value, there in zip(ours.fields[name], theirs[name].ravel(order="F"), strict=True)
            )
        case Text():
            return [row.rstrip() for row in ours.rows] == [str(row).rstrip() for row in theirs.ravel()]
        case Unread():
            return False
    return ours.dtype == theirs.dtype and np.array_equal(ours, theirs, equal_nan=ours.dtype.kind in "fc")


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, content_of(), min_size=1, max_size=3), st.booleans())
def test_all_that_scipy_writes_is_read_as_scipy_reads_it(made, compressed):
    file = io.BytesIO()
    scipy.io.savemat(file, made, do_compression=compressed)
    theirs = scipy.io.loadmat(io.BytesIO(file.getvalue()), mat_dtype=True)
    ours, names = variables(file.getvalue(), tuple(made))
    assert sorted(names) == sorted(ours) == sorted(made)
    assert all(same(value, theirs[name]) for name, value in ours.items())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["f8", "f4", "i4", "i2", "u2", "u1"]), st.integers(0, 5), st.integers(0, 5), st.booleans())
def test_version_4_is_read_as_scipy_reads_it(dtype, rows, columns, is_big):
    made = {"first": np.arange(rows * columns, dtype=dtype).reshape(rows, columns), "text": "abc", "last": 2.5}
    content = saved(made, format="4")
    if is_big:
        content = by_hand_4(made["first"])
    theirs = scipy.io.loadmat(io.BytesIO(content))
    ours, names = variables(content, ("first", "text"))
    assert np.array_equal(ours["first"], theirs["first"])
    assert is_big or (ours["text"] == Text(("abc",)) and names == ["first", "text", "last"])


def by_hand_4(array) -> bytes:
    """Version 4 of a machine with the other order of bytes."""
    kind = 1000 + 10 * ["f8", "f4", "i4", "i2", "u2", "u1"].index(array.dtype.str[1:])
    head = struct.pack(">5i", kind, *array.shape, 0, 6)
    return head + b"first\0" + array.astype(array.dtype.newbyteorder(">")).tobytes(order="F")


def saved(made, **how) -> bytes:
    file = io.BytesIO()
    scipy.io.savemat(file, made, **how)
    return file.getvalue()


def element(kind: int, content: bytes, order: str = "<") -> bytes:
    return struct.pack(f"{order}II", kind, len(content)) + content + b"\0" * (-len(content) % 8)


def file_5(*elements: bytes, order: str = "<") -> bytes:
    return b"MATLAB 5.0".ljust(124) + struct.pack(f"{order}HH", 0x0100, 0x4D49) + b"".join(elements)


def matrix(kind: int, shape, *parts: bytes, order: str = "<", name: bytes = b"annPoints") -> bytes:
    flags = element(6, struct.pack(f"{order}II", kind, 0), order)
    sides = element(5, struct.pack(f"{order}{len(shape)}i", *shape), order)
    return element(14, flags + sides + element(1, name, order) + b"".join(parts), order)


def test_the_other_order_of_bytes_is_read_too():
    points = np.arange(6, dtype=">f8").reshape(3, 2)
    content = file_5(matrix(6, (3, 2), element(9, points.tobytes(order="F"), ">"), order=">"), order=">")
    assert np.array_equal(variables(content, ["annPoints"])[0]["annPoints"], points)
    assert np.array_equal(scipy.io.loadmat(io.BytesIO(content))["annPoints"], points)


@pytest.mark.parametrize(
    "damaged",
    [
        matrix(6, (2**30, 2**30), element(9, b"")),  # dimensions without bytes
        matrix(1, (2**30, 1)),  # a cell of a billion parts
        matrix(1, (-1, 1)),
        matrix(6, (2, 2), element(9, b"\0" * 24)),
        matrix(6, (2, 2), element(99, b"\0" * 32)),
        matrix(77, (1, 1)),
        element(14, b"\0" * 4),
        element(15, zlib.compress(matrix(6, (1, 2), element(9, b"\0" * 16)))[:-6]),
        element(15, b"not deflated at all"),
        element(15, zlib.compress(b"\0" * 100)),
        element(15, zlib.compress(struct.pack("<II", 14, MAX_VARIABLE_BYTES + 1) + matrix(6, (0, 0))[8:])),
        element(9, b"\0" * 16),
        matrix(6, (0, 0), element(9, b""))[:-3],
        matrix(6, (0, 0), element(9, b"")) * 2,  # which of the two?
        matrix(2, (2**31 - 1, 2**31 - 1), element(5, struct.pack("<i", 32)), element(1, b"x".ljust(32, b"\0"))),
        matrix(2, (1, 1), element(5, struct.pack("<i", 0)), element(1, b"")),
        matrix(2, (1, 1), element(5, struct.pack("<i", 1)), element(1, b"xx"), *[element(14, b"")] * 2),
    ],
)
def test_what_is_declared_and_not_there_is_said_before_room_is_made(damaged, tmp_path):
    with pytest.raises(Damaged):
        variables(file_5(damaged), ["annPoints"])
    path = tmp_path / "x.mat"
    path.write_bytes(file_5(damaged))
    with pytest.raises(DatasetError) as events:
        read_arrays(path, "annPoints")
    assert str(path) in str(events.value)


def test_cells_in_cells_without_end_are_refused():
    inner = element(14, b"")
    for _ in range(200):
        inner = matrix(1, (1, 1), inner)
    with pytest.raises(Damaged, match="in one another"):
        variables(file_5(inner), ["annPoints"])


def test_what_is_no_data_is_named_and_other_variables_are_read():
    content = file_5(
        matrix(16, (1, 1), name=b"f"), matrix(5, (1, 1), name=b"s"), matrix(6, (1, 2), element(9, b"\0" * 16))
    )
    found, names = variables(content, ["f", "s", "annPoints"])
    assert found["f"] == Unread("a function")
    assert found["s"] == Unread("a sparse array")
    assert found["annPoints"].shape == (1, 2)
    assert names == ["f", "s", "annPoints"]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_byte_is_a_sentence_or_heads(seed, tmp_path):
    rng = np.random.default_rng(seed)
    heads = Annotation.of(rng.uniform(0, 100, (20, 2)))
    content = bytearray(mat_bytes(heads) if seed % 2 else saved({"image_info": heads.points}, do_compression=True))
    path = tmp_path / "GT.mat"
    for at in rng.integers(128, len(content), 25):
        damaged = content.copy()
        damaged[at] = rng.integers(256)
        path.write_bytes(damaged)
        with suppress(DatasetError):  # the length of which is bounded where errors are
            assert isinstance(read_mat(path).location, np.ndarray)


# ---- version 7.3


def write_73(path: Path, fill) -> Path:
    """A file of HDF5 behind MATLAB's header."""
    with h5py.File(path, "w", userblock_size=512) as file:
        fill(file)
    content = path.read_bytes()
    path.write_bytes(b"MATLAB 7.3 MAT-file".ljust(124) + b"\0\2IM" + content[128:])
    return path


def named(dataset, kind: str):
    dataset.attrs["MATLAB_class"] = np.bytes_(kind)
    return dataset


def as_matlab(points):
    def fill(file):
        inside = file.create_group("#refs#/a")
        named(inside, "struct")
        named(inside.create_dataset("location", data=points.T), "double")
        named(inside.create_dataset("number", data=np.array([[float(len(points))]])), "double")
        cell = file.create_dataset("image_info", (1, 1), dtype=h5py.ref_dtype)
        cell[0, 0] = inside.ref
        named(cell, "cell")

    return fill


def test_cells_and_structs_of_version_73_are_read(tmp_path):
    points = np.random.default_rng(1).uniform(0, 50, (7, 2))
    found = read_mat(write_73(tmp_path / "GT.mat", as_matlab(points)))
    assert np.array_equal(found.location, points)
    assert found.number == 7


def test_an_array_of_structs_and_an_empty_one_of_version_73_are_read(tmp_path):
    def fill(file):
        group = file.create_group("image_info")
        for name, shift in (("x", 0.0), ("y", 100.0)):
            column = group.create_dataset(name, (3, 1), dtype=h5py.ref_dtype)
            for k in range(3):
                one = file.create_dataset(f"#refs#/{name}{k}", data=np.array([[shift + k]]))
                column[k, 0] = named(one, "double").ref
        empty = named(file.create_dataset("annPoints", data=np.array([0, 2], dtype=np.uint64)), "double")
        empty.attrs["MATLAB_empty"] = np.uint8(1)

    path = write_73(tmp_path / "GT.mat", fill)
    assert read_mat(path).location.tolist() == [[0, 100], [1, 101], [2, 102]]
    assert read_arrays(path, "annPoints")["annPoints"].shape == (0, 2)


def test_links_out_of_the_file_and_endless_references_are_refused(tmp_path):
    def outside(file):
        file["annPoints"] = h5py.ExternalLink("/etc/hostname", "/x")

    def endless(file):
        cell = named(file.create_dataset("annPoints", (1, 1), dtype=h5py.ref_dtype), "cell")
        cell[0, 0] = cell.ref

    def huge(file):
        named(file.create_dataset("annPoints", (2**20, 2**20), dtype="f8", chunks=(1, 2**10)), "double")

    for number, fill in enumerate((outside, endless, huge)):
        path = write_73(tmp_path / f"{number}.mat", fill)
        with pytest.raises(DatasetError, match=r"damaged or not a \.mat file"):
            read_arrays(path, "annPoints")


# ---- which way heads lie


@pytest.mark.parametrize(
    ("shape", "count", "heads"),
    [
        ((5, 2), None, 5), ((2, 2), None, 2), ((1, 2), None, 1), ((2, 1), None, 1), ((2, 7), None, 7),
        ((2, 3), 3, 3), ((2, 3), 2, 2), ((9, 3), None, 9), ((0, 2), None, 0), ((1, 0), None, 0),
    ],
)  # fmt: skip
def test_heads_are_read_the_way_that_is_meant(shape, count, heads):
    array = np.arange(np.prod(shape), dtype=float).reshape(shape)
    points, notes = as_points(array, Path("x.mat"), "location", count)
    assert points.shape == (heads, 2)
    assert bool(notes) == (shape[1] != 2 and heads > 0)
    is_turned = shape[0] == 2 and heads == shape[1] and shape[1] != 2
    expected = array.T if is_turned else array[:, :2]
    assert not heads or np.array_equal(points, expected)


@pytest.mark.parametrize(
    ("shape", "count"),
    [((2, 3), None), ((2, 3), 9), ((3, 3), 3), ((3, 5), None), ((40, 40), None), ((3, 1), None), ((2, 2, 2), 2)],
)
def test_what_can_be_read_both_ways_or_neither_is_refused(shape, count):
    with pytest.raises(DatasetError, match="N x 2"):
        as_points(np.ones(shape), Path("x.mat"), "location", count)
