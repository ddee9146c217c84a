from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows


class SapActivityReport(models.Model):
    """A statement declared: frozen under a seal, corrected by a new version."""

    _inherit = "oe.sap.activity.report"

    def action_declare(self):
        """Freeze what was typed into the portal; twice, once.

        :raises UserError: before its figures are computed or its period is over
        """
        self._check_handler()
        for report in self:
            # One chain an establishment: the next one waits.
            lock_rows(report.establishment_id.sudo())
            lock_rows(report)
            if report.state == "declared":
                continue
            if report.state != "computed":
                raise UserError(
                    self.env._(
                        "Compute the figures of %(name)s first.",
                        name=report.display_name,
                    )
                )
            if report.date_end >= report.company_id._oe_today():
                raise UserError(
                    self.env._(
                        "%(name)s is not over yet: declare it after %(day)s.",
                        name=report.display_name,
                        day=format_date(self.env, report.date_end),
                    )
                )
            report._freeze()

    def _freeze(self):
        self.ensure_one()
        before = self.sudo().search(
            [
                ("establishment_id", "=", self.establishment_id.id),
                ("state", "=", "declared"),
            ],
            order="declared_on desc, write_date desc, id desc",
        )
        chained = set(before.mapped("seal_before"))
        last = before.filtered(lambda row: row.seal not in chained)[:1]
        self.sudo().write(
            {
                "declared_on": self.company_id._oe_today(),
                "declared_by_id": self.env.user.id,
                "is_late": False,
            }
        )
        self._seal(last)
        self.sudo().state = "declared"
        self._close_tasks()

    def _seal_payload(self):
        """Establishment, period and each figure, money in cents."""
        self.ensure_one()
        head = [
            self.establishment_id.siret,
            self.kind,
            str(self.date_start),
            str(self.version),
            str(self.declared_on),
        ]
        body = [
            f"{row.code}:{row.mode or ''}:"
            + ":".join(
                str(to_cents(row[name]))
                for name in ("first", "second", "third", "whole")
            )
            for row in self.sudo().figure_ids.sorted("sequence")
        ]
        return "\n".join(head + body)

    def action_amend(self):
        """A new version that carries later corrections; twice, the same one."""
        self._check_handler()
        self.ensure_one()
        lock_rows(self.establishment_id.sudo())
        same = self.search(
            [
                ("establishment_id", "=", self.establishment_id.id),
                ("kind", "=", self.kind),
                ("date_start", "=", self.date_start),
            ],
            order="version desc",
            limit=1,
        )
        if same.state == "declared":
            # Who corrects was checked; nobody numbers a version by hand.
            amended_sudo = self.sudo().create(
                {
                    "establishment_id": self.establishment_id.id,
                    "kind": self.kind,
                    "date_start": self.date_start,
                    "date_due": self.date_due,
                    "version": same.version + 1,
                    "amends_id": same.id,
                }
            )
            same = amended_sudo.sudo(False)
            same.action_compute()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": same.id,
            "views": [(False, "form")],
        }
