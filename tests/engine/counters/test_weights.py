import hashlib
import json
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from miscount.engine.cli import main
from miscount.engine.counters import build, checkpoint, load
from miscount.engine.counters.clip_files import towers
from miscount.engine.counters.sources import SOURCES, examine, verdict
from miscount.engine.errors import WeightsError
from tests.engine.counters.weight_cases import compiled_bytes


def test_a_published_checkpoint_is_read_in_its_convention(tmp_path):
    state = build({"kind": "csrnet", "width": 1.0}).network.state_dict()
    torch.save(state, tmp_path / "commissarma.pth")
    torch.save({"epoch": 1, "state_dict": state, "best_prec1": np.float64(68.0)}, tmp_path / "leeyeehoo.pth.tar")
    ours, theirs = load(tmp_path / "commissarma.pth"), load(tmp_path / "leeyeehoo.pth.tar")
    assert (ours.config.convention, theirs.config.convention) == ("upsampled", "eighth")
    assert load(tmp_path / "commissarma.pth", {"convention": "eighth"}).config.map_scale == 1
    for read in (ours, theirs):
        assert all(torch.equal(value, state[name]) for name, value in read.network.state_dict().items())


def as_python_2_wrote_it(content: bytes) -> bytes:
    """The pickle with every short text as Python 2.7's `str`, which is one of bytes."""
    out, at = b"", 0
    for _opcode, argument, place in pickle_ops(content):
        if argument is not None:
            raw = argument.encode("latin1")
            size = 5 + len(raw)
            if content[place : place + 1] == b"X":
                out += content[at:place] + b"U" + bytes([len(raw)]) + raw
                at = place + size
    return out + content[at:]


def pickle_ops(content):
    import pickletools

    for opcode, argument, place in pickletools.genops(content):
        yield opcode, argument if opcode.name == "BINUNICODE" and len(argument) < 256 else None, place


def test_a_file_that_python_2_pickled_is_read(tmp_path):
    state = build({"kind": "csrnet", "width": 1.0}).network.state_dict()
    torch.save({"epoch": 1, "arch": "vgg", "state_dict": state}, path := tmp_path / "PartA.pth.tar",
               _use_new_zipfile_serialization=False)  # fmt: skip
    content = path.read_bytes()
    # magic number, protocol and system information come first, then the pickle of the state
    start = 0
    for _ in range(3):
        start += next(place + 1 for opcode, _, place in _all_ops(content[start:]) if opcode.name == "STOP")
    end = start + next(place + 1 for opcode, _, place in _all_ops(content[start:]) if opcode.name == "STOP")
    changed = as_python_2_wrote_it(content[start:end])
    assert b"U\x05epoch" in changed
    path.write_bytes(content[:start] + changed + content[end:])
    read = load(path)
    assert read.config.convention == "eighth"
    assert all(torch.equal(value, state[name]) for name, value in read.network.state_dict().items())


def _all_ops(content):
    import pickletools

    return pickletools.genops(content)


@pytest.mark.parametrize("backbone", ["vit_b_16", "resnet50"])
def test_clip_ebc_is_read_in_both_published_forms_when_its_dataset_is_given(tmp_path, backbone, monkeypatch):
    narrow = {"kind": "clip_ebc", "backbone": backbone, "width": 0.1, "dataset": "nwpu", "num_vpt": 7}
    counter = build(narrow, seed=2)
    state = counter.network.state_dict()
    torch.save(state, tmp_path / "best_mae_0.pth")
    torch.save({"epoch": 9, "model_state_dict": state, "loss_info": {"loss": [0.5]}}, tmp_path / "ckpt.pth")
    image = np.random.default_rng(0).integers(0, 256, (64, 96, 3), dtype=np.uint8)
    for name in ("best_mae_0.pth", "ckpt.pth"):
        with pytest.raises(WeightsError, match="expected dataset to be given"):
            load(tmp_path / name)
        read = load(tmp_path / name, {"dataset": "nwpu", "width": 0.1})
        assert read.config.backbone == backbone
        assert read.count(image) == counter.count(image)
    (folder := tmp_path / "NWPU_CLIP_Word_rmse").mkdir()
    torch.save(state, folder / "best.pth")
    assert load(folder / "best.pth", {"width": 0.1}).config.dataset == "nwpu"


