"""Jeanne at home, her daughter by mandate, Nadia who comes, and a coordinator."""

from .common import MissionCase


class HomeCase(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", login="nadia-home")
        cls.other = cls._worker("Paul Martin", login="paul-home")
        cls.advisor = cls._staff("advisor-home", "advisor", cls.cae_sap)
        cls.manager = cls._staff("manager-home", "manager", cls.cae_sap)

    @classmethod
    def _calls(cls, partner=None):
        return cls.env["oe.call.task"].search(
            [("partner_id", "=", (partner or cls.client).id)]
        )

    @classmethod
    def _mails(cls, person):
        return cls.env["mail.mail"].sudo().search([("recipient_ids", "in", person.ids)])
