"""`python -m tests.make_account_samples`: Chinese sample sheets for living accounts, from a seed.

Applicants for a purchase line and for a cash loan (some ask for both), and six months of
performance of those whom the shipped strategies approve. Everyone in them is made up. The same
seed gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests import made_up_people as people
from tests.make_samples import OUT, write
from workbench.storage import account_book
from workbench.workflow import assess, decide, intake
from workbench.workflow.desk import Desk

SEED = 20261123
ROWS = 60
_TODAY = dt.date(2026, 4, 28)
APPLICANTS = (
    "申请编号", "姓名", "身份证号", "手机号", "出生日期", "住址", "城市", "申请日期",
    "申请金额（元）", "期限（月）", "住房情况", "工作单位", "就业状况", "工作年限", "月收入（元）",
    "月支出（元）", "现有月供（元）", "有无不良记录", "曾在本行违约", "未结清机构数",
    "近3个月查询次数", "征信授权",
)  # fmt: skip
PERFORMANCE = (
    "账户编号", "账单月份", "户名", "本月支用", "本月还款", "还款日期", "退款", "在贷机构",
    "近3个月查询次数", "月收入", "其他月供",
)  # fmt: skip
HABITS = ("full", "good", "stops", "full", "minimum", "good", "cures", "full")
MONTHS = tuple(dt.date(2026, month, 28) for month in range(5, 11))


@dataclass(frozen=True, slots=True)
class Approved:
    """One approved case: its reference, name, limit and instalment in whole yuan (0: a line), and
    the months it is paid back over (0: a line)."""

    reference: str
    name: str
    limit: int
    instalment: int
    months: int


def person(chance: random.Random, number: int) -> list[object]:
    """One made-up person, without reference, amount and term."""
    sound = min(0.98, max(0.05, chance.betavariate(4.2, 1.7)))
    city, _province, street = chance.choice(people.CITIES)
    income = people.around(chance, 6_000 + 8_000 * sound, 0.3, 100)
    years = max(0, round(chance.gauss(1 + 12 * sound, 3)))
    identity = people.identity_number(chance, man=chance.random() < 0.5)
    born = dt.date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))
    job = people.weighted(
        chance, (("在职", 66), ("公务员", 10), ("个体户", 16), ("学生", 5), ("待业", 3))
    )
    home = people.weighted(
        chance,
        (
            ("自有无贷", round(16 + 26 * sound)),
            ("按揭", 24),
            ("租房", round(30 - 18 * sound)),
            ("与父母同住", 14),
        ),
    )
    return [
        people.chinese_name(chance), identity, f"1990001{number:04d}", born,
        f"{city}{street}{chance.randint(1, 199)}号", city,
        _TODAY - dt.timedelta(days=chance.randint(1, 9)),
        home, chance.choice(people.UNITS), job, f"{years}年" if years else "不足1年", income,
        round(income * chance.uniform(0.22, 0.42) / 100) * 100,
        0 if chance.random() < 0.45 else people.around(chance, 900, 0.5, 10),
        "有" if chance.random() < 0.07 * (1.3 - sound) else "无", "否",
        min(7, int(chance.expovariate(0.9))), min(9, int(chance.expovariate(0.6 + sound))),
        "已授权",
    ]  # fmt: skip


def applicants(
    chance: random.Random, prefix: str, whom: Iterable[list[object]], most: int
) -> list[list[object]]:
    """Rows of one product's sheet, in the order of APPLICANTS."""
    rows = []
    for number, each in enumerate(whom, start=1):
        income = int(str(each[11]))
        amount = min(most, max(1_000, round(income * chance.uniform(0.5, 2.2) / 500) * 500))
        term = 12 if prefix == "HB" else chance.choice((3, 6, 9, 12, 12))
        rows.append([f"{prefix}2026{number:04d}", *each[:7], amount, term, *each[7:]])
    return rows


def performance(chance: random.Random, prefix: str, approved: list[Approved]) -> list[list[object]]:
    """Six months of each account, in the order of PERFORMANCE.

    Of every eight accounts one stops paying, one pays the minimum only, one is late and cures;
    the others pay in full.
    """
    rows: list[list[object]] = []
    for number, each in enumerate(approved):
        habit = HABITS[number % len(HABITS)]
        good, owed = habit == "good", 0
        for at, month in enumerate(MONTHS):
            drawn = 0 if prefix == "JB" else _drawn(habit, at, each.limit, chance)
            repaid = bool(each.months) and at > each.months
            paid = 0 if repaid else _paid(habit, at, owed, each.instalment)
            paid_on = month.replace(day=1 if prefix == "JB" else 9)
            rows.append([
                each.reference, month, each.name, drawn or None, paid or None,
                paid_on if paid else None, None, 4 if habit == "stops" else 1 + number % 2,
                number % 3, 15_000 if good else None, 0 if good else None,
            ])  # fmt: skip
            owed = max(0, owed + drawn - paid)
    return rows


def _drawn(habit: str, at: int, limit: int, chance: random.Random) -> int:
    shares = {"good": 0.55, "stops": 0.3 if at < 3 else 0.0, "minimum": 0.08 if at else 0.8}
    return round(limit * shares.get(habit, chance.uniform(0.1, 0.3)) / 10) * 10


def _paid(habit: str, at: int, owed: int, instalment: int) -> int:
    if (habit == "stops" and at >= 2) or (habit == "cures" and at in (1, 2)) or not at:
        return 0
    if instalment:
        return instalment * 3 + 60 if habit == "cures" and at == 3 else instalment
    return round(owed * 0.122) if habit == "minimum" else owed


def make(folder: Path, seed: int = SEED) -> tuple[Path, ...]:
    """Write the two applicants' sheets, and the performance of those who are approved."""
    chance = random.Random(seed)
    everybody = [person(chance, n) for n in range(1, ROWS + 1)]
    some = everybody[:40]
    both = everybody[25:]
    made = []
    for prefix, whom, most, name, title in (
        ("HB", some, 20_000, "line_applicants_zh.xlsx", "2026年4月消费信用额度申请表"),
        ("JB", both, 60_000, "loan_applicants_zh.xlsx", "2026年4月现金分期贷款申请表"),
    ):
        file = folder / name
        write(file, title, "4月", APPLICANTS, applicants(chance, prefix, whom, most))
        made.append(file)
    for prefix, product, source, name in (
        ("HB", "purchase-line", made[0], "line_performance_zh.xlsx"),
        ("JB", "cash-loan", made[1], "loan_performance_zh.xlsx"),
    ):
        rows = performance(chance, prefix, _approved(source, product))
        file = folder / name
        write(file, "2026年5月至10月账户表现", "账户表现", PERFORMANCE, rows)
        made.append(file)
    return tuple(made)


def _approved(file: Path, product: str) -> list[Approved]:
    """Whom the shipped strategy approves, with the limit and the instalment of the decision."""
    with tempfile.TemporaryDirectory() as folder, Desk.open(Path(folder) / "s.db") as desk:
        intake.import_file(desk, file, product=product)
        assess.assess_ready(desk)
        decide.accept_advice(desk)
        found = []
        for number, _product in account_book.approved_cases(desk.store):
            case = decide.case(desk, number)
            terms = case.decision.terms if case.decision else None
            assert terms is not None
            name = str(case.application.facts["applicant_name"])
            instalment = math.ceil(terms.instalment) if product == "cash-loan" else 0
            months = terms.term_months if instalment else 0
            found.append(
                Approved(case.application.reference, name, int(terms.amount), instalment, months)
            )
        return found


if __name__ == "__main__":
    for made in make(OUT):
        print(made.relative_to(OUT.parent.parent))
