from odoo import Command, api, fields, models
from odoo.exceptions import AccessError


class ForeignWizard(models.TransientModel):
    """Open an association or a licensee of the network in another country."""

    _name = "oe.foreign.wizard"
    _description = "Open a company abroad"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("association", "Association"),
            ("cae_general", "Cooperative that uses the brand"),
        ],
        required=True,
        default="association",
    )
    country_id = fields.Many2one("res.country", required=True)
    currency_id = fields.Many2one(
        "res.currency",
        "Currency of its books",
        required=True,
        context={"active_test": False},
    )
    rate = fields.Float(
        "Units for one euro",
        digits=(16, 6),
        help="Of the day below; later ones are added to the currency, day by day.",
    )
    rate_date = fields.Date("Day of the rate", default=fields.Date.context_today)
    manager_ids = fields.Many2many(
        "res.users",
        string="Who works there",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )

    @api.onchange("country_id")
    def _onchange_country_id(self):
        self.currency_id = self.country_id.currency_id

    def action_open(self):
        """Open it with its chart, its currency and a first rate."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_network_manager"):
            raise AccessError(self.env._("The network manager opens companies."))
        self._refuse_of_others()
        # Companies and charts are made by nobody's own rights but by this action.
        company_sudo = (
            self.env["res.company"]
            .sudo()
            ._oe_open_foreign(self.name, self.country_id, self.currency_id, self.kind)
        )
        self._store_rate()
        staff_sudo = self.sudo().manager_ids.filtered(lambda user: not user.share)
        staff_sudo.company_ids = [Command.link(company_sudo.id)]
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.company",
            "res_id": company_sudo.id,
            "views": [[False, "form"]],
        }

    def _refuse_of_others(self):
        """A name that is taken opens nobody else's company."""
        known_sudo = (
            self.env["res.company"]
            .sudo()
            .search(
                [
                    ("name", "=", self.name),
                    ("partner_id.country_id", "=", self.country_id.id),
                ]
            )
        )
        if known_sudo - self.env.user.company_ids.sudo():
            raise AccessError(self.env._("The network manager opens companies."))

    def _store_rate(self):
        """The first rate, in the books that count in euros; once a day."""
        if not self.rate or self.rate <= 0:
            return
        rates_sudo = self.env["res.currency.rate"].sudo()
        # Read for its currency alone.
        main_sudo = self.env.ref("base.main_company").sudo()
        if self.currency_id == main_sudo.currency_id:
            return
        day = self.rate_date or fields.Date.context_today(self)
        known = rates_sudo.search(
            [
                ("currency_id", "=", self.currency_id.id),
                ("company_id", "=", False),
                ("name", "=", day),
            ]
        )
        values = {"rate": self.rate * main_sudo.currency_id.rate}
        # What the books counted with stays.
        if not known:
            rates_sudo.create(
                {
                    "currency_id": self.currency_id.id,
                    "company_id": False,
                    "name": day,
                    **values,
                }
            )
