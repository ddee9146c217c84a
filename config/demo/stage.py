"""The pilot territory before the month: companies, people, services, one client."""

from odoo import Command, fields

from . import people
from .advance import Advance
from .claims import Claims
from .dispatch import Dispatch
from .home import Home
from .hosting import Hosting
from .members import Members
from .pay import Pay
from .places import CITIES, Places
from .pool import Pool
from .rules import Rules
from .sell import Sell
from .session import Session
from .works import Works


class Stage(
    Places,
    Rules,
    Sell,
    Session,
    Hosting,
    Claims,
    Works,
    Pay,
    Members,
    Home,
    Dispatch,
    Pool,
    Advance,
):
    """Builds the stage in one environment; each record by its name, once."""

    def __init__(self, env):
        companies = env["res.company"]._oe_network()
        self.env = env(
            context={
                **env.context,
                "lang": "fr_FR",
                "tracking_disable": True,
                "mail_create_nolog": True,
                "no_reset_password": True,
                "allowed_company_ids": companies.ids,
            }
        )
        self.env.user.company_ids = [Command.link(c.id) for c in companies]
        self.territory = self.env["oe.territory"].search([("code", "=", "44")])
        self.sas = self.env.ref("base.main_company")
        self.samad = self.territory._company_of("cae_sap")
        self.msg = self.territory._company_of("cae_general")
        self.association = self.territory._company_of("association")
        self.companies = companies

    def build(self):
        """Make everything; the caller commits."""
        self._identify_companies()
        self._sectors()
        self._staff()
        self._services()
        self._rules_of_money()
        self._entrepreneurs()
        self._login(self._lea(), "lea", self.msg)
        self._hosting()
        self._clients()
        self._own_clients()
        self._partners()
        self._training_session()
        self._claims()
        self._membership()
        self._home()
        self._dispatch()
        self._pool()
        self._advance()
        self.env.flush_all()

    def _partner(self, name, city, street, **values):
        return self.env["res.partner"].create(
            {
                "name": name,
                "street": street,
                "zip": CITIES[city],
                "city": city,
                "country_id": self.env.ref("base.fr").id,
                "lang": "fr_FR",
                "tz": "Europe/Paris",
                **values,
            }
        )

    def _staff(self):
        for persona in people.STAFF:
            self.env["res.users"].create(
                {
                    "name": persona.name,
                    "login": persona.login,
                    "password": people.PASSWORD,
                    "lang": "fr_FR",
                    "tz": "Europe/Paris",
                    "company_id": self.samad.id,
                    "company_ids": [Command.set(self.companies.ids)],
                    "group_ids": [
                        Command.link(self.env.ref(group).id)
                        for group in ("base.group_user", *persona.groups)
                    ],
                }
            )

    def _entrepreneur(self, login, city, street, company, profile, **values):
        persona = next(each for each in people.PORTAL if each.login == login)
        partner = self._partner(
            persona.name,
            city,
            street,
            email=f"{login}@oui-ensemble.example",
            phone="06 00 00 00 00",
        )
        person = self.env["oe.entrepreneur"].create(
            {
                "partner_id": partner.id,
                "territory_id": self.territory.id,
                "profile_id": self.env.ref(f"oe_base.profile_{profile}").id,
                **values,
            }
        )
        return person, company

    def _entrepreneurs(self):
        tutor = self.env.ref("oe_base.skill_tutor")
        trainer = self.env.ref("oe_base.skill_trainer")
        rows = (
            ("nadia", "Rezé", "8 rue Jean Fraix", self.samad, "tc_dep", tutor, 3),
            ("paul", "Nantes", "21 rue Fouré", self.samad, "tc_dep", tutor, 2),
            ("samira", "Orvault", "4 rue du Bourg", self.msg, "fo", trainer, 4),
        )
        for number, (login, city, street, company, profile, skill, level) in enumerate(
            rows, start=1
        ):
            person, _company = self._entrepreneur(login, city, street, company, profile)
            self._host(person, company, f"{company.id:02d}-{number:03d}")
            person.competence_ids = skill
            pole = "pole_autonomy" if company == self.samad else "pole_home"
            self.env["oe.activity"].create(
                {
                    "name": "Aide à domicile" if company == self.samad else "Formation",
                    "entrepreneur_id": person.id,
                    "company_id": company.id,
                    "pole_id": self.env.ref(f"oe_base.{pole}").id,
                    "working_time_on_company": company == self.samad,
                }
            )
            self._available(person)
            self._assessed(person, skill, level)
            self._login(person, login, company)

    def _login(self, person, login, company):
        user = self.env["res.users"]._oe_create_portal(
            person.partner_id,
            login,
            ["oe_base.group_oe_entrepreneur"],
            company,
        )
        user.password = people.PASSWORD

    def _available(self, person):
        self.env["oe.availability"].create(
            [
                {
                    "entrepreneur_id": person.id,
                    "weekday": str(day),
                    "minute_start": 8 * 60,
                    "minute_end": 18 * 60,
                }
                for day in range(5)
            ]
        )

    def _assessed(self, person, skill, level):
        axis = str(level)
        row = self.env["oe.competence.assessment"].create(
            {
                "entrepreneur_id": person.id,
                "skill_id": skill.id,
                "situation": "Accompagnement à domicile",
                "savoir": axis,
                "vouloir": axis,
                "pouvoir": axis,
                "proof_savoir": "Trois ans de pratique, deux binômes formés",
            }
        )
        start = fields.Date.to_date("2026-02-02")
        row._set_judged("valid", start, fields.Date.add(start, months=24, days=-1))

    def _clients(self):
        self.jeanne = self._partner(
            "Jeanne Le Goff",
            "Nantes",
            "3 rue des Olivettes",
            phone="02 40 11 22 33",
            oe_preferred_channel="phone",
        )
        self.anne = self._partner(
            "Anne Le Goff",
            "Vertou",
            "15 rue de l'Île",
            email="anne@oui-ensemble.example",
        )
        self.robert = self._partner(
            "Robert Guillou",
            "Rezé",
            "2 rue de la Blordière",
            phone="02 40 44 55 66",
            oe_preferred_channel="post",
        )
        self.env["oe.mandate"].create(
            {
                "principal_id": self.jeanne.id,
                "holder_id": self.anne.id,
                "kind": "relative",
                "date_start": "2026-01-05",
                "can_visits": True,
                "can_accept": True,
                "can_pay": True,
                "can_write": True,
                "can_certificates": True,
            }
        )
        user = self.env["res.users"]._oe_create_portal(
            self.anne, "anne", ["oe_base.group_oe_client"], self.samad
        )
        user.password = people.PASSWORD
        self._needs()

    def _needs(self):
        nadia = self.env["oe.entrepreneur"].search([("name", "=", "Nadia Benali")])
        care, cleaning = (self.care, 60), (self.cleaning, 120)
        rows = (
            (self.jeanne, False, "0", (care, cleaning)),
            (self.robert, nadia.id, "1", (cleaning,)),
        )
        for client, brought, weekday, services in rows:
            self.env["crm.lead"].create(
                {
                    "name": f"Aide à domicile, {client.name}",
                    "type": "opportunity",
                    "partner_id": client.id,
                    "company_id": False,
                    "user_id": False,
                    "oe_beneficiary_id": client.id,
                    "oe_territory_id": self.territory.id,
                    "oe_pole_id": self.env.ref("oe_base.pole_autonomy").id,
                    "oe_date_start": "2026-06-01",
                    "oe_date_end": "2026-06-28",
                    "oe_brought_by_id": brought,
                    "oe_need_slot_ids": [
                        Command.create({"weekday": weekday, "minute_start": 9 * 60})
                    ],
                    "oe_need_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "minutes": minutes,
                                "visits": 4,
                            }
                        )
                        for product, minutes in services
                    ],
                }
            )
