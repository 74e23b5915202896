"""Letters per second on one core: the same Chinese decline by us and by others."""

from __future__ import annotations

import importlib
import io
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from tests.letters.cases import KEY, cn_record
from workbench import paths
from workbench.letters.compose import compose
from workbench.letters.content import Block, Content, Heading, Items, Table, plain, texts_of
from workbench.letters.pack import load_pack
from workbench.letters.record import Addressee, Kind, LetterRecord
from workbench.letters.typeset import write

_FONT = paths.resources() / "fonts" / "noto-sans-sc" / "NotoSansSC-Regular.ttf"


_FRESH = "typst, a compile each"
_SLOW = (_FRESH, "WeasyPrint")


def run(quick: bool) -> list[tuple[str, float, str]]:
    """(name, ratio, note): our letters per second over theirs; ours are linted, tagged, judged.

    All take turns in short rounds, and the best round of each counts, so that what else the
    machine does falls on nobody alone.
    """
    records = [_record(at) for at in range(20 if quick else 60)]
    pack = load_pack("cn")
    contents = [compose(record, pack) for record in records]
    makers: dict[str, Callable[[int], object]] = {
        "ours": lambda at: write(records[at], pack, KEY),
        "plain ReportLab text": lambda at: _reportlab(contents[at]),
        **_typst(contents),
        **_weasyprint(contents),
    }
    rates = _rates(makers, len(records), rounds=2 if quick else 8)
    ours = rates.pop("ours")
    found = [
        (f"letters: ours / {name}", ours / rate, _note(ours, rate)) for name, rate in rates.items()
    ]
    if "WeasyPrint" not in rates:
        found.append(("letters: ours / WeasyPrint", 0.0, "not installed, or Pango is missing"))
    return found


def _rates(makers: dict[str, Callable[[int], object]], count: int, rounds: int) -> dict[str, float]:
    """Letters a second of one core, of each maker's best round."""
    best = dict.fromkeys(makers, 0.0)
    for make in makers.values():
        for at in range(3):
            make(at)
    for _round in range(rounds):
        for name, make in makers.items():
            letters = min(count, 3 if name in _SLOW else 15)  # rounds of about the same time
            began = time.process_time()
            for at in range(letters):
                make(at)
            best[name] = max(best[name], letters / (time.process_time() - began))
    return best


def _typst(contents: list[Content]) -> dict[str, Callable[[int], object]]:
    """Typst with a compile for each letter, and with one compiler kept warm."""
    try:
        typst = importlib.import_module("typst")
    except ImportError:
        return {}
    fonts = {"font_paths": [str(_FONT.parent)], "ignore_system_fonts": True}
    standard = {"pdf_standards": ["a-2a"]}
    compiler = typst.Compiler(**fonts)
    return {
        _FRESH: lambda at: typst.compile(_markup(contents[at]), **fonts, **standard),
        "typst, one warm compiler": lambda at: compiler.compile(_markup(contents[at]), **standard),
    }


def _weasyprint(contents: list[Content]) -> dict[str, Callable[[int], object]]:
    """WeasyPrint with its own PDF/A-2b, the fonts loaded once."""
    try:
        weasyprint = importlib.import_module("weasyprint")
        fonts = importlib.import_module("weasyprint.text.fonts")
    except (ImportError, OSError):
        return {}
    configuration = fonts.FontConfiguration()
    faces = f"@font-face {{ font-family: Han; src: url('{_FONT.as_uri()}') }}"
    look = (
        "@page { size: A4; margin: 20mm; @bottom-right { content: counter(page) ' / ' "
        "counter(pages); font: 8pt Han } } body { font: 10pt/1.6 Han; text-align: justify } "
        "th { text-align: left }"
    )
    sheet = weasyprint.CSS(string=faces + look, font_config=configuration)

    def make(at: int) -> object:
        page = weasyprint.HTML(string=_html(contents[at]))
        return page.write_pdf(
            stylesheets=[sheet], font_config=configuration, pdf_variant="pdf/a-2b"
        )

    return {"WeasyPrint": make}


def _record(at: int) -> LetterRecord:
    record = cn_record(Kind.DECLINE)
    name = f"张示{chr(0x4E00 + 7 * at)}"
    number = f"示消金审〔2026〕{30218 + at}号"
    return replace(record, number=number, addressee=Addressee(name, (), "3301**********1234"))


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
    """The same page for Typst: letterhead, footer, headings, the table of reasons, the list."""
    foot = f"{_quoted(content.foot)} + h(1fr) + context _counted()"
    lines = [
        f"#set document(title: {_quoted(content.title)}, author: {_quoted(content.author)})",
        "#let _counted() = [#counter(page).display() / #counter(page).final().first()]",
        f'#set page(paper: "a4", margin: 20mm, footer: text(8pt, {foot}))',
        '#set text(font: "Noto Sans SC", size: 10pt, lang: "zh")',
        "#set par(justify: true, leading: 0.8em)",
        *(f"#text(9pt, {_quoted(text)})" for text in content.letterhead),
        f"#align(center, heading(level: 1, {_quoted(content.title)}))",
        *(_quoted_line(f"{name}：{value}") for name, value in content.particulars),
        _quoted_line(content.salutation),
        *(_typst_block(block) for block in content.blocks),
        *(f"#align(right, {_quoted(plain(text))})" for text in content.closing.signed),
        *map(_quoted_line, content.closing.check),
    ]
    return "\n\n".join(lines).encode("utf-8")


def _typst_block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"#heading(level: 2, {_quoted(text)})"
        case Items(items):
            return f"#enum({', '.join(_quoted(plain(item)) for item in items)})"
        case Table():
            heads = ", ".join(_quoted(name) for name, _measure in block.columns)
            rows = (cell for row in block.rows for cell in row.cells if cell)
            cells = ", ".join(_quoted(plain(cell)) for cell in rows)
            return f"#table(columns: {len(block.columns)}, table.header({heads}), {cells})"
    return "\n\n".join(map(_quoted_line, texts_of(block)))


def _quoted_line(text: str) -> str:
    return f"#text({_quoted(text)})"


def _html(content: Content) -> str:
    """The same page for WeasyPrint."""
    blocks = "".join(map(_html_block, content.blocks))
    first = (*content.letterhead, *(f"{name}：{value}" for name, value in content.particulars))
    last = (*map(plain, content.closing.signed), *content.closing.check)
    return (
        f"<html lang=zh><title>{escape(content.title)}</title>{_paragraphs(first)}"
        f"<h1>{escape(content.title)}</h1>{_paragraphs((content.salutation,))}"
        f"{blocks}{_paragraphs(last)}</html>"
    )


def _html_block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<h2>{escape(text)}</h2>"
        case Items(items):
            return f"<ol>{''.join(f'<li>{escape(plain(item))}</li>' for item in items)}</ol>"
        case Table():
            heads = "".join(f"<th>{escape(name)}</th>" for name, _measure in block.columns)
            rows = (
                "".join(f"<td>{escape(plain(cell))}</td>" for cell in row.cells if cell)
                for row in block.rows
            )
            body = "".join(f"<tr>{row}</tr>" for row in rows)
            return f"<table><thead><tr>{heads}</tr></thead>{body}</table>"
    return _paragraphs(texts_of(block))


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
