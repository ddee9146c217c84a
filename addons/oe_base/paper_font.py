"""Scripts that the standard fonts of a PDF do not have: Lao.

A font of the machine is used where there is one (Debian: ``fonts-lao``, or
``fonts-noto-core``); without it a document is written in French rather than in
question marks.
"""

import re
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

NAME = "OeLao"
FILES = ("lao/Phetsarath_OT.ttf", "noto/NotoSansLao-Regular.ttf")
RUN = re.compile(r"[\u0e80-\u0eff]+(?: +[\u0e80-\u0eff]+)*")


@cache
def lao_font():
    """The name of the font to draw Lao with, or an empty text."""
    for file in FILES:
        try:
            pdfmetrics.registerFont(TTFont(NAME, file))
        except TTFError:
            continue
        return NAME
    return ""


def readable(records):
    """The same records, in a language that this machine can draw."""
    if (records.env.lang or "").startswith("lo") and not lao_font():
        french = records.env["res.lang"]._get_code("fr_FR")
        return records.with_context(lang=french or "en_US")
    return records
