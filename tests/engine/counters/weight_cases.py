"""Small files of weights in every form, and what is done to them."""

import io
import warnings
import zipfile
from collections import OrderedDict

import numpy as np
import torch
from safetensors.torch import save as safetensors_bytes

from miscount.engine.counters import build, load
from miscount.engine.errors import WeightsError


def state_of(raw, seed=0):
    return build(raw, seed).network.state_dict()


def torch_bytes(content, **options):
    buffer = io.BytesIO()
    torch.save(content, buffer, **options)
    return buffer.getvalue()


def npz_bytes(state, save=np.savez_compressed):
    buffer = io.BytesIO()
    save(buffer, **{name: value.numpy() for name, value in state.items()})
    return buffer.getvalue()


class Holder(torch.nn.Module):
    """A module tree that holds tensors under dotted names."""

    def __init__(self, state):
        super().__init__()
        inner = {}
        for name, value in state.items():
            first, _, rest = name.partition(".")
            if rest:
                inner.setdefault(first, {})[rest] = value
            elif value.is_floating_point():
                self.register_parameter(first, torch.nn.Parameter(value, requires_grad=False))
            else:
                self.register_buffer(first, value)
        for name, part in inner.items():
            self.add_module(name, Holder(part))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x


def compiled_bytes(state):
    """`state` as TorchScript, which is deprecated; but published files are what they are."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.jit.save(torch.jit.trace(Holder(state), torch.zeros(1), check_trace=False), buffer)
    return buffer.getvalue()


def in_every_form(state):
    """File name and bytes of `state` in each form that is read."""
    training = OrderedDict(epoch=3, state_dict=state, best_prec1=np.float64(68.2), optimizer={"state": {}, "lr": 1e-7})
    return {
        "archive.pt": torch_bytes(state),
        "legacy.pt": torch_bytes(state, _use_new_zipfile_serialization=False),
        "training.pth.tar": torch_bytes(training),
        "bare.safetensors": safetensors_bytes({name: value.contiguous() for name, value in state.items()}),
        "arrays.npz": npz_bytes(state),
        "compiled.pt": compiled_bytes(state),
    }


def repacked(content, change):
    """The ZIP archive `content` with `change(name, record)` in place of each record, and checksums that fit."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as former, zipfile.ZipFile(out, "w") as archive:
        for entry in former.infolist():
            archive.writestr(entry.filename, change(entry.filename, former.read(entry)), entry.compress_type)
    return out.getvalue()


def mutated(content, rng):
    """`content` with bytes flipped, cut off, taken out, put in or doubled."""
    data, at = bytearray(content), int(rng.integers(0, len(content)))
    match rng.integers(0, 6):
        case 0:
            data[at] ^= 1 << int(rng.integers(0, 8))
        case 1:
            for place in rng.integers(0, len(data), 8):
                data[int(place)] = int(rng.integers(0, 256))
        case 2:
            del data[at:]
        case 3:
            del data[at : at + int(rng.integers(1, 64))]
        case 4:
            data[at:at] = rng.bytes(int(rng.integers(1, 64)))
        case 5:
            data[at:at] = data[at : at + int(rng.integers(1, 64))]
    return bytes(data)


def sentence_about(path, given=None):
    """What is said of the file that cannot be read: one bounded sentence that names it."""
    try:
        load(path, given)
    except WeightsError as error:
        said = str(error)
        assert "\n" not in said
        assert len(said) < 500, said
        assert said.endswith("."), said
        assert path.name[-40:] in said, said
        return said
    raise AssertionError(f"{path.name} was read")
