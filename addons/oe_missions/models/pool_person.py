"""The pool on one screen: people of three kinds, where their own data are."""

import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.oe_base.calc import geo

from .matching_query import PLACE
from .pool_owner import KINDS
from .pool_reminder import SOON_DAYS

NEAR = re.compile(r"^(.*?)[\s,]+(\d{1,3})\s*(?:km)?$")
NEAR_KM = 15
# Of each kind every third number, so that none is used twice.
PEOPLE = """
    SELECT min(hosted.id) * 3 AS id, 'entrepreneur' AS kind, hosted.company_id,
           person.id AS entrepreneur_id, NULL::int AS technician_id,
           NULL::int AS employee_id, person.partner_id, person.name,
           person.max_distance_km AS limit_km
      FROM oe_entrepreneur person
      JOIN oe_affiliation hosted ON hosted.entrepreneur_id = person.id
       AND hosted.date_start <= %(today)s
       AND (hosted.date_end IS NULL OR hosted.date_end >= %(today)s)
     WHERE person.active AND person.is_operational
  GROUP BY person.id, hosted.company_id
 UNION ALL
    SELECT person.id * 3 + 1, 'technician', person.company_id, NULL, person.id, NULL,
           person.partner_id, person.name, NULL
      FROM oe_partner_technician person
      JOIN oe_partner_convention convention
        ON convention.id = person.convention_id AND convention.state = 'running'
     WHERE person.active
 UNION ALL
    SELECT person.id * 3 + 2, 'employee', person.company_id, NULL, NULL, person.id,
           person.partner_id, person.name, person.max_distance_km
      FROM oe_pool_employee person
     WHERE person.in_pool
"""
POOL = """
  WITH person AS (%(people)s), document AS (
    SELECT entrepreneur_id, technician_id, employee_id, type_id, valid_until
      FROM oe_pool_document WHERE state = 'valid'
)
SELECT person.*, place.lat AS latitude, place.lon AS longitude,
       COALESCE(own.days, declared.days, '') AS weekdays,
       CASE WHEN papers.expired OR EXISTS (
                SELECT FROM oe_pool_document_type kind
                 WHERE kind.active AND kind.compulsory_from <= %(today)s
                   AND CASE person.kind WHEN 'entrepreneur' THEN kind.for_entrepreneurs
                       WHEN 'technician' THEN kind.for_technicians
                       ELSE kind.for_employees END
                   AND NOT EXISTS (SELECT FROM oe_pool_document_type_product_rel r
                                    WHERE r.oe_pool_document_type_id = kind.id)
                   AND NOT EXISTS (SELECT FROM oe_pole_oe_pool_document_type_rel r
                                    WHERE r.oe_pool_document_type_id = kind.id)
                   AND NOT EXISTS (
                       SELECT FROM document
                        WHERE document.type_id = kind.id
                          AND (document.entrepreneur_id = person.entrepreneur_id
                               OR document.technician_id = person.technician_id
                               OR document.employee_id = person.employee_id)))
            THEN 'lacking' WHEN papers.soon THEN 'soon' ELSE 'ok' END AS documents
  FROM person
  LEFT JOIN (%(place)s) place ON place.id = person.partner_id
  LEFT JOIN (SELECT entrepreneur_id, string_agg(DISTINCT weekday, '') AS days
               FROM oe_availability WHERE weekday IS NOT NULL AND is_available
           GROUP BY 1) own ON own.entrepreneur_id = person.entrepreneur_id
  LEFT JOIN (SELECT technician_id, employee_id,
                    string_agg(DISTINCT weekday, '') AS days
               FROM oe_pool_availability GROUP BY 1, 2) declared
         ON declared.technician_id = person.technician_id
         OR declared.employee_id = person.employee_id
  LEFT JOIN LATERAL (
           SELECT bool_or(document.valid_until < %(today)s) AS expired,
                  bool_or(document.valid_until <= %(soon)s) AS soon
             FROM document
            WHERE document.entrepreneur_id = person.entrepreneur_id
               OR document.technician_id = person.technician_id
               OR document.employee_id = person.employee_id) papers ON TRUE
"""


