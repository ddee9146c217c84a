from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date
from odoo.tools.misc import formatLang

from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable
from odoo.addons.oe_base.tools import lock_rows

FIXED = frozenset(
    {
        *("project_id", "date", "kind", "partner_id", "name", "amount", "currency_id"),
        *("hours", "number", "company_amount", "state"),
    }
)


# The number and the state are the button's, the amount of the books the rate's.
BUTTONS = frozenset({"state", "number", "company_amount"})


class ProjectGift(models.Model):
    """What was given to a project, by whom; received, it has its receipt for good."""

    _name = "oe.project.gift"
    _description = "Gift to a supported project"
    _inherit = ["oe.retention.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _retention_code = "project_gift"
    _retention_date_field = "date"

    project_id = fields.Many2one(
        "oe.project.supported", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="project_id.company_id", store=True, index=True, precompute=True
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the books"
    )
    number = fields.Char("Receipt", readonly=True, copy=False)
    state = fields.Selection(
        [("promised", "Promised"), ("received", "Received")],
        required=True,
        default="promised",
        readonly=True,
        copy=False,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    partner_id = fields.Many2one(
        "res.partner", "Giver", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [("money", "Money"), ("goods", "Goods"), ("hours", "Hours of work")],
        required=True,
        default="money",
    )
    name = fields.Char("What for", required=True)
    amount = fields.Monetary(help="Of goods: the value that giver and association say.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    company_amount = fields.Monetary(
        "In the books",
        currency_field="company_currency_id",
        compute="_compute_company_amount",
        store=True,
        help="At the stored rate of the day of the gift.",
    )
    hours = fields.Float(digits=(10, 2))
    move_id = fields.Many2one(
        "account.move",
        "Entry in the books",
        index="btree_not_null",
        copy=False,
        domain="[('company_id', '=', company_id)]",
        check_company=True,
    )

    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "A receipt of this number exists already.",
    )
    _possible = models.Constraint(
        "CHECK ((kind = 'hours' AND hours > 0) OR (kind <> 'hours' AND amount > 0))",
        "Write how much was given: hours of work, or an amount.",
    )

    @api.depends("amount", "currency_id", "date", "company_id")
    def _compute_company_amount(self):
        for gift in self:
            if gift.state == "received" or not (gift.currency_id and gift.company_id):
                continue
            gift.company_amount = gift.currency_id._convert(
                gift.amount, gift.company_currency_id, gift.company_id, gift.date
            )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for gift in self:
            gift.display_name = gift.number or gift.name

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {k: v for k, v in vals.items() if k not in BUTTONS}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._refuse_buttons(vals)
            if FIXED & set(vals):
                self._refuse_received()
        return super().write(vals)

    def _refuse_buttons(self, vals):
        if "company_amount" in vals:
            raise UserError(
                self.env._("What stands in the books is computed at the stored rate.")
            )
        if BUTTONS & set(vals):
            raise UserError(self.env._("“Received” makes the receipt, nothing else."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        if not (self.env.su and self.env.context.get("oe_purge")):
            self._refuse_received()

    def _refuse_received(self):
        for gift in self.filtered(lambda row: row.state == "received"):
            raise UserError(
                self.env._(
                    "%(number)s was given to the giver: what it says stays.",
                    number=gift.number,
                )
            )

    def action_receive(self):
        """The gift came: its receipt gets a number, once."""
        self.check_access("write")
        gifts_sudo = self.sudo()  # the number and the state are this button's alone
        for gift_sudo in gifts_sudo:
            lock_rows(gift_sudo)
            if gift_sudo.state == "received":
                continue
            gift_sudo._check_rate()
            sequences_sudo = gift_sudo.env["ir.sequence"]
            number = sequences_sudo.next_by_code("oe.project.gift")
            gift_sudo.write({"state": "received", "number": number})
        return True

    def _check_rate(self):
        """Another currency needs a stored rate: without one the core counts 1 for 1."""
        theirs, ours = self.currency_id, self.company_currency_id
        if self.kind == "hours" or theirs == ours:
            return
        rates = self.env["res.currency.rate"].search(
            [
                ("currency_id", "in", (theirs | ours).ids),
                ("name", "<=", self.date),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )
        missing = (theirs | ours) - rates.currency_id - self.env.ref("base.EUR")
        if missing:
            raise UserError(
                self.env._(
                    "No rate of %(currency)s is stored for %(day)s: add it to the "
                    "currency first.",
                    currency=missing[0].name,
                    day=format_date(self.env, self.date),
                )
            )
        self._compute_company_amount()

    def _given(self):
        """What was given, in words."""
        if self.kind == "hours":
            return self.env._(
                "%(count)s hours of work", count=formatLang(self.env, self.hours)
            )
        told = format_amount(self.env, self.amount, self.currency_id)
        if self.currency_id != self.company_currency_id:
            other = format_amount(
                self.env, self.company_amount, self.company_currency_id
            )
            told += f" ({other})"
        return told

    def action_paper(self):
        """Download the receipt."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/oe/projects/gifts/{self.id}/receipt",
            "target": "download",
        }

    def _paper(self):
        """The receipt; made again it is the same to the byte."""
        self = readable(self)
        company_sudo, giver_sudo = self.company_id.sudo(), self.partner_id.sudo()
        title = self.env._("Receipt %(number)s", number=self.number)
        paper = Paper(title, f"{company_sudo.name}, {self.number}")
        paper.head(
            _lines(company_sudo.partner_id),
            [*_lines(giver_sudo), format_date(self.env, self.date)],
        )
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        rows = [(f"{kinds[self.kind]}, {self.name}", self._given(), [])]
        paper.amounts(rows)
        paper.text(
            self.env._(
                "Received for the project “%(project)s”, without anything in return.",
                project=self.project_id.name,
            )
        )
        paper.text(
            self.env._(
                "This receipt proves the gift. It gives no right to a tax reduction "
                "by itself: that takes the form of the tax administration, from an "
                "association that may issue it (CGI art. 200 and 238 bis)."
            ),
            "muted",
        )
        return paper.draw()


def _lines(partner):
    """Name and address, as lines."""
    city = f"{partner.zip or ''} {partner.city or ''}".strip()
    return [
        row
        for row in (partner.name, partner.street, city, partner.country_id.name)
        if row
    ]
