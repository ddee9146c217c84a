from odoo import api, models
from odoo.exceptions import UserError

from ..calc.moving_columns import ACTIVITIES, CLIENTS, PEOPLE
from .moving_kind import Refused
from .moving_people import ADDRESS
from .statement import euros


class MovingActivities(models.AbstractModel):
    """Activities, with what the former statements left on them."""

    _name = "oe.cae.moving.activities"
    _description = "Activities that move in"
    _inherit = ["oe.cae.moving.kind"]

    _moving_kind = ACTIVITIES
    _moving_model = "oe.activity"

    @api.model
    def _lookups(self, job, rows):
        return {"people": self._records(job, PEOPLE, rows, "personne")}

    @api.model
    def _values(self, job, row, found):
        given = row.values
        person = self._pick(found["people"], row, "personne")
        since = given["base_depuis_entree"]
        year = given["base_annee"] or 0
        if since is not None and since < year:
            raise Refused(
                "base_depuis_entree",
                self.env._("Since the entry it cannot be less than since January."),
            )
        return {
            "activity": {
                "name": given["nom"],
                "entrepreneur_id": person.id,
                "company_id": job.company_id.id,
            },
            "opening": {
                "date": job.date,
                "left": euros(given["solde_reporte"] or 0),
                "base_year": euros(year),
                "base_entry": euros(year if since is None else since),
            },
        }

    @api.model
    def _frozen(self, record):
        closed = self.env["oe.cae.statement"].search_count(
            [("activity_id", "=", record.id), ("state", "=", "closed")], limit=1
        )
        if closed:
            return self.env._(
                "A month of %(name)s is closed: its opening no longer changes.",
                name=record.name,
            )
        return ""

    @api.model
    def _make(self, job, lines):
        activities = self.env["oe.activity"].create(
            [line.values["activity"] for line in lines]
        )
        self.env["oe.cae.opening"].create(
            [
                {**line.values["opening"], "activity_id": activity.id}
                for line, activity in zip(lines, activities, strict=True)
            ]
        )
        return activities

    @api.model
    def _correct(self, record, values):
        record.name = values["activity"]["name"]
        openings = self.env["oe.cae.opening"]
        opening = openings.search([("activity_id", "=", record.id)])
        if opening:
            opening.write(values["opening"])
        else:
            openings.create({**values["opening"], "activity_id": record.id})


class MovingClients(models.AbstractModel):
    """Clients, each in the book of the activity's entrepreneur."""

    _name = "oe.cae.moving.clients"
    _description = "Clients who move in"
    _inherit = ["oe.cae.moving.kind"]

    _moving_kind = CLIENTS
    _moving_model = "oe.cae.client"

    @api.model
    def _lookups(self, job, rows):
        return {"activities": self._records(job, ACTIVITIES, rows, "activite")}

    @api.model
    def _values(self, job, row, found):
        given = row.values
        activity = self._pick(found["activities"], row, "activite")
        typed = {field: given[column] for column, field in ADDRESS.items()}
        typed.update(
            name=given["nom"],
            is_company=given["societe"],
            company_registry=given["siren"],
        )
        try:
            partner = self.env["oe.cae.client"]._read(typed)
        except UserError as error:
            raise Refused("nom", error.args[0]) from error
        return {"partner": partner, "entrepreneur_id": activity.entrepreneur_id.id}

    @api.model
    def _make(self, job, lines):
        france = self.env.ref("base.fr").id
        common = {"country_id": france, "lang": "fr_FR", "customer_rank": 1}
        partners = self.env["res.partner"].create(
            [{**line.values["partner"], **common} for line in lines]
        )
        return self.env["oe.cae.client"].create(
            [
                {
                    "entrepreneur_id": line.values["entrepreneur_id"],
                    "partner_id": partner.id,
                }
                for line, partner in zip(lines, partners, strict=True)
            ]
        )

    @api.model
    def _correct(self, record, values):
        if record.entrepreneur_id.id != values["entrepreneur_id"]:
            raise UserError(
                self.env._("This client is in somebody else's book: it stays there.")
            )
        record._check_own_partner()
        record.partner_id.write(values["partner"])
