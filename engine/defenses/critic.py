"""CBD's second half: a critic that estimates what two counters' features share, and a counter that unlearns it."""

from collections.abc import Callable
from contextlib import ExitStack

import torch
from torch import Tensor, nn

from ..counters import Counter
from ..counters.layers import last_convolution, last_layer, seeing_inputs
from ..training import Batch

HIDDEN, RATE = 64, 0.05


class Critic(nn.Module):
    """T(r, z) of pooled features (B, d) each: two layers of spectral norm 1 (WGAN; CBD, eq. 8)."""

    def __init__(self, width: int, seed: int) -> None:
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed % 2**63)
            norm = nn.utils.parametrizations.spectral_norm
            self.layers = nn.Sequential(
                norm(nn.Linear(2 * width, HIDDEN)), nn.LeakyReLU(0.2), norm(nn.Linear(HIDDEN, 1))
            )

    def forward(self, r_BD: Tensor, z_BD: Tensor) -> Tensor:
        """The mean over the batch of T(r, z) - T(r, z of another scene): what the pairs share (Wasserstein)."""
        others = z_BD.roll(1, dims=0)  # a shuffled pair must come from two scenes
        paired, shuffled = (self.layers(torch.cat([r_BD, z], dim=1)) for z in (z_BD, others))
        out: Tensor = (paired - shuffled).mean()
        return out


class Adversary:
    """Adds `weight` times what the counter's features share with the biased one's to a loss, while it is entered."""

    def __init__(self, counter: Counter, biased: Counter, weight: float, seed: int) -> None:
        self._counter, self._biased, self._weight = counter, biased, weight
        self.critic = Critic(last_convolution(counter).in_channels, seed).to(counter.device)
        self._seen: list[Tensor] = []
        self._hooks = ExitStack()

    def __enter__(self) -> "Adversary":
        self._hooks.enter_context(seeing_inputs(last_layer(self._counter), self._keep))
        return self

    def __exit__(self, *_: object) -> None:
        self._hooks.close()

    def added_to(self, combine: Callable[[Tensor, Batch], Tensor]) -> Callable[[Tensor, Batch], Tensor]:
        """`combine`, and the critic's term; a batch of one scene has no other to be told from."""

        def both(loss_B: Tensor, batch: Batch) -> Tensor:
            z = self._seen[0]  # before `combine`, which may ask the counter again
            loss = combine(loss_B, batch)
            return loss + self._weight * self._shared(batch, z) if len(batch.names) > 1 else loss

        return both

    def _keep(self, feature_BCHW: Tensor) -> None:
        self._seen[:] = [feature_BCHW.mean(dim=(2, 3))]

    def _shared(self, batch: Batch, z: Tensor) -> Tensor:
        theirs: list[Tensor] = []
        with seeing_inputs(last_layer(self._biased), theirs.append), torch.no_grad():
            self._biased.maps(batch.image_BHWC.to(self._biased.device))
        r = theirs[0].mean(dim=(2, 3))
        # the critic climbs one plain step on each batch: a rule without a memory, so that a stop needs no more state
        parameters = list(self.critic.parameters())
        gradients = torch.autograd.grad(self.critic(r, z.detach()), parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter.add_(RATE * gradient)
        shared: Tensor = self.critic(r, z)
        return shared
