from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from .advance import BACK

TEXTS = (
    *("title", "birth_name", "first_names", "birth_town", "birth_department"),
    *("birth_country", "mobile", "email", "street", "postal_code", "city"),
    *("bic_typed", "iban_typed", "holder_typed"),
)
LONGEST = 70
TONES = {"active": "success", "refused": "danger", "waiting": "warning"}


class AdvanceClient(models.Model):
    """What a client, or a relative by mandate, sees and does on the portal."""

    _inherit = "oe.sap.advance.client"

    @api.model
    def _homes(self, user):
        """(client, company) pairs a portal person may deal with, past the rules.

        The person and those who gave a mandate for invoices, in companies that offer
        the advance, when they are clients there.
        """
        mandates_sudo = self.env["oe.mandate"].sudo()
        people = user.partner_id | mandates_sudo._principals(user.partner_id, "pay")
        offered = self.env["oe.sap.advance.account"]._of(user.company_ids)
        if not offered:
            return []
        companies = self.env["res.company"].sudo().union(*offered)
        # Who is a client where: their own documents, counted only.
        groups = [
            *self._clients_of("account.move", "partner_id", people, companies),
            *self._clients_of("sale.order", "partner_id", people, companies),
        ]
        pairs = {(partner, company) for partner, company in groups}
        return sorted(pairs, key=lambda pair: (pair[0].id, pair[1].id))

    @api.model
    def _clients_of(self, model, name, people, companies):
        return (
            self.env[model]
            .sudo()
            ._read_group(
                [
                    (name, "in", people.ids),
                    ("company_id", "in", companies.ids),
                    ("partner_id.is_company", "=", False),
                ],
                [name, "company_id"],
            )
        )

    @api.model
    def _home(self, user, company_id, partner_id):
        """One of these pairs, or None."""
        for partner, company in self._homes(user):
            if (partner.id, company.id) == (partner_id, company_id):
                return partner, company
        return None

    @api.model
    def _open_of(self, partner, company):
        """The enrolment of a client in a company that is not closed, past the rules."""
        return self.sudo().search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )

    @api.model
    def _enrol_by(self, user, partner, company, given):
        """Enrol from the portal's form: consent given now, ready to leave.

        Called past the rules, for one of ``_homes``.

        :param dict given: texts of the form, as typed
        :raises UserError: naming what is missing
        """
        if not given.get("consent"):
            raise UserError(
                self.env._("Tick that you agree: without it nothing is sent.")
            )
        client = self._open_of(partner, company)
        if client:
            client._hold("draft", "refused")
        values = self._read_form(given)
        if not client:
            client = self.sudo().create(
                {"partner_id": partner.id, "company_id": company.id}
            )
        client.write(values)
        client._set(
            {
                "consent_on": company._oe_today(),
                "consent_by": user.name[:64],
                "consent_text": self._consent_words(company),
            }
        )
        client._submit(user.name)
        return client

    @api.model
    def _read_form(self, given):
        values = {name: (given.get(name) or "").strip()[:LONGEST] for name in TEXTS}
        values["title"] = values["title"] if values["title"] in ("1", "2") else False
        values["birth_country"] = values["birth_country"] or "99100"
        try:
            born = fields.Date.to_date(given.get("birth_date") or False)
        except ValueError:
            born = False
        values["birth_date"] = born or False
        values["public_aid"] = given.get("public_aid") == "yes"
        values["disability"] = given.get("disability") == "yes"
        return values

    def _stop_by(self, user):
        """The client stops on the portal."""
        self.ensure_one()
        self._hold("draft", "to_send", "waiting", "active", "refused")
        self._close(user.name)

    @api.model
    def _overview(self, user):
        """Plain values of the page: each home, its state, its requests."""
        return [self._page(partner, company) for partner, company in self._homes(user)]

    @api.model
    def _page(self, partner, company):
        client_sudo = self._open_of(partner, company)
        labels = dict(self._fields["state"]._description_selection(self.env))
        rows_sudo = (
            self.env["oe.sap.advance"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", partner.id),
                    ("company_id", "=", company.id),
                    ("state", "in", ("sending", "sent")),
                ],
                limit=36,
            )
        )
        waiting = rows_sudo.filtered(lambda row: row.status == "20")
        state = client_sudo.state or "none"
        return {
            "name": partner.name,
            "company": company.name,
            "url": f"/my/oe/advances/{company.id}/{partner.id}",
            "state": state,
            "label": labels.get(state) or self.env._("Not enrolled"),
            "tone": TONES.get(state, "secondary"),
            "can_enrol": state in ("none", "draft", "refused"),
            "since": client_sudo.activated_on
            and format_date(self.env, client_sudo.activated_on),
            "consent_on": client_sudo.consent_on
            and format_date(self.env, client_sudo.consent_on),
            "consent_by": client_sudo.consent_by or "",
            "waiting": [row._page_values() for row in waiting],
            "history": [row._page_values() for row in rows_sudo - waiting],
        }

    @api.model
    def _form(self, partner, company):
        """What the form shows at first: what the contact says already."""
        client_sudo = self._open_of(partner, company)
        known = self._of_partner(partner)
        values = {name: known.get(name) or "" for name in TEXTS}
        values["birth_date"] = ""
        if client_sudo:
            for name in TEXTS:
                values[name] = client_sudo[name] or values[name]
            values["birth_date"] = client_sudo.birth_date or ""
        values["birth_country"] = values["birth_country"] or "99100"
        return values


