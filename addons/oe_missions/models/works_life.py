from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows

from .works_order import ADVISOR

AT_WORK = ("chosen", "under_way")
RATINGS = [
    ("1", "1, bad"),
    ("2", "2, poor"),
    ("3", "3, fair"),
    ("4", "4, good"),
    ("5", "5, very good"),
]


class WorksLife(models.Model):
    """Works under way: hours, photos, the end, and the client's reception."""

    _inherit = "oe.works.order"

    finished_on = fields.Date("Finished, says the firm", readonly=True, copy=False)
    received_on = fields.Date(readonly=True, copy=False)
    received_by = fields.Char(readonly=True, copy=False)
    received_by_id = fields.Many2one(
        "res.partner", readonly=True, copy=False, index="btree_not_null"
    )
    reception_signature = fields.Binary(attachment=True, readonly=True, copy=False)
    rating = fields.Selection(RATINGS, "Satisfaction", readonly=True, copy=False)
    rating_comment = fields.Char(readonly=True, copy=False)
    worked_hours = fields.Float(
        compute="_compute_worked", digits=(8, 2), groups=ADVISOR
    )
    senior_hours = fields.Float(
        "Hours of 45 and over",
        compute="_compute_worked",
        digits=(8, 2),
        groups=ADVISOR,
    )
    senior_fte = fields.Float(
        "Full-time equivalents of 45 and over",
        compute="_compute_worked",
        digits=(8, 4),
        groups=ADVISOR,
        help="Hours of technicians of 45 and over, divided by those of a legal year.",
    )

    @api.depends("hours_ids.minutes", "hours_ids.is_senior")
    def _compute_worked(self):
        groups = self.env["oe.works.hours"]._read_group(
            [("order_id", "in", self.ids)],
            ["order_id", "is_senior"],
            ["minutes:sum", "date:max"],
        )
        minutes, last = {}, {}
        for order, senior, total, day in groups:
            minutes[order.id, bool(senior)] = total
            last[order.id] = max(day, last.get(order.id, day))
        parameter = self.env["oe.works.parameter"]
        for order in self:
            senior = minutes.get((order.id, True), 0)
            other = minutes.get((order.id, False), 0)
            order.worked_hours = (senior + other) / 60
            order.senior_hours = senior / 60
            order.senior_fte = (
                parameter._on(last[order.id])._full_time(senior) if senior else 0
            )

    def action_hours(self):
        """Open the hours of 45 and over of the order."""
        self.ensure_one()
        self.env["oe.works.report"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oe_missions.oe_works_report_action"
        )
        action["domain"] = [("order_id", "=", self.id)]
        return action

    def _start(self, day):
        """Works began on a day: the client had the time to withdraw, or waived it.

        :raises UserError: when the client may still withdraw
        """
        self.ensure_one()
        self._assert_state(*AT_WORK)
        if self.chosen_on <= day <= self.withdrawal_until and not self.express_request:
            raise UserError(
                self.env._(
                    "The client may withdraw until %(day)s and did not ask to start "
                    "before: works begin after that day.",
                    day=format_date(self.env, self.withdrawal_until),
                )
            )
        if self.state == "chosen":
            self._set_steps(state="under_way")

    def _assert_day(self, day):
        """Days of work lie between the wanted start, or the choice, and today."""
        first = min(filter(None, (self.chosen_on, self.date_wanted_start)))
        if not first <= day <= self.company_id._oe_today():
            raise UserError(
                self.env._(
                    "%(day)s is no day of these works: write one from %(first)s to "
                    "today.",
                    day=format_date(self.env, day),
                    first=format_date(self.env, first),
                )
            )

    def _record_hours(self, technician, day, minutes, sent_ref=None):
        """Hours of a technician of the firm chosen; sent twice, recorded once.

        :return: ``recorded`` or ``known``
        :raises UserError: for somebody else's technician, a day or a length that
            cannot be
        """
        self.ensure_one()
        self._lock()
        if sent_ref and self.hours_ids.filtered(lambda row: row.sent_ref == sent_ref):
            return "known"
        self._assert_state(*AT_WORK)
        if technician.partner_id != self.chosen_offer_id.partner_id:
            raise UserError(self.env._("Choose a technician of the firm."))
        # A day of one person is counted by one at a time, whatever the order.
        lock_rows(technician)
        self._assert_day(day)
        if not 0 < minutes <= 720:
            raise UserError(
                self.env._("Write the hours of the day: more than 0, at most 12.")
            )
        self._start(day)
        self.env["oe.works.hours"].create(
            {
                "order_id": self.id,
                "technician_id": technician.id,
                "date": day,
                "minutes": minutes,
                "sent_ref": sent_ref,
            }
        )
        return "recorded"

    def _add_photo(self, photo, note=None, sent_ref=None):
        """A photo of the works; sent twice, kept once.

        :param tuple photo: content, file name, MIME type
        """
        self.ensure_one()
        self._lock()
        if sent_ref and self.photo_ids.filtered(lambda row: row.sent_ref == sent_ref):
            return "known"
        self._assert_state(*AT_WORK)
        return self.env["oe.works.photo"]._keep(
            self, photo, "follow_up", note, sent_ref
        )

    def _finish(self):
        """The firm says that works are done; the client receives them.

        :raises UserError: when no hours were declared
        """
        self.ensure_one()
        self._lock()
        if self.finished_on and self.state == "under_way":
            return
        self._assert_state("under_way")
        if not self.hours_ids:
            raise UserError(self.env._("Declare the hours of the works first."))
        self._set_steps(finished_on=self.company_id._oe_today())
        self.message_post(body=self.env._("The firm says that the works are done."))

    def _receive(self, partner, name, signature, reserves=(), witness=None):
        """The client receives the works, with or without reserves.

        :param reserves: one sentence each
        :param witness: the entrepreneur on whose phone a client without account signs
        :raises UserError: unsigned, or not finished
        """
        self.ensure_one()
        self._lock()
        if witness:
            allowed = witness in (self.assessed_by_id, self.brought_by_id)
        else:
            allowed = partner._oe_may_act_for(self.partner_id, "accept")
        if not allowed:
            raise AccessError(self.env._("The client receives, or by a mandate."))
        self._assert_state("under_way")
        if not self.finished_on:
            raise UserError(self.env._("The firm has not said yet that it is done."))
        if not (name or "").strip() or not signature:
            raise UserError(self.env._("Write your name and sign in the frame."))
        self.env["oe.works.reserve"].create(
            [
                {"order_id": self.id, "name": reserve[:200]}
                for reserve in filter(None, map(str.strip, reserves))
            ]
        )
        self._set_steps(
            state="received",
            received_on=self.company_id._oe_today(),
            received_by=name.strip()[:64],
            received_by_id=partner.id,
            reception_signature=signature,
        )
        if witness:
            self.message_post(
                body=self.env._(
                    "Received at home, signed on the phone of %(name)s.",
                    name=witness.name,
                )
            )

    def _rate(self, partner, rating, comment=None):
        """Satisfaction from 1 to 5, once works are received.

        :raises UserError: for anything else than 1 to 5
        """
        self.ensure_one()
        self._lock()
        if not partner._oe_may_act_for(self.partner_id, "accept"):
            raise AccessError(self.env._("The client rates, or by a mandate."))
        self._assert_state("received", "closed")
        if rating not in dict(RATINGS):
            raise UserError(self.env._("Choose a satisfaction from 1 to 5."))
        self._set_steps(rating=rating, rating_comment=(comment or "").strip()[:500])
