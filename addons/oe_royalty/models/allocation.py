from fractions import Fraction

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.calc.period import ONE_DAY, Period

from ..calc import sharing as calc
from ..calc.holding import weigh
from .holder import BASES
from .sharing import euros

# What a payout writes on a part that is frozen.
LATER = frozenset({"payout_id"})


class Allocation(models.Model):
    """The part of a holder in a pool of a period; without holder, the company's.

    ``carry`` is the exact part of a cent still owed, so that the odd cent goes round.
    """

    _name = "oe.royalty.allocation"
    _description = "Part in a royalty"
    _inherit = ["oe.royalty.sharing.line.mixin"]
    _order = "date_start desc, pool_id, id"
    _check_company_auto = True

    line_id = fields.Many2one(
        "oe.royalty.sharing.pool", required=True, index=True, ondelete="cascade"
    )
    sharing_id = fields.Many2one(
        "oe.royalty.sharing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="sharing_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="sharing_id.state", store=True)
    date_start = fields.Date(related="sharing_id.date_start", store=True)
    date_end = fields.Date(related="sharing_id.date_end", store=True)
    pool_id = fields.Many2one(
        related="line_id.pool_id", store=True, index=True, precompute=True
    )
    holder_id = fields.Many2one(
        "oe.royalty.holder", index="btree_not_null", ondelete="set null"
    )
    holder_ref = fields.Integer(
        "Holder's number", help="0: the company. Stays when the holder's file goes."
    )
    legal_basis = fields.Selection(BASES)
    weight = fields.Char("Point-days, exact", required=True, default="0")
    whole_weight = fields.Char("Of all, exact", required=True, default="0")
    pool_amount = fields.Monetary("Pool")
    amount = fields.Monetary()
    carry = fields.Char("Owed, exact cents", required=True, default="0")
    steps = fields.Json()
    explanation = fields.Text(compute="_compute_explanation")

    _once = models.UniqueIndex(
        "(line_id, holder_ref)", "This holder has a part in this pool already."
    )

    def _frozen_fields(self, vals):
        return set(vals) - LATER

    @api.depends("holder_id", "sharing_id")
    def _compute_display_name(self):
        for row in self:
            who = row.holder_id.name or row.company_id.name
            row.display_name = f"{who or ''} {row.sharing_id._label()}"

    @api.model
    def _share_line(self, line):
        """Share a pool of a period among its holders."""
        sharing = line.sharing_id
        period = Period(sharing.date_start, sharing.date_end + ONE_DAY)
        shares = line.pool_id.share_ids.sorted("id")
        holdings = [(share, share._calc()) for share in shares]
        found = calc.share_pool(
            to_cents(line.amount),
            period,
            [holding for _share, holding in holdings],
            self._carried(line),
        )
        steps = {}
        for share, holding in holdings:
            weight = weigh(holding, period)
            if weight.earning or weight.retained:
                told = share._told(period, weight)
                steps.setdefault(holding.holder, []).append(told)
        amounts = {**found.shares, calc.COMPANY: found.company_cents}
        whole = sum(found.weights.values())
        keys = {*amounts, *found.carry, *steps}
        self.create(
            [
                self._values(line, key, found, amounts.get(key, 0), whole, steps)
                for key in sorted(keys, key=lambda key: int(key or 0))
                if amounts.get(key) or found.carry.get(key) or steps.get(key)
            ]
        )

    def _values(self, line, key, found, cents, whole, steps):
        holder = self.env["oe.royalty.holder"].browse(int(key)) if key else None
        return {
            "line_id": line.id,
            "sharing_id": line.sharing_id.id,
            # The file of a holder who left long ago may be gone.
            "holder_id": holder.exists().id if holder else False,
            "holder_ref": int(key or 0),
            "legal_basis": holder.exists().legal_basis if holder else False,
            "weight": str(found.weights.get(key, 0)),
            "whole_weight": str(whole),
            "pool_amount": line.amount,
            "amount": euros(cents),
            "carry": str(found.carry.get(key, 0)),
            "steps": steps.get(key, []),
        }

    @api.model
    def _carried(self, line):
        """Parts of a cent owed since the pool was last shared."""
        before = self.env["oe.royalty.sharing.pool"].search(
            [("pool_id", "=", line.pool_id.id), ("sharing_id.state", "=", "approved")],
            order="id desc",
            limit=1,
        )
        rows = self.search([("line_id", "=", before.id)])
        return {str(row.holder_ref or ""): Fraction(row.carry) for row in rows}

    # -- why ----------------------------------------------------------------------

    @api.depends("steps", "weight", "amount")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for row in self:
            row.explanation = "\n".join(row._why())

    def _heading(self):
        """Period and pool, for a document."""
        row_sudo = self.sudo()  # names only, for whoever reads the part
        return f"{row_sudo.sharing_id._label()}, {row_sudo.pool_id.name}"

    def _why(self):
        """The part in sentences: each row of points, then the pool."""
        self.ensure_one()
        rows = [self._step_told(step) for step in self.steps or ()]
        if Fraction(self.whole_weight):
            rows.append(
                self.env._(
                    "%(pool)s × %(mine)s / %(all)s point-days = %(amount)s",
                    pool=format_fr(to_cents(self.pool_amount)),
                    mine=number(self.weight),
                    all=number(self.whole_weight),
                    amount=format_fr(to_cents(self.amount)),
                )
            )
        elif self.amount:
            rows.append(
                self.env._("Nobody had points in this pool: the company keeps it.")
            )
        return rows

    def _step_told(self, step):
        start, end = (
            format_date(self.env, fields.Date.to_date(step[name]))
            for name in ("start", "end")
        )
        told = self.env._(
            "%(points)s points, %(start)s to %(end)s: %(weight)s point-days",
            points=number(step["points"]),
            start=start,
            end=end,
            weight=number(step["earning"]),
        )
        if Fraction(step["retained"]):
            told += " " + self.env._(
                "(%(weight)s kept by the company)", weight=number(step["retained"])
            )
        return told


def number(text):
    """An exact number as people read it: at most two decimals, French signs."""
    value = f"{float(Fraction(text)):,.2f}".rstrip("0").rstrip(".")
    return value.replace(",", "\u202f").replace(".", ",")


class Share(models.Model):
    _inherit = "oe.royalty.share"

    def _told(self, period, weight):
        """This row in a period, as plain data that the part keeps."""
        self.ensure_one()
        start = max(period.start, self.date_start)
        last = period.end - ONE_DAY
        if self.policy != "keep_vested" and self.date_end:
            last = min(last, max(self.date_end, start))
        return {
            "share": self.id,
            "points": str(self._points()),
            "start": str(start),
            "end": str(last),
            "earning": str(weight.earning),
            "retained": str(weight.retained),
        }