class PoolPerson(models.Model):
    """One row for each person and cooperative: entrepreneur, technician, employee."""

    _name = "oe.pool.person"
    _description = "Person of the pool"
    _auto = False
    _order = "name, id"
    _depends = {
        "oe.entrepreneur": ["active", "is_operational", "name", "max_distance_km"],
        "oe.affiliation": ["entrepreneur_id", "company_id", "date_start", "date_end"],
        "oe.partner.technician": ["active", "name", "convention_id"],
        "oe.partner.convention": ["state"],
        "oe.pool.employee": ["in_pool", "name", "max_distance_km"],
        "oe.availability": ["weekday", "is_available", "entrepreneur_id"],
        "oe.pool.availability": ["weekday", "technician_id", "employee_id"],
        "oe.pool.document": [
            *("state", "valid_until", "type_id"),
            *("entrepreneur_id", "technician_id", "employee_id"),
        ],
        "oe.pool.document.type": ["active", "compulsory_from"],
        "res.partner": ["zip", "city", "partner_latitude", "partner_longitude"],
    }

    kind = fields.Selection(KINDS, readonly=True)
    name = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    entrepreneur_id = fields.Many2one("oe.entrepreneur", readonly=True)
    technician_id = fields.Many2one("oe.partner.technician", readonly=True)
    employee_id = fields.Many2one("oe.pool.employee", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", readonly=True, help="Of a technician: the firm."
    )
    phone = fields.Char(related="partner_id.phone")
    city = fields.Char(related="partner_id.city")
    limit_km = fields.Integer("Limit, km", readonly=True, aggregator=None)
    latitude = fields.Float(readonly=True, digits=(9, 5), aggregator=None)
    longitude = fields.Float(readonly=True, digits=(9, 5), aggregator=None)
    weekdays = fields.Char("Days free", readonly=True)
    week = fields.Char("Free on", compute="_compute_week")
    documents = fields.Selection(
        [
            ("lacking", "One missing or expired"),
            ("soon", "One expires soon"),
            ("ok", "In order"),
        ],
        readonly=True,
    )
    near = fields.Char(compute="_compute_distance", search="_search_near")
    distance_km = fields.Float(
        "km", digits=(6, 1), compute="_compute_distance", aggregator=None
    )

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            POOL,
            people=SQL(PEOPLE, today=today),
            today=today,
            soon=fields.Date.add(today, days=SOON_DAYS),
            place=SQL(PLACE),
        )

    @api.model
    def _everybody(self):
        """People of the companies one works for, some thousands at most."""
        return self.search([("company_id", "in", self.env.companies.ids)])

    @api.depends("weekdays")
    def _compute_week(self):
        days = self.env["oe.availability"]._fields["weekday"]
        names = dict(days._description_selection(self.env))
        for row in self:
            row.week = ", ".join(names[day].lower() for day in row.weekdays or "")

    # -- distance ---------------------------------------------------------------------

    @api.model
    def _near(self, text):
        """(commune, km) of “Vertou 10 km”; without km, those of the setting."""
        text = " ".join((text or "").split())
        match = NEAR.match(text)
        place, km = (match[1], int(match[2])) if match else (text, NEAR_KM)
        commune = self.env["oe.commune"]._typed(place)
        return (commune, km) if commune else (self.env["oe.commune"]._typed(text), km)

    def _metres_from(self, commune):
        """Metres of each from a commune; None where the address is not known."""
        return {
            row: geo.distance_m(
                row.latitude, row.longitude, commune.latitude, commune.longitude
            )
            if commune and (row.latitude or row.longitude)
            else None
            for row in self
        }

    @api.depends_context("oe_near")
    def _compute_distance(self):
        text = self.env.context.get("oe_near")
        asked = text[0] if isinstance(text, list | tuple) and text else text
        commune, _km = self._near(asked if isinstance(asked, str) else "")
        metres = self._metres_from(commune)
        for row in self:
            row.near = commune.name or ""
            row.distance_km = (metres[row] or 0) / 1000

    @api.model
    def _search_near(self, operator, value):
        if operator not in ("ilike", "=", "in"):
            return NotImplemented
        text = next(iter(value), "") if operator == "in" else value
        commune, km = self._near(text if isinstance(text, str) else "")
        if not commune:
            return Domain.FALSE
        metres = self._everybody()._metres_from(commune)
        return Domain(
            "id",
            "in",
            [
                row.id
                for row, far in metres.items()
                if far is not None and far <= km * 1000
            ],
        )
