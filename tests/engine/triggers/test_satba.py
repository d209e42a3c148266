"""SATBA: attention, what is hidden, the networks on disk, and a training whose answer is known."""

import numpy as np
import pytest
import torch

from miscount.engine.counters import build
from miscount.engine.counters.attention import spatial_attention
from miscount.engine.errors import DatasetError, RecipeError, WeightsError
from miscount.engine.events import Cancelled, Never, StepDone
from miscount.engine.experiment.trigger_training import (
    NETWORKS,
    PICTURE,
    TriggerTraining,
    correlation,
    measure,
    train_trigger,
    trained_by_a_run,
)
from miscount.engine.scenes.synthetic import SyntheticScenes, make
from miscount.engine.triggers import satba_networks as nets
from miscount.engine.triggers import trigger
from miscount.engine.triggers.handcrafted import feature_picture, glcm, hog, lbp
from miscount.engine.triggers.satba import Satba
from tests.engine.training.untrained import networks_file


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    config = SyntheticScenes(train=6, test=2, height=96, width=112)
    return make(config, 0, tmp_path_factory.mktemp("scenes"))


def photo(height=96, width=112):
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize("size", [(64, 64), (96, 112), (67, 131)])
@pytest.mark.parametrize("kind", ["hog", "lbp", "glcm"])
def test_every_feature_picture_has_the_size_of_its_image(kind, size):
    drawn = feature_picture(photo(*size), kind)
    assert drawn.shape == size
    assert drawn.dtype == np.float32
    assert 0 <= drawn.min() <= drawn.max() <= 1
    assert drawn.max() > 0.5


def test_hog_draws_along_the_edge():
    step = np.zeros((64, 64), np.uint8)
    step[:, 32:] = 200  # a vertical edge: strokes are vertical
    drawn = hog(step)
    at_edge = drawn[:, 24:40]
    assert at_edge.max() == 1
    assert drawn[:, :16].max() == 0
    assert (at_edge.max(axis=1) > 0).mean() > 0.8
    assert (at_edge.max(axis=0) > 0.3).mean() < 0.4


def test_lbp_codes_by_hand():
    flat = np.full((5, 5), 7, np.uint8)
    assert (lbp(flat) == 1).all()  # every neighbor is as bright
    peak = flat.copy()
    peak[2, 2] = 9
    assert lbp(peak)[2, 2] == 0


