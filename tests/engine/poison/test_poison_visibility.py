import math

import numpy as np
import pytest

from miscount.engine.poison import at_psnr, mean_psnr
from miscount.engine.scenes import Annotation
from miscount.engine.triggers import KINDS, trigger
from tests.engine.training.untrained import ready

EXAMPLES = [
    (np.random.default_rng(seed).integers(60, 190, (64, 80, 3)).astype(np.uint8), Annotation.of([[20.0, 30.0]]))
    for seed in range(3)
]


def test_psnr_is_the_formula():
    flat = [(np.full((16, 16, 3), 100, np.uint8), Annotation.of([]))]
    made = trigger({"kind": "blend", "pattern": "color", "color": "#787878", "ratio": 0.5})  # 120: ten levels more
    assert mean_psnr(made, flat) == pytest.approx(20 * math.log10(255 / 10))
    assert mean_psnr(made.scaled(0), flat) == math.inf


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"warp"}))
def test_every_trigger_can_be_made_as_visible_as_another(kind):
    made, reached = at_psnr(trigger(ready(kind)), EXAMPLES, 30.0)
    assert reached == pytest.approx(30, abs=0.3)
    assert reached == mean_psnr(made, EXAMPLES)
    assert made.kind == kind


def test_what_bounds_forbid_is_said():
    _, reached = at_psnr(trigger({"kind": "patch", "size": 0.05}), EXAMPLES, 5.0)
    assert reached > 15
