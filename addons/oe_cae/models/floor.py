from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import format_fr, rate, to_cents

from ..calc import breakeven, floor as calc


class Target(models.Model):
    """What a person wants to earn with a competence: the price floor comes from it.

    Dated: the last one started counts. Without one, the person's profile does.
    """

    _name = "oe.cae.target"
    _description = "Pay target of an entrepreneur"
    _inherit = ["oe.dated.mixin"]
    _dated_key = ("entrepreneur_id", "skill_id")
    _oe_shared = "belongs to the person, who may work for several companies"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    skill_id = fields.Many2one(
        "hr.skill",
        "Key competence",
        index="btree_not_null",
        help="Empty: for every competence without a target of its own.",
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.EUR"), required=True
    )
    net = fields.Monetary("Net wished a month", required=True)
    hours = fields.Float("Hours billed a month", digits=(6, 2), required=True)
    charges = fields.Monetary(
        "Running charges a month", help="Phone, insurance, mileage, rent…"
    )

    _start_unique = models.UniqueIndex(
        "(entrepreneur_id, COALESCE(skill_id, 0), date_start)",
        "A target of this person starts that day already.",
    )
    _possible = models.Constraint(
        "CHECK (net >= 0 AND hours > 0 AND charges >= 0)",
        "A target has billed hours; net and charges cannot be negative.",
    )

    @api.depends("entrepreneur_id", "skill_id")
    def _compute_display_name(self):
        for target in self:
            names = (target.entrepreneur_id.name, target.skill_id.name)
            target.display_name = ", ".join(filter(None, names))

    @api.model
    def _figures(self, person, skill, day):
        """(net cents, hours, charges cents) wished for a month, or None."""
        targets = self.sudo()  # closed to others; an ES reads own figures on a page
        found = skill and targets._at(day, entrepreneur_id=person, skill_id=skill)
        found = found or targets._at(day, entrepreneur_id=person, skill_id=False)
        if found:
            return (to_cents(found.net), rate(found.hours), to_cents(found.charges))
        profile = person.sudo().profile_id
        if not profile:
            return None
        month = profile._computed_figures()
        return (month.net_11, rate(month.hours_month) / 100, month.charges)


class FloorPrice(models.AbstractModel):
    """The price floor of an activity, and why (« à ce prix tu travailles à perte »)."""

    _name = "oe.cae.floor"
    _description = "Price floor"

    @api.model
    def _of(self, activity, skill, day):
        """The floor as the computing layer gives it, or None when nothing says it.

        :param skill: key competence sold (may be empty)
        """
        person = activity.entrepreneur_id
        wished = self.env["oe.cae.target"]._figures(person, skill, day)
        # The law's figures and the scheme are read for a price, whoever asks.
        parameter = self.env["oe.cae.pay.parameter"].sudo()._at(day)
        terms = self._terms(activity, day)
        if not wished or not parameter or not terms:
            return None
        net, hours, charges = wished
        model = breakeven.MonthModel(terms=terms, fixed_charges_cents=charges)
        try:
            return calc.price_floor(parameter._parameters(), model, net, hours)
        except (calc.NoHours, breakeven.Unreachable):
            return None

    def _terms(self, activity, day):
        contract = (
            self.env["oe.cae.contract"]
            .sudo()
            ._of_day(activity.entrepreneur_id, activity.company_id, day)
        )
        if not contract:
            return None
        # An amendment may have changed the scheme.
        scheme = contract._terms_at(day)[contract]["scheme_id"]
        versions_sudo = self.env["oe.cae.scheme.version"].sudo()
        version = versions_sudo._at(day, scheme_id=scheme)
        return version._terms() if version else None

    @api.model
    def _why(self, floor):
        """The floor told in sentences."""
        cents = {item.label_key: format_fr(item.amount_cents) for item in floor.steps}
        hours = float(dict(floor.steps[-1].inputs)["hours"])
        return [
            self.env._(
                "Net wished for the month: %(amount)s", amount=cents["floor.net"]
            ),
            self.env._("What this pay costs: %(amount)s", amount=cents["floor.budget"]),
            self.env._("Running charges: %(amount)s", amount=cents["floor.charges"]),
            self.env._(
                "Contribution to the cooperative: %(amount)s",
                amount=cents["floor.contribution"],
            ),
            self.env._("Turnover needed: %(amount)s", amount=cents["floor.turnover"]),
            self.env._(
                "Over %(hours)s billed hours: %(amount)s an hour excl. VAT",
                hours=f"{hours:g}".replace(".", ","),
                amount=cents["floor.hour"],
            ),
        ]
