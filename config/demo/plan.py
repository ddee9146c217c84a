"""The network plan beside the month: a prudent copy, and what was really sold."""


class Plan:
    """Mixed into the month, once its invoices are posted."""

    def plan(self):
        """Actuals beside both reference scenarios; a prudent one to compare."""
        plans = self.env["oe.plan"].search([("state", "=", "published")])
        plans.action_actuals()
        source = plans.filtered(lambda row: row.engine == "bottom_up")[:1]
        prudent = source.copy({"name": "Plan prudent"})
        prudent.write(
            {
                "rate": 4,
                "billed_months": 10.5,
                "source": "Hypothèses du conseil, juin 2026",
                "note": "Deux ouvertures par an, facturation plus lente.",
            }
        )
        for row in prudent.year_ids:
            row.openings = min(row.openings, 2)
        prudent.action_compute()
        prudent.action_actuals()
