from odoo import fields, models
from odoo.tools import SQL


class EthicsMissing(models.Model):
    """Who works today and has not signed the version in force."""

    _name = "oe.ethics.missing"
    _description = "Code of ethics not signed"
    _auto = False
    _order = "company_id, partner_id"
    _rec_name = "partner_id"
    _depends = {
        "oe.affiliation": ["entrepreneur_id", "company_id", "date_start", "date_end"],
        "oe.entrepreneur": ["partner_id", "active", "is_operational"],
        "oe.ethics.code": ["date_start"],
        "oe.ethics.signature": ["code_id", "partner_id"],
        "res.users": ["partner_id", "company_id", "active", "share"],
    }

    partner_id = fields.Many2one("res.partner", "Person", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    code_id = fields.Many2one("oe.ethics.code", "Version", readonly=True)
    kind = fields.Selection(
        [("entrepreneur", "Entrepreneur"), ("staff", "Staff")], readonly=True
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH code AS (
                  SELECT id FROM oe_ethics_code
                   WHERE date_start <= CURRENT_DATE
                ORDER BY date_start DESC, id DESC
                   LIMIT 1
            ), people AS (
                SELECT person.partner_id, line.company_id, 'entrepreneur' AS kind
                  FROM oe_affiliation line
                  JOIN oe_entrepreneur person ON person.id = line.entrepreneur_id
                 WHERE person.active AND person.is_operational
                   AND line.date_start <= CURRENT_DATE
                   AND (line.date_end IS NULL OR line.date_end >= CURRENT_DATE)
                 UNION
                SELECT member.partner_id, member.company_id, 'staff' AS kind
                  FROM res_users member
                  JOIN res_company company ON company.id = member.company_id
                 WHERE member.active AND NOT member.share
                   AND company.oe_kind IS NOT NULL
            )
            SELECT row_number() OVER (
                       ORDER BY people.partner_id, people.company_id, people.kind
                   ) AS id,
                   people.partner_id, people.company_id, people.kind,
                   code.id AS code_id
              FROM people CROSS JOIN code
             WHERE NOT EXISTS (
                   SELECT 1 FROM oe_ethics_signature signature
                    WHERE signature.code_id = code.id
                      AND signature.partner_id = people.partner_id
                   )
            """
        )
