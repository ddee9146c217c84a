from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.oe_base.calc.geo import EARTH_RADIUS_M

from .satisfaction import ENOUGH

PAGE = 12
KM = (5, 10, 20, 30, 50)

# The newest validated level of each competence today.
HELD = """
    SELECT DISTINCT ON (entrepreneur_id, skill_id) entrepreneur_id, skill_id, level
      FROM oe_competence_assessment
     WHERE state = 'valid' AND date_start <= %(today)s
       AND (date_end IS NULL OR date_end >= %(today)s)
  ORDER BY entrepreneur_id, skill_id, date_start DESC, id DESC
"""

ROWS = """
WITH held AS MATERIALIZED (%(held)s), found AS (
    SELECT profile.id, profile.slug, profile.shown_name, profile.job,
           profile.has_photo, profile.shows_opinions, profile.entrepreneur_id,
           commune.name AS place, %(distance)s AS distance_m
      FROM oe_public_profile profile
 LEFT JOIN oe_commune commune ON commune.id = profile.commune_id
     WHERE profile.id IN (%(shown)s) AND %(service)s AND %(skill)s
)
SELECT found.slug, found.shown_name, found.job, found.has_photo, found.place,
       found.distance_m, services.names, skills.names, opinions.average,
       opinions.answers, count(*) OVER ()
  FROM found
 LEFT JOIN LATERAL (
       SELECT array_agg(%(service_name)s ORDER BY %(service_name)s) AS names
         FROM %(service_rel)s rel
         JOIN product_product product ON product.id = rel.product_product_id
         JOIN product_template template ON template.id = product.product_tmpl_id
        WHERE rel.oe_public_profile_id = found.id AND template.active
          AND product.active AND template.list_price > 0) services ON TRUE
 LEFT JOIN LATERAL (
       SELECT array_agg(%(skill_name)s ORDER BY %(skill_name)s) AS names
         FROM %(skill_rel)s rel
         JOIN hr_skill skill ON skill.id = rel.hr_skill_id
         JOIN held ON held.skill_id = skill.id AND held.level > 0
          AND held.entrepreneur_id = found.entrepreneur_id
        WHERE rel.oe_public_profile_id = found.id) skills ON TRUE
 LEFT JOIN LATERAL (
       SELECT round(avg(answer.score), 1) AS average, count(*) AS answers
         FROM %(opinion_rel)s rel
         JOIN oe_satisfaction answer ON answer.id = rel.oe_satisfaction_id
          AND answer.state = 'answered'
        WHERE found.shows_opinions
          AND rel.oe_entrepreneur_id = found.entrepreneur_id
       HAVING count(*) >= %(enough)s) opinions ON TRUE
 WHERE %(near)s
 ORDER BY found.distance_m, md5(found.slug || %(today)s::text), found.id
 LIMIT %(limit)s OFFSET %(offset)s
"""

CHOICES = """
WITH held AS MATERIALIZED (%(held)s)
SELECT 'service', product.id, %(service_name)s
  FROM oe_public_profile profile
  JOIN %(service_rel)s rel ON rel.oe_public_profile_id = profile.id
  JOIN product_product product ON product.id = rel.product_product_id
  JOIN product_template template ON template.id = product.product_tmpl_id
 WHERE profile.id IN (%(shown)s) AND template.active AND product.active
   AND template.list_price > 0
 UNION
SELECT 'skill', skill.id, %(skill_name)s
  FROM oe_public_profile profile
  JOIN %(skill_rel)s rel ON rel.oe_public_profile_id = profile.id
  JOIN hr_skill skill ON skill.id = rel.hr_skill_id
  JOIN held ON held.skill_id = skill.id AND held.level > 0
   AND held.entrepreneur_id = profile.entrepreneur_id
 WHERE profile.id IN (%(shown)s)
 ORDER BY 3
"""


