import logging

from odoo import models

from .invoice_run import REFUSALS

_logger = logging.getLogger(__name__)


class Mission(models.Model):
    """The weekly dispatch: every mission that looks for somebody, in one pass."""

    _inherit = "oe.mission"

    def action_dispatch(self):
        """Rank people for every mission that looks for somebody, in one pass.

        The best are kept for each; who is refused, and why, is shown by *Find
        candidates* on the mission itself.
        """
        self.check_access("write")
        wanted = self._to_dispatch() if not self else self._waiting()
        wanted._dispatch()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dispatch"),
            "res_model": "oe.mission.candidate",
            "views": [
                (
                    self.env.ref("oe_missions.oe_mission_candidate_view_dispatch").id,
                    "list",
                )
            ],
            "domain": [
                ("mission_id", "in", wanted.ids),
                ("replacement_id", "=", False),
                ("rank", "<=", 3),
            ],
            "context": {"group_by": "mission_id"},
        }

    def _waiting(self):
        """Those that still look for somebody."""
        return self.filtered(
            lambda m: m.state in ("draft", "proposed") or m._has_free_seat()
        )

    def _to_dispatch(self):
        today = self._match_today()
        return self.search(
            [
                ("state", "in", ("draft", "proposed", "staffed", "running")),
                ("company_id", "in", self.env.companies.ids),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", today),
            ],
            limit=5000,
        )._waiting()

    def _dispatch(self, best=20):
        """Write the best people of each mission anew; people see nothing of it."""
        rows = self._prepare_candidates(best)
        self._write_candidates(rows)

    def _cron_dispatch(self):
        """Once a week the open missions of each cooperative have people ranked.

        A cooperative where a rule refuses keeps none of the others waiting.
        """
        companies = self.env["res.company"].search(
            [("oe_kind", "in", ("cae_sap", "cae_general"))]
        )
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    wanted = self.with_company(company).with_context(
                        allowed_company_ids=company.ids
                    )
                    wanted._to_dispatch()._dispatch()
            except REFUSALS:
                _logger.exception("dispatch of company %s", company.id)
