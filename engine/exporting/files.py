"""The files that a counter is exported to, each checked against the counter before it is put in its place."""

import io
import json
import tempfile
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from miscount import __version__

from ..counters import Counter
from ..errors import EngineError
from ..files import sha256, write_atomically, write_text
from ..seeds import generator
from .card import card, in_words
from .whole import Whole

Form: TypeAlias = Literal["onnx", "torchscript", "state_dict"]
FORMS: Mapping[Form, str] = {"onnx": ".onnx", "torchscript": ".pt", "state_dict": ".pth"}
"""What a counter can be exported to, with the suffix of its file."""

CLOSE = 1e-4
"""The most that a count may differ, relative to its size and to one person, before a file is refused."""

OPSET = 17
"""Of ONNX: read by ONNX Runtime since 1.12 (2022)."""

_CHECKED = ((96, 128), (61, 90), (250, 131))
"""Frames that what was made is asked about, of other sides than the one that it was traced with."""

_TRACED = (80, 112)
Ask: TypeAlias = Callable[[NDArray[np.uint8]], float]


@dataclass(frozen=True)
class Exported:
    """What was written: the file, its card, and the largest difference of its counts; None where nobody could ask."""

    path: Path
    card_path: Path
    form: Form
    difference: float | None
    card: Mapping[str, Any]


def export(counter: Counter, form: Form, path: Path) -> Exported:
    """Write `counter` to `path` in the form that is asked for, and a card beside it.

    Raises EngineError where a package is missing or what was made counts otherwise, OutputError.
    """
    about = card(counter, form) | {"written_by": f"miscount {__version__}"}
    match form:
        case "onnx":
            content = _onnx(counter, about)
            ask = _ask_onnx(content)
        case "torchscript":
            content = _torchscript(counter, about)
            ask = _ask_torchscript(content)
        case "state_dict":
            content, ask = _state_dict(counter), None
    difference = None if ask is None else _difference(counter, ask)
    if difference is not None and difference > CLOSE:
        raise EngineError(
            f"{path} is not written: expected the counts of the counter, found some that differ by {difference:.1e} "
            f"of them; export it to state_dict."
        )
    write_atomically(path, lambda part: part.write_bytes(content))
    card_path = path.with_name(f"{path.name}.card.md")
    about |= {"sha256": sha256(content), "checked": difference}
    write_text(card_path, in_words(about, path.name))
    return Exported(path, card_path, form, difference, about)


def _difference(counter: Counter, ask: Ask) -> float:
    """The largest difference of counts on frames of several sizes, relative to the count and to one person."""
    found = 0.0
    for height, width in _CHECKED:
        image = generator(0, "export", str(height)).integers(0, 256, (height, width, 3), dtype=np.uint8)
        count = counter.count(image)
        found = max(found, abs(ask(image) - count) / max(1.0, abs(count)))
    return found


def _frame(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.ascontiguousarray(image.transpose(2, 0, 1)[None], dtype=np.float32)


def _example() -> torch.Tensor:
    return torch.from_numpy(_frame(generator(0, "export").integers(0, 256, (*_TRACED, 3), dtype=np.uint8)))


def _torchscript(counter: Counter, about: Mapping[str, Any]) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # that sides are traced, which they are on purpose
        traced = torch.jit.trace(Whole(counter), _example(), check_trace=False)
        torch.jit.save(traced, buffer, _extra_files={"card.json": json.dumps(about)})
    return buffer.getvalue()


def _ask_torchscript(content: bytes) -> Ask:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = torch.jit.load(io.BytesIO(content))

    def ask(image: NDArray[np.uint8]) -> float:
        with torch.inference_mode():
            return float(loaded(torch.from_numpy(_frame(image))).double().sum())

    return ask


def _onnx(counter: Counter, about: Mapping[str, Any]) -> bytes:
    try:
        import onnx
    except ImportError as error:
        raise EngineError("ONNX needs the package onnx, which is missing: pip install 'miscount[onnx]'.") from error
    axes = {"image": {0: "batch", 2: "height", 3: "width"}, "density": {0: "batch", 2: "rows", 3: "columns"}}
    with warnings.catch_warnings(), torch.inference_mode(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        place = Path(folder, "model.onnx")
        # the exporter by tracing: it takes a second where the other takes ten, and needs no package beside onnx
        torch.onnx.export(
            Whole(counter), (_example(),), place, input_names=["image"], output_names=["density"], dynamic_axes=axes,
            opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        model = onnx.load(place)
    onnx.checker.check_model(model)
    model.doc_string = in_words(about, "this model")
    for name, value in about.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = name, value if isinstance(value, str) else json.dumps(value)
    content: bytes = model.SerializeToString()
    return content


def _ask_onnx(content: bytes) -> Ask | None:
    """Asks ONNX Runtime; None where it is not installed."""
    try:
        import onnxruntime
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    return lambda image: float(session.run(None, {"image": _frame(image)})[0].astype(np.float64).sum())


def _state_dict(counter: Counter) -> bytes:
    buffer = io.BytesIO()
    torch.save({name: value.cpu() for name, value in counter.network.state_dict().items()}, buffer)
    return buffer.getvalue()
