"""Letters per second on one core: the same Chinese decline by us, by plain ReportLab, by Typst."""

from __future__ import annotations

import importlib
import io
import time
from collections.abc import Callable
from dataclasses import replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from tests.letters.cases import KEY, cn_record
from workbench import paths
from workbench.letters.compose import compose
from workbench.letters.content import Content
from workbench.letters.pack import load_pack
from workbench.letters.record import Addressee, Kind, LetterRecord
from workbench.letters.typeset import write

_FONT = paths.resources() / "fonts" / "noto-sans-sc" / "NotoSansSC-Regular.ttf"


def run(quick: bool) -> list[tuple[str, float, str]]:
    """(name, ratio, note): our letters per second over theirs; ours are linted, tagged, judged."""
    records = [_record(at) for at in range(20 if quick else 150)]
    pack = load_pack("cn")
    contents = [compose(record, pack) for record in records]
    ours = _per_second(lambda at: write(records[at], pack, KEY), len(records))
    plain = _per_second(lambda at: _reportlab(contents[at]), len(records))
    found = [("letters: ours / plain ReportLab text", ours / plain, _note(ours, plain))]
    try:
        typst = importlib.import_module("typst")
    except ImportError:
        return found
    fonts = {"font_paths": [str(_FONT.parent)], "ignore_system_fonts": True}
    standard = {"pdf_standards": ["a-2a"]}
    compiler = typst.Compiler(**fonts)
    warm = _per_second(lambda at: compiler.compile(_markup(contents[at]), **standard), len(records))
    fresh = _per_second(lambda at: typst.compile(_markup(contents[at]), **fonts, **standard), 12)
    return [
        *found,
        ("letters: ours / typst, a compile each", ours / fresh, _note(ours, fresh)),
        ("letters: ours / typst, one warm compiler", ours / warm, _note(ours, warm)),
    ]


def _record(at: int) -> LetterRecord:
    record = cn_record(Kind.DECLINE)
    name = f"张示{chr(0x4E00 + 7 * at)}"
    number = f"示消金审〔2026〕{30218 + at}号"
    return replace(record, number=number, addressee=Addressee(name, (), "3301**********1234"))


def _per_second(work: Callable[[int], object], count: int) -> float:
    for at in range(3):
        work(at)
    began = time.process_time()
    for at in range(count):
        work(at)
    return count / (time.process_time() - began)


def _note(ours: float, theirs: float) -> str:
    return f"{ours:.0f} against {theirs:.0f} letters a second of one core"


def _reportlab(content: Content) -> bytes:
    """The same words as a column of paragraphs: no table, no tags, no archive standard."""
    if "Han" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Han", str(_FONT)))
    style = ParagraphStyle("han", fontName="Han", fontSize=10, leading=16, wordWrap="CJK")
    out = io.BytesIO()
    story = [Paragraph(text or " ", style) for text in content.everything()]
    SimpleDocTemplate(out, pagesize=A4, initialFontName="Han").build(story)
    return out.getvalue()


def _markup(content: Content) -> bytes:
    """The same words for Typst: its own table for the reasons, plain paragraphs else."""
    lines = ['#set page(paper: "a4")', '#set text(font: "Noto Sans SC", size: 10pt, lang: "zh")']
    texts = [f"#text({_quoted(text)})" for text in content.everything() if text]
    return "\n\n".join([*lines, *texts]).encode("utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
