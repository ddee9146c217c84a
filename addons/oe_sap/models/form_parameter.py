from odoo import fields, models

from odoo.addons.oe_base.calc.money import percent, to_cents

from ..calc.forms import FormParameters

MONEY = (12, 2)
RATE = (5, 2)


class SapFormParameter(models.Model):
    """Usual figures of the forms of service, from a day on: estimates, with a source.

    They compare forms at home; nobody is paid or invoiced from them.
    """

    _name = "oe.sap.form.parameter"
    _description = "Figures of the forms of service"
    _inherit = ["oe.dated.mixin"]
    _rec_name = "date_start"
    _oe_shared = "the same estimate for the whole network"

    gross_hour = fields.Float(
        "Gross wage of an hour, €",
        required=True,
        digits=MONEY,
        help="Direct employment, 10 % of paid leave included.",
    )
    employer_rate = fields.Float("Employer's charges, %", required=True, digits=RATE)
    employee_rate = fields.Float("Employee's charges, %", required=True, digits=RATE)
    deduction_hour = fields.Float(
        "Flat deduction an hour, €", required=True, digits=MONEY
    )
    mandate_hour = fields.Float(
        "Agent's fee an hour incl. VAT, €", required=True, digits=MONEY
    )
    hosted_contribution = fields.Float(
        "Contribution to the cooperative, %", required=True, digits=RATE
    )
    hosted_employer = fields.Float(
        "Employer's charges of a hosted person, %", required=True, digits=RATE
    )
    hosted_employee = fields.Float(
        "Employee's charges of a hosted person, %", required=True, digits=RATE
    )
    independent_hour = fields.Float(
        "Hour of an independent, €", required=True, digits=MONEY
    )
    independent_charges = fields.Float(
        "Charges of an independent, %", required=True, digits=RATE
    )
    partner_hour = fields.Float(
        "Hour of a firm incl. VAT, €", required=True, digits=MONEY
    )
    first_year_ceiling = fields.Float(
        "Ceiling of the first year, €",
        required=True,
        digits=MONEY,
        help="Direct employment only (CGI art. 199 sexdecies).",
    )
    first_year_most = fields.Float(
        "Ceiling of the first year with rises, €", required=True, digits=MONEY
    )
    advance_dependent_from = fields.Date(
        "Immediate advance with APA or PCH from",
        help="The day the advance opens to those who receive APA or PCH.",
    )

    _start_unique = models.UniqueIndex(
        "(date_start)", "These figures exist already from that day on."
    )
    _shares = models.Constraint(
        "CHECK (employer_rate BETWEEN 0 AND 100 AND employee_rate BETWEEN 0 AND 100 "
        "AND hosted_contribution BETWEEN 0 AND 100 "
        "AND hosted_employer BETWEEN 0 AND 100 AND hosted_employee BETWEEN 0 AND 100 "
        "AND independent_charges BETWEEN 0 AND 100)",
        "A rate lies between 0 and 100 %.",
    )

    def _prepare_calc(self):
        self.ensure_one()
        return FormParameters(
            gross_hour_cents=to_cents(self.gross_hour),
            employer_rate=percent(self.employer_rate),
            employee_rate=percent(self.employee_rate),
            deduction_hour_cents=to_cents(self.deduction_hour),
            mandate_hour_cents=to_cents(self.mandate_hour),
            hosted_contribution=percent(self.hosted_contribution),
            hosted_employer=percent(self.hosted_employer),
            hosted_employee=percent(self.hosted_employee),
            independent_hour_cents=to_cents(self.independent_hour),
            independent_charges=percent(self.independent_charges),
            partner_hour_cents=to_cents(self.partner_hour),
            first_year_ceiling_cents=to_cents(self.first_year_ceiling),
            first_year_most_cents=to_cents(self.first_year_most),
        )