def test_vgg_16_becomes_the_front_end(tmp_path):
    sides = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
    places = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28]
    vgg = {}
    for place, inputs, outputs in zip(places, sides[:-1], sides[1:], strict=True):
        vgg[f"features.{place}.weight"] = torch.randn(outputs, inputs, 3, 3)
        vgg[f"features.{place}.bias"] = torch.randn(outputs)
    vgg["classifier.0.weight"] = torch.randn(4, 4)
    torch.save(vgg, path := tmp_path / "vgg16-397923af.pth")
    drawn = build({"kind": "csrnet"}, seed=5).network.state_dict()
    begun = build({"kind": "csrnet", "pretrained": str(path)}, seed=5).network.state_dict()
    assert torch.equal(begun["frontend.21.weight"], vgg["features.21.weight"])
    assert torch.equal(begun["frontend.0.bias"], vgg["features.0.bias"])
    for name in ("backend.0", "backend.10", "output_layer"):  # as published: N(0, 0.01), biases 0, of the same draw
        weight, he = begun[f"{name}.weight"], drawn[f"{name}.weight"]
        assert float(weight.std()) == pytest.approx(0.01, rel=0.02 if name.startswith("backend") else 0.3)
        assert torch.allclose(weight / weight.std(), he / he.std(), atol=1e-5)
        assert not begun[f"{name}.bias"].any()
    whole = {name: value + 1 for name, value in begun.items()}
    torch.save(whole, tmp_path / "csrnet.pth")  # of a whole counter nothing is drawn
    again = build({"kind": "csrnet", "pretrained": str(tmp_path / "csrnet.pth")}, seed=5).network.state_dict()
    assert all(torch.equal(again[name], value) for name, value in whole.items())
    with pytest.raises(WeightsError, match="without batch norm"):
        build({"kind": "csrnet", "batch_norm": True, "pretrained": str(path)})


def clip_state(counter):
    """What OpenAI calls the towers of `counter`."""
    return {
        name.replace("image_encoder.", "visual.").replace("text_encoder.", ""): value
        for name, value in counter.network.state_dict().items()
        if name.startswith(("image_encoder.", "text_encoder."))
    }


def hugging_face(state):
    """`state` as transformers' CLIPModel calls it, where queries, keys and values are apart."""
    words = {"ln_1": "layer_norm1", "ln_2": "layer_norm2", "c_fc": "fc1", "c_proj": "fc2", ".attn.": ".self_attn."}
    places = {
        "visual.class_embedding": "vision_model.embeddings.class_embedding",
        "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
        "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
        "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
        "positional_embedding": "text_model.embeddings.position_embedding.weight",
    }
    named = {}
    for name, value in state.items():
        if name in places:
            named[places[name]] = value.contiguous()
            continue
        if name == "text_projection":
            named["text_projection.weight"] = value.T.contiguous()
            continue
        new = name.replace("visual.transformer.resblocks", "vision_model.encoder.layers")
        new = new.replace("visual.ln_pre", "vision_model.pre_layrnorm").replace(
            "visual.ln_post", "vision_model.post_layernorm"
        )
        if new.startswith("transformer.resblocks"):
            new = new.replace("transformer.resblocks", "text_model.encoder.layers")
        new = new.replace("ln_final", "text_model.final_layer_norm")
        for ours, theirs in words.items():
            new = new.replace(ours, theirs)
        if "in_proj" in new:
            for letter, part in zip("qkv", value.chunk(3), strict=True):
                named[new.replace("in_proj_", f"{letter}_proj.")] = part.contiguous()
        else:
            named[new] = value.contiguous()
    return named | {"logit_scale": torch.tensor(4.6), "visual_projection.weight": torch.zeros(2, 2)}


@pytest.mark.parametrize("backbone", ["vit_b_16", "resnet50"])
@pytest.mark.parametrize("form", ["state", "torchscript", "hugging_face"])
def test_towers_of_clip_are_taken_from_local_files(tmp_path, form, backbone):
    if form == "hugging_face" and backbone == "resnet50":
        pytest.skip("Hugging Face's CLIPModel has no ResNet")
    narrow = {"kind": "clip_ebc", "backbone": backbone, "width": 0.1}
    source = build(narrow, seed=1)
    state = clip_state(source)
    extra = (
        {"visual.proj": torch.zeros(2, 2)}
        if backbone == "vit_b_16"
        else {"visual.attnpool.c_proj.bias": torch.zeros(2)}
    )
    match form:
        case "state":
            torch.save(state | extra, path := tmp_path / "ViT.pth")
        case "torchscript":
            (path := tmp_path / "ViT-B-16.pt").write_bytes(compiled_bytes(state | extra))
        case "hugging_face":
            save_file(hugging_face(state), tmp_path / "model.safetensors")
            path = tmp_path
    begun = build(narrow | {"pretrained": str(path)}, seed=9).network.state_dict()
    for name, value in source.network.state_dict().items():
        taken = name.startswith(("image_encoder.", "text_encoder."))
        assert torch.equal(begun[name], value) or not taken, name
    assert not torch.equal(begun["projection.weight"], source.network.state_dict()["projection.weight"])
    assert set(towers(path)) == {name for name in begun if name.startswith(("image_encoder.", "text_encoder."))}