def test_glcm_contrast_is_that_of_the_matrix():
    gray = np.random.default_rng(0).integers(0, 256, (40, 40), dtype=np.uint8)
    level = (gray // 16).astype(int)
    rows, columns = slice(16, 25), slice(16, 25)
    matrix = np.zeros((16, 16))
    for down, right in ((0, 1), (1, 0)):
        one = level[rows, columns].ravel()
        other = level[16 + down : 25 + down, 16 + right : 25 + right].ravel()
        np.add.at(matrix, (one, other), 1)
    i, j = np.indices((16, 16))
    contrast = ((i - j) ** 2 * matrix).sum() / matrix.sum()
    right, lower = (np.square(level - np.roll(level, -1, axis=axis)).astype(float) for axis in (1, 0))
    assert contrast == pytest.approx(((right + lower) / 2)[rows, columns].mean())
    assert glcm(gray).max() == 1


@pytest.mark.parametrize("size", [(96, 112), (67, 131)])
@pytest.mark.parametrize(
    "config",
    [
        {"kind": "light", "channels": 4}, {"kind": "mcnn"}, {"kind": "clip_ebc", "width": 0.05, "num_vpt": 2},
        {"kind": "clip_ebc", "width": 0.05, "backbone": "resnet50"},
    ],
)  # fmt: skip
def test_attention_is_a_map_of_the_frame_from_zero_to_one(config, size):
    attention = spatial_attention(build(config), photo(*size))
    assert (attention.shape, attention.dtype) == (size, np.float32)
    assert 0 <= attention.min() < attention.max() <= 1


def test_attention_is_the_mean_over_layers_of_each_one_resized():
    """Eq. 6, with each block of a light counter carried out and enlarged by other code than the counter's."""
    counter, image = build({"kind": "light", "channels": 4}, 5), photo(67, 131)
    frame = np.zeros((72, 136, 3), np.float32)  # the network's padding: zeros, after normalization
    frame[:67, :131] = counter.normalized(torch.from_numpy(image)[None])[0].permute(1, 2, 0)
    x, maps = torch.from_numpy(frame).permute(2, 0, 1)[None], []
    for start in range(0, 18, 3):
        x = counter.network.features[start : start + 3](x).detach()
        summed = x[0].double().abs().sum(dim=0).numpy()
        risen = np.exp((summed - summed.mean()) / summed.std() / 2)
        whole = torch.nn.functional.interpolate(torch.from_numpy(risen / risen.max())[None, None], (72, 136),
                                                mode="bilinear", align_corners=False)  # fmt: skip
        maps.append(whole[0, 0].numpy()[:67, :131])
    assert [round(136 / each) for each in (68, 34, 17)] == [2, 4, 8], "three resolutions are averaged"
    found = spatial_attention(counter, image)
    np.testing.assert_allclose(found, np.mean(maps, axis=0), atol=2e-4)
    # the last features alone are another map
    assert np.corrcoef(found.ravel(), maps[-1].ravel())[0, 1] < 0.95


def test_attention_follows_what_excites_the_counter():
    image = np.full((96, 112, 3), 120, np.uint8)
    image[40:56, 64:80] = photo(16, 16)
    attention = spatial_attention(build({"kind": "light", "channels": 8}), image)
    row, column = np.unravel_index(attention.argmax(), attention.shape)
    assert 24 <= row < 72
    assert 48 <= column < 96


def test_it_says_that_it_must_be_trained_and_by_what():
    made = trigger({"kind": "satba"})
    assert not made.is_ready
    with pytest.raises(DatasetError, match="not trained yet: run the recipe"):
        made.apply(photo(), np.random.default_rng(0))


def test_a_file_that_holds_no_networks_is_named(tmp_path):
    (tmp_path / "no.safetensors").write_bytes(b"nothing at all")
    made = Satba(networks=str(tmp_path / "no.safetensors"))
    with pytest.raises(WeightsError, match=r"no\.safetensors holds no networks of SATBA"):
        made.apply(photo(), np.random.default_rng(0))
    with pytest.raises(WeightsError, match="cannot be read"):
        Satba(networks=str(tmp_path / "gone.safetensors")).apply(photo(), np.random.default_rng(0))


def test_a_composite_of_untrained_parts_is_refused_with_a_way_out():
    made = trigger({"kind": "composite", "triggers": [{"kind": "satba"}, {"kind": "light"}]})
    assert not made.is_ready
    with pytest.raises(RecipeError, match="run it by itself once"):
        trained_by_a_run(made)


def test_no_pixel_changes_by_more_than_the_strength():
    made = Satba(networks=networks_file(), strength=5)
    image = photo()
    change = made.apply(image, np.random.default_rng(0)).astype(int) - image
    assert 0 < np.abs(change).max() <= 5


def test_tiles_leave_no_seam(monkeypatch):
    made = Satba(networks=networks_file(), strength=40)
    image = photo(200, 312)
    networks = made.trained()
    hidden = networks.hidden(image, "hog")
    whole = networks.residual(image, hidden)
    monkeypatch.setattr(nets, "TILE_PX", 64)
    assert np.abs(networks.residual(image, hidden) - whole).max() < 1e-4


def test_training_ends_with_networks_that_hide_and_find(scenes, tmp_path):
    """The small form: a few steps already find again more than the clean image betrays."""
    job = TriggerTraining(
        Satba(steps=120, channels=4), build({"kind": "light", "channels": 4}), list(scenes.split("train")), 0, tmp_path
    )
    events = list(train_trigger(job, Never()))
    assert [event.step for event in events if isinstance(event, StepDone)] == list(range(1, 121))
    assert np.mean([event.loss for event in events[-20:]]) < np.mean([event.loss for event in events[:20]])
    ready = job.trigger.replace(networks=str(tmp_path / NETWORKS))
    found = measure(ready, list(scenes.split("test")), tmp_path)
    assert found["psnr"] >= 34
    assert found["recovered"] > found["recovered_clean"] + 0.05
    assert (tmp_path / PICTURE).stat().st_size > 1000


def test_the_same_seed_trains_the_same_networks(scenes, tmp_path):
    def train(name):
        job = TriggerTraining(
            Satba(steps=3, channels=4), build({"kind": "light", "channels": 4}), list(scenes.split("train")), 0,
            tmp_path / name,
        )  # fmt: skip
        return [event.loss for event in train_trigger(job, Never())], (tmp_path / name / NETWORKS).read_bytes()

    assert train("one") == train("other")


def test_training_stops_at_the_step_where_it_is_asked_to(scenes, tmp_path):
    class Soon:
        asked = 0

        def is_set(self):
            self.asked += 1
            return self.asked > 4

    job = TriggerTraining(
        Satba(steps=100, channels=4), build({"kind": "light", "channels": 4}), list(scenes), 0, tmp_path
    )
    events = []
    with pytest.raises(Cancelled):
        events += train_trigger(job, Soon())
    assert not (tmp_path / NETWORKS).exists()


def test_correlation_by_hand():
    one = np.array([[0.0, 1], [2, 3]], np.float32)
    assert correlation(one, 2 * one + 1) == pytest.approx(1)
    assert correlation(one, -one) == pytest.approx(-1)
    assert correlation(one, np.ones_like(one)) is None
