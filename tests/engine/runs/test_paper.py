"""Figures for papers: what an independent reader finds in the PDF is what the figure says, where it says it."""

import json
import re
from xml.etree import ElementTree

import pypdf
import pytest

from miscount.engine.cli import main
from miscount.engine.runs.report import paper
from miscount.engine.runs.report.svg import Axes, Figure, Series, bars, curves, scatter

LINE = curves("loss", Axes("Twin: loss (mean)", "epoch", "loss"), [Series("each step", [0, 1, 2], [3.0, 2.0, 1.0], 1)])
DOTS = scatter("counts", Axes("Victim · \u4eba", "true count", "predicted count"), [
    Series(f"series {style}", [10, 90], [20 + style, 80], style, notes=("a", "b")) for style in range(6)
], Series("attacker's wish", [0, 100], [0, 20], 2))  # fmt: skip
BARS = bars("effects", "Effect", ["Twin", "Victim"], [("effect", [0.25, None]), ("success rate", [0.5, 1.0])])


def read(figure, tmp_path):
    path = tmp_path / f"{figure.name}.pdf"
    path.write_bytes(paper.pdf(figure))
    reader = pypdf.PdfReader(path, strict=True)
    assert len(reader.pages) == 1
    return reader, reader.pages[0]


def words_of(figure):
    return ["".join(one.itertext()) for one in ElementTree.fromstring(figure.svg) if one.tag.endswith("text")]


@pytest.mark.parametrize("figure", [LINE, BARS], ids=lambda figure: figure.name)
def test_words_stand_where_they_stand_in_the_figure(figure, tmp_path):
    reader, page = read(figure, tmp_path)
    assert reader.metadata.title == figure.title
    root = ElementTree.fromstring(figure.svg)
    width, height = float(root.get("width")), float(root.get("height"))
    assert [float(side) for side in page.mediabox] == [0, 0, width, height]
    found = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.append((text.strip(), tm[4], tm[5], cm)))
    placed = {text: (x * cm[0] + cm[4], y * cm[3] + cm[5]) for text, x, y, cm in found if text}
    assert set(words_of(figure)) <= set(placed)
    starts = [one for one in root if one.get("text-anchor") == "start" and one.get("x")]
    for one in starts:
        x, y = placed["".join(one.itertext())]
        assert (x, y) == (
            pytest.approx(float(one.get("x")), abs=0.1),
            pytest.approx(height - float(one.get("y")), abs=0.1),
        )


def test_lines_marks_and_bars_are_drawn_in_their_colors(tmp_path):
    for figure in (LINE, DOTS, BARS):
        _, page = read(figure, tmp_path)
        drawn = page.get_contents().get_data().decode("cp1252")
        svg = ElementTree.fromstring(figure.svg)
        shapes = [one for one in svg if not one.tag.endswith("text")]
        painted = re.findall(r"^(?:S|f|B)$", drawn, flags=re.M)
        assert len(painted) == len(shapes)
        assert drawn.count("q\n") == drawn.count("Q\n") + drawn.endswith("Q")
        for one in shapes:
            for kind in one.get("class").split():
                if re.fullmatch("s[0-5]", kind):
                    color = paper.STYLES[int(kind[1])]
                    numbers = " ".join(f"{int(color[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))
                    assert numbers in drawn


def test_letters_that_the_font_lacks_do_no_harm_and_brackets_stay(tmp_path):
    _, page = read(DOTS, tmp_path)
    assert "Victim · ?" in page.extract_text()
    _, page = read(LINE, tmp_path)
    assert "Twin: loss (mean)" in page.extract_text()


def test_widths_are_helveticas():
    """Against sums of Adobe's metrics, worked out by hand: H 722, e 556, l 222, o 556; i 222; W 944."""
    assert paper.width_of("Hello", 10) == pytest.approx((722 + 556 + 222 + 222 + 556) / 100)
    assert paper.width_of("WiW", 1000) == 944 + 222 + 944
    assert len(paper._WIDTHS) == 127 - 32


def test_svg_stands_alone_and_other_pictures_are_refused():
    text = paper.alone(DOTS)
    root = ElementTree.fromstring(text.encode())
    assert root[0].tag.endswith("style")
    assert all(color in root[0].text for color in paper.STYLES)
    assert "var(" not in text
    with pytest.raises(ValueError, match="figures have no image"):
        paper.pdf(Figure("x", "x", '<svg xmlns="http://www.w3.org/2000/svg"><image/></svg>', (), []))
    with pytest.raises(ValueError, match="is no SVG"):
        paper.pdf(Figure("x", "x", "<svg", (), []))


def test_the_command_makes_the_report_and_its_figures(tmp_path, capsys):
    run = tmp_path / "run"
    run.mkdir()
    (run / "recipe.yaml").write_text("name: snow\n")
    scores = {"clean": {"mae": 3.0}, "triggered": {"effect_median": 0.5, "asr": 0.25}}
    results = {"schema": 1, "recipe": "snow", "seed": 0, "models": {"victim": scores}}
    (run / "results.json").write_text(json.dumps(results))
    assert main(["report", str(run), "--pdf", "--svg", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["figures"] == [str(run / "figures" / name) for name in ("effects.svg", "effects.pdf")]
    assert (run / "report.html").is_file()
    assert pypdf.PdfReader(run / "figures" / "effects.pdf").metadata.title.startswith("Attack effect")
    assert main(["report", str(run), "--out", str(tmp_path)]) == 2
    assert main(["report", str(tmp_path)]) == 2
    assert "is not a run's folder" in capsys.readouterr().err
