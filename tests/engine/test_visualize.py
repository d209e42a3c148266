import numpy as np

from miscount.engine.visualize import GAP_PX, beside, colored, fitted, stretched


def test_a_map_is_dark_where_nobody_is_and_one_scale_serves_several():
    density = np.array([[0.0, 0.5]], np.float32)
    picture, half = colored(density, 0.5, (8, 16)), colored(density, 1.0, (8, 16))
    assert picture.shape == (8, 16, 3)
    assert picture[:, :8].max() < 10
    assert picture[0, 12].sum() > half[0, 12].sum() > picture[0, 0].sum()


def test_a_faint_change_is_stretched_around_mid_gray_and_cut_at_the_ends():
    before = np.full((2, 2, 3), 100, np.uint8)
    after = before.copy()
    after[0, 0], after[0, 1], after[1, 0] = 102, 97, 200
    shown = stretched(before, after, 10)
    assert shown[:, :, 0].tolist() == [[148, 98], [255, 128]]


def test_pictures_stand_apart_and_wide_ones_are_made_smaller():
    dark = np.zeros((6, 20, 3), np.uint8)
    row = beside([dark, dark, dark])
    assert row.shape == (6, 60 + 2 * GAP_PX, 3)
    assert (row[:, 20 : 20 + GAP_PX] == 255).all()
    assert row[:, :20].max() == 0
    assert fitted(np.zeros((100, 400, 3), np.uint8), 200).shape == (50, 200, 3)
    assert fitted(dark, 200) is dark
