import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class Contract(models.Model):
    """The chain of seals of a licence, verified by a button and every night."""

    _inherit = "oe.royalty.contract"

    verified_on = fields.Datetime(readonly=True, copy=False)
    broken_id = fields.Many2one(
        "oe.royalty.statement",
        "Broken at",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The first statement that no longer is what was locked.",
    )

    def action_verify(self):
        """Verify the whole chain and say what was found."""
        self.check_access("read")
        # Both parties may ask; what was found is written for both.
        broken = self.sudo()._verify()
        if broken:
            kind, words = (
                "danger",
                self.env._(
                    "Changed since it was locked: %(names)s",
                    names=", ".join(broken.mapped("display_name")),
                ),
            )
        else:
            kind, words = "success", self.env._("Every locked statement is intact.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": kind, "message": words, "sticky": bool(broken)},
        }

    def _verify(self):
        """First broken statement of each chain, written on its licence."""
        broken = self.env["oe.royalty.statement"]
        for contract in self:
            found = contract._first_broken()
            contract.write(
                {"verified_on": fields.Datetime.now(), "broken_id": found.id}
            )
            broken |= found
        return broken

    def _first_broken(self):
        statements = self.env["oe.royalty.statement"]
        before = False
        for statement in statements.search(
            [
                ("contract_id", "=", self.id),
                ("state", "in", statements._closed_states),
            ],
            order="month",
        ):
            if (statement.seal_before or False) != before:
                return statement
            if not statement._seal_is_true():
                return statement
            before = statement.seal
            # One month in memory at a time, whatever the years.
            statement.line_ids.invalidate_recordset()
        return statements

    @api.model
    def _cron_verify(self):
        """Every night: the licensor has one activity per broken chain."""
        contracts = self.search([("statement_ids", "!=", False)])
        for statement in contracts._verify():
            _logger.error("royalty statement %s is not intact", statement.id)
            contract = statement.contract_id
            summary = self.env._("A locked royalty statement was changed")
            if summary in contract.activity_ids.mapped("summary"):
                continue
            for user in statement._licensor_partners().user_ids[:1]:
                contract.activity_schedule(
                    "mail.mail_activity_data_warning",
                    summary=summary,
                    note=self.env._(
                        "%(name)s is no longer what was locked: find who changed it "
                        "behind the screens, and restore it.",
                        name=statement.display_name,
                    ),
                    user_id=user.id,
                )