class Advance(models.Model):
    _inherit = "oe.sap.advance"

    def _period_words(self):
        start, end = (
            format_date(self.env, day) for day in (self.date_start, self.date_end)
        )
        if start == end:
            return self.env._("Services of %(day)s", day=start)
        return self.env._("Services from %(start)s to %(end)s", start=start, end=end)

    def _page_values(self):
        """A request as the client reads it."""
        self.ensure_one()

        def euros(amount):
            return formatLang(self.env, amount, currency_obj=self.currency_id)

        return {
            "number": self.number,
            "period": self._period_words(),
            "asked_on": self.asked_on and format_date(self.env, self.asked_on),
            "amount": euros(self.amount),
            "debited": euros(self.debited),
            "advance": euros(self.advance),
            "label": self.shown,
            # Refused or cancelled: the halves are nobody's any more.
            "halves": self.status not in BACK,
            "tone": {"muted": "secondary"}.get(self.tone, self.tone),
        }


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        if tab in ("today", "me") and self._oe_sap_is_client():
            pages = self.env["oe.sap.advance.client"]._overview(user)
            cards += self._oe_sap_advance_cards(tab, pages)
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _oe_sap_advance_cards(self, tab, pages):
        if tab == "me":
            return [
                {
                    "title": self.env._("Immediate advance"),
                    "text": f"{page['name']} : {page['label']}",
                    "url": "/my/oe/advances",
                    "button": self.env._("Look at it"),
                    "icon": "fa-percent",
                    "sequence": 55,
                }
                for page in pages[:1]
            ]
        cards = [
            {
                "title": self.env._("Validate at Urssaf within 48 h"),
                "value": row["debited"],
                "text": self.env._(
                    "Invoice %(number)s of %(amount)s: you are debited half.",
                    number=row["number"],
                    amount=row["amount"],
                ),
                "url": "/my/oe/advances",
                "button": self.env._("See the request"),
                "icon": "fa-clock-o",
                "tone": "warning",
                "sequence": 8,
            }
            for page in pages
            for row in page["waiting"]
        ]
        for page in pages:
            if page["state"] == "none":
                cards.append(
                    {
                        "title": self.env._("Pay half at once"),
                        "text": self.env._(
                            "%(name)s: the State advances the tax credit each month.",
                            name=page["name"],
                        ),
                        "url": page["url"],
                        "button": self.env._("Enrol"),
                        "icon": "fa-percent",
                        "sequence": 45,
                    }
                )
        return cards
