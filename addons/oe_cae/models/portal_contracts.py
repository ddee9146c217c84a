from odoo import api, models
from odoo.tools import format_date


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab in ("today", "me") and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards += self._cae_sign_cards()
            if tab == "me":
                cards += self._cae_contract_cards()
                cards += self._cae_interview_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _cae_papers(self):
        """Models of what an entrepreneur signs, with the root of their pages."""
        return [
            ("oe.cae.contract", "/my/oe/contracts"),
            ("oe.cae.contract.amendment", "/my/oe/amendments"),
            ("oe.cae.interview", "/my/oe/interviews"),
        ]

    def _cae_sign_cards(self):
        partner = self.env.user.partner_id
        cards = []
        for model, root in self._cae_papers():
            # Own documents only; no access row for portal users on them.
            waiting_sudo = self.env[model]._shown_to(partner, waiting=True)
            cards += [
                {
                    "title": self.env._("To sign"),
                    "text": document_sudo._portal_title(),
                    "url": f"{root}/{document_sudo.id}",
                    "button": self.env._("Read and sign"),
                    "icon": "fa-pencil-square-o",
                    "tone": "warning",
                    "sequence": 5,
                }
                for document_sudo in waiting_sudo
            ]
        return cards

    def _cae_contract_cards(self):
        contracts_sudo = self.env["oe.cae.contract"]._shown_to(self.env.user.partner_id)
        cards = []
        for contract_sudo in contracts_sudo:
            rows = [
                (contract_sudo._label(name), format_date(self.env, contract_sudo[name]))
                for name in ("date_start", "date_end", "member_deadline")
                if contract_sudo[name]
            ]
            cards.append(
                {
                    "title": contract_sudo._portal_title(),
                    "text": contract_sudo._choice("stage"),
                    "lines": rows,
                    "url": f"/my/oe/contracts/{contract_sudo.id}",
                    "button": self.env._("Open the contract"),
                    "icon": "fa-file-text-o",
                    "sequence": 12,
                }
            )
        return cards

    def _cae_interview_cards(self):
        shown_sudo = self.env["oe.cae.interview"]._shown_to(self.env.user.partner_id)
        signed_sudo = shown_sudo.filtered(lambda row: row.state == "signed")
        return [
            {
                "title": interview_sudo._portal_title(),
                "text": interview_sudo.company_id.name,
                "url": f"/my/oe/interviews/{interview_sudo.id}",
                "button": self.env._("Read it again"),
                "icon": "fa-comments-o",
                "sequence": 14,
            }
            for interview_sudo in signed_sudo[:3]
        ]
