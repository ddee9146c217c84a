import logging

from odoo import api, fields, models

from odoo.addons.oe_base.tools import lock_rows

from ..aici.client import Failed, Refused
from ..calc.advance_address import plain_name, shorten_way, split_street
from ..calc.advance_person import (
    FRANCE,
    BadCommune,
    Person,
    birth_place,
    person_refusals,
)

_logger = logging.getLogger(__name__)

MIDNIGHT = "T00:00:00Z"
CODE = 5
CLOSED_CODES = ("COMPTE_CLOTURE", "COMPTE_SUPPRIME")
A_RUN = 200


class AdvanceClient(models.Model):
    """What goes to the service about a person, and what it answers."""

    _inherit = "oe.sap.advance.client"

    def _communes(self):
        """INSEE codes of the birth place and of the address, empty when unknown."""
        communes = self.env["oe.commune"]
        lives = communes._of(self.postal_code, self.city)
        return self._birth_commune(), lives

    def _birth_commune(self):
        """Code of the commune of birth: typed, or found by name and département."""
        typed = (self.birth_town or "").strip().upper()
        if len(typed) == CODE and typed[1:].replace("A", "").replace("B", "").isdigit():
            return typed
        wanted = plain_name(self.birth_town)
        if not wanted or self.birth_country != FRANCE:
            return ""
        department = (self.birth_department or "").strip().upper()
        rows = self.env["oe.commune"].search([("department", "=", department)])
        found = {row.insee for row in rows if plain_name(row.name) == wanted}
        return found.pop() if len(found) == 1 else ""

    def _person(self):
        """The person as the computing layer checks it."""
        self.ensure_one()
        client_sudo = self.sudo()
        born, lives = self._communes()
        way = split_street(self.street or "")
        return Person(
            title=self.title or "",
            birth_name=self.birth_name or "",
            first_names=self.first_names or "",
            birth_date=self.birth_date or None,
            birth_country=self.birth_country or "",
            birth_commune=born,
            mobile=self.mobile or "",
            email=self.email or "",
            commune=lives.insee or "",
            postal_code=self.postal_code or "",
            way=shorten_way(way.name),
            bic=client_sudo.bic or "",
            iban=client_sudo.iban or "",
            holder=client_sudo.holder or "",
        )

    def _refusals(self):
        return person_refusals(self._person(), self.company_id._oe_today())

    def _payload(self):
        """The person in the words of the service."""
        person = self._person()
        way = split_street(self.street or "")
        _born, lives = self._communes()
        mobile = "".join(person.mobile.split()).replace("+33", "0")
        address = {
            "numeroVoie": way.number,
            "lettreVoie": way.letter,
            "libelleVoie": person.way,
            "libelleCommune": lives.name,
            "codeCommune": person.commune,
            "codePostal": person.postal_code,
            "codePays": FRANCE,
        }
        return {
            "civilite": person.title,
            "nomNaissance": person.birth_name,
            "prenoms": person.first_names,
            "dateNaissance": f"{person.birth_date}{MIDNIGHT}",
            "lieuNaissance": self._birth_place(person),
            "numeroTelephonePortable": mobile,
            "adresseMail": person.email,
            "adressePostale": {key: text for key, text in address.items() if text},
            "coordonneeBancaire": {
                "bic": person.bic,
                "iban": "".join(person.iban.split()),
                "titulaire": person.holder,
            },
        }

    def _birth_place(self, person):
        if person.birth_country != FRANCE:
            return {"codePaysNaissance": person.birth_country}
        try:
            place = birth_place(person.birth_commune)
        except BadCommune:  # refused before it may leave
            return {"codePaysNaissance": FRANCE}
        return {
            "codePaysNaissance": place.country,
            "departementNaissance": place.department,
            "communeNaissance": {
                "codeCommune": place.commune,
                "libelleCommune": (self.birth_town or "").upper(),
            },
        }

    # -- calls -----------------------------------------------------------------------

    @api.model
    def _cron_enrol(self):
        """Send who is ready; ask about who has not activated yet. A commit each.

        The service knows a person by name and birth: sent again after a lost answer,
        it answers the same number.
        """
        cron = self.env["ir.cron"]
        for account in self.env["oe.sap.advance.account"]._callable():
            rows = self.search(
                [
                    ("company_id", "=", account.company_id.id),
                    ("state", "in", ("to_send", "waiting")),
                ],
                order="asked_on NULLS FIRST, id",
                limit=A_RUN,
            )
            caller = account._client()
            for client in rows:
                client._ask(caller, account)
                if not cron._commit_progress(1):
                    return

    def _ask(self, caller, account):
        """One call for one person; what it says is written here."""
        lock_rows(self)
        if self.state not in ("to_send", "waiting"):
            return
        try:
            if self.state == "to_send":
                self._sent(caller.enrol(self._payload()))
            self._told(caller.client_state(self.service_ref))
        except Refused as refused:
            if self.state == "to_send":
                self._set({"state": "refused", "service_code": refused.code})
        except Failed as failed:
            # Nothing known: the next run asks again.
            account._tell(failed.code)
        else:
            account._tell_good()
        self._set({"asked_on": fields.Datetime.now()})

    def _sent(self, service_ref):
        self._set(
            {"state": "waiting", "service_ref": service_ref[:64], **self._erased()}
        )

    def _told(self, said):
        """State of the client's account at the service."""
        code = str(said.get("code") or "")[:64]
        values = {"service_code": code}
        if code in CLOSED_CODES:
            self._close(self.env._("The client, at the service"))
        elif said.get("etat") == "OK":
            values.update(state="active", activated_on=self.company_id._oe_today())
        self._set(values)

    def action_ask(self):
        """Ask the service now, in the background."""
        self.check_access("write")
        self.env.ref("oe_sap.cron_advance_enrol").sudo()._trigger()
        return True
