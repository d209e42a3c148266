import csv
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from miscount.widgets.language import use
from miscount.widgets.results_table import ColumnSpec, ResultsModel, ResultsTable

COLUMNS = (
    ColumnSpec("id", "Counter"),
    ColumnSpec("mae", "MAE", "mean |f(x) − N|", ".1f", "smaller", "heads"),
    ColumnSpec("asr", "rho_Asr", "share of scenes", ".0%", "bigger"),
)
ROWS = (
    {"id": "twin", "mae": 11.25, "asr": 0.1},
    {"id": "victim", "mae": 9.0, "asr": math.nan},
    {"id": "nad", "mae": 100.0, "asr": 0.9},
    {"id": "broken", "mae": None},
)


@pytest.fixture
def table(qtbot):
    made = ResultsTable()
    qtbot.addWidget(made)
    made.resize(500, 260)
    made.set_table(COLUMNS, ROWS)
    with qtbot.waitExposed(made):
        made.show()
    return made


def column(table, place=0):
    model = table.findChild(QTableView).model()
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_numbers_are_shown_in_their_format_and_the_best_is_marked(table):
    assert column(table, 1) == ["11.2", "★ 9.0", "100.0", "–"]
    assert column(table, 2) == ["10 %", "–", "★ 90 %", "–"]


def test_a_column_says_what_stands_for_no_value(table):
    table.set_table((COLUMNS[0], ColumnSpec("mae", "MAE", absent="n/a")), ROWS)
    assert column(table, 1)[-1] == "n/a"


def test_the_title_of_words_stands_at_their_left(table):
    model, side = table._model, Qt.ItemDataRole.TextAlignmentRole
    titles = [model.headerData(place, Qt.Orientation.Horizontal, side) for place in range(len(COLUMNS))]
    assert titles == [model.index(0, 0).data(side), None, None]


