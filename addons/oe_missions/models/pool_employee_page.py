from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows


class PoolEmployee(models.Model):
    """What the person reads of oneself, by the own address."""

    _inherit = "oe.pool.employee"

    candidacy_ids = fields.One2many("oe.recruitment.candidate", "employee_id")

    def _show_photo(self, shown):
        """Whether households that read a candidate see the face."""
        lock_rows(self)
        if shown and not self.in_pool:
            raise UserError(self.env._("Agree to be in the pool first."))
        self.shows_photo = shown

    def _page(self):
        """Plain values of the page; past the rules, of this person only."""
        self.ensure_one()
        days = dict(
            self.env["oe.pool.availability"]
            ._fields["weekday"]
            ._description_selection(self.env)
        )
        return {
            "name": self.name,
            "company": self.company_id.name,
            "phone": self.company_id.phone or "",
            "in_pool": self.in_pool,
            "since": self.consented_on and format_date(self.env, self.consented_on),
            "left": self.withdrawn_on and format_date(self.env, self.withdrawn_on),
            "about": self.about or "",
            "services": ", ".join(self.product_ids.mapped("name")),
            "skills": ", ".join(self.skill_ids.mapped("display_name")),
            "hours": [
                (
                    days[row.weekday],
                    f"{_clock(row.minute_start)}–{_clock(row.minute_end)}",
                )
                for row in self.availability_ids
            ],
            "documents": [
                (
                    row.type_id.name,
                    row.valid_until and format_date(self.env, row.valid_until) or "",
                )
                for row in self.document_ids
                if row.state == "valid"
            ],
            "references": self.env["oe.pool.reference"]
            ._of_person("employee_id", self)
            ._page_values(),
            "requests": self._requests(),
            "has_photo": bool(self.partner_id.image_128),
            "shows_photo": self.shows_photo,
        }

    def _requests(self):
        """Households to which the recruiter would like to present this person."""
        open_ones = self.candidacy_ids.filtered(
            lambda row: (
                row.state in ("asked", "agreed")
                and row.recruitment_id.state in ("draft", "presented")
            )
        )
        return [
            {
                "id": row.id,
                "agreed": row.state == "agreed",
                **row.recruitment_id._offer_values(),
            }
            for row in open_ones
        ]


def _clock(minutes):
    return f"{minutes // 60}:{minutes % 60:02d}"
