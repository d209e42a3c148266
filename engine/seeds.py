"""Randomness has names: every draw comes from a generator keyed by (seed, purpose, name)."""

import hashlib

import numpy as np


def seed_of(seed: int, purpose: str, *names: object) -> int:
    """A 64-bit seed for one purpose and one thing, the same on every machine and in every order of asking."""
    key = "\x1f".join([str(seed), purpose, *map(str, names)])
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "little")


def generator(seed: int, purpose: str, *names: object) -> np.random.Generator:
    """A fresh generator for one purpose and one thing, such as (seed, "poison", scene id)."""
    return np.random.default_rng(seed_of(seed, purpose, *names))