def test_a_click_on_the_header_sorts_by_number_and_leaves_gaps_last(table, qtbot):
    header = table.findChild(QTableView).horizontalHeader()
    at = QPoint(header.sectionViewportPosition(1) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    rising = column(table)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert {tuple(rising), tuple(column(table))} == {
        ("victim", "twin", "nad", "broken"),
        ("nad", "twin", "victim", "broken"),
    }


def test_the_header_explains_itself(table):
    model = table.findChild(QTableView).model()
    assert model.headerData(1, Qt.Orientation.Horizontal) == "MAE (heads) ↓"
    tip = model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "mean |f(x) − N|\nSmaller is better."


def test_enter_opens_the_row(table, qtbot):
    said = []
    table.activated.connect(said.append)
    view = table.findChild(QTableView)
    view.setCurrentIndex(view.model().index(2, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert said == ["nad"]


def test_copies(table, qtbot):
    view = table.findChild(QTableView)
    view.setFocus()
    view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Counter\tMAE\trho_Asr\ntwin\t11.2\t10 %"
    assert table.as_markdown() == "| Counter | MAE | rho_Asr |\n|---|---:|---:|\n| twin | 11.2 | 10 % |"


def test_csv_keeps_full_precision(table, tmp_path):
    table.save_csv(tmp_path / "r.csv")
    rows = list(csv.reader((tmp_path / "r.csv").read_text().splitlines()))
    assert rows[0] == ["id", "mae", "asr"]
    assert rows[1] == ["twin", "11.25", "0.1"]


def test_new_rows_keep_order_and_selection_silently(table):
    said = []
    view = table.findChild(QTableView)
    view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    view.selectRow(0)
    table.selection_changed.connect(said.append)
    table.set_table(COLUMNS, (*ROWS, {"id": "worse", "mae": 500.0}))
    assert column(table)[:2] == ["worse", "nad"]
    assert table.selected() == ("nad",)
    assert said == []


def test_the_model_keeps_qts_rules(qtbot):
    model = ResultsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_table(COLUMNS, ROWS)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_table(COLUMNS[:1], ROWS[:1])


def test_rows_are_filtered_by_words_and_pinned_on_top(qtbot):
    table = ResultsTable()
    qtbot.addWidget(table)
    columns = (ColumnSpec("id", "Run"), ColumnSpec("mae", "MAE", format=".1f", better="smaller"))
    table.set_table(columns, [{"id": f"run {k}", "mae": float(k)} for k in range(12)])
    table.set_filter("RUN 1")
    assert table.shown() == ("run 1", "run 10", "run 11")
    table.set_pinned({"run 5"})
    assert table.shown() == ("run 5", "run 1", "run 10", "run 11")
    table._model.sort(1, Qt.SortOrder.DescendingOrder)
    assert table.shown() == ("run 5", "run 11", "run 10", "run 1")
    table.set_filter("")
    assert table.shown()[:2] == ("run 5", "run 11")
    assert len(table.shown()) == 12
    table.set_filter("no such run")
    assert table.shown() == ("run 5",)


def test_a_table_is_saved_as_latex_and_markdown(qtbot, tmp_path):
    table = ResultsTable()
    qtbot.addWidget(table)
    columns = (ColumnSpec("id", "Counter & more"), ColumnSpec("mae", "MAE", format=".2f", better="smaller"),
               ColumnSpec("asr", "ρ_Asr", format=".0%"))  # fmt: skip
    table.set_table(columns, [{"id": "twin_1", "mae": -1.5, "asr": 0.5}, {"id": "b", "mae": 2.0, "asr": None}])
    assert table.as_latex().splitlines() == [
        r"\begin{tabular}{lrr}", r"\toprule", r"Counter \& more & MAE & $\rho$\_Asr \\", r"\midrule",
        r"twin\_1 & \textbf{$-$1.50} & 50 \% \\", r"b & 2.00 & -- \\", r"\bottomrule", r"\end{tabular}",
    ]  # fmt: skip
    for name in ("t.tex", "t.md", "t.csv"):
        table.save(tmp_path / name)
    assert (tmp_path / "t.tex").read_text().strip() == table.as_latex()
    assert (tmp_path / "t.md").read_text().startswith("| Counter & more |")
    assert (tmp_path / "t.csv").read_text().startswith("id,mae,asr")


def test_no_name_is_a_command_of_tex_or_a_formula(qtbot, tmp_path):
    table = ResultsTable()
    qtbot.addWidget(table)
    name = "[a]^~\\{}&%$#_<b>|\n=c"
    table.set_table((ColumnSpec("id", "Counter"),), [{"id": name}, {"id": "=1+1"}, {"id": "-1.5"}])
    row = table.as_latex().splitlines()[4]
    assert row == (
        r"{}[a]\textasciicircum{}\textasciitilde{}\textbackslash{}\{\}\&\%\$\#\_"
        r"\textless{}b\textgreater{}\textbar{} =c \\"
    )
    assert table.as_markdown().splitlines()[2] == r"| [a]^~\\{}&%$#_<b>\| =c |"
    table.save_csv(tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [name, "'=1+1", "-1.5"]
    assert table.as_tsv().splitlines()[2:] == ["'=1+1", "-1.5"]


def test_a_row_is_revealed_with_the_focus_of_the_keyboard(qtbot):
    table = ResultsTable()
    qtbot.addWidget(table)
    table.resize(300, 120)
    table.set_table(COLUMNS, [{"id": f"row {number}", "mae": float(number)} for number in range(100)])
    table.show()
    heard = []
    table.selection_changed.connect(heard.append)
    table.reveal("row 90")
    assert table.selected() == ("row 90",)
    assert table._view.currentIndex().row() == 90
    assert table._view.viewport().rect().intersects(table._view.visualRect(table._view.currentIndex()))
    table.reveal("none such")
    assert table.selected() == ("row 90",)
    assert heard == []


def test_columns_fit_the_first_rows_that_come(qtbot):
    table = ResultsTable()
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    table.set_table(COLUMNS, [])
    before = table._view.columnWidth(0)
    table.set_table(COLUMNS, [{"id": "a name that is much wider than its column's title"}])
    assert table._view.columnWidth(0) > before


PRINTED = st.characters(exclude_categories=("C", "Z", "M"), include_characters=" ")


@given(st.lists(st.tuples(st.text(PRINTED, max_size=12), st.floats(-1e6, 1e6)), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_columns_are_as_wide_as_qt_measures_over_all_rows(qapp, cells):
    table = ResultsTable()
    try:
        table.resize(4000, 300)
        table.set_table(COLUMNS, [{"id": words, "mae": number, "asr": number} for words, number in cells])
        table.show()
        view = table._view
        for place in range(len(COLUMNS)):
            whole = max(view.sizeHintForColumn(place), view.horizontalHeader().sectionSizeHint(place))
            assert view.columnWidth(place) == whole + 6
    finally:
        table.deleteLater()


LONG = "the label says 6, the counter that was trained for two epochs says 31 and nobody knows why"


@pytest.mark.parametrize("width", [320, 700, 1500])
@pytest.mark.parametrize("text", ["a", "Fine-tuning: same cost without the method", LONG, f"{LONG}, {LONG}"])
def test_nothing_is_cut_off_beside_empty_space(qtbot, width, text):
    table = ResultsTable()
    qtbot.addWidget(table)
    table.resize(width, 260)
    table.set_table((*COLUMNS, ColumnSpec("why", "Why")), ())
    table.show()
    table.set_table((*COLUMNS, ColumnSpec("why", "Why")), [{**row, "why": text} for row in ROWS])
    view = table.findChild(QTableView)
    header = view.horizontalHeader()
    widths = [view.columnWidth(place) for place in range(4)]
    cut = [
        place for place in range(4) if widths[place] < max(view.sizeHintForColumn(place), header.sectionSizeHint(place))
    ]
    assert not cut or sum(widths) >= view.viewport().width()
    assert cut in ([], [3]), "words give way, figures never"


def test_columns_grow_with_what_comes(table):
    view = table.findChild(QTableView)
    before = view.columnWidth(0)
    table.set_table(COLUMNS, (*ROWS, {"id": "Fine-tuning, NAD: same cost"}))
    assert view.columnWidth(0) > before


def drag(qtbot, table, place, by):
    header = table.findChild(QTableView).horizontalHeader()
    at = QPoint(header.sectionViewportPosition(place) + header.sectionSize(place) - 1, header.height() // 2)
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(header.viewport(), at + QPoint(by // 2, 0))
    qtbot.mouseMove(header.viewport(), at + QPoint(by, 0))
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(by, 0))
    return at + QPoint(by, 0)


def test_a_width_that_a_person_set_is_kept_and_given_back(table, qtbot):
    view = table.findChild(QTableView)
    said = []
    table.widths_changed.connect(said.append)
    was = view.columnWidth(1)
    at = drag(qtbot, table, 1, 40)
    assert view.columnWidth(1) == was + 40
    table.set_table(COLUMNS, (*ROWS, {"id": "worse", "mae": 500.0}))
    assert view.columnWidth(1) == was + 40
    assert said[-1] == {"mae": was + 40}
    again = ResultsTable()
    qtbot.addWidget(again)
    again.set_widths(said[-1])
    again.set_table(COLUMNS, ROWS)
    with qtbot.waitExposed(again):
        again.show()
    assert again.findChild(QTableView).columnWidth(1) == was + 40
    qtbot.mouseDClick(view.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.columnWidth(1) == was
    assert said[-1] == {}


def test_a_name_says_on_hover_what_it_stands_for_and_a_file_has_both(table, tmp_path):
    columns = (
        ColumnSpec("name", "Counter", hover="id"),
        ColumnSpec("cost", "Clean error", format=lambda x: f"{x:g} higher"),
    )
    table.set_table(columns, [{"id": "defended/nad", "name": "NAD", "cost": 3.0}])
    model = table.findChild(QTableView).model()
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Counter: NAD\nIn files: defended/nad"
    assert column(table, 1) == ["3 higher"]
    table.save_csv(tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_text().splitlines() == ["name,id,cost", "NAD,defended/nad,3.0"]
    table.set_filter("defended")
    assert column(table) == ["NAD"]


def test_a_column_of_names_is_no_words_of_a_language(qtbot):
    use("zh_CN")
    try:
        table = ResultsTable()
        qtbot.addWidget(table)
        table.set_table(
            [ColumnSpec("run", "Run", own=True), ColumnSpec("state", "State")], [{"run": "first", "state": "done"}]
        )
        model = table._model
        assert [model.index(0, column).data() for column in range(2)] == ["first", "完成"]
    finally:
        use("en")
