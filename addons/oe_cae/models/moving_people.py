from odoo import api, models
from odoo.tools import email_normalize

from ..calc.moving_columns import CONTRACTS, PEOPLE
from .moving_kind import Refused
from .statement import euros

# Column of the file → field of the partner.
ADDRESS = {
    "courriel": "email",
    "telephone": "phone",
    "adresse": "street",
    "code_postal": "zip",
    "ville": "city",
}


class MovingPeople(models.AbstractModel):
    """People: somebody known by the same address is taken as he is."""

    _name = "oe.cae.moving.people"
    _description = "People who move in"
    _inherit = ["oe.cae.moving.kind"]

    _moving_kind = PEOPLE
    _moving_model = "oe.entrepreneur"

    @api.model
    def _lookups(self, job, rows):
        emails = [
            email_normalize(row.values.get("courriel") or "") or "" for row in rows
        ]
        known = self.env["oe.entrepreneur"].search(
            [("partner_id.email_normalized", "in", [e for e in emails if e])]
        )
        return {person.partner_id.email_normalized: person for person in known}

    @api.model
    def _values(self, job, row, found):
        given = row.values
        email = given["courriel"] and email_normalize(given["courriel"])
        if given["courriel"] and not email:
            raise Refused(
                "courriel",
                self.env._("“%(text)s” is no e-mail address.", text=given["courriel"]),
            )
        values = {field: given[column] for column, field in ADDRESS.items()}
        return {
            "partner": {**values, "name": given["nom"]},
            "known": found.get(email) if email else None,
        }

    @api.model
    def _frozen(self, record):
        if record.affiliation_ids.company_id - self.env.company:
            return self.env._(
                "%(name)s is with another cooperative as well: correct the page of "
                "the person together.",
                name=record.name,
            )
        if record.user_id:
            return self.env._(
                "%(name)s has a login: the page of the person is corrected there.",
                name=record.name,
            )
        return ""

    @api.model
    def _make(self, job, lines):
        fresh = [line for line in lines if not line.values["known"]]
        france = self.env.ref("base.fr").id
        partners = self.env["res.partner"].create(
            [
                {**line.values["partner"], "country_id": france, "lang": "fr_FR"}
                for line in fresh
            ]
        )
        people = self.env["oe.entrepreneur"].create(
            [
                {
                    "partner_id": partner.id,
                    "territory_id": job.company_id.oe_territory_id.id,
                }
                for partner in partners
            ]
        )
        made = dict(zip((id(line) for line in fresh), people, strict=True))
        for line in lines:
            if line.values["known"]:
                line.reason = self.env._("Known already: taken as it is.")
        return [made.get(id(line)) or line.values["known"] for line in lines]

    @api.model
    def _correct(self, record, values):
        record.partner_id.write(values["partner"])


class MovingContracts(models.AbstractModel):
    """Contracts signed on paper before; the affiliation comes with them."""

    _name = "oe.cae.moving.contracts"
    _description = "Contracts that move in"
    _inherit = ["oe.cae.moving.kind"]

    _moving_kind = CONTRACTS
    _moving_model = "oe.cae.contract"

    @api.model
    def _lookups(self, job, rows):
        schemes = self.env["oe.cae.scheme"].search(
            [("company_id", "=", job.company_id.id)]
        )
        numbers = self.env["oe.affiliation"].search(
            [
                ("company_id", "=", job.company_id.id),
                ("register_number", "!=", False),
            ]
        )
        return {
            "people": self._records(job, PEOPLE, rows, "personne"),
            "schemes": {scheme.name.lower(): scheme for scheme in schemes},
            "numbers": {line.register_number: line.entrepreneur_id for line in numbers},
        }

    @api.model
    def _values(self, job, row, found):
        given = row.values
        person = self._pick(found["people"], row, "personne")
        scheme = found["schemes"].get(given["bareme"].lower())
        if not scheme:
            raise Refused(
                "bareme",
                self.env._(
                    "%(company)s has no scheme “%(text)s”: make it first, its name "
                    "is written the same.",
                    company=job.company_id.name,
                    text=given["bareme"],
                ),
            )
        number = given["matricule"]
        taken = number and found["numbers"].get(number)
        if taken and taken != person:
            raise Refused(
                "matricule",
                self.env._("The number %(number)s is somebody else's.", number=number),
            )
        if number:
            found["numbers"][number] = person
        if given["fin"] and given["fin"] < given["debut"]:
            raise Refused("fin", self.env._("A contract cannot end before it starts."))
        return {
            "entrepreneur_id": person.id,
            "company_id": job.company_id.id,
            "kind": given["nature"],
            "state": "signed",
            "date_start": given["debut"],
            "date_end": given["fin"] or False,
            "scheme_id": scheme.id,
            "fixed_pay": euros(given["part_fixe"] or 0),
            "overdraft": euros(given["decouvert"] or 0),
            "member_since": given["associe_depuis"] or False,
            "minimum_turnover": euros(given["ca_minimum"] or 0),
            "minimum_hours": euros(given["heures_minimum"] or 0),
            "statutes_version": given["version_statuts"] or False,
            "number": number or False,
        }

    @api.model
    def _frozen(self, record):
        if record._is_closed():
            return self.env._("This contract is sealed: it does not change any more.")
        return ""

    @api.model
    def _make(self, job, lines):
        numbers = [line.values["number"] for line in lines]
        contracts = self.env["oe.cae.contract"].create(
            [
                {key: value for key, value in line.values.items() if key != "number"}
                for line in lines
            ]
        )
        self._number(contracts, numbers)
        return contracts

    @api.model
    def _correct(self, record, values):
        number = values["number"]
        record.write(
            {key: val for key, val in values.items() if key not in ("number", "state")}
        )
        self._number(record, [number])

    @api.model
    def _number(self, contracts, numbers):
        for contract, number in zip(contracts, numbers, strict=True):
            if number and contract.affiliation_id.register_number != number:
                contract.affiliation_id.register_number = number
