"""Charts: seen, heard, walked by keys and copied alike."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from workbench.i18n import percent
from workbench.ui.bar_charts import Bar, Bars, Pair, PairedBars
from workbench.ui.chart_axes import Mark, plain, round_ticks
from workbench.ui.chart_card import ChartCard
from workbench.ui.charts import Chart
from workbench.ui.histogram import Histogram, classes
from workbench.ui.line_charts import Lines, Series, Sparkline
from workbench.ui.rule_lines import RuleLine, RuleLines


def _histogram() -> Histogram:
    made = Histogram("Scores")
    made.show_counts(
        (500, 520, 540, 560),
        (1, 3, 4),
        (Mark(520, "Decline < 520"), Mark(540, "Approve ≥ 540")),
    )
    return made


def _lines() -> Lines:
    made = Lines("Rate")
    made.show_series([Series("Nov", ((0, 0.2), (1, None), (2, 0.4)), dots=True)], say_y=percent)
    return made


def _bars() -> Bars:
    made = Bars("Reasons")
    made.show_bars([Bar("Debt", 48, "48", limit=30), Bar("Late", 0, "0")])
    return made


def _pairs() -> PairedBars:
    made = PairedBars("Overrides")
    made.show_pairs([Pair("Lin Mei", 4, 2, "4", "2")], ("Low-side", "High-side"))
    return made


def _sparkline() -> Sparkline:
    made = Sparkline("Stability")
    made.show_values([0.1, None, 0.3], ("Sep", "Oct", "Nov"))
    return made


@pytest.fixture(params=[_histogram, _lines, _bars, _pairs, _sparkline])
def chart(request: pytest.FixtureRequest, qtbot) -> Chart:
    """Each kind of chart with a few figures, shown."""
    made = request.param()
    qtbot.addWidget(made)
    made.resize(420, 240)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_chart_says_its_figures_to_a_screen_reader(chart: Chart) -> None:
    assert chart.accessibleName()
    for line in chart.lines():
        assert ": ".join(line) in chart.accessibleDescription()


def test_arrows_walk_the_figures_and_enter_picks_one(chart: Chart, qtbot) -> None:
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == ": ".join(chart.lines()[0])
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert picked.args == [0]


def test_a_click_on_a_mark_picks_its_line(chart: Chart, qtbot) -> None:
    last = len(chart.lines()) - 1
    mark = chart.place_of(last)
    at = mark.center().toPoint() if mark is not None else QPoint(chart.width() - 2, 8)
    with qtbot.waitSignal(chart.picked) as picked:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == [last]


def test_figures_are_copied_as_a_table_and_as_a_picture(chart: Chart, qtbot) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "\n".join("\t".join(r) for r in chart.lines())
    qtbot.keyClick(chart, Qt.Key.Key_C, both)
    picture = QGuiApplication.clipboard().pixmap()
    assert picture.width() == 2 * chart.width()


def test_the_classes_of_a_histogram_hold_every_value() -> None:
    assert classes([499, 500, 519, 520, 700], 500, 560, 20) == [3, 1, 1]


def test_a_histogram_says_the_share_of_each_class(qtbot) -> None:
    made = _histogram()
    qtbot.addWidget(made)
    assert made.lines()[1] == ("520–540", "3, 37.5% of all")


def test_ticks_are_round_and_cover_the_span() -> None:
    assert round_ticks(0, 57, 3) == (0, 20, 40, 60)
    assert round_ticks(0, 1) == (0, 0.25, 0.5, 0.75, 1.0)
    assert [plain(tick) for tick in (20, 2.5, 0.25)] == ["20", "2.5", "0.25"]


def test_what_is_not_known_is_told_as_not_known(qtbot) -> None:
    made = _lines()
    qtbot.addWidget(made)
    assert made.lines()[1] == ("1", "–")


def test_a_card_says_why_there_is_no_chart(qtbot) -> None:
    made = ChartCard("Scores", _histogram())
    qtbot.addWidget(made)
    made.show()
    made.show_words("Too few for a rate.")
    assert made.words.isVisible()
    assert not made.chart.isVisible()
    made.show_chart()
    assert made.chart.isVisible()


def test_rules_painted_in_part_are_copied_whole(qtbot):
    made = RuleLines()
    qtbot.addWidget(made)
    made.show_rules(
        [RuleLine("passed", "check", "approve", f"Rule {n}", "1", "") for n in range(9)]
    )
    made.resize(300, made.height())
    made.show()
    qtbot.waitExposed(made)
    made.copy_picture()
    whole = QGuiApplication.clipboard().image()
    QGuiApplication.processEvents()
    made.repaint(0, 40, 300, 20)
    made.copy_picture()
    assert QGuiApplication.clipboard().image() == whole
    last = whole.copy(0, whole.height() - 40, whole.width(), 40)
    assert len({last.pixel(x, 20) for x in range(last.width())}) > 1
