import re

from stdnum.fr import siren

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

FIELDS = ("name", "email", "phone", "street", "zip", "city", "company_registry")


class Client(models.Model):
    """The client book of an ES: whom he brought, and may sell to.

    The partner is the CAE's; the book says whose client it is, which an exit, an
    export and the privacy between two ES need (C. trav. L.7331-2). Two ES with the
    same client have an entry each, and never learn it from the book.
    """

    _name = "oe.cae.client"
    _description = "Client of an entrepreneur"
    _order = "entrepreneur_id, partner_name, id"
    _oe_shared = "belongs to the person, who may work for several companies"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, ondelete="restrict"
    )
    partner_name = fields.Char(related="partner_id.name", store=True, string="Name")
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex(
        "(entrepreneur_id, partner_id)", "This client is in the book already."
    )

    @api.depends("partner_id", "entrepreneur_id")
    def _compute_display_name(self):
        for client in self:
            client.display_name = client.sudo().partner_id.name

    @api.model
    def _book(self, person):
        """Clients of a person, by name."""
        return self.search([("entrepreneur_id", "=", person.id)], order="partner_name")

    @api.model
    def _save(self, person, given, client=None):
        """Enter a client, or correct one.

        :param dict given: name, is_company, email, phone, street, zip, city,
            company_registry (SIREN or SIRET of a firm), as typed
        :return: the entry of the book
        :raises UserError: naming what cannot be read, or why it cannot change
        """
        values = self._read(given)
        if client:
            client._check_own_partner()
            client.partner_id.write(values)
            return client
        partner = self.env["res.partner"].create(
            {
                **values,
                "country_id": self.env.ref("base.fr").id,
                "lang": "fr_FR",
                "customer_rank": 1,
            }
        )
        return self.create({"entrepreneur_id": person.id, "partner_id": partner.id})

    def _read(self, given):
        values = {key: (given.get(key) or "").strip()[:128] for key in FIELDS}
        # Whoever has a SIREN is no private person: the number is not lost.
        values["is_company"] = bool(
            given.get("is_company") or values["company_registry"]
        )
        if not values["name"]:
            raise UserError(self.env._("Write the name of the client."))
        if values["email"] and not email_normalize(values["email"]):
            raise UserError(
                self.env._("“%(text)s” is no e-mail address.", text=values["email"])
            )
        if values["zip"] and not re.fullmatch(r"\d{5}", values["zip"]):
            raise UserError(self.env._("A French postal code has five digits."))
        if values["phone"] and len(re.findall(r"\d", values["phone"])) < 6:
            raise UserError(
                self.env._("“%(text)s” is no phone number.", text=values["phone"])
            )
        values["company_registry"] = self._read_number(values)
        return values

    def _read_number(self, values):
        number = re.sub(r"\s", "", values["company_registry"])
        if not values["is_company"] or not number:
            return False
        # A SIRET begins with the SIREN; La Poste's own ones break its key.
        if len(number) not in (9, 14) or not siren.is_valid(number[:9]):
            raise UserError(
                self.env._(
                    "“%(text)s” is no SIREN or SIRET: copy it from an invoice or "
                    "leave it empty.",
                    text=values["company_registry"],
                )
            )
        return number

    def _check_own_partner(self):
        """An ES corrects the client he entered, not one that others rely on."""
        partner = self.partner_id
        shared = self.with_context(active_test=False).search_count(
            [("partner_id", "=", partner.id), ("id", "!=", self.id)], limit=1
        )
        # A login, a company or an ES: their own page changes them.
        known = partner.user_ids or partner.ref_company_ids
        if shared or known or not self._is_quiet(partner):
            raise UserError(
                self.env._(
                    "%(name)s is known to others too: write to your advisor what is "
                    "to be corrected.",
                    name=partner.name,
                )
            )

    def _is_quiet(self, partner):
        people = self.env["oe.entrepreneur"].search_count(
            [("partner_id", "=", partner.id)], limit=1
        )
        # Documents of somebody else go to this address: it is not one's own to change.
        others = [
            ("partner_id", "=", partner.id),
            "|",
            ("oe_activity_id", "=", False),
            ("oe_activity_id.entrepreneur_id", "!=", self.entrepreneur_id.id),
        ]
        return not people and not any(
            self.env[model].sudo().search_count(others, limit=1)
            for model in ("sale.order", "account.move")
        )
