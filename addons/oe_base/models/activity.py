from odoo import api, fields, models


class Activity(models.Model):
    """What an ES does in a company: one analytic account of the plan Activities.

    An ES may have several activities, and one account may serve several of them
    (C. trav. R.7331-7). Money is never stored here: the account has it.
    """

    _name = "oe.activity"
    _description = "Activity of an entrepreneur"
    _inherit = ["mail.thread"]
    _order = "company_id, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    pole_id = fields.Many2one("oe.pole", index="btree_not_null")
    account_id = fields.Many2one(
        "account.analytic.account",
        "Activity account",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    working_time_on_company = fields.Boolean(
        "The company plans the work",
        help="Planned home visits: working time and safety fall on the company "
        "(C. trav. L.7332-2), so hours and rests are checked.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        plan = self.env["account.analytic.plan"]._oe_activities_plan()
        for vals in vals_list:
            if not vals.get("account_id"):
                person = self.env["oe.entrepreneur"].browse(vals["entrepreneur_id"])
                account = self.env["account.analytic.account"].create(
                    {
                        "name": f"{person.name}, {vals['name']}",
                        "plan_id": plan.id,
                        "company_id": vals.get("company_id") or self.env.company.id,
                        "partner_id": person.partner_id.id,
                    }
                )
                vals["account_id"] = account.id
        return super().create(vals_list)

    @api.model
    def _of(self, entrepreneur, company, pole=None):
        """The activity that an ES's work in a company belongs to."""
        mine = self.search(
            [
                ("entrepreneur_id", "=", entrepreneur.id),
                ("company_id", "=", company.id),
            ],
            order="id",
        )
        of_pole = mine.filtered(lambda activity: activity.pole_id == pole)
        return (of_pole or mine)[:1]
