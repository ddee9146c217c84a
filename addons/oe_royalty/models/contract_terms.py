from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class Contract(models.Model):
    """Terms of a licence, and what must be done before it is signed."""

    _inherit = "oe.royalty.contract"

    basis = fields.Selection(
        [("invoiced", "Invoiced"), ("collected", "Collected")],
        required=True,
        default="invoiced",
        tracking=True,
        help="Collected: an invoice counts as it is paid, in proportion, excl. VAT.",
    )
    books_elsewhere = fields.Boolean(
        "Books kept elsewhere",
        tracking=True,
        help="The licensee declares its turnover of each month, with a proof.",
    )
    charge = fields.Selection(
        [
            ("contribution", "Part of the contribution"),
            ("activities", "On each activity"),
        ],
        "Charge to the entrepreneurs",
        required=True,
        default="contribution",
        tracking=True,
        help="On each activity: in proportion to its lines in the statement.",
    )
    term_ids = fields.One2many("oe.royalty.term", "contract_id", "Minimum and cap")
    advance_ids = fields.One2many("oe.royalty.advance", "contract_id", "Advances")
    information_date = fields.Date(
        "Pre-contract document given on",
        tracking=True,
        help="Code de commerce, L.330-3 and R.330-1: before the signature.",
    )
    related_vote_date = fields.Date(
        "Related-party vote",
        tracking=True,
        help="Decision of the members where both parties have a leader in common.",
    )
    related_vote_reference = fields.Char("Reference of the vote")
    is_related_party = fields.Boolean(
        "Leaders in common", tracking=True, help="Then the members vote on the licence."
    )
    signed_on = fields.Date(tracking=True, copy=False)
    signed_by = fields.Char("Signed by, for the licensee")
    first_signing_day = fields.Date(compute="_compute_first_signing_day")

    @api.depends("information_date", "scheme_id.information_days")
    def _compute_first_signing_day(self):
        for contract in self:
            given = contract.information_date
            days = contract.sudo().scheme_id.information_days  # read by its licensee
            contract.first_signing_day = given and given + timedelta(days)

    def _missing_to_sign(self):
        """What the checklist still lacks, in words."""
        missing = []
        if not self.information_date:
            missing.append(self.env._("the day the pre-contract document was given"))
        if self.is_related_party and not self.related_vote_date:
            missing.append(self.env._("the vote on the related-party agreement"))
        if not self.signed_on or not self.signed_by:
            missing.append(self.env._("who signed for the licensee, and when"))
        return missing

    def action_sign(self):
        """Refuse a licence whose checklist is not done, or signed too early."""
        self.check_access("write")
        for contract in self.filtered(lambda row: row.state == "draft"):
            missing = contract._missing_to_sign()
            if missing:
                raise UserError(
                    self.env._(
                        "Before the licence is signed: %(what)s.",
                        what=", ".join(missing),
                    )
                )
            if contract.signed_on < contract.first_signing_day:
                raise UserError(
                    self.env._(
                        "The pre-contract document is given %(days)s days before the "
                        "signature (Code de commerce, L.330-3): not before %(first)s.",
                        days=contract.scheme_id.information_days,
                        first=contract.first_signing_day.strftime("%d/%m/%Y"),
                    )
                )
        return super().action_sign()

    def write(self, vals):
        fixed = {"basis", "books_elsewhere"} & set(vals)
        if fixed and any(
            row._is_closed() and row.line_ids for row in self.sudo().statement_ids
        ):
            raise UserError(
                self.env._(
                    "Statements of this licence are locked: the way its turnover is "
                    "counted stays. End it, and sign another one."
                )
            )
        return super().write(vals)
