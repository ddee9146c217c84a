from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.oe_base.calc.money import to_cents

from ..calc import chain


class Statement(models.Model):
    """The royalty of a licensee for a month; once locked it never changes.

    What comes late, a credit note or a forced edit of a locked line is a line of the
    next statement, at the rate of the line it corrects.
    """

    _name = "oe.royalty.statement"
    _description = "Royalty statement"
    _inherit = ["oe.closed.mixin", "mail.thread"]
    _mail_post_access = "read"
    _order = "month desc, company_id"

    _closed_states = ("locked", "invoiced")
    _open_fields = frozenset({"state", "invoice_id", "bill_id", "charge_move_id"})

    period_id = fields.Many2one(
        "oe.royalty.period", required=True, index=True, ondelete="restrict"
    )
    contract_id = fields.Many2one(
        "oe.royalty.contract", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Licensee", required=True, index=True)
    licensor_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="licensor_id.currency_id")
    month = fields.Date(required=True, index=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("review", "Sent for review"),
            ("disputed", "Disputed"),
            ("locked", "Locked"),
            ("invoiced", "Invoiced"),
        ],
        required=True,
        default="draft",
    )
    line_ids = fields.One2many("oe.royalty.base.line", "statement_id", "Lines")
    base_amount = fields.Monetary("Base")
    excluded_amount = fields.Monetary("Left out")
    amount = fields.Monetary("Royalty due")
    is_intact = fields.Boolean(
        "Seal verified",
        compute="_compute_is_intact",
        help="The content still is what was locked.",
    )
    invoice_id = fields.Many2one("account.move", readonly=True, copy=False)
    bill_id = fields.Many2one(
        "account.move", "Bill of the licensee", readonly=True, copy=False
    )

    _once = models.UniqueIndex(
        "(contract_id, month)", "This contract has its statement of the month."
    )

    @api.depends("month", "company_id")
    def _compute_display_name(self):
        for statement in self:
            month = statement.month and statement.month.strftime("%m/%Y")
            # The licensor names its licensee without being in its books.
            name = statement.sudo().company_id.name
            statement.display_name = f"{name or ''} {month or ''}"

    @api.depends("seal", "state")
    def _compute_is_intact(self):
        for statement in self:
            statement.is_intact = statement._is_closed() and statement._seal_is_true()

    @api.model
    def _last_locked(self, scheme):
        """Month of the last locked statement of a scheme, if any."""
        ((last,),) = self.sudo()._read_group(  # locked for everybody, whoever asks
            [
                ("contract_id.scheme_id", "=", scheme.id),
                ("state", "in", self._closed_states),
            ],
            aggregates=["month:max"],
        )
        return last

    def _seal_payload(self):
        """Canonical text of the statement and of each of its lines, in cents."""
        self.ensure_one()
        document = {
            "contract": self.contract_id.id,
            "month": self.month,
            "base": to_cents(self.base_amount),
            "amount": to_cents(self.amount),
            "lines": self._sealed_lines(),
        }
        # What older statements did not have does not change their seal.
        terms = self._sealed_terms()
        if terms:
            document["terms"] = terms
        return chain.canonical(document)

    def _sealed_lines(self):
        """What the seal covers of each line, read at once: there may be thousands."""
        self.env["oe.royalty.base.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move_line_ref, kind, COALESCE(number, ''), date,
                       ROUND(base_amount * 100)::bigint, COALESCE(reason, ''),
                       rate_id, ROUND(COALESCE(amount, 0) * 100)::bigint
                  FROM oe_royalty_base_line WHERE statement_id = %s ORDER BY id
                """,
                self.id,
            )
        )
        return [[*told, rate or False, cents] for *told, rate, cents in rows]

    def _sums_of_lines(self):
        """(base, left out, royalty) of the lines."""
        self.env["oe.royalty.base.line"].flush_model()
        ((base, left, earned),) = self.env.execute_query(
            SQL(
                """
                SELECT SUM(base_amount) FILTER (WHERE reason IS NULL),
                       SUM(base_amount) FILTER (WHERE reason IS NOT NULL),
                       SUM(amount) FILTER (WHERE reason IS NULL)
                  FROM oe_royalty_base_line WHERE statement_id = %s
                """,
                self.id,
            )
        )
        return base or 0, left or 0, earned or 0

    def _compute_royalty(self):
        """Collect and rate anew; what is locked is refused."""
        for statement in self:
            statement._refuse_closed()
            statement._check_order()
            statement._forget_lines()
            self.env["oe.royalty.collection"]._collect(statement)
            self.env["oe.royalty.rating"]._rate(statement)
            base, left, earned = statement._sums_of_lines()
            statement.write(
                {
                    "base_amount": base,
                    "excluded_amount": left,
                    "earned_amount": earned,
                    "state": statement._state_computed(),
                }
            )
            statement._settle()

    def _state_computed(self):
        """Who reads a statement goes on reading it while it is computed again."""
        return "computed" if self.state == "draft" else self.state

    def _forget_lines(self):
        # In one statement: a credit note and the line it corrects go together.
        self.env["oe.royalty.base.line"].flush_model()
        self.env.cr.execute(
            "DELETE FROM oe_royalty_base_line WHERE statement_id = %s", [self.id]
        )
        self.env["oe.royalty.base.line"].invalidate_model()
        self.invalidate_recordset(["line_ids"])

    def _open_before(self):
        """The first statement of the licence that is to be locked before."""
        return self.search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("month", "<", self.month),
                ("state", "not in", self._closed_states),
            ],
            order="month",
            limit=1,
        )

    def _check_order(self):
        before = self._open_before()
        if before:
            raise UserError(
                self.env._(
                    "Lock %(name)s first: statements follow each other.",
                    name=before.display_name,
                )
            )
        later = self.search(
            [
                ("contract_id", "=", self.contract_id.id),
                ("month", ">", self.month),
                ("state", "in", self._closed_states),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "%(name)s is locked already: what is missing here is collected by "
                    "the next statement.",
                    name=later.display_name,
                )
            )

    def _check_licensor(self):
        """Both parties read a statement; who may write the month runs it."""
        self.check_access("read")
        self.period_id.check_access("write")

    def action_lock(self):
        """Compute once more, seal, and never change again."""
        self._check_licensor()
        for statement in self:
            statement.period_id._lock_row()
            if statement._is_closed():
                raise UserError(
                    self.env._(
                        "%(name)s is locked already.", name=statement.display_name
                    )
                )
            # Lines are written by the computation only; nobody has that right.
            statement_sudo = statement.sudo()
            statement_sudo._compute_royalty()
            previous = statement_sudo.search(
                [
                    ("contract_id", "=", statement.contract_id.id),
                    ("state", "in", self._closed_states),
                ],
                order="month desc",
                limit=1,
            )
            statement_sudo._seal(previous)
            statement_sudo.write({"state": "locked"})
