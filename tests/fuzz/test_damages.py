"""What damages files gives bytes for whatever it is given, the same for the same seed, and leaves nothing behind."""

import os
import random

import pytest

from tests.fuzz import mutate, places

CONTENTS = (
    b"",
    b"x",
    b"\x93NUMPY",
    b"PK\x03\x04",
    b'{"a": [1, 2.5]}',
    b"image,x,y\na.jpg,1,2\n",
    b"<a><b/></a>",
    bytes(200),
)


@pytest.mark.parametrize("ending", sorted(mutate.STRUCTURES))
def test_every_damage_gives_bytes_and_the_same_again(ending):
    for number, content in enumerate(CONTENTS * 4):
        made = [mutate.mutated(content, f"a.{ending}", random.Random(number), list(CONTENTS)) for _ in range(2)]
        assert isinstance(made[0], bytes)
        assert made[0] == made[1] or ending in ("pth", "pt", "npz")  # archives hold the time


@pytest.mark.skipif(os.name != "posix", reason="pipes, sockets and links")
def test_what_stands_in_a_files_place_or_beside_it_is_cleared_away(tmp_path):
    path = tmp_path / "a.csv"
    for number in range(60):
        path.write_text("x")
        rng = random.Random(number)
        made = places.put_beside(path, rng) if number % 2 else path
        if not number % 2:
            places.put_instead(path, rng)
        assert os.path.lexists(made)
        places.clear(made)
        places.clear(path)
        assert not list(tmp_path.iterdir())
