import pytest
from PySide6.QtGui import QColor, QPixmap

from miscount.widgets.shown_picture import ShownPicture


@pytest.fixture
def picture(qtbot, tmp_path):
    drawn = QPixmap(500, 100)
    drawn.fill(QColor("#ff0000"))
    drawn.save(str(tmp_path / "strip.png"))
    return tmp_path / "strip.png"


@pytest.fixture
def widget(qtbot):
    made = ShownPicture()
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def test_a_picture_is_as_wide_as_there_is_room_and_keeps_its_shape(widget, picture, qtbot):
    widget.show_file(picture, "five panels")
    with qtbot.waitExposed(widget):
        widget.show()
    area = widget._area
    assert (area.width(), area.height()) == (400, 80)
    assert area.grab().toImage().pixelColor(399, 40) == QColor("#ff0000")
    assert area.accessibleName() == widget.words() == "five panels"
    widget.resize(2000, 900)
    qtbot.waitUntil(lambda: area.height() == 300)  # three times its own size, no more
    assert area.grab().toImage().pixelColor(1600, 150) != QColor("#ff0000")


def test_nothing_is_hidden_and_what_is_no_picture_is_said(widget, tmp_path):
    widget.show_file(None)
    assert widget.isHidden()
    (tmp_path / "broken.png").write_text("not a picture")
    widget.show_file(tmp_path / "broken.png", "five panels")
    assert not widget.isHidden()
    assert widget._area.isHidden()
    assert widget.words() == "broken.png cannot be shown. five panels"
