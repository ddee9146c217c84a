"""Documents on paper, drawn in process: no browser, some milliseconds each.

For documents made by the hundred (statements, certificates). The same content gives
the same bytes, so a copy made again years later can be compared.
"""

from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from .paper_font import RUN, lao_font

INK = colors.HexColor("#1f2d2b")
MUTED = colors.HexColor("#5a6865")
LINE = colors.HexColor("#c9d3d1")
ACCENT = colors.HexColor("#0b6b62")
TEXT = ParagraphStyle(
    "text", fontName="Helvetica", fontSize=9.5, leading=13, textColor=INK
)
STYLES = {
    "title": ParagraphStyle(
        "title", TEXT, fontName="Helvetica-Bold", fontSize=17, leading=22
    ),
    "heading": ParagraphStyle(
        "heading",
        TEXT,
        fontName="Helvetica-Bold",
        fontSize=11.5,
        leading=16,
        spaceBefore=10,
        spaceAfter=4,
        textColor=ACCENT,
    ),
    "text": TEXT,
    "muted": ParagraphStyle("muted", TEXT, textColor=MUTED, fontSize=8.5, leading=11),
    "head": ParagraphStyle(
        "head", TEXT, textColor=MUTED, fontSize=8, leading=10, alignment=2
    ),
    "amount": ParagraphStyle("amount", TEXT, alignment=2),
    "strong": ParagraphStyle("strong", TEXT, fontName="Helvetica-Bold"),
    "total": ParagraphStyle("total", TEXT, fontName="Helvetica-Bold", alignment=2),
}


def _known(text):
    """Signs that no font of ours has, by others: thin spaces, minus, kip."""
    text = str(text or "").replace("\u202f", "\u00a0").replace("\u2212", "-")
    return text.replace("\u20ad", "LAK")


def plain(text):
    """Text that the standard fonts can draw (no narrow no-break space)."""
    return _known(text).encode("cp1252", "replace").decode("cp1252")


def _markup(text):
    """Escaped text; what is in Lao has its own font, where there is one."""
    told, end = "", 0
    text = _known(text)
    for run in RUN.finditer(text) if lao_font() else ():
        told += escape(plain(text[end : run.start()]))
        told += f'<font face="{lao_font()}">{run.group()}</font>'
        end = run.end()
    return told + escape(plain(text[end:]))


def paragraph(text, style="text"):
    """A paragraph; what comes in is text, never markup."""
    return Paragraph(_markup(text).replace("\n", "<br/>"), STYLES[style])


class Paper:
    """A document built from the top down, then drawn once.

    :param str title: printed first, and the document's own title
    :param str footer: at the foot of each page, before the page number
    """

    def __init__(self, title, footer=""):
        self.title, self.footer = title, plain(footer)
        self.parts = []

    def head(self, sender, about):
        """Who sends it (left) and what it is about (right), as lines of text."""
        cells = [
            [
                paragraph(row, "muted" if rank else "strong")
                for rank, row in enumerate(rows)
            ]
            for rows in (sender, about)
        ]
        self.parts += [
            Table([cells], colWidths=[85 * mm, 85 * mm], style=_style()),
            Spacer(1, 6 * mm),
            paragraph(self.title, "title"),
            Spacer(1, 2 * mm),
        ]

    def text(self, text, style="text"):
        """A paragraph, when there is something to say."""
        if text:
            self.parts.append(paragraph(text, style))

    def heading(self, text):
        """The name of what follows."""
        self.parts.append(paragraph(text, "heading"))

    def amounts(self, rows, total=None):
        """Lines ``(label, amount, details)``; ``total`` is one ``(label, amount)``."""
        cells = [
            [
                [paragraph(label), *(paragraph(one, "muted") for one in details)],
                paragraph(amount, "amount"),
            ]
            for label, amount, details in rows
        ]
        if total:
            cells.append([paragraph(total[0], "strong"), paragraph(total[1], "total")])
        if cells:
            self.parts.append(
                Table(cells, colWidths=[130 * mm, 40 * mm], style=_style(lines=True))
            )

    def draw(self):
        """The PDF, in bytes."""
        stream = BytesIO()
        document = BaseDocTemplate(
            stream, pagesize=A4, title=plain(self.title), lang="fr-FR", invariant=1
        )
        frame = Frame(20 * mm, 20 * mm, 170 * mm, 259 * mm, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(frames=[frame], onPage=self._foot))
        document.build(self.parts)
        return stream.getvalue()

    def _foot(self, canvas, document):
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(MUTED)
        canvas.drawString(20 * mm, 11 * mm, self.footer[:130])
        canvas.drawRightString(190 * mm, 11 * mm, str(document.page))


def _style(lines=False):
    rules = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
    if lines:
        rules.append(("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE))
    return TableStyle(rules)
