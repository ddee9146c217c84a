from odoo import api, fields, models
from odoo.exceptions import UserError

# Totals hold no name: whoever reads the project reads them.
GIVEN = {"compute": "_compute_given", "compute_sudo": True}


class SupportedProject(models.Model):
    """A partner's project of sustainable development that an association supports.

    What was given stands in the gifts, by whom and when; what came of it in the
    effects, each with who saw it.
    """

    _name = "oe.project.supported"
    _description = "Supported project"
    _inherit = ["mail.thread"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Association",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("prepared", "In preparation"), ("running", "Running"), ("done", "Done")],
        required=True,
        default="prepared",
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Who carries it", index="btree_not_null", ondelete="restrict"
    )
    country_id = fields.Many2one("res.country")
    place = fields.Char()
    purpose = fields.Text(help="What it changes, for whom, in plain words.")
    date_start = fields.Date(default=fields.Date.context_today)
    date_end = fields.Date("Last day")
    # Gifts name their givers: not for everybody who reads the project.
    gift_ids = fields.One2many(
        "oe.project.gift",
        "project_id",
        "Gifts",
        groups="oe_base.group_oe_manager,oe_base.group_oe_accountant",
    )
    effect_ids = fields.One2many("oe.project.effect", "project_id", "Effects")
    money_amount = fields.Monetary(
        "Money received", compute="_compute_given", compute_sudo=True
    )
    goods_amount = fields.Monetary(
        "Goods, valued", compute="_compute_given", compute_sudo=True
    )
    hours = fields.Float(
        "Hours given", digits=(10, 2), compute="_compute_given", compute_sudo=True
    )
    giver_count = fields.Integer("Givers", **GIVEN)

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A project cannot end before it starts.",
    )

    def write(self, vals):
        # Receipts name the association; whoever asks may not read the gifts.
        projects_sudo = self.sudo()
        if "company_id" in vals and any(
            project.company_id.id != vals["company_id"]
            and "received" in project.gift_ids.mapped("state")
            for project in projects_sudo
        ):
            raise UserError(
                self.env._(
                    "Gifts were received for this project: it stays with the "
                    "association that gave the receipts."
                )
            )
        return super().write(vals)

    @api.depends("gift_ids.state", "gift_ids.company_amount", "gift_ids.hours")
    def _compute_given(self):
        for project in self:
            gifts = project.gift_ids.filtered(lambda row: row.state == "received")
            by_kind = gifts.grouped("kind")
            none = gifts.browse()
            money, goods = by_kind.get("money", none), by_kind.get("goods", none)
            project.money_amount = sum(money.mapped("company_amount"))
            project.goods_amount = sum(goods.mapped("company_amount"))
            project.hours = sum(by_kind.get("hours", none).mapped("hours"))
            project.giver_count = len(gifts.partner_id)


class ProjectEffect(models.Model):
    """What came of it: an observation, with its figure and who saw it."""

    _name = "oe.project.effect"
    _description = "Effect of a supported project"
    _order = "project_id, date desc, id desc"
    _check_company_auto = True

    project_id = fields.Many2one(
        "oe.project.supported", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="project_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date("Seen on", required=True, default=fields.Date.context_today)
    name = fields.Char("What changed", required=True)
    value = fields.Float("Figure", digits=(16, 2))
    unit = fields.Char(help="Families, hectares, hours of training …")
    told_by = fields.Char(
        "Who saw it", required=True, help="An office or a document, not a diary."
    )
