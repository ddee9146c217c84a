import base64
import datetime

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows

from .pool_reminder import SOON_DAYS


class Portal(models.AbstractModel):
    """The ES's own documents: what expires, what is missing, what others say."""

    _inherit = "oe.portal"

    @api.model
    def _badges(self):
        badges = super()._badges()
        if self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            wait = self._documents_waiting(self.env.user._oe_entrepreneur())
            if wait:
                badges["me"] = badges.get("me", 0) + len(wait)
        return badges

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "me" and self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            person_sudo = self.env.user._oe_entrepreneur()
            if person_sudo:
                cards.append(self._documents_card(person_sudo))
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _documents_card(self, person_sudo):
        waiting = self._documents_waiting(person_sudo)
        return {
            "title": self.env._("My documents"),
            "text": ""
            if waiting
            else self.env._("Insurance, diplomas, licence: all is in order."),
            "lines": waiting,
            "url": "/my/oe/documents",
            "button": self.env._("See and send"),
            "icon": "fa-file-text-o",
            "tone": "warning" if waiting else None,
            "sequence": 6,
        }

    def _documents_of(self, person_sudo):
        """Documents of an ES that count or wait, past the rules."""
        return (
            self.env["oe.pool.document"]
            .sudo()
            .search(
                [
                    ("entrepreneur_id", "=", person_sudo.id),
                    ("state", "!=", "replaced"),
                ]
            )
        )

    @api.model
    def _documents_waiting(self, person_sudo):
        """What the ES has to see to: (kind, why)."""
        if not person_sudo:
            return []
        today = self._today()
        soon = today + datetime.timedelta(days=SOON_DAYS)
        rows = self._documents_of(person_sudo)
        valid = rows.filtered(lambda row: row.state == "valid")
        held = valid.filtered(lambda row: not row.valid_until or row.valid_until > soon)
        coming = rows.filtered(lambda row: row.state == "sent").type_id
        kinds_sudo = self.env["oe.pool.document.type"].sudo()._asked_of("entrepreneur")
        by_kind = valid.grouped("type_id")
        waiting = []
        for kind in kinds_sudo - held.type_id - coming:
            mine = by_kind.get(kind, valid.browse())
            if mine:
                last = max(mine.mapped("valid_until"))
                day = format_date(self.env, last)
                text = (
                    self.env._("expired on %(day)s", day=day)
                    if last < today
                    else self.env._("expires on %(day)s", day=day)
                )
            elif kind in kinds_sudo._blocks(today):
                text = self.env._("missing")
            else:
                continue
            waiting.append((kind.name, text))
        return waiting

    @api.model
    def _documents_page(self, person_sudo):
        """Plain values of the page of one's own documents."""
        kinds_sudo = self.env["oe.pool.document.type"].sudo()._asked_of("entrepreneur")
        rows = self._documents_of(person_sudo)
        states = rows._fields["state"]._description_selection(self.env)
        references = self.env["oe.pool.reference"]
        return {
            "waiting": self._documents_waiting(person_sudo),
            "documents": [
                {
                    "id": row.id,
                    "name": row.type_id.name,
                    "state": row.state,
                    "state_label": dict(states)[row.state],
                    "until": row.valid_until and format_date(self.env, row.valid_until),
                    "seen": row.type_id.seen_only,
                    "seen_on": row.seen_on and format_date(self.env, row.seen_on),
                    "has_file": bool(row.file),
                    "reason": row.state == "refused" and row.refusal_reason,
                    "expired": bool(
                        row.valid_until and row.valid_until < self._today()
                    ),
                }
                for row in rows
            ],
            "kinds": [(row.id, row.name) for row in kinds_sudo if not row.seen_only],
            "shown": [row.name for row in kinds_sudo if row.seen_only],
            "companies": [(row.id, row.name) for row in self._hosts(person_sudo)],
            "references": references._of_person(
                "entrepreneur_id", person_sudo
            )._page_values(),
            "today": self._today().isoformat(),
        }

    def _hosts(self, person_sudo):
        today = self._today()
        return person_sudo.affiliation_ids.filtered(
            lambda line: line._holds(today)
        ).company_id


class PoolDocument(models.Model):
    _inherit = "oe.pool.document"

    @api.model
    def _send(self, person, company, kind, photo, until, sent_ref):
        """An ES sends a document from the phone; sent twice, it is kept once.

        :param tuple photo: content, file name, MIME type, checked by the page
        :raises UserError: for what may only be seen, or has expired
        """
        rows_sudo = self.sudo()
        lock_rows(person.sudo())
        if sent_ref and rows_sudo.search_count(
            [("entrepreneur_id", "=", person.id), ("sent_ref", "=", sent_ref)]
        ):
            return
        if kind.seen_only or not kind.for_entrepreneurs:
            raise UserError(self.env._("Choose what you send."))
        if until and until < company._oe_today():
            raise UserError(self.env._("This document has expired: send the new one."))
        waiting = rows_sudo.search(
            [
                ("entrepreneur_id", "=", person.id),
                ("type_id", "=", kind.id),
                ("state", "=", "sent"),
            ]
        )
        waiting._forget_tasks()
        waiting.unlink()  # nobody has checked it: the new one takes its place
        content, name, _mimetype = photo
        row = rows_sudo.create(
            {
                "entrepreneur_id": person.id,
                "company_id": company.id,
                "type_id": kind.id,
                "file": base64.b64encode(content),
                "file_name": name,
                "valid_until": until,
                "sent_ref": sent_ref,
            }
        )
        row._tell_manager(self.env._("A document was sent: check it"))
