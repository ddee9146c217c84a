from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import percent, to_cents

from ..calc.activity import AgeLimits
from ..calc.credit import CreditParameters
from ..calc.vat import VatParameters

MONEY = (12, 2)


class SapParameter(models.Model):
    """Rates and references of home services in force from a day on.

    References move to another code on 1 January 2027: documents print what is here.
    """

    _name = "oe.sap.parameter"
    _description = "Home services: rates and references"
    _inherit = ["oe.dated.mixin"]
    _rec_name = "date_start"
    _oe_shared = "the law is the same for the whole network"

    standard_rate = fields.Float("Standard VAT rate, %", required=True, digits=(5, 2))
    standard_article = fields.Char("Article of the standard rate", required=True)
    franchise_article = fields.Char("Article of the VAT franchise", required=True)
    credit_rate = fields.Float("Tax credit, %", required=True, digits=(5, 2))
    credit_article = fields.Char("Article of the tax credit", required=True)
    ceiling = fields.Float("Ceiling of a year, €", required=True, digits=MONEY)
    child_rise = fields.Float("Rise a dependent child, €", required=True, digits=MONEY)
    shared_child_rise = fields.Float(
        "Rise a child in shared custody, €", required=True, digits=MONEY
    )
    senior_rise = fields.Float("Rise a member over 65, €", required=True, digits=MONEY)
    ceiling_most = fields.Float("Ceiling with rises, €", required=True, digits=MONEY)
    disability_ceiling = fields.Float(
        "Ceiling with a disability, €", required=True, digits=MONEY
    )
    employer_aid_most = fields.Float(
        "Employer's aid of a year at most, €", required=True, digits=MONEY
    )
    child_age = fields.Integer("Age limit of children", required=True)
    disabled_child_age = fields.Integer("Age limit, disabled children", required=True)

    _start_unique = models.UniqueIndex(
        "(date_start)", "These values exist already from that day on."
    )

    @api.model
    def _by_day(self):
        """A function day → values in force, read once for a whole batch."""
        # A handful of rows: one a change of the law.
        rows_sudo = self.sudo().search([("id", ">", 0)], order="date_start")

        def at(day):
            started = rows_sudo.filtered(lambda row: row.date_start <= day)
            return started[-1:] or rows_sudo._require_at(day)

        return at

    def _vat_parameters(self):
        self.ensure_one()
        return VatParameters(
            percent(self.standard_rate), self.standard_article, self.franchise_article
        )

    def _credit_parameters(self):
        self.ensure_one()
        return CreditParameters(
            rate=percent(self.credit_rate),
            ceiling_cents=to_cents(self.ceiling),
            child_cents=to_cents(self.child_rise),
            shared_child_cents=to_cents(self.shared_child_rise),
            senior_cents=to_cents(self.senior_rise),
            ceiling_max_cents=to_cents(self.ceiling_most),
            disability_ceiling_cents=to_cents(self.disability_ceiling),
            employer_aid_max_cents=to_cents(self.employer_aid_most),
        )

    def _age_limits(self):
        self.ensure_one()
        return AgeLimits(self.child_age, self.disabled_child_age)
