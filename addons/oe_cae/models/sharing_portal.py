from odoo import api, models
from odoo.tools import format_date

from .balance_reader import CONTRIBUTION

# Clients, suppliers and VAT; what is left of the balance sheet would tell who is paid.
COMMON = ("40", "41", "445")


class Sharing(models.Model):
    _inherit = "oe.cae.sharing"

    def _portal_title(self):
        self.ensure_one()
        return self.env._("Shared activity: %(name)s", name=self.activity_id.name)

    def _portal_values(self, partner):
        """The agreement as plain values, for one of those who sign it."""
        self.ensure_one()
        whole = sum(self.part_ids.mapped("weight")) or 1
        return {
            "id": self.id,
            "title": self._portal_title(),
            "company": self.company_id.name,
            "start": format_date(self.env, self.date_start),
            "state": self.state,
            "signed": bool(self._part_of(partner).es_signed_on),
            "es_name": self._part_of(partner).entrepreneur_id.name,
            "terms": [
                (self._fields[name]._description_string(self.env), self[name] or "")
                for name in ("nature", "clients", "brand", "assets", "leaving")
            ],
            "parts": [
                {
                    "name": part.entrepreneur_id.name,
                    "share": f"{100 * part.weight / whole:.2f}".rstrip("0")
                    .rstrip(".")
                    .replace(".", ","),
                    "signed_on": part.es_signed_on
                    and format_date(self.env, part.es_signed_on),
                }
                for part in self.part_ids
            ],
            "seal": self.seal,
        }


class Portal(models.AbstractModel):
    """On a shared account nobody reads what belongs to another person alone."""

    _inherit = "oe.portal"

    @api.model
    def _cae_papers(self):
        return [*super()._cae_papers(), ("oe.cae.sharing", "/my/oe/sharings")]

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "me" and self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            found_sudo = self.env["oe.cae.sharing"]._shown_to(self.env.user.partner_id)
            cards += [
                {
                    "title": sharing_sudo._portal_title(),
                    "text": self.env._(
                        "In force from %(day)s",
                        day=format_date(self.env, sharing_sudo.date_start),
                    ),
                    "url": f"/my/oe/sharings/{sharing_sudo.id}",
                    "button": self.env._("Open the agreement"),
                    "icon": "fa-handshake-o",
                    "sequence": 13,
                }
                for sharing_sudo in found_sudo
                if sharing_sudo.state == "signed"
            ]
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _own_spreads(self, activity_sudo, told):
        told = super()._own_spreads(activity_sudo, told)
        if not self._is_shared(activity_sudo):
            return told
        hidden = self._keys_of_others(activity_sudo, told)
        return [(day, spread) for day, spread in told if spread.line.key not in hidden]

    def _keys_of_others(self, activity_sudo, told):
        """Keys of lines that are another person's pay or contribution."""
        keys = {spread.line.key for _day, spread in told}
        person = activity_sudo.entrepreneur_id
        # Read to be left out.
        lines_sudo = self.env["account.move.line"].sudo()
        pays = lines_sudo.browse([int(key) for key in keys if key.isdigit()])
        others = {
            str(line.id)
            for line in pays
            if (line.oe_cae_pay_id or line.oe_cae_statement_id)
            and (line.oe_cae_pay_id or line.oe_cae_statement_id).entrepreneur_id
            != person
        }
        entries_sudo = self.env["account.analytic.line"].sudo()
        prefix = f"{CONTRIBUTION}/"
        entries = entries_sudo.browse(
            [int(key.removeprefix(prefix)) for key in keys if key.startswith(prefix)]
        )
        return others | {
            f"{prefix}{entry.id}"
            for entry in entries
            if entry.oe_cae_statement_id.entrepreneur_id != person
        }

    def _own_rows(self, activity_sudo, rows):
        rows = super()._own_rows(activity_sudo, rows)
        if not self._is_shared(activity_sudo):
            return rows
        result = sum(row["cents"] for row in rows if row["half"] == "profit")
        common = [
            row
            for row in rows
            if row["half"] == "balance" and row["label"].startswith(COMMON)
        ]
        rest = result - sum(row["cents"] for row in common)
        return [
            *(row for row in rows if row["half"] == "profit"),
            *common,
            {
                "half": "balance",
                "account": "rest",
                "label": self.env._("Bank, pay and the rest"),
                "cents": rest,
                "items": {},
            },
        ]

    @api.model
    def _treasury_page(self, activity_sudo):
        page = super()._treasury_page(activity_sudo)
        if not self._is_shared(activity_sudo):
            return page
        # What is held, month by month, would tell what the others are paid.
        mine = [row for row in page["receivables"] if row["url"]]
        return {**page, "shared": True, "held": "", "months": [], "receivables": mine}
