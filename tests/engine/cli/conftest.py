import sys
from contextlib import contextmanager

import pytest

TINY = """\
name: tiny
data: {kind: synthetic, train: 12, test: 3, height: 64, width: 96, min_heads: 3, max_heads: 12}
training: {epochs: 1, batch: 4}
counter: {kind: light, channels: 4}
poison: {trigger: {kind: blend}, label: {kind: thin, alpha: 0.3}, rate: 0.3}
defenses: []
"""
"""A recipe that runs in some seconds."""


class Closed:
    """What a pipe is that nobody reads any more."""

    def write(self, _text):
        raise BrokenPipeError

    def flush(self):
        raise BrokenPipeError

    def isatty(self):
        return False


@contextmanager
def _deaf():
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Closed(), Closed()
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):  # those that were put in their places
            if not isinstance(stream, Closed):
                stream.close()
        sys.stdout, sys.stderr = kept


@pytest.fixture
def deaf():
    """Within it nobody reads stdout or stderr any more, as behind `2>&1 | head -1`.

    A function, since pytest puts its own streams in their places between a fixture and the test.
    """
    return _deaf
