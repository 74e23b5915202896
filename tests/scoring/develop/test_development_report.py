"""What a development's report says, on rows counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.scoring.develop.conftest import developed, small_card
from workbench.scoring.develop.development import Development, Plan
from workbench.scoring.develop.development_report import book_parts, report_parts, split_words
from workbench.scoring.develop.labelled import LeftOut
from workbench.scoring.develop.points_card import Rows
from workbench.scoring.develop.rejects import Likeness, RejectTrial
from workbench.scoring.develop.report_parts import ReportPart, Shown, as_markdown, cell_text
from workbench.scoring.develop.validation import Quality

FRAME = pl.DataFrame(
    {
        "income": [0.0, 1000.0, 1000.0, 2500.5] * 10,
        "job": (["clerk"] * 4 + ["farmer"] * 3 + [None]) * 5,
        "year": ["2020"] * 20 + ["2021"] * 20,
    }
)
BAD = [1.0] * 8 + [0.0] * 32
SCORES = [float(n) for n in range(470, 510)]


def parts(done: Development) -> dict[str, ReportPart]:
    return {part.key: part for part in report_parts(done)}


def report(**more: object) -> dict[str, ReportPart]:
    return parts(developed(FRAME, BAD, unseen=SCORES, **more))  # type: ignore[arg-type]


def test_the_book_says_its_rows_and_what_is_left_out() -> None:
    done = developed(FRAME, BAD, left_out=(LeftOut("note", "constant"),))
    book = book_parts(done.ready)[0]
    assert book.sentences == (
        "40 rows with a known outcome, 8 bad (20.00%); 1,234 without one.",
        "3 rows are repeated.",
    )
    assert book.rows == (("note", "it has one value only"),)


def test_codes_among_the_columns_are_said() -> None:
    done = developed(FRAME, BAD)
    special = replace(done.ready.fields[0], specials=(-9.0, 99999.5))
    columns = book_parts(replace(done.ready, fields=(special,)))[1]
    assert columns.sentences[0].startswith("income holds -9, 99999.5: taken for a code")
    assert len(columns.sentences) == 2
    assert columns.rows[0][:3] == ("income", 0.0, 3) and columns.rows[0][4] is None


def test_gains_and_calibration_go_by_tenths_from_the_lowest_scores() -> None:
    found = report()
    gains, calibration = found["gains"], found["calibration"]
    assert gains.sentences == ("On 40 rows by a card that had not seen them.",)
    assert gains.rows[0] == ("1 (470\u2013473)", 4, 4, 1.0, 0.5, 0.5)
    assert gains.rows[2] == ("3 (478\u2013481)", 4, 0, 0.0, 1.0, 0.875)
    assert gains.rows[9] == ("10 (506\u2013509)", 4, 0, 0.0, 1.0, 0.0)
    assert (len(gains.rows), gains.bars) == (10, 3)
    chance = np.mean([1 / (1 + np.exp((n - 487.12348) / 28.85391)) for n in range(470, 474)])
    assert calibration.rows[0][:2] == ("1", 4)
    assert calibration.rows[0][2:] == pytest.approx((chance, 1.0))
    assert calibration.rows[9][0] == "10"


def test_rows_that_no_card_scored_unseen_are_left_out_where_some_were() -> None:
    some = parts(developed(FRAME, BAD, unseen=[*SCORES[:20], *([float("nan")] * 20)]))
    assert [row[1] for row in some["gains"].rows] == [2] * 10
    none = parts(developed(FRAME, BAD))
    assert none["gains"].sentences == ("On 40 rows by a card that had not seen them.",)
    assert none["gains"].rows[0][0] == "1 (505\u2013505)"


def test_unseen_rows_may_all_be_good_or_all_bad() -> None:
    unknown = float("nan")
    good = developed(FRAME, BAD, unseen=[*([unknown] * 20), *SCORES[20:]])
    bad = developed(FRAME, BAD, unseen=[*SCORES[:8], *([unknown] * 32)])
    assert parts(good)["gains"].rows[9][4:] == (0.0, -1.0)
    assert parts(bad)["gains"].rows[7][4:] == (1.0, 1.0)


def test_the_ranking_says_gini_and_how_the_folds_were_dealt() -> None:
    quality = Quality("fold 1 of 2", 20, 0.75, 0.4, 0.1, 0.2, 0.7, 0.8)
    done = developed(FRAME, BAD, qualities=(quality,))
    ranking = parts(replace(done, rivals={"gbm": 0.8}))["ranking"]
    assert ranking.rows[0] == ("fold 1 of 2", 20, 0.75, 0.7, 0.8, 0.5, 0.4, 0.1, 0.2)
    assert ranking.rows[1][:3] == ("gbm", None, 0.8)
    assert ranking.rows[1][5] == pytest.approx(0.6)
    assert len(ranking.sentences) == 2
    assert len(report(plan=Plan("bad", cv=1))["ranking"].sentences) == 1


def test_the_card_says_its_scale_and_the_evidence_of_each_bin() -> None:
    found = report()
    assert found["card"].sentences == ("Base points 500; 50:1 at 600; 20 points double the odds.",)
    job = found["bins job"]
    assert [row[:3] for row in job.rows] == [
        ("clerk, true", 15, 0.5),
        ("farmer", 5, 0.375),
        ("not given", -3, 0.125),
    ]
    goods, bads = (18.0, 12.0, 2.5), (2.0, 3.0, 2.5)
    woe = [np.log(g / 32.5 / (b / 7.5)) for g, b in zip(goods, bads, strict=True)]
    assert [row[4] for row in job.rows] == pytest.approx(woe)
    assert job.sentences[0].startswith("Information value 0.588: tells so much") and job.bars == 3


def test_a_bin_without_rows_has_no_evidence() -> None:
    done = developed(FRAME, BAD)
    income, job = small_card().characteristics
    empty = replace(income, shares=(0.5, 0.0, 0.5, 0.0))
    card = replace(done.card, characteristics=(empty, job))
    rows = parts(replace(done, card=card))["bins income"].rows
    assert [row[4] is None for row in rows] == [False, True, False]


def test_stability_and_drift_are_told_where_there_is_a_time() -> None:
    assert "stability" not in report()
    found = report(plan=Plan("bad", time="year", cv=2))
    first, second = found["stability"].rows
    assert (first[:3], second[:3]) == (("2020", 20, 0.4), ("2021", 20, 0.0))
    assert len(first) == 6 and len(found["stability"].columns) == 6


def test_the_fairness_screen_is_shown_where_there_are_groups() -> None:
    assert "fairness" not in report()
    grown = pl.concat([FRAME, FRAME]).with_columns(sex=pl.Series(["a"] * 40 + ["b"] * 40))
    (first, second) = parts(developed(grown, BAD * 2))["fairness"].rows
    assert (first[:3], second[:3]) == (("sex", "a", 40), ("sex", "b", 40))
    assert (first[6], second[6]) == (1.0, 1.0)


def test_a_trial_of_rejected_rows_says_how_it_went() -> None:
    ignoring, inferring = Likeness(0.7, 0.5, -0.05), Likeness(0.7, 0.4, 0.01)
    rows = Rows.of(FRAME, np.array(BAD))
    for by_truth, better, words in (
        (True, inferring, ("own known outcomes", "the card is made with 2,000 rejected rows")),
        (False, ignoring, ("fifth of the accepted rows", "not worth it")),
    ):
        trial = RejectTrial(ignoring, better, rows, 2_000, by_truth)
        part = parts(replace(developed(FRAME, BAD), rejects=trial))["rejects"]
        assert [word in said for word, said in zip(words, part.sentences, strict=True)] == [
            True
        ] * 2
        assert part.rows[0] == ("rejected ignored", 0.7, 0.5, -0.05)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("as fitted", "as fitted"),
        ("fold 2 of 7", "fold 2 of 7"),
        ("7 folds, mean", "7 folds, mean"),
        ("five folds, mean", "5 folds, mean"),
        ("held back: from month from 2007-01", "held back: from month from 2007-01"),
        ("before 2010-01, then from it", "before 2010-01, then from it"),
    ],
)
def test_a_splits_stored_name_is_read(name: str, words: str) -> None:
    assert split_words(name) == words


def test_cells_are_shown_as_people_read_them() -> None:
    assert cell_text(None, Shown.SHARE) == ""
    assert cell_text("a", Shown.COUNT) == "a"
    assert cell_text(0.1234, Shown.SHARE) == "12.3%"
    assert cell_text(1234.4, Shown.COUNT) == "1,234"
    assert cell_text(0.12346, Shown.FIGURE) == "0.1235"


def test_a_report_as_plain_text_has_its_tables() -> None:
    columns = (("Rows", Shown.WORDS), ("n", Shown.COUNT))
    told = [
        ReportPart("a", "First", ("One.",), columns, (("x", 5), ("y", None))),
        ReportPart("b", "Second", ("Two.",), columns),
    ]
    assert as_markdown(told) == (
        "# Scorecard development\n\n## First\n\nOne.\n\n| Rows | n |\n|---|---:|\n| x | 5 |\n"
        "| y |  |\n\n## Second\n\nTwo.\n\n"
    )
