import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.tools import lock_rows

_logger = logging.getLogger(__name__)

TAXPAYERS_A_BATCH = 200


class SapCertificateBatch(models.Model):
    """The certificates of a year for a large company, in the background.

    Two hundred taxpayers a commit, in the order of their numbers: killed or run again
    it goes on, and memory does not grow with the number of clients.
    """

    _name = "oe.sap.certificate.batch"
    _description = "Tax certificates of a year"
    _order = "id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True)
    year = fields.Integer(required=True, aggregator=None)
    state = fields.Selection(
        [("running", "Under way"), ("done", "Done")],
        required=True,
        default="running",
        readonly=True,
    )
    total = fields.Integer("Taxpayers", readonly=True)
    done = fields.Integer("Taxpayers done", readonly=True)
    issued = fields.Integer("Issued now", readonly=True)
    missing = fields.Integer("None yet", readonly=True)
    last_partner_id = fields.Integer(readonly=True)

    _one_at_a_time = models.UniqueIndex(
        "(company_id) WHERE state = 'running'",
        "The certificates of this company are being issued already.",
    )

    @api.depends("company_id", "year")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = f"{batch.company_id.name or ''}, {batch.year}"

    @api.model
    def _start(self, company, year):
        """Begin, or go on with, the certificates of a year.

        :raises UserError: while those of another year are being issued
        """
        self.env["oe.sap.certificate"].check_access("create")
        if company not in self.env.companies:
            raise AccessError(self.env._("This company is not one of yours."))
        batches_sudo = self.sudo()
        running = batches_sudo.search(
            [("company_id", "=", company.id), ("state", "=", "running")], limit=1
        )
        if running and running.year != year:
            raise UserError(
                self.env._(
                    "The certificates of %(run)s are being issued: wait until they are "
                    "done.",
                    run=running.display_name,
                )
            )
        batch = running or batches_sudo.create({"company_id": company.id, "year": year})
        certificates = self.env["oe.sap.certificate"]
        left = certificates._taxpayers(company, year, batch.last_partner_id)
        batch.total = batch.done + len(left)
        self.env.ref("oe_sap.cron_certificates").sudo()._trigger()
        return batch.sudo(False)

    @api.model
    def _cron_issue(self):
        """Go on with every run, two hundred taxpayers a commit."""
        cron = self.env["ir.cron"]
        for batch in self.search([("state", "=", "running")], order="id"):
            while batch.state == "running":
                if not batch._try_next():
                    break  # the other companies go on
                left = max(0, batch.total - batch.done)
                if not cron._commit_progress(1, remaining=left):
                    return
                # What was read for one batch is of no use to the next.
                self.env.invalidate_all()

    def _try_next(self):
        """Whether the next step was done; a company that cannot stops no other."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._next_batch()
        except (UserError, CalcError):
            _logger.warning("Certificates: batch %s stopped, tried again", self.id)
            return False
        return True

    def _next_batch(self):
        """Issue for the next taxpayers; each reason stands on the worklist."""
        self.ensure_one()
        lock_rows(self)
        if self.state != "running":
            return
        certificates = self.env["oe.sap.certificate"]
        ids = certificates._taxpayers(
            self.company_id, self.year, self.last_partner_id, TAXPAYERS_A_BATCH
        )
        if ids:
            partners = self.env["res.partner"].browse(ids)
            # The system goes on with what somebody who may has begun.
            issued, reasons = certificates.sudo()._run(
                self.company_id, self.year, partners
            )
            self.write(
                {
                    "last_partner_id": ids[-1],
                    "done": self.done + len(ids),
                    "issued": self.issued + len(issued),
                    "missing": self.missing + len(reasons),
                }
            )
        if len(ids) < TAXPAYERS_A_BATCH:
            self.write({"state": "done", "total": self.done})

    def action_missing(self):
        """Who has none yet, and why."""
        self.ensure_one()
        return self.env["oe.sap.certificate.missing"]._action(
            self.company_id, self.year
        )


class SapCertificateMissing(models.Model):
    """A taxpayer without certificate for a year, because …: a worklist."""

    _name = "oe.sap.certificate.missing"
    _description = "Taxpayer without certificate"
    _inherit = ["oe.retention.mixin"]
    _order = "year desc, id"
    _rec_name = "reason"
    _check_company_auto = True

    _retention_code = "sap_household"
    _retention_date_field = "write_date"

    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Taxpayer", required=True, index=True, ondelete="cascade"
    )
    year = fields.Integer(required=True, aggregator=None)
    reason = fields.Char("None yet, because", required=True)

    _once = models.UniqueIndex(
        "(company_id, year, partner_id)", "This taxpayer is on the list already."
    )

    @api.model
    def _note(self, company, year, partners, reasons):
        """Bring the list up to date for these taxpayers; noted twice it is once."""
        rows_sudo = self.sudo()
        known = rows_sudo.search(
            [
                ("company_id", "=", company.id),
                ("year", "=", year),
                ("partner_id", "in", [partner.id for partner in partners]),
            ]
        )
        by_partner = known.grouped("partner_id")
        wanted = {partner.id: reason for partner, reason in reasons.items()}
        known.filtered(lambda row: row.partner_id.id not in wanted).unlink()
        fresh = []
        for partner, reason in reasons.items():
            row = by_partner.get(partner.sudo(), rows_sudo)
            if not row:
                fresh.append(
                    {
                        "company_id": company.id,
                        "partner_id": partner.id,
                        "year": year,
                        "reason": reason,
                    }
                )
            elif row.reason != reason:
                row.reason = reason
        rows_sudo.create(fresh)

    @api.model
    def _action(self, company, year):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("None yet, because"),
            "res_model": self._name,
            "view_mode": "list",
            "domain": [("company_id", "=", company.id), ("year", "=", year)],
        }


class SapCertificate(models.Model):
    _inherit = "oe.sap.certificate"

    @api.model
    def _taxpayers(self, company, year, after=0, limit=None):
        """Ids of taxpayers with home services of a year, by number, in one query."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT COALESCE(client.oe_taxpayer_id, client.id) AS taxpayer
                  FROM account_move move
                  JOIN res_partner client
                    ON client.id = COALESCE(move.oe_sap_client_id, move.partner_id)
                 WHERE move.company_id = %(company)s
                   AND move.state = 'posted'
                   AND move.move_type = 'out_invoice'
                   AND COALESCE(client.oe_taxpayer_id, client.id) > %(after)s
                   AND (move.invoice_date >= %(start)s OR EXISTS (
                       SELECT 1
                         FROM account_move_line owed
                         JOIN account_partial_reconcile part
                           ON part.debit_move_id = owed.id
                        WHERE owed.move_id = move.id AND part.max_date >= %(start)s))
                   AND EXISTS (
                       SELECT 1
                         FROM account_move_line line
                         JOIN product_product product ON product.id = line.product_id
                         JOIN product_template template
                           ON template.id = product.product_tmpl_id
                        WHERE line.move_id = move.id
                          AND template.oe_sap_activity_id IS NOT NULL)
              ORDER BY taxpayer
                %(limit)s
                """,
                company=company.id,
                after=after,
                start=f"{year}-01-01",
                limit=SQL("LIMIT %s", limit) if limit else SQL(""),
            )
        )
        return [taxpayer for (taxpayer,) in rows]
