from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class LiaisonNote(models.Model):
    """A word between the people at one home: read by them alone, gone after 90 days.

    No role of the office reads it. Pages show it to who comes, to the client, and to
    whom the client gave a mandate to see the visits.
    """

    _name = "oe.liaison.note"
    _description = "Word in a liaison notebook"
    _inherit = ["oe.retention.mixin"]
    _order = "id desc"
    _rec_name = "create_date"
    _check_company_auto = True

    _retention_code = "liaison"
    _retention_date_field = "create_date"

    partner_id = fields.Many2one(
        "res.partner", "At the home of", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    author_id = fields.Many2one(
        "res.partner", "Written by", required=True, index=True, ondelete="cascade"
    )
    body = fields.Text(required=True)
    sent_ref = fields.Char(copy=False)

    _sent_once = models.UniqueIndex(
        "(author_id, sent_ref) WHERE sent_ref IS NOT NULL",
        "This word was sent already.",
    )

    @api.model
    def _homes(self, user):
        """Clients whose notebook a person reads today, and for which company."""
        partner = user.partner_id
        missions_sudo = self.env["oe.mission"]._readable_missions(partner, "visits")
        person = user._oe_entrepreneur()
        if person:
            missions_sudo |= self._missions_of(person)
        return {
            client: missions.company_id[:1]
            for client, missions in missions_sudo.grouped("partner_id").items()
            if not client.oe_deceased_on
        }

    @api.model
    def _missions_of(self, person):
        """Missions that run where an ES is a member today, or comes instead soon."""
        today = fields.Date.context_today(self)
        running = [("state", "in", ("staffed", "running", "suspended"))]
        missions_sudo = self.env["oe.mission"].sudo()
        members = missions_sudo.search(
            [*running, ("member_ids.entrepreneur_id", "=", person.id)]
        ).filtered(
            lambda mission: any(
                row.entrepreneur_id == person
                and (not row.date_end or row.date_end >= today)
                for row in mission.member_ids
            )
        )
        now = fields.Datetime.now()
        instead = missions_sudo.intervention_ids.search(
            [
                ("entrepreneur_id", "=", person.id),
                ("state", "!=", "cancelled"),
                ("planned_start", "<=", fields.Datetime.add(now, days=7)),
                ("planned_end", ">=", fields.Datetime.subtract(now, days=7)),
            ]
        ).mission_id
        return members | instead.filtered_domain(running)

    @api.model
    def _write_down(self, client, company, author, body, sent_ref=None):
        """One word; sent twice it stands once.

        :raises UserError: without words
        """
        body = (body or "").strip()[:1000]
        if not body:
            raise UserError(self.env._("Write a word first."))
        notes_sudo = self.sudo()
        known = notes_sudo.search(
            [("author_id", "=", author.id), ("sent_ref", "=", sent_ref or "-")]
        )
        return known or notes_sudo.create(
            {
                "partner_id": client.id,
                "company_id": company.id,
                "author_id": author.id,
                "body": body,
                "sent_ref": sent_ref,
            }
        )

    @api.model
    def _page(self, client, reader):
        """The words of a notebook, as plain values; read late, gone all the same."""
        limit = self.sudo()._retention_limit(fields.Date.context_today(self))
        rows_sudo = self.sudo().search(
            [("partner_id", "=", client.id), ("create_date", ">=", limit)], limit=60
        )
        return [
            {
                "who": (row.author_id.name or "").split(" ")[0],
                "mine": row.author_id == reader,
                "day": format_date(self.env, row.create_date),
                "body": row.body,
            }
            for row in rows_sudo
        ]
