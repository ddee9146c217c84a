import base64

from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import format_fr

from ..calc.pay_csv import french
from ..calc.shares import Holding
from ..calc.table_csv import Amount, content

COLUMNS = (
    *("numero", "associe", "college", "adresse", "code_postal", "ville"),
    *("associe_depuis", "associe_jusqu_au", "parts", "souscrit", "appele"),
    *("libere", "reste_a_liberer"),
)


class RegisterWizard(models.TransientModel):
    """The register of members on a day: to print, or as a table."""

    _name = "oe.cae.register.wizard"
    _description = "Register of members"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company()
    )
    day = fields.Date(
        "Situation on",
        required=True,
        default=lambda self: self.env.company._oe_today(),
    )
    content = fields.Binary(compute="_compute_content", attachment=False)

    @api.model
    def _default_company(self):
        """The company one works in, or the first that has members."""
        companies = self.env.companies
        found = self.env["oe.cae.member"]._read_group(
            [("company_id", "in", companies.ids)], ["company_id"]
        )
        having = self.env["res.company"].union(*(company for (company,) in found))
        if self.env.company in having or not having:
            return self.env.company
        return having[:1]

    def _rows(self):
        """Members on the day, with what they held, then the movements.

        :return: list of dicts, in the order of the register
        """
        members = self.env["oe.cae.member"].search(
            [("company_id", "=", self.company_id.id), ("date_start", "<=", self.day)]
        )
        held = members._holdings(self.day)
        colleges = dict(members._fields["category"]._description_selection(self.env))
        return [
            {
                "member": member,
                # Who is a member, and where, is what a register says.
                "partner": member.sudo().partner_id,
                "college": colleges[member.category],
                "until": member.date_end if self._is_past(member.date_end) else False,
                "held": held.get(member.id, Holding()),
            }
            for member in members
        ]

    def _is_past(self, day):
        return bool(day) and day <= self.day

    @api.depends("company_id", "day")
    def _compute_content(self):
        for wizard in self:
            rows = [
                (
                    row["member"].number,
                    row["partner"].name,
                    row["college"],
                    row["partner"].street,
                    row["partner"].zip,
                    row["partner"].city,
                    row["member"].date_start,
                    row["until"],
                    row["held"].shares,
                    *(
                        Amount(french(cents))
                        for cents in (
                            row["held"].subscribed_cents,
                            row["held"].called_cents,
                            row["held"].paid_cents,
                            row["held"].left_cents,
                        )
                    ),
                )
                for row in wizard._rows()
            ]
            wizard.content = base64.b64encode(content(COLUMNS, rows))

    def _page(self):
        """The register as plain values, for the report."""
        self.ensure_one()
        rows = self._rows()
        total = sum((row["held"] for row in rows), Holding())
        return {
            "company": self.company_id,
            "day": self.day,
            "rows": [
                {
                    **row,
                    "name": row["partner"].name,
                    "where": " ".join(
                        part
                        for part in (
                            row["partner"].street,
                            row["partner"].zip,
                            row["partner"].city,
                        )
                        if part
                    ),
                    **self._amounts(row["held"]),
                }
                for row in rows
            ],
            "total": {"shares": total.shares, **self._amounts(total)},
            "moves": self._moves(),
        }

    def _amounts(self, held):
        return {
            "subscribed": format_fr(held.subscribed_cents),
            "called": format_fr(held.called_cents),
            "paid": format_fr(held.paid_cents),
            "left": format_fr(held.left_cents),
        }

    def _moves(self):
        return self.env["oe.cae.share.move"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "done"),
                ("date", "<=", self.day),
            ],
            order="date, id",
        )

    def action_print(self):
        """The register on paper."""
        self.ensure_one()
        self.check_access("write")
        return self.env.ref("oe_cae.report_register_action").report_action(self)

    def action_csv(self):
        """The register as a table."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/content/"
            f"registre-associes-{self.day}.csv?download=true",
            "target": "self",
        }
