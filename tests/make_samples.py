"""`python -m tests.make_samples`: the sample workbooks that ship, from a seed.

Everyone in them is made up: names are drawn at random, identity numbers carry an area code that
was never given out, phone numbers are of the ranges kept for fiction, addresses do not exist.
The same seed gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tests import made_up_people as people

SEED = 20261122
ROWS = 250
OUT = Path(__file__).resolve().parent.parent / "resources" / "samples"
_AREAS = ("202", "303", "404")  # 555-0100 to 555-0199 are kept for fiction in every area
_TODAY = dt.date(2026, 11, 20)
_STAMP = (2026, 11, 20, 9, 0, 0)


def english(chance: random.Random, number: int) -> list[object]:
    """One applicant for a personal loan: US style, in the order of ENGLISH."""
    sound = min(0.98, max(0.02, chance.betavariate(4.2, 2.4)))
    town, state, postcode = chance.choice(people.TOWNS)
    income = people.around(chance, 52_000 + 34_000 * sound, 0.42, 500)
    verified = people.weighted(
        chance, (("Verified", 38), ("Source Verified", 32), ("Not Verified", 30))
    )
    amount = people.around(chance, 7_000 + 0.06 * income, 0.55, 100)
    late = 0 if chance.random() < 0.7 + 0.28 * sound else chance.choice((1, 1, 2, 3))
    record = 1 if chance.random() < 0.10 * (1.2 - sound) else 0
    accounts = max(3, round(chance.gauss(22, 8)))
    opened = _TODAY - dt.timedelta(days=round(365 * (2.2 + 24 * sound * chance.random() ** 0.6)))
    use = min(0.995, max(0.01, chance.gauss(0.88 - 0.75 * sound, 0.16)))
    balance = round(use * people.around(chance, 15_000, 0.6, 100))
    burden = round(max(0.01, chance.gauss(0.25 - 0.14 * sound, 0.06)), 4)
    years = chance.choice(
        [
            "< 1 year",
            "1 year",
            "2 years",
            "3 years",
            "4 years",
            "5 years",
            "6 years",
            "7 years",
            "8 years",
            "9 years",
            "10+ years",
            "10+ years",
        ]
    )
    return [
        f"A-2026-{number:04d}",
        people.english_name(chance),
        people.born(chance),
        f"{_AREAS[number // 100]}-555-01{number % 100:02d}",
        f"{chance.randint(2, 98)} {chance.choice(people.STREETS)} Street",
        town,
        state,
        postcode,
        _TODAY - dt.timedelta(days=chance.randint(1, 18)),
        min(40_000, max(1_500, amount)),
        chance.choice((36, 36, 36, 60)),
        people.weighted(chance, people.PURPOSES),
        people.weighted(chance, (("RENT", 42), ("MORTGAGE", 44), ("OWN", 14))),
        chance.choice(people.EMPLOYERS),
        chance.choice(people.JOBS),
        years,
        income,
        verified,
        burden,
        round(560 + 250 * sound + chance.gauss(0, 12)),
        late,
        chance.randint(1, 60) if late or chance.random() < 0.3 else None,
        opened,
        min(9, int(chance.expovariate(0.7 + 1.2 * sound))),
        max(2, round(accounts * 0.45)),
        accounts,
        record,
        record if chance.random() < 0.6 else 0,
        chance.randint(20, 110) if record else None,
        balance,
        round(use, 3),
        1 if chance.random() < 0.03 * (1.3 - sound) else 0,
        1 if chance.random() < 0.02 else 0,
        1 if chance.random() < 0.015 else 0,
        "Yes",
    ]


ENGLISH = (
    "Application no.",
    "姓名 / Name",
    "Date of birth",
    "Phone",
    "Street address",
    "City",
    "State",
    "ZIP",
    "Applied on",
    "Loan amt",
    "Term (months)",
    "Purpose",
    "Home ownership",
    "Employer",
    "Job title",
    "Job yrs",
    "Income (year)",
    "Income check",
    "DTI",
    "Bureau score",
    "Delinquencies 2 years",
    "Months since last delinquency",
    "Oldest account",
    "Inquiries 6m",
    "Open accounts",
    "Total accounts",
    "Public records",
    "Bankruptcies",
    "Months since last record",
    "Revolving balance",
    "Revolving utilization",
    "Accounts past due",
    "Collections 12m",
    "Tax liens",
    "Credit report consent",
)
CHINESE = (
    "申请编号",
    "客户姓名",
    "身份证号码",
    "手机号",
    "性别",
    "婚姻状况",
    "联系地址",
    "所在城市",
    "所在省份",
    "申请日期",
    "贷款金额",
    "贷款期限(月)",
    "贷款用途",
    "商品总价",
    "还款方式",
    "住房状况",
    "工作单位",
    "工作性质",
    "工作年限",
    "月收入",
    "月生活费",
    "资产总额",
    "负债总额",
    "每月还款额",
    "是否有不良记录",
    "征信评分",
    "近6个月查询次数",
    "当前逾期笔数",
    "征信授权",
    "经办支行",
)


def chinese(chance: random.Random, number: int) -> list[object]:
    """One applicant for a branch loan: PRC style, in the order of CHINESE."""
    sound = min(0.98, max(0.02, chance.betavariate(3.4, 2.0)))
    city, province, street = chance.choice(people.CITIES)
    man = chance.random() < 0.52
    income = people.around(chance, 6_500 + 7_500 * sound, 0.36, 100)
    price = people.around(chance, 62_000, 0.55, 1_000)
    amount = min(300_000, max(6_000, round(price * chance.uniform(0.45, 0.95) / 1000) * 1000))
    years = round(max(0, chance.gauss(1 + 13 * sound, 3)))
    debts = 0 if chance.random() < 0.35 + 0.4 * sound else people.around(chance, 38_000, 0.7, 1_000)
    job = people.weighted(
        chance,
        (("在职", 58), ("公务员", 8), ("个体户", 16), ("兼职", 10), ("退休", 5), ("待业", 3)),
    )
    home = people.weighted(
        chance,
        (
            ("自有无贷", round(20 + 30 * sound)),
            ("按揭", 24),
            ("租房", round(34 - 20 * sound)),
            ("与父母同住", 12),
            ("单位宿舍", 6),
        ),
    )
    return [
        f"ZX2026{number:05d}",
        people.chinese_name(chance),
        people.identity_number(chance, man=man),
        f"1990000{number:04d}",
        "男" if man else "女",
        people.weighted(chance, (("已婚", 60), ("未婚", 28), ("离异", 10), ("丧偶", 2))),
        f"{city}{street}{chance.randint(1, 199)}号",
        city,
        province,
        _TODAY - dt.timedelta(days=chance.randint(1, 18)),
        amount,
        chance.choice((12, 24, 24, 36, 36, 48, 60)),
        people.weighted(
            chance,
            (
                ("装修", 26),
                ("购车", 24),
                ("家电", 10),
                ("教育", 8),
                ("旅游", 6),
                ("医疗", 6),
                ("资金周转", 8),
                ("个人消费", 12),
            ),
        ),
        price,
        people.weighted(chance, (("等额本息", 80), ("等额本金", 14), ("先息后本", 6))),
        home,
        chance.choice(people.UNITS),
        job,
        f"{years}年" if years else "不足1年",
        income,
        round(income * chance.uniform(0.22, 0.5) / 100) * 100,
        people.around(chance, 60_000 + 500_000 * sound, 0.8, 1_000),
        debts,
        round(debts * 0.022 / 10) * 10,
        "是" if chance.random() < 0.14 * (1.25 - sound) else "否",
        round(480 + 330 * sound),
        min(12, int(chance.expovariate(0.6 + sound))),
        1 if chance.random() < 0.03 else 0,
        "已授权",
        chance.choice(("城东支行", "城西支行", "开发区支行")),
    ]


def spoil_english(rows: list[list[object]]) -> None:
    """The honest mistakes of the English sheet, by column name."""
    at = {name: i for i, name in enumerate(ENGLISH)}
    rows[14][at["Income (year)"]] = "21k"
    rows[37][at["Date of birth"]] = "1987-02-31"
    for row in (11, 52, 90):
        rows[row][at["Job yrs"]] = "n/a"
    rows[60][at["Job title"]] = rows[60][at["Employer"]] = None
    rows[73][at["Loan amt"]] = None
    rows[88] = list(rows[21])
    rows[102][at["Application no."]] = rows[40][at["Application no."]]
    rows[120][at["Loan amt"]] = "$12,500.00"
    rows[133][at["Purpose"]] = "Debt consolidaton"
    rows[141][at["DTI"]] = "17.5%"
    rows[155][at["Applied on"]] = "Nov 12, 2026"
    rows[166][at["Income (year)"]] = "64,000 USD"
    rows[177][at["Inquiries 6m"]] = "#"
    rows[190][at["Term (months)"]] = " 36 months"
    rows[201][at["Revolving utilization"]] = None
    rows[214][at["Oldest account"]] = "13/13/2009"


def spoil_chinese(rows: list[list[object]]) -> None:
    """The honest mistakes of the Chinese sheet, by column name."""
    at = {name: i for i, name in enumerate(CHINESE)}
    rows[9][at["月收入"]] = "1.2万"
    rows[24][at["月收入"]] = "21k"
    rows[33][at["申请日期"]] = "2026年11月31日"
    rows[45][at["身份证号码"]] = rows[12][at["身份证号码"]]
    rows[58][at["贷款金额"]] = None
    rows[66][at["工作年限"]] = "不详"
    rows[77] = list(rows[30])
    rows[84][at["申请日期"]] = "2026年11月9日"
    rows[97][at["身份证号码"]] = str(rows[97][at["身份证号码"]])[:15] + "000"
    rows[110][at["月生活费"]] = "３２００"
    rows[123][at["负债总额"]] = "￥45,000"
    rows[139][at["住房状况"]] = "按揭房子"
    rows[150][at["工作性质"]] = None
    rows[168][at["商品总价"]] = "6.8万元"
    rows[185][at["贷款期限(月)"]] = "3年"
    rows[199][at["月生活费"]] = None


def write(
    file: Path, title: str, sheet: str, headers: tuple[str, ...], rows: list[list[object]]
) -> None:
    """One sample workbook: a title, a line about the batch, the header, the applicants."""
    book = Workbook()
    page = book.active
    page.title = sheet
    page["A1"], page["A1"].font = title, Font(bold=True, size=14)
    page["A2"] = f"{len(rows)} · {_TODAY.isoformat()}"
    page["A2"].font = Font(italic=True, color="FF6B7280")
    for column, header in enumerate(headers, 1):
        cell = page.cell(3, column, header)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFE4ECF7")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.column_dimensions[get_column_letter(column)].width = max(12, len(header) + 4)
    for number, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            cell = page.cell(number, column, value)
            if isinstance(value, dt.date):
                cell.number_format = "yyyy-mm-dd"
            elif headers[column - 1] in {"DTI", "Revolving utilization"}:
                cell.number_format = "0.0%"
            elif isinstance(value, int) and value >= 1000:
                cell.number_format = "#,##0"
    page.freeze_panes = "C4"
    book.properties.creator = "Credit Workbench"
    book.properties.created = book.properties.modified = dt.datetime(*_STAMP)  # noqa: DTZ001 -- a workbook knows no zone
    _save(book, file)


def _save(book: Workbook, file: Path) -> None:
    """Save with fixed times, so that the same rows give the same bytes."""
    draft = io.BytesIO()
    book.save(draft)
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(draft) as made, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for part in sorted(made.infolist(), key=lambda one: one.filename):
            data = made.read(part)
            if part.filename == "docProps/core.xml":
                start, end = data.index(b"<dcterms:modified"), data.index(b"</dcterms:modified>")
                value = data.index(b">", start) + 1
                data = data[:value] + b"2026-11-20T09:00:00Z" + data[end:]
            info = zipfile.ZipInfo(part.filename, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, data)


def make(folder: Path, seed: int = SEED) -> tuple[Path, Path]:
    """Write both samples; gives their places."""
    chance = random.Random(seed)
    rows = [english(chance, i + 1) for i in range(ROWS)]
    spoil_english(rows)
    first = folder / "applicants_en.xlsx"
    write(first, "Personal loan applications, November 2026", "Nov", ENGLISH, rows)
    rows = [chinese(chance, i + 1) for i in range(ROWS)]
    spoil_chinese(rows)
    second = folder / "applicants_zh.xlsx"
    write(second, "2026年11月网点消费贷款申请表", "11月", CHINESE, rows)
    return first, second


if __name__ == "__main__":
    for made in make(OUT):
        print(made.relative_to(OUT.parent.parent))
