from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import rate

from ..models.simulator import SLIDERS


class SimulatorWizard(models.TransientModel):
    """The simulator of the phone, for whoever accompanies an entrepreneur.

    The same computing on the same contract; only the figures typed are kept, as long
    as the window is open.
    """

    _name = "oe.cae.simulator.wizard"
    _description = "Simulate a month with an entrepreneur"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur",
        required=True,
        default=lambda self: self._default_entrepreneur(),
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.EUR")
    )
    hours = fields.Float("Hours billed in the month", digits=(8, 2))
    price = fields.Monetary("Price of an hour, excl. VAT")
    purchases = fields.Monetary("Purchases and subcontracting")
    charges = fields.Monetary("Other charges of the month")
    reserve = fields.Monetary("Put aside")
    months = fields.Selection(
        [("12", "12 months"), ("11", "11 months, and one of leave")],
        "Months worked in the year",
        required=True,
        default="12",
    )
    net = fields.Char("Net before tax, estimated", compute="_compute_result")
    alert = fields.Char(compute="_compute_result")
    chain = fields.Text("The month", compute="_compute_result")
    gauge = fields.Text("Break-even", compute="_compute_result")
    year = fields.Text("Over the year", compute="_compute_result")
    rights = fields.Text(compute="_compute_result")
    why = fields.Text("Why this net?", compute="_compute_result")

    @api.model
    def _default_entrepreneur(self):
        """The one whose form is open."""
        context = self.env.context
        shown = context.get("active_model") == "oe.entrepreneur"
        return shown and context.get("active_id")

    def _place(self):
        """Where the person works, among the companies of whoever asks."""
        person = self.entrepreneur_id
        if not person:
            return None
        person.check_access("read")
        simulator = self.env["oe.cae.simulator"]
        day = fields.Date.context_today(self)
        companies = self.env.companies
        contracts_sudo = simulator._contracts(person, day).filtered(
            lambda contract: contract.company_id in companies
        )
        return simulator._place(contracts_sudo[:1], day) if contracts_sudo else None

    @api.onchange("entrepreneur_id")
    def _onchange_entrepreneur(self):
        """The sliders stand on the last statement first."""
        place = self._place()
        if not place:
            return
        given = self.env["oe.cae.simulator"]._prefill(place)
        for name, *_rest in SLIDERS:
            self[name] = float(given[name].replace(",", "."))

    @api.depends(
        *("entrepreneur_id", "hours", "price", "purchases", "charges", "reserve"),
        "months",
    )
    def _compute_result(self):
        names = ("net", "alert", "chain", "gauge", "year", "rights", "why")
        simulator = self.env["oe.cae.simulator"]
        for wizard in self:
            wizard.update(dict.fromkeys(names, False))
            place = wizard._place()
            if not place:
                wizard.alert = self.env._("No contract with a scheme in force.")
                continue
            numbers = {name: rate(max(0.0, wizard[name])) for name, *_r in SLIDERS}
            wish = simulator._wish(numbers, wizard.months)
            wizard.update(wizard._told(simulator._result(place, wish)))

    def _told(self, result):
        gauge, year, ramp = result["gauge"], result["year"], result["ramp"]
        pairs = [f"{label} : {amount}" for label, amount in result["rows"]]
        progress = []
        if gauge:
            progress = [gauge["title"], gauge["text"], gauge.get("needed")]
        if ramp:
            progress += [ramp["text"]]
        return {
            "net": result["net"],
            "alert": " ".join(result["alerts"]),
            "chain": "\n".join([*pairs, result["one_more"]]),
            "gauge": "\n".join(filter(None, progress)),
            "year": "\n".join(
                [
                    self.env._("Over 11 months: %(net)s", net=year["eleven"]),
                    self.env._("Over 12 months: %(net)s", net=year["twelve"]),
                    year["smoothing"],
                ]
            ),
            "rights": "\n".join([result["pension"], *result["thresholds"]]),
            "why": "\n".join(result["why"]),
        }
