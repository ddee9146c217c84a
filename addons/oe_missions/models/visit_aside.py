from odoo import fields, models
from odoo.exceptions import UserError

from .visit_draft import MOST_WAITING, OPEN


def _shown(seen):
    """The hours that the phone had read, the French way."""
    day, start = seen.start.split("T")
    day = "/".join(reversed(day.split("-")))
    return f"{day} {start} – {seen.end.split('T')[1]}"


class Intervention(models.Model):
    _inherit = "oe.intervention"

    def _set_aside(self, person, sent, details, reason):
        """Keep what was sent beside a visit that changed, or that a rule refuses.

        :raises UserError: when too many records of that person wait
        """
        self.ensure_one()
        drafts = self.env["oe.visit.draft"].sudo()
        mine = [("entrepreneur_id", "=", person.id), ("state", "in", OPEN)]
        if drafts.search_count(mine) >= MOST_WAITING:
            raise UserError(
                self.env._("Too many records wait: call your coordinator first.")
            )
        utc = self.company_id._oe_utc
        if sent.end <= sent.start:
            raise UserError(self.env._("The visit must end after it starts."))
        drafts._sent_again(person, self, sent.replaces)
        draft = drafts.create(
            {
                **details,
                "intervention_id": self.id,
                "entrepreneur_id": person.id,
                "reason": reason or "refused",
                "state": "asked" if sent.aside else "waiting",
                "seen": _shown(sent.seen),
                "start": utc(sent.start),
                "end": utc(sent.end),
                "photo": self._week_photo(sent.photo),
            }
        )
        if sent.aside:
            draft._tell_asked()
        return draft

    def _tell_replaced(self, partner, entrepreneur):
        """Of a visit that is over nobody is told that somebody else will come."""
        now = fields.Datetime.now()
        ahead = self.filtered(lambda visit: visit.planned_end > now)
        if ahead:
            return super(Intervention, ahead)._tell_replaced(partner, entrepreneur)
        return None

    def _unrecord(self):
        """Take back the hours of a recorded visit that nobody invoiced yet.

        :raises UserError: when an invoice or a closed month holds them
        """
        self.ensure_one()
        lines_sudo = (
            self.env["account.analytic.line"]
            .sudo()
            .search([("oe_part_id", "in", self.part_ids.ids)])
        )
        moves_sudo = lines_sudo.timesheet_invoice_id | lines_sudo.oe_transfer_move_id
        if moves_sudo.filtered(lambda move: move.state != "cancel"):
            raise UserError(
                self.env._(
                    "The hours of this visit are invoiced: correct them by a credit, "
                    "then dismiss this record."
                )
            )
        day = self.company_id._oe_wall(self.actual_start).date()
        self.env["oe.period"]._assert_open(self.company_id, day)
        lines_sudo.unlink()
        self.env["oe.worked.slot"].sudo().search(
            [("source", "=", f"{self._name},{self.id}")]
        ).unlink()
        # Past the rules: a recorded visit never goes back for anybody else.
        self.sudo().write({"state": "planned", "sent_ref": False})
