"""Made-up people for the sample workbooks: names, places, jobs, numbers that belong to nobody."""

from __future__ import annotations

import datetime as dt
import math
import random

from workbench.credit.identity_numbers import resident_check_digit


def _words(text: str) -> list[str]:
    return text.split()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";")]


GIVEN = _words("""
Amelia Noah Priya Daniel Sofia Hugo Grace Tom Elena Mia Oliver Zara Lucas Hannah Omar Ruth
Felix Nadia Peter Ingrid Samuel Leila Victor Clara Marcus Yusuf Anna Diego Emily Kofi
Laura Stefan Maya Adrian Joyce Martin Aisha Simon Paula Henry Irene Jonas Alice Rafael
Nora Walter
""")
FAMILY = _words("""
Hart Feld Nair Okafor Marin Martins Lindqvist Becker Rossi Tanaka Novak Ahmed Silva Brandt
Kowalski Haddad Moreau Larsen Osei Petrov Costa Weber Quinn Alvarez Byrne Castro Dunn
Ellis Foster Garcia Hughes Ivanov Jansen Keller Lopez Meyer Nolan Ortiz Price Reyes Stone
Turner
""")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
NAMES = _words("""
思远 佳怡 子墨 雨桐 浩然 婉清 立诚 静姝 凯文 若曦 俊杰 梓涵 雨泽 诗涵
建国 丽华 志强 秀英 明轩 欣怡 宇航 晓东 海燕 文博 春梅 嘉豪 美玲 国栋
雪松 云飞 少华 玉兰 天佑 慧敏 永康 桂芳 家栋 子涵 亦辰 书瑶
""")
STREETS = _words("""
Larch Willow Harbour Station Mill Orchard Chapel Quarry Meadow Bridge Juniper Cedar
""")
TOWNS = (
    ("Albany", "NY", "12207"),
    ("Dayton", "OH", "45402"),
    ("Tacoma", "WA", "98402"),
    ("Macon", "GA", "31201"),
    ("Peoria", "IL", "61602"),
    ("Fresno", "CA", "93721"),
    ("Tyler", "TX", "75702"),
    ("Toledo", "OH", "43604"),
    ("Lowell", "MA", "01852"),
    ("Newark", "NJ", "07102"),
    ("Boise", "ID", "83702"),
    ("Tampa", "FL", "33602"),
)
PURPOSES = (
    ("Debt consolidation", 46),
    ("Credit card", 14),
    ("Home improvement", 9),
    ("Major purchase", 7),
    ("Small business", 4),
    ("Car", 6),
    ("Medical", 4),
    ("Moving", 3),
    ("Wedding", 3),
    ("Other", 4),
)
JOBS = _names("""
Nurse; Electrician; Teacher; Driver; Accountant; Cook; Technician; Sales clerk;
Engineer; Carpenter
""")
EMPLOYERS = _names("""
Riverside Printing; Northgate School; Harbour Freight Yard; Mill Lane Clinic;
Cedar Foods; Orchard Homes; Bridge Transit; Quarry Tools; Meadow Dairy;
Juniper Systems
""")
CITIES = (
    ("杭州市", "浙江", "西湖区云栖路"),
    ("成都市", "四川", "青羊区锦里路"),
    ("南京市", "江苏", "玄武区梧桐路"),
    ("长沙市", "湖南", "岳麓区橘洲路"),
    ("西安市", "陕西", "碑林区朱雀路"),
    ("厦门市", "福建", "思明区白鹭路"),
)
UNITS = _names("""
云栖电子有限公司; 锦里餐饮有限公司; 梧桐中学; 橘洲机械厂; 朱雀物流有限公司; 白鹭医院;
青溪建筑公司; 远山软件公司
""")


def weighted(chance: random.Random, choices: tuple[tuple[str, int], ...]) -> str:
    """One of the choices, by its weight."""
    return chance.choices([word for word, _w in choices], [weight for _c, weight in choices])[0]


def around(chance: random.Random, middle: float, spread: float, step: int) -> int:
    """A skewed amount about `middle` in whole steps."""
    return max(step, round(chance.lognormvariate(math.log(middle), spread) / step) * step)


def english_name(chance: random.Random) -> str:
    """A name of an English sheet, now and then a Chinese one."""
    if chance.random() < 0.3:
        return chinese_name(chance)
    return f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"


def chinese_name(chance: random.Random) -> str:
    """A Chinese name."""
    return chance.choice(SURNAMES) + chance.choice(NAMES)


def born(chance: random.Random) -> dt.date:
    """A birthday of somebody of working age."""
    return dt.date(chance.randint(1961, 2003), chance.randint(1, 12), chance.randint(1, 28))


def identity_number(chance: random.Random, *, man: bool) -> str:
    """A number of the right form whose area code 999999 was never given to any place."""
    order = chance.randint(0, 499) * 2 + man
    first = f"999999{born(chance):%Y%m%d}{order:03d}"
    return first + resident_check_digit(first)
