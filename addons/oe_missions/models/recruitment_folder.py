from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from odoo import models
from odoo.tools import format_date

from odoo.addons.oe_base.paper import ACCENT, Paper, plain


class EmployerPaper(Paper):
    """Says on each page who the employer is."""

    def __init__(self, title, footer, warning):
        super().__init__(title, footer)
        self.warning = plain(warning)

    def _foot(self, canvas, document):
        canvas.setFont("Helvetica-Bold", 10)
        canvas.setFillColor(ACCENT)
        canvas.drawString(20 * mm, 285 * mm, self.warning)
        return super()._foot(canvas, document)


class Recruitment(models.Model):
    _inherit = "oe.recruitment"

    def _folder(self):
        """The folder of a household, as PDF bytes: sheet, people, grid, checklist."""
        self.ensure_one()
        row = self.sudo()
        paper = EmployerPaper(
            self.env._("Your recruitment"),
            f"{row.company_id.name}, {row.name}",
            self.env._("You are the employer."),
        )
        paper.head(
            [row.company_id.name, row.company_id.phone or "", row.name],
            [row.partner_id.name, row.partner_id.street or "", row.partner_id.city],
        )
        paper.text(
            self.env._(
                "You employ the person yourself: you sign the contract, pay, declare "
                "and give work. The cooperative helps you choose; it employs nobody "
                "here."
            )
        )
        row._draw_sheet(paper)
        row._draw_candidates(paper)
        row._draw_duties(paper)
        row._draw_replacement(paper)
        return paper.draw()

    def _draw_sheet(self, paper):
        offer = self._offer_values()
        paper.heading(self.env._("Job sheet"))
        paper.amounts(
            [
                (self.env._("Job"), offer["title"], []),
                (self.env._("Town"), offer["city"], []),
                (self.env._("Hours"), offer["hours"], []),
                (
                    self.env._("Wage"),
                    offer["wage"],
                    [
                        self.env._(
                            "At least %(amount)s (%(law)s)",
                            amount=self._money(self.wage_minimum),
                            law=self.wage_source or "",
                        )
                    ],
                ),
                (self.env._("Wanted from"), offer["from"], []),
            ]
        )
        paper.text(offer["tasks"])
        paper.text(offer["needs"], "muted")

    def _draw_candidates(self, paper):
        shown = self._read_now()
        if not shown:
            return
        labels = dict(
            self.env["oe.recruitment.mark"]
            ._fields["mark"]
            ._description_selection(self.env)
        )
        paper.heading(self.env._("Candidates, who agreed to be presented to you"))
        for candidate in shown:
            page = candidate._page_values()
            paper.text(page["name"], "strong")
            paper.text(page["introduction"])
            paper.text(page["about"])
            paper.text(page["skills"], "muted")
            for who, words in page["references"]:
                paper.text(f"« {words} » {who}", "muted")
            paper.amounts(
                [
                    (
                        line["name"],
                        labels.get(line["mark"], "1   2   3   4"),
                        [line["words"]] if line["words"] else [],
                    )
                    for line in page["grid"]
                ]
            )
            paper.parts.append(Spacer(1, 4 * mm))
        if self.chosen_id:
            paper.text(
                self.env._(
                    "Chosen on %(day)s: %(name)s",
                    day=format_date(self.env, self.chosen_on),
                    name=self.chosen_id._page_values()["name"] or "",
                ),
                "strong",
            )

    def _draw_duties(self, paper):
        if not self.duty_ids:
            return
        paper.heading(self.env._("What you do as an employer"))
        paper.amounts(
            [
                (
                    line.name,
                    self.env._(
                        "done on %(day)s", day=format_date(self.env, line.done_on)
                    )
                    if line.done_on
                    else self.env._(
                        "by %(day)s [   ]", day=format_date(self.env, line.deadline)
                    ),
                    [
                        *filter(None, (line.explanation, line.legal_reference)),
                    ],
                )
                for line in self.duty_ids
            ]
        )

    def _draw_replacement(self, paper):
        paper.heading(self.env._("When the employee cannot come"))
        if self.backup_id and self.backup_id._is_shown():
            paper.text(
                self.env._(
                    "%(name)s, whom you met, may be asked too.",
                    name=self.backup_id._page_values()["name"],
                )
            )
        paper.text(
            self.replacement_plan
            or self.env._(
                "Call the cooperative: it looks for somebody in its pool, or sends one "
                "of its own entrepreneurs."
            )
        )
