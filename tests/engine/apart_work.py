"""What a library could do to the process that it reads a file in; called there by `test_apart`."""

import signal
import time
from fractions import Fraction

import numpy as np


def die(_content):
    signal.raise_signal(getattr(signal, "SIGSEGV", signal.SIGABRT))


def spin(_content):
    """Far longer than any test waits, where no exception is heard."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM}) if hasattr(signal, "pthread_sigmask") else None
    while True:
        time.sleep(3600)


def eat(content):
    return len([np.ones(2**24, np.uint8) for _ in range(int(content))])


def taken(content, size):
    return np.frombuffer(content, np.uint8)[:1].repeat(size)


def given(content, *more):
    return bytes(content), more


def strange(_content):
    return Fraction(1, 3)


def who(_content):
    import os

    return os.getpid()
