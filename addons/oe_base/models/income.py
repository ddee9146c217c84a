from collections import defaultdict

from odoo import api, fields, models

SOURCES = [
    ("operational", "Operational"),
    ("complementary", "Complementary"),
    ("brought", "Business brought"),
    ("conceptual", "Conceptual"),
]


class Activity(models.Model):
    _inherit = "oe.activity"

    income_source = fields.Selection(
        SOURCES[:2],
        "Kind of income",
        required=True,
        default="operational",
        help="Complementary: beside the main trade of the person.",
    )


class Entrepreneur(models.Model):
    """Several incomes of one person, by source: add-ons fill in what they know."""

    _inherit = "oe.entrepreneur"

    def _income_rows(self, start, end):
        """Incomes of a person between two days (both included).

        :return: list of dicts ``source`` (see ``SOURCES``), ``label``, ``cents``,
            ``why`` (a sentence), ``url`` (a page of the portal, or "")
        """
        self.ensure_one()
        return []

    def _income_shown(self, records):
        """Inside, one reads what one's own companies pay, whoever else pays as well.

        :param records: of a model with a ``company_id``
        """
        if self.env.user.share:
            return records
        return records.filtered(lambda row: row.company_id in self.env.companies)

    def _incomes(self, start, end):
        """The same by source: ``[(source, label, cents, rows)]``, empty ones too."""
        labels = self._income_labels()
        groups = defaultdict(list)
        for row in self._income_rows(start, end):
            groups[row["source"]].append(row)
        return [
            (
                source,
                labels[source],
                sum(row["cents"] for row in groups[source]),
                groups[source],
            )
            for source in labels
        ]

    @api.model
    def _income_labels(self):
        return {
            "operational": self.env._("Operational: missions and sales"),
            "complementary": self.env._("Complementary activities"),
            "brought": self.env._("Business brought"),
            "conceptual": self.env._("Conceptual: ideas and rights"),
        }
