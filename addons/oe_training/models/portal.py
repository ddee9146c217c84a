import math

from odoo import api, fields, models
from odoo.tools import format_date

RADIUS = 100


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            if tab in ("today", "progress"):
                cards += self._oe_training_slot_cards()
            if tab == "progress":
                cards += self._oe_training_progress_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _oe_training_person(self):
        user = self.env.user
        return self.env["oe.entrepreneur"].search(
            [("partner_id", "=", user.partner_id.id)], limit=1
        )

    @api.model
    def _oe_training_slot_cards(self):
        """Half-days to sign, as a trainee or as the trainer, and the next one."""
        slots = self.env["oe.training.slot"].search([("state", "=", "open")])
        now = fields.Datetime.now()
        cards, ahead = [], 0
        for slot in slots:
            values = slot._portal_values(self.env.user.partner_id)
            coming = slot.end > now
            if not values["to_sign"] or (coming and ahead):
                continue
            ahead += coming
            cards.append(
                {
                    "title": values["title"],
                    "text": f"{values['day']}, {values['hours']}",
                    "url": f"/my/oe/slots/{slot.id}",
                    "button": self.env._("Sign this half-day"),
                    "icon": "fa-graduation-cap",
                    "tone": "" if coming else "warning",
                    "sequence": 15 if coming else 6,
                }
            )
        return cards

    @api.model
    def _oe_training_progress_cards(self):
        person = self._oe_training_person()
        if not person:
            return []
        rows = person._latest_assessments()
        cards = [
            {
                "title": self.env._("My savoir-agir"),
                "text": ""
                if rows
                else self.env._("Say what you know, want and are able to do."),
                "lines": [
                    (skill.sudo().name, f"{row.level}/4") for skill, row in rows.items()
                ],
                "url": "/my/oe/skills",
                "button": self.env._("See and assess myself"),
                "icon": "fa-bullseye",
                "sequence": 10,
            }
        ]
        needs = person._training_needs()
        if needs:
            cards.append(
                {
                    "title": self.env._("Training I need"),
                    "text": self.env._("Asked by open missions, the first one first."),
                    "lines": self._oe_training_need_lines(needs),
                    "icon": "fa-book",
                    "sequence": 20,
                }
            )
        return cards + self._oe_training_certificate_cards()

    @api.model
    def _oe_training_need_lines(self, needs):
        # Names of competences only; portal users have no right on skills.
        skills_sudo = self.env["hr.skill"].sudo()
        return [
            (
                skills_sudo.browse(need.competence).name,
                self.env._("level +%(gap)s", gap=need.gap),
            )
            for need in needs
        ]

    @api.model
    def _oe_training_certificate_cards(self):
        rows = self.env["oe.training.certificate"].search([], limit=20)
        return [
            {
                "title": row.title,
                "text": format_date(self.env, row.date_end),
                "url": f"/my/oe/trainings/{row.id}.pdf",
                "button": self.env._("Download my certificate"),
                "icon": "fa-file-pdf-o",
                "sequence": 60,
            }
            for row in rows
        ]

    @api.model
    def _oe_radar(self, levels):
        """Points of a radar for levels 0..4, as plain values of an SVG.

        :param list levels: (name, level)
        :return: dict ``shape``, ``rings``, ``axes`` (name, x, y, level)
        """
        count = len(levels)

        def point(rank, level, reach=RADIUS):
            angle = 2 * math.pi * rank / count - math.pi / 2
            far = reach * level / 4
            return f"{far * math.cos(angle):.1f},{far * math.sin(angle):.1f}"

        def ring(level):
            return " ".join(point(rank, level) for rank in range(count))

        return {
            "shape": " ".join(
                point(rank, level) for rank, (_name, level) in enumerate(levels)
            ),
            "rings": [ring(level) for level in (1, 2, 3, 4)],
            "axes": [
                (rank + 1, name, *point(rank, 4, RADIUS + 14).split(","))
                for rank, (name, _level) in enumerate(levels)
            ],
        }


class TrainingSlot(models.Model):
    _inherit = "oe.training.slot"

    def _portal_values(self, partner):
        """Plain values of a half-day for the page of a trainee or of its trainer."""
        self.ensure_one()
        # The rules let this person read the half-day; the session's name comes along.
        slot_sudo = self.sudo()
        start = slot_sudo.company_id._oe_wall(slot_sudo.start)
        end = slot_sudo.company_id._oe_wall(slot_sudo.end)
        rows_sudo = slot_sudo.attendance_ids
        mine_sudo = rows_sudo.filtered(lambda row: row.partner_id == partner)
        trainer = slot_sudo.trainer_id == partner
        waiting_sudo = rows_sudo.filtered(
            lambda row: row.signed_on and not row.countersigned_on
        )
        unsigned = bool(mine_sudo) and not mine_sudo.signed_on
        return {
            "id": self.id,
            "title": slot_sudo.event_id.name,
            "day": format_date(self.env, start.date(), date_format="EEEE d MMMM y"),
            "hours": f"{start:%H:%M} - {end:%H:%M}",
            "room": slot_sudo.room or "",
            "trainer": slot_sudo.trainer_id.name,
            "state": slot_sudo.state,
            "is_trainer": trainer,
            "is_trainee": bool(mine_sudo),
            "signed": bool(mine_sudo.signed_on),
            "countersigned": bool(mine_sudo.countersigned_on),
            "to_sign": self._is_signing_open()
            and (unsigned or (trainer and not self._is_all_signed())),
            "waiting": [
                {
                    "id": row.id,
                    "name": row.partner_id.name,
                    "late": row.late_minutes,
                    "early": row.early_minutes,
                }
                for row in (waiting_sudo if trainer else waiting_sudo.browse())
            ],
            "seal": (slot_sudo.seal or "")[:16],
        }

    def _is_signing_open(self):
        """Past the window only the office puts things right: no card any more."""
        last = max(self.sudo().event_id.oe_slot_ids.mapped("end"))
        hours = self.company_id.sudo().oe_training_hours_after
        return fields.Datetime.now() <= fields.Datetime.add(last, hours=hours)

    def _is_all_signed(self):
        rows_sudo = self.sudo().attendance_ids
        return bool(rows_sudo) and all(row.countersigned_on for row in rows_sudo)