class Malicious:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def wrong_weights(folder):
    """Each kind of wrong weights by its file, what the sentence must say, and what is given beside the file."""
    csrnet = build({"kind": "csrnet", "width": 1.0}).network.state_dict()
    torch.save({"frontend.0.weight": Malicious(folder / "executed")}, folder / "code.pth")
    (folder / "text.pth").write_text("these are no weights, only words")
    (folder / "empty.pth").touch()
    (folder / "folder.pth").mkdir()
    narrow = build({"kind": "csrnet", "width": 0.1}).network.state_dict()
    torch.save(narrow, whole := folder / "narrow.pth")
    (folder / "truncated.pth").write_bytes(whole.read_bytes()[:2000])
    torch.save(narrow | {"backend.4.bias": torch.zeros(512)}, folder / "uneven.pth")
    checkpoint.save(build({"kind": "light"}), ours := folder / "ours.safetensors")
    (folder / "cut.safetensors").write_bytes(ours.read_bytes()[:3000])
    save_file({"a": torch.zeros(2)}, folder / "foreign.safetensors")
    torch.save(torch.zeros(3), folder / "tensor.pth")
    torch.save({name: value for name, value in csrnet.items() if name != "backend.4.bias"}, folder / "lacks.pth")
    torch.save({name: value.to(torch.int8) for name, value in csrnet.items()}, folder / "int8.pth")
    torch.save({**csrnet, "backend.4.bias": torch.full((512,), float("nan"))}, folder / "nan.pth")
    torch.save(build({"kind": "clip_ebc", "width": 0.05}).network.state_dict(), folder / "sha.pth")
    with (folder / "sparse.pth").open("wb") as sparse:
        sparse.truncate(10 * 2**30)
    return {"code.pth": "refused", "text.pth": "no file of weights", "empty.pth": "empty", "folder.pth": "folder",
            "truncated.pth": "damaged", "cut.safetensors": "damaged", "foreign.safetensors": "no counter",
            "tensor.pth": "no counter", "nan.pth": "NaN", "missing.pth": "cannot be read",
            "uneven.pth": "does not fit", "lacks.pth": "1 missing (such as backend.4.bias)", "int8.pth": "torch.int8",
            "sha.pth": "truncation", "sparse.pth": "no file of weights"}  # fmt: skip


def test_wrong_weights_are_told_in_one_sentence_and_nothing_is_executed(tmp_path):
    for name, said in wrong_weights(tmp_path).items():
        with pytest.raises(WeightsError) as raised:
            load(tmp_path / name, {"dataset": "sha", "truncation": 3} if name == "sha.pth" else None)
        sentence = str(raised.value)
        assert said in sentence, (name, sentence)
        assert name in sentence
        assert "\n" not in sentence
    assert not (tmp_path / "executed").exists()
    assert "miscount.engine.counters" in sys.modules


@pytest.mark.parametrize("form", ["state", "archive"])
def test_towers_that_could_run_code_are_refused(tmp_path, form):
    path = tmp_path / "ViT-B-16.pt"
    if form == "state":
        torch.save({"visual.conv1.weight": Malicious(tmp_path / "executed")}, path)
    else:
        import zipfile

        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("clip/constants.pkl", pickle.dumps(()))
            archive.writestr("clip/data.pkl", pickle.dumps(Malicious(tmp_path / "executed")))
    with pytest.raises(WeightsError):
        build({"kind": "clip_ebc", "width": 0.05, "pretrained": str(path)})
    assert not (tmp_path / "executed").exists()


def test_a_file_is_told_with_its_hash_and_whether_it_is_the_published_one(tmp_path):
    torch.save(build({"kind": "csrnet", "width": 1.0}).network.state_dict(), path := tmp_path / "12.pth")
    found = examine(path)
    assert found.is_whole
    assert found.counter == {"kind": "csrnet", "convention": "upsampled"}
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "No hash" in found.verdict
    assert "not the published file" in verdict("vgg16-397923af.pth", "00")
    assert "as expected" in verdict("vgg16-397923af.pth", "397923af" + 56 * "0")
    torch.save(clip_state(build({"kind": "clip_ebc", "width": 0.05})), towers_file := tmp_path / "towers.pth")
    found = examine(towers_file)
    assert (found.is_whole, found.counter["backbone"]) == (False, "vit_b_16")
    assert all(source.where.startswith("https://") and source.megabytes > 0 for source in SOURCES)


def test_a_counter_of_smaller_frames_says_so_where_it_is_loaded(tmp_path):
    """On frames as they are it would count a tenth or ten times as many, without a word."""
    counter = build({"kind": "light", "channels": 4})
    checkpoint.save(counter, tmp_path / "plain.safetensors")
    checkpoint.save(counter, tmp_path / "small.safetensors", 4)
    assert load(tmp_path / "plain.safetensors").notes == ()
    (note,) = load(tmp_path / "small.safetensors").notes
    assert "frames made 4 times smaller" in note
    assert note in examine(tmp_path / "small.safetensors").sentence


def test_the_command_line_says_what_a_file_is(tmp_path, capsys):
    checkpoint.save(build({"kind": "light"}), path := tmp_path / "weights.safetensors")
    assert main(["weights", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counter"]["kind"] == "light"
    (tmp_path / "words.pth").write_text("none")
    assert main(["weights", str(tmp_path / "words.pth")]) == 2
