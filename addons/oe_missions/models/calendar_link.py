import pytz
import vobject

from odoo import api, fields, models

from odoo.addons.oe_base.tools import lock_rows

DAYS_BACK, DAYS_AHEAD = 30, 90


def _short(name):
    """First name and initial: Jeanne L."""
    first, *others = (name or "").split() or [""]
    return f"{first} {others[-1][0]}." if others else first


class CalendarLink(models.Model):
    """The address under which an ES's own calendar reads the visits.

    It holds 256 random bits of which the hash alone is kept: shown once, revoked by
    one tap. Whoever holds it reads the feed without a login, and it will lie on
    servers of others (telephone, mailbox): so it tells a first name, an initial, a
    town and hours. Address and phone are added only if the ES says so; services and
    instructions, which tell of health and dependency, never.
    """

    _name = "oe.calendar.link"
    _description = "Calendar address of an ES"
    _inherit = ["oe.token.mixin"]
    _order = "id desc"
    _oe_shared = "a person's own address, over the companies of the person"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    with_details = fields.Boolean("Address and phone of clients too")
    made_on = fields.Date(required=True, default=fields.Date.context_today)
    read_on = fields.Date("Last read", readonly=True)

    _person_once = models.UniqueIndex(
        "(entrepreneur_id)", "There is one calendar address per person."
    )

    @api.depends("entrepreneur_id")
    def _compute_display_name(self):
        for link in self:
            link.display_name = link.entrepreneur_id.name or ""

    @api.model
    def _make(self, person, with_details):
        """A new address for a person; an older one dies. Returns its path."""
        lock_rows(person.sudo())
        links_sudo = self.sudo()
        links_sudo._of_person(person).unlink()
        token, token_hash = links_sudo._new_token()
        link = links_sudo.create(
            {
                "entrepreneur_id": person.id,
                "token_hash": token_hash,
                "with_details": with_details,
            }
        )
        return f"/oe/calendars/{link.id}/{token}.ics"

    @api.model
    def _of_person(self, person):
        return self.sudo().search([("entrepreneur_id", "=", person.id)])

    def _feed(self):
        """The visits around today as an iCalendar text (RFC 5545).

        :return: bytes, or None when the person has no login any more
        """
        self.ensure_one()
        user = self.entrepreneur_id.user_id
        if not user.active:
            return None
        today = fields.Date.context_today(self)
        if self.read_on != today:
            self.read_on = today
        feed = vobject.iCalendar()
        feed.add("prodid").value = "-//Oui Ensemble//oe_missions//FR"
        feed.add("x-wr-calname").value = self.env._("My visits")
        feed.add("method").value = "PUBLISH"
        for visit in self._feed_visits(user, today):
            self._feed_event(feed.add("vevent"), visit)
        return feed.serialize().encode()

    def _feed_visits(self, user, today):
        """Visits of the person in the companies its login still has."""
        start, end = (
            fields.Datetime.to_datetime(fields.Date.add(today, days=days))
            for days in (-DAYS_BACK, DAYS_AHEAD)
        )
        return self.env["oe.intervention"].search(
            [
                ("entrepreneur_id", "=", self.entrepreneur_id.id),
                ("company_id", "in", user.company_ids.ids),
                ("planned_start", ">=", start),
                ("planned_start", "<", end),
                ("state", "!=", "cancelled"),
            ]
        )

    def _feed_event(self, event, visit):
        client = visit.partner_id
        event.add("uid").value = f"oe-visit-{visit.id}@oui-ensemble"
        event.add("dtstamp").value = pytz.utc.localize(
            visit.write_date.replace(microsecond=0)
        )
        event.add("dtstart").value = pytz.utc.localize(
            visit.actual_start or visit.planned_start
        )
        event.add("dtend").value = pytz.utc.localize(
            visit.actual_end or visit.planned_end
        )
        event.add("summary").value = ", ".join(
            part for part in (_short(client.name), client.city) if part
        )
        event.add("class").value = "PRIVATE"
        if self.with_details:
            place = visit.mission_id._place()
            where = (place.street, place.zip, place.city)
            event.add("location").value = ", ".join(part for part in where if part)
            if client.phone:
                event.add("description").value = client.phone
