"""Charts of the plan, drawn in process: the same drawing on the screen and on paper.

Lines differ by their dashes too: a page copied in black and white is still read.
"""

import re

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import (
    Circle,
    Drawing,
    Line,
    PolyLine,
    Rect,
    String,
)
from reportlab.lib import colors

from odoo.addons.oe_base.paper import INK, LINE, MUTED, plain

WIDTH, HEIGHT = 480, 230
LEFT, RIGHT, TOP, BOTTOM = 48, 8, 26, 44
COLORS = [
    colors.HexColor(code)
    for code in ("#0b6b62", "#b4531a", "#2f5ea8", "#7a3e8e", "#5b6b10", "#a11d3f")
]
DASHES = [None, [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3]]
BAR = colors.HexColor("#8fbdb7")


def _round_up(value):
    """A round number not under ``value``, for the top of an axis."""
    step = 1
    while step * 10 <= value:
        step *= 10
    return next(step * k for k in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * k >= value)


class Chart:
    """One chart: years below, amounts on the left, names under it.

    :param labels: text of each year
    :param top: the highest amount that is shown; what is over it is cut
    """

    def __init__(self, title, labels, top):
        self.drawing = Drawing(WIDTH, HEIGHT)
        self.top = _round_up(max(top, 1))
        self.count = len(labels)
        self.legend_x = LEFT
        self._text(LEFT - 40, HEIGHT - 12, title, 9.5, bold=True)
        self._grid(labels)

    def _x(self, index):
        width = (WIDTH - LEFT - RIGHT) / max(self.count, 1)
        return LEFT + width * (index + 0.5)

    def _y(self, value):
        return BOTTOM + (HEIGHT - TOP - BOTTOM) * value / self.top

    def _text(self, x, y, text, size=7.5, anchor="start", bold=False, color=INK):
        font = "Helvetica-Bold" if bold else "Helvetica"
        self.drawing.add(
            String(
                x,
                y,
                plain(text),
                fontName=font,
                fontSize=size,
                textAnchor=anchor,
                fillColor=color,
            )
        )

    def _grid(self, labels):
        for part in range(5):
            value = self.top * part / 4
            y = self._y(value)
            self.drawing.add(
                Line(LEFT, y, WIDTH - RIGHT, y, strokeColor=LINE, strokeWidth=0.5)
            )
            self._text(LEFT - 4, y - 2.5, _thousands(value), anchor="end", color=MUTED)
        for index, label in enumerate(labels):
            self._text(self._x(index), BOTTOM - 11, label, anchor="middle")

    def _legend(self, name, sample):
        y = 10
        for shape in sample(self.legend_x, y + 2.5):
            self.drawing.add(shape)
        self._text(self.legend_x + 22, y, name)
        self.legend_x += 34 + 4.1 * len(name)

    def bars(self, name, values):
        """A bar for each year, with its figure."""
        half = (WIDTH - LEFT - RIGHT) / max(self.count, 1) * 0.32
        for index, value in enumerate(values):
            x, y = self._x(index), self._y(max(0, min(value, self.top)))
            self.drawing.add(
                Rect(
                    x - half,
                    BOTTOM,
                    2 * half,
                    y - BOTTOM,
                    fillColor=BAR,
                    strokeColor=BAR,
                )
            )
            self._text(x, y + 3, _thousands(value), 6.5, "middle")
        self._legend(
            name,
            lambda x, y: [Rect(x, y - 3, 16, 6, fillColor=BAR, strokeColor=BAR)],
        )

    def dots(self, name, values):
        """A dot where there is a figure (``{index: value}``)."""

        def dot(x, y):
            return Circle(x, y, 2.6, fillColor=COLORS[1], strokeColor=colors.white)

        for index, value in values.items():
            self.drawing.add(dot(self._x(index), self._y(min(value, self.top))))
        self._legend(name, lambda x, y: [dot(x + 8, y)])

    def line(self, name, values, rank, width=1.4, color=None):
        """A line through the years, cut where it leaves the chart."""
        style = {
            "strokeColor": color or COLORS[rank % len(COLORS)],
            "strokeWidth": width,
            "strokeDashArray": DASHES[rank % len(DASHES)],
        }
        points = []
        for index, value in enumerate(values):
            if value > self.top and index:
                before = values[index - 1]
                part = (self.top - before) / (value - before)
                points += [
                    self._x(index - 1) + part * (self._x(index) - self._x(index - 1)),
                    self._y(self.top),
                ]
            if value > self.top:
                break
            points += [self._x(index), self._y(max(value, 0))]
        if len(points) >= 4:
            self.drawing.add(PolyLine(points, **style))
        self._legend(name, lambda x, y: [Line(x, y, x + 17, y, **style)])


def svg(drawing, told):
    """The drawing as SVG for a page; ``told`` is read aloud instead of it."""
    text = renderSVG.drawToString(drawing)
    # Its own title and names would clash where a page shows two charts.
    text = re.sub(
        r"<(title|desc)>.*?</\1>|<clipPath.*?</clipPath>", "", text, flags=re.S
    )
    text = text.replace('id="group" ', "").replace("clip-path: url(#clip)", "")
    start = text.index("<svg")
    head, body = text[start:].split(">", 1)
    escaped = told.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<svg role="img" aria-label="{escaped}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'xmlns="http://www.w3.org/2000/svg" style="width:100%;max-width:720px">{body}'
    )


def _thousands(value):
    return f"{value:,.0f}".replace(",", "\u00a0")
