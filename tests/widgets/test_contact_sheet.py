"""The contact sheet: pictures fill the width, about as large as was asked for."""

import pytest
from PySide6.QtCore import QSize

from miscount.widgets.scene_model import SceneModel
from miscount.widgets.scenes.contact_sheet import LEAST_PX, MOST_PX, ContactSheet
from miscount.widgets.scenes.query import SceneRow


@pytest.fixture
def sheet(qtbot):
    model = SceneModel()
    made = ContactSheet(model)
    model.set_rows([SceneRow(f"part/train/IMG_{k}", f"IMG_{k}", "train", 10 + k) for k in range(40)])
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("side_px", [LEAST_PX, 176, 250, MOST_PX])
@pytest.mark.parametrize("width", [260, 333, 557, 800, 1601])
def test_a_row_of_pictures_fills_the_width(sheet, width, side_px):
    sheet.resize(QSize(width, 500))
    sheet.set_size(side_px)
    sheet._view.doItemsLayout()
    room, cell = sheet._view.viewport().width(), sheet._view.visualRect(sheet._view.model().index(0, 0)).width()
    columns = room // cell
    first, after = (sheet._view.visualRect(sheet._view.model().index(at, 0)) for at in (0, columns))
    assert columns == 1 or sheet._view.visualRect(sheet._view.model().index(columns - 1, 0)).top() == first.top()
    assert after.top() > first.top(), "the next one begins another row"
    assert room - columns * cell <= columns, "nothing is left over but what cannot be shared"
    assert cell < 2 * (side_px + 12) or columns == 1