class PublicDirectory(models.Model):
    """The directory: one query for the cards of a page, one for what it filters by."""

    _inherit = "oe.public.profile"

    @api.model
    def _directory(self, service=None, skill=None, place=None, km=20, page=1):
        """A page of the directory.

        Nearest first when a place is given; otherwise everybody has a turn at the
        top: the order changes each day and tells nothing of anybody.

        :param int service: id of a product
        :param int skill: id of a competence
        :param place: an ``oe.commune``, or none
        :param int km: how far from there
        :param int page: from 1
        :return: dict ``rows`` (plain values), ``total``, ``pages``
        """
        self.env.flush_all()
        parts = self._directory_parts()
        distance = self._distance_sql(place) if place else SQL("NULL::int")
        rows = self.env.execute_query(
            SQL(
                ROWS,
                **parts,
                distance=distance,
                service=self._holds("service_ids", service),
                skill=self._holds_skill(skill),
                near=SQL("found.distance_m <= %s", km * 1000) if place else SQL("TRUE"),
                opinion_rel=SQL.identifier(
                    self.env["oe.satisfaction"]._fields["entrepreneur_ids"].relation
                ),
                enough=ENOUGH,
                limit=PAGE,
                offset=(page - 1) * PAGE,
            )
        )
        total = rows[0][-1] if rows else 0
        return {
            "rows": [self._card(row) for row in rows],
            "total": total,
            "pages": -(-total // PAGE),
        }

    def _card(self, row):
        slug, name, job, has_photo, place, distance, services, skills, *opinions = row
        return {
            "slug": slug,
            "name": name,
            "job": job or "",
            "has_photo": has_photo,
            "place": place or "",
            "km": None if distance is None else round(distance / 1000),
            "services": services or [],
            "skills": skills or [],
            "average": opinions[0] and f"{opinions[0]:.1f}".replace(".", ","),
            "answers": opinions[1] or 0,
        }

    @api.model
    def _directory_choices(self):
        """Services and competences that somebody shows, by name.

        :return: dict ``service`` and ``skill``, each a list of ``(id, name)``
        """
        self.env.flush_all()
        choices = {"service": [], "skill": []}
        rows = self.env.execute_query(SQL(CHOICES, **self._directory_parts()))
        for kind, row_id, name in rows:
            choices[kind].append((row_id, name))
        return choices

    def _directory_parts(self):
        profiles_sudo = self.sudo()
        today = fields.Date.context_today(self)
        return {
            "held": SQL(HELD, today=today),
            "today": today,
            "shown": profiles_sudo._search(self._open_domain()).subselect(),
            "service_rel": SQL.identifier(self._fields["service_ids"].relation),
            "skill_rel": SQL.identifier(self._fields["competence_ids"].relation),
            "service_name": self.env["product.template"]
            .sudo()
            ._field_to_sql("template", "name"),
            "skill_name": self.env["hr.skill"].sudo()._field_to_sql("skill", "name"),
        }

    def _holds(self, name, row_id):
        field = self._fields[name]
        if not row_id:
            return SQL("TRUE")
        return SQL(
            "EXISTS (SELECT 1 FROM %s rel WHERE rel.%s = profile.id AND rel.%s = %s)",
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
            SQL.identifier(field.column2),
            row_id,
        )

    def _holds_skill(self, skill):
        if not skill:
            return SQL("TRUE")
        return SQL(
            "%s AND EXISTS (SELECT 1 FROM held WHERE held.skill_id = %s "
            "AND held.level > 0 AND held.entrepreneur_id = profile.entrepreneur_id)",
            self._holds("competence_ids", skill),
            skill,
        )

    def _distance_sql(self, place):
        """Metres from a commune, on the great circle (haversine)."""
        return SQL(
            """round(2 * %(radius)s * asin(sqrt(LEAST(1.0,
               sin(radians(commune.latitude::float8 - %(lat)s) / 2) ^ 2
               + cos(radians(%(lat)s)) * cos(radians(commune.latitude::float8))
               * sin(radians(commune.longitude::float8 - %(lon)s) / 2) ^ 2))))::int""",
            radius=EARTH_RADIUS_M,
            lat=place.latitude,
            lon=place.longitude,
        )
