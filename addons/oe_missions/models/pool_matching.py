"""Who lacks a compulsory document is proposed nothing new."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_date


class Mission(models.Model):
    _inherit = "oe.mission"

    def _match_blocks(self):
        """Compulsory documents of the work that somebody lacks on its first day ahead.

        What one cooperative of the network has checked holds for all of them.
        """
        return [
            *super()._match_blocks(),
            SQL(
                """
                SELECT asked.mission_id, person.id, 'mission.document',
                       COALESCE(to_char(own.until, 'YYYY-MM-DD'), '') || '|'
                       || asked.name
                  FROM (
                    SELECT mission.id AS mission_id, kind.id AS type_id,
                           COALESCE(kind.name ->> %(lang)s, kind.name ->> 'en_US')
                           AS name,
                           ahead.day
                      FROM oe_mission mission
                      JOIN LATERAL (
                        SELECT LEAST(GREATEST(mission.date_start, %(today)s),
                                     mission.date_end) AS day) ahead ON TRUE
                      JOIN oe_pool_document_type kind
                        ON kind.active AND kind.for_entrepreneurs
                       AND kind.compulsory_from <= ahead.day
                     WHERE mission.id = ANY(%(missions)s)
                       AND (
                        NOT EXISTS (SELECT FROM oe_pool_document_type_product_rel r
                                     WHERE r.oe_pool_document_type_id = kind.id)
                        AND NOT EXISTS (
                            SELECT FROM oe_pole_oe_pool_document_type_rel r
                             WHERE r.oe_pool_document_type_id = kind.id)
                        OR EXISTS (
                            SELECT FROM oe_pole_oe_pool_document_type_rel r
                             WHERE r.oe_pool_document_type_id = kind.id
                               AND r.oe_pole_id = mission.pole_id)
                        OR EXISTS (
                            SELECT FROM oe_pool_document_type_product_rel r
                              JOIN sale_order_line line
                                ON line.product_id = r.product_product_id
                             WHERE r.oe_pool_document_type_id = kind.id
                               AND line.order_id = mission.order_id)
                       )
                  ) asked
                  JOIN oe_entrepreneur person ON person.active
             LEFT JOIN (
                    SELECT entrepreneur_id, type_id,
                           max(COALESCE(valid_until, 'infinity')) AS until
                      FROM oe_pool_document
                     WHERE state = 'valid' AND entrepreneur_id IS NOT NULL
                  GROUP BY 1, 2
                  ) own
                    ON own.entrepreneur_id = person.id
                   AND own.type_id = asked.type_id
                 WHERE own.until IS NULL OR own.until < asked.day
                """,
                missions=list(self.ids),
                today=self._match_today(),
                lang=self.env.lang or "en_US",
            ),
        ]

    def _refusal_sentences(self, item):
        return {
            **super()._refusal_sentences(item),
            "mission.document": lambda: self._document_sentence(item.get("detail")),
        }

    def _document_sentence(self, detail):
        until, name = detail.split("|", 1)
        if not until:
            return self.env._("document missing: %(name)s", name=name)
        return self.env._(
            "document expired: %(name)s, valid until %(day)s",
            name=name,
            day=format_date(self.env, until),
        )


class PoolDocument(models.Model):
    _inherit = "oe.pool.document"

    def _missing(self, kind, day, services, pole=None):
        """Compulsory kinds that none of one person's documents fulfils on a day.

        :param str kind: what the person is
        :param services: what the person does; a kind may be for some of them only
        """
        asked_sudo = self.env["oe.pool.document.type"].sudo()._asked_of(kind)
        held = self.sudo().filtered(
            lambda row: (
                row.state == "valid" and (not row.valid_until or row.valid_until >= day)
            )
        )
        return (
            asked_sudo.filtered(
                lambda row: (
                    row.compulsory_from
                    and row.compulsory_from <= day
                    and (
                        not (row.product_ids or row.pole_ids)
                        or row.product_ids & services
                        or (pole and pole in row.pole_ids)
                    )
                )
            )
            - held.type_id
        )


class PartnerTechnician(models.Model):
    _inherit = "oe.partner.technician"

    pool_document_ids = fields.One2many(
        "oe.pool.document", "technician_id", groups="oe_base.group_oe_advisor"
    )

    def _lacking(self, day, pole):
        """Compulsory documents that each lacks on a day: technician → kinds."""
        found = {}
        for person in self.sudo():
            services = person.convention_id.product_ids
            missing = person.pool_document_ids._missing(
                "technician", day, services, pole
            )
            if missing:
                found[person] = missing
        return found

    def _assert_in_order(self, day, pole):
        """No works with somebody whose compulsory document has expired.

        :raises UserError: naming each person and document
        """
        lacking = self._lacking(day, pole)
        if lacking:
            raise UserError(
                self.env._(
                    "%(who)s. The cooperative must see a valid one first.",
                    who="; ".join(
                        self.env._(
                            "%(name)s, document missing or expired: %(what)s",
                            name=person.name,
                            what=", ".join(kinds.mapped("name")),
                        )
                        for person, kinds in lacking.items()
                    ),
                )
            )


class WorksOffer(models.Model):
    """Who will come, checked when the offer is sent and when it is chosen."""

    _inherit = "oe.works.offer"

    technician_ids = fields.Many2many(
        "oe.partner.technician",
        "oe_works_offer_technician_rel",
        string="Who will come",
        domain="[('convention_id', '=', convention_id)]",
        groups="oe_base.group_oe_advisor",
        help="Empty as long as the firm has not said.",
    )

    @api.constrains("technician_ids", "convention_id")
    def _check_technicians(self):
        for offer in self:
            if offer.technician_ids.convention_id - offer.convention_id:
                raise ValidationError(
                    self.env._("Choose technicians of the firm's own convention.")
                )

    def _send(self):
        today = self.company_id._oe_today()
        people = self.sudo().technician_ids
        people._assert_in_order(today, self.order_id.sudo().pole_id)
        return super()._send()


class WorksOrder(models.Model):
    _inherit = "oe.works.order"

    def _assert_may_choose(self, offer):
        result = super()._assert_may_choose(offer)
        people = offer.sudo().technician_ids
        people._assert_in_order(self.company_id._oe_today(), self.sudo().pole_id)
        return result

    def _record_hours(self, technician, day, minutes, sent_ref=None):
        known = sent_ref and sent_ref in self.hours_ids.mapped("sent_ref")
        if technician.partner_id == self.chosen_offer_id.partner_id and not known:
            technician._assert_in_order(day, self.sudo().pole_id)
        return super()._record_hours(technician, day, minutes, sent_ref)
