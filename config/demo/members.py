"""Members, an exit and volunteers: who owns the cooperatives, who leaves, who gives."""

import datetime

from .hosting import CESA, DRAWN

LAW = "Statuts art. 9 ; loi 47-1775 art. 18"


class Members:
    """Part of the stage: shares, applications, an exit under way, volunteers."""

    def _membership(self):
        people = {row.name: row for row in self.env["oe.entrepreneur"].search([])}
        self.env["oe.cae.share.terms"].create(
            [
                {
                    "company_id": company.id,
                    "date_start": "2025-01-01",
                    "nominal": 20,
                    "minimum_shares": 5,
                    "refund_years": 5,
                    "decided_by": "meeting",
                    "legal_reference": LAW,
                }
                for company in (self.samad, self.msg)
            ]
        )
        self._founders()
        self._paid_by_pay(people["Nadia Benali"])
        self._applies(people["Paul Martin"])
        self._earlier()
        self._leaves()
        self._volunteers()

    def _founders(self):
        """Members from before: an employee of the structure, a partner."""
        claire = self.env["res.users"].search([("login", "=", "claire")])
        town = self._partner(
            "Ville de Rezé", "Rezé", "Place Jean-Baptiste Daviais", is_company=True
        )
        rows = (("1", claire.partner_id, "employee", 15), ("2", town, "public", 50))
        for number, partner, category, shares in rows:
            member = self.env["oe.cae.member"].create(
                {
                    "company_id": self.samad.id,
                    "partner_id": partner.id,
                    "number": number,
                    "category": category,
                    "date_start": "2025-03-03",
                    "resolution": "AG constitutive du 3 mars 2025",
                }
            )
            self._moved(member, "subscribe", "2025-03-03", shares=shares)
            self._moved(member, "pay", "2025-03-10", amount=20 * shares)
        town_member, claire_member = (
            member,
            self.env["oe.cae.member"]._of(claire.partner_id, self.samad),
        )
        self._moved(
            town_member,
            "transfer",
            "2026-02-02",
            shares=10,
            to_member_id=claire_member.id,
            resolution="Acte du 2 février 2026",
        )

    def _moved(self, member, kind, day, **values):
        move = self.env["oe.cae.share.move"].create(
            {"member_id": member.id, "kind": kind, "date": day, **values}
        )
        move.action_enter()
        return move

    def _paid_by_pay(self, person):
        """Nadia, member since May: 30.00 a month out of her pay, as she signed."""
        member = self.env["oe.cae.member"].create(
            {
                "company_id": self.samad.id,
                "partner_id": person.partner_id.id,
                "number": "3",
                "date_start": "2026-05-20",
                "resolution": "AG du 20 mai 2026, résolution 6",
            }
        )
        self._moved(member, "subscribe", "2026-05-20", shares=10)
        deduction = self.env["oe.cae.share.deduction"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": self.samad.id,
                "amount": 30,
                "date_start": "2026-06-01",
            }
        )
        deduction.action_send()
        deduction._sign_es(person.partner_id, person.name, DRAWN)

    def _applies(self, person):
        """Paul applied on his phone; Marc is in favour; the meeting comes."""
        row = self.env["oe.cae.candidature"]._apply(
            person.cae_contract_ids,
            {
                "motive": "Je veux prendre part aux décisions sur les contributions et "
                "transmettre mon métier.",
                "shares": 5,
                "monthly_cents": 2000,
                "consents": True,
            },
        )
        row.write(
            {
                "opinion": "for",
                "opinion_note": "Activité régulière, présent aux réunions.",
            }
        )
        row.with_user(person.advisor_id).sudo().action_opinion()

    def _earlier(self):
        """Four of 2022 whose three years are over: what the rate is made of."""
        rows = (
            ("Karim Aubert", "2022-02-01", "2024-06-14", "2025-12-31"),
            ("Jade Morvan", "2022-04-04", "2025-01-30", "2026-03-31"),
            ("Théo Lucas", "2022-09-01", None, "2025-08-31"),
            ("Rose Diallo", "2022-10-03", "2025-06-12", "2026-02-28"),
        )
        for name, start, member, end in rows:
            person = self.env["oe.entrepreneur"].create(
                {
                    "partner_id": self._partner(name, "Nantes", "2 rue Crébillon").id,
                    "territory_id": self.territory.id,
                }
            )
            contract = self.env["oe.cae.contract"].create(
                {
                    "entrepreneur_id": person.id,
                    "company_id": self.samad.id,
                    "kind": "salaried",
                    "date_start": start,
                    "date_end": end,
                    "member_since": member,
                    "scheme_id": self.schemes[self.samad].id,
                    "fixed_pay": 100.0,
                }
            )
            contract._set_end(contract.date_end, "es" if member else "membership")

    def _leaves(self):
        """Hugo leaves at the end of October: his exit is half gone through."""
        person, company = self._entrepreneur(
            "hugo", "Vertou", "11 rue du Port", self.msg, "dr"
        )
        self._host(person, company, f"{company.id:02d}-009")
        contract = person.cae_contract_ids
        contract.write({**CESA, "date_start": "2026-01-05"})
        self.env["oe.activity"].create(
            {
                "name": "Réparation de vélos",
                "entrepreneur_id": person.id,
                "company_id": company.id,
            }
        )
        self._login(person, "hugo", company)
        person.advisor_id = self.env["res.users"].search([("login", "=", "marc")])
        for name, email in (
            ("Vélo-école de Vertou", "velo-ecole@oui-ensemble.example"),
            ("Yves Rolland", "yves@oui-ensemble.example"),
        ):
            self.env["oe.cae.client"]._save(person, {"name": name, "email": email})
        contract._end(datetime.date(2026, 10, 31), "es")
        leaving = contract.exit_ids
        for code in ("quotes", "drafts", "claims", "access"):
            leaving.item_ids.filtered(lambda item, c=code: item.code == c).action_done()
        meeting = leaving.item_ids.filtered(lambda item: item.code == "interview")
        meeting.write({"note": "Bilan fait avec Marc le 12 octobre."})
        meeting.action_done()

    def _volunteers(self):
        """Inès gives hours to the association; one cost paid back, one given up."""
        self.association.logo = self._logo()
        self.env["oe.cae.volunteer.terms"].create(
            {
                "company_id": self.association.id,
                "date_start": "2026-01-01",
                "hourly_value": 12.31,
                "km_rate": 0.529,
                "fee": 15,
                "legal_reference": "CA du 12 janvier 2026",
            }
        )
        person, company = self._entrepreneur(
            "ines", "Nantes", "7 rue de Strasbourg", self.association, "dr"
        )
        self.env["oe.cae.contract"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": company.id,
                "kind": "volunteer",
                "date_start": "2026-01-12",
                "statutes_version": "Statuts du 12 décembre 2025",
            }
        )
        self._login(person, "ines", company)
        base = {"entrepreneur_id": person.id, "company_id": company.id}
        hours = self.env["oe.cae.volunteer.hour"].create(
            [
                {**base, "date": day, "hours": count, "name": name}
                for day, count, name in (
                    ("2026-05-12", 3, "Permanence d'accueil"),
                    ("2026-06-06", 5.5, "Forum des associations"),
                    ("2026-06-23", 2, "Permanence d'accueil"),
                )
            ]
        )
        hours[:2].action_confirm()
        costs = self.env["oe.cae.volunteer.cost"].create(
            [
                {
                    **base,
                    "date": "2026-06-06",
                    "name": "Nantes – Clisson et retour",
                    "kind": "journey",
                    "km": 58,
                    "wish": "gift",
                },
                {**base, "date": "2026-06-20", "name": "Affiches", "amount": 24.90},
            ]
        )
        costs[:1].action_accept()
        self.env["oe.cae.volunteer.fee"]._of_volunteers(company, 2026).action_receipt()
