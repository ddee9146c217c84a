"""Role × model × operation × own / other / other company, as one table."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import CaeCase
from .rights_members import member_records
from .rights_table import TABLE

OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestRights(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client = cls.env["res.partner"].create({"name": "Cliente"})
        here, away = cls.cae, cls.cae_sap
        schemes = {"own": cls._scheme(here), "foreign": cls._scheme(away)}
        schemes["other"] = schemes["own"]
        cls.records = {name: {} for name in TABLE}
        for scope, scheme in schemes.items():
            login = "moi-cae" if scope == "own" else None
            person, activity = cls._worker(scope, scheme, login=login)
            company = scheme.company_id
            cls._invoice(company, client, [(100, activity, None)], "2026-06-10")
            cls._fill(scope, person, scheme)
        for company in (here, away):
            cls._fill_pay(company)
            cls._close(company, "2026-06-01")
        for scope in schemes:
            contract = cls.records["oe.cae.contract"][scope]
            statement = cls.env["oe.cae.statement"].search(
                [("contract_id", "=", contract.id)]
            )
            cls.records["oe.cae.statement"][scope] = statement
            cls.records["oe.cae.statement.line"][scope] = statement.line_ids[:1]
        cls.users = {
            "entrepreneur": contract.env["res.users"].search(
                [("login", "=", "moi-cae")]
            ),
            "client": cls._portal(
                client, "cliente-cae", ["oe_base.group_oe_client"], here
            ),
            "network": cls._staff("network-cae", "network_manager", here),
        }
        for role in ("advisor", "manager", "accountant"):
            cls.users[role] = cls._staff(f"{role}-cae", role, here)
        cls.env.flush_all()

    @classmethod
    def _fill(cls, scope, person, scheme):
        parameter = cls.env.ref("oe_cae.pay_parameter_2026_01")
        scale = cls.env.ref("oe_cae.mileage_scale_4")
        car = {"name": "Clio", "power": "4", "entrepreneur_id": person.id}
        buyer = cls.env["oe.cae.client"]._save(person, {"name": f"Client {scope}"})
        activity = person.activity_link_ids
        order = cls.env["sale.order"].create(
            {
                "company_id": scheme.company_id.id,
                "partner_id": buyer.partner_id.id,
                "oe_activity_id": activity.id,
                "oe_approval": "asked",
            }
        )
        activity_move = cls.env["account.move"].create(
            {"move_type": "out_invoice", "company_id": scheme.company_id.id}
        )
        waiting = cls.env["oe.cae.to.approve"].search([("res_id", "=", order.id)])
        made = {
            "oe.cae.client": buyer,
            "oe.cae.to.approve": waiting,
            "oe.cae.target": cls.env["oe.cae.target"].create(
                {
                    "entrepreneur_id": person.id,
                    "date_start": "2026-01-01",
                    "net": 1000,
                    "hours": 100,
                }
            ),
            "oe.cae.vehicle": cls.env["oe.cae.vehicle"].create(car),
            "oe.cae.internal.sale": cls.env["oe.cae.internal.sale"].create(
                {
                    "name": "Affiche",
                    "company_id": scheme.company_id.id,
                    "seller_id": activity.id,
                    "buyer_id": cls._activity(
                        cls._person(f"Collègue {scope}", scheme.company_id),
                        scheme.company_id,
                    ).id,
                    "amount": 50,
                }
            ),
            **cls._services(scheme.company_id),
            **cls._moved(activity),
            **cls._asked(person, scheme.company_id),
            "oe.cae.exemption": cls.env["oe.cae.exemption"].create(
                {
                    "contract_id": person.cae_contract_ids.id,
                    "date_start": "2030-01-01",
                    "date_end": "2030-01-31",
                    "reason": "decision",
                }
            ),
            "oe.cae.reminder": cls.env["oe.cae.reminder"].create(
                {
                    "move_id": activity_move.id,
                    "level": "1",
                    "sent_on": "2026-06-20",
                    "text": "Un oubli ?",
                }
            ),
            "oe.cae.reminder.text": cls.env.ref("oe_cae.reminder_text_1"),
            "oe.cae.recovery.fee": cls.env.ref("oe_cae.recovery_fee_2013"),
            "oe.cae.mileage.scale": scale,
            "oe.cae.mileage.band": scale.band_ids[:1],
            "oe.cae.contract": person.cae_contract_ids,
            "oe.cae.scheme": scheme,
            "oe.cae.scheme.version": scheme.version_ids,
            "oe.cae.scheme.bracket": scheme.version_ids.bracket_ids,
            "oe.cae.pay.parameter": parameter,
            "oe.cae.pay.line": parameter.line_ids[:1],
            "oe.cae.life.figure": cls.env.ref("oe_cae.life_figure_rsa_2025"),
            **cls._papers(person.cae_contract_ids),
            **member_records(cls.env, person, scheme.company_id),
        }
        sharing = cls.env["oe.cae.sharing"].create(
            {
                "activity_id": activity.id,
                "date_start": "2030-01-01",
                "part_ids": [
                    Command.create({"entrepreneur_id": person.id, "weight": 1})
                ],
            }
        )
        made["oe.cae.declaration"] = cls.env["oe.cae.declaration"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": scheme.company_id.id,
                "month": "2026-06-01",
            }
        )
        meetings = cls.env["oe.cae.meeting"]
        made["oe.cae.meeting"] = meetings.create(
            {
                "company_id": scheme.company_id.id,
                "start": f"2030-01-0{meetings.search_count([]) % 9 + 1} 09:00:00",
            }
        )
        reports = cls.env["oe.cae.support.report"]
        year = {"company_id": scheme.company_id.id, "date_end": "2026-12-31"}
        made["oe.cae.support.report"] = reports.search(
            [(name, "=", value) for name, value in year.items()]
        ) or reports.create({**year, "date_start": "2026-01-01"})
        period = cls._period(scheme.company_id, "2026-06-01")
        made["oe.cae.month.step"] = period.cae_step_ids[:1]
        made["oe.cae.sharing"] = sharing
        made["oe.cae.sharing.part"] = sharing.part_ids
        for name, record in made.items():
            cls.records[name][scope] = record

    @classmethod
    def _fill_pay(cls, company):
        """The pay list of the month, and a reserve of each person."""
        run = cls.env["oe.cae.pay.run"]._get(
            company, cls._period(company, "2026-06-01").month
        )
        run.action_compute()
        year = cls.env["oe.cae.year.end"].create(
            {
                "company_id": company.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
            }
        )
        for pay in run.pay_ids:
            scope = pay.entrepreneur_id.name
            cls.records["oe.cae.pay.run"][scope] = run
            cls.records["oe.cae.pay"][scope] = pay
            cls.records["oe.cae.pay.export"][scope] = cls.env[
                "oe.cae.pay.export"
            ]._take(run, pay.browse())
            cls.records["oe.cae.year.end"][scope] = year
            cls.records["oe.cae.year.end.line"][scope] = year.line_ids.create(
                {"year_end_id": year.id, "entrepreneur_id": pay.entrepreneur_id.id}
            )
            cls.records["oe.cae.pay.share"][scope] = pay.share_ids
            cls.records["oe.cae.reserve.move"][scope] = cls.env[
                "oe.cae.reserve.move"
            ].create(
                {"activity_id": pay.activity_id.id, "date": "2026-06-30", "amount": 1}
            )

    @classmethod
    def _services(cls, company):
        """The account of the services of a company, and a line; one a company."""
        accounts = cls.env["oe.cae.services.account"]
        account = accounts.search([("company_id", "=", company.id)]) or accounts.create(
            {
                "company_id": company.id,
                "date_end": "2025-12-31",
                "line_ids": [Command.create({"name": "Loyer", "amount": -70})],
            }
        )
        return {
            "oe.cae.services.account": account,
            "oe.cae.services.line": account.line_ids,
        }

    @classmethod
    def _moved(cls, activity):
        """A file to move in, its line and key, an opening, a batch of transfers."""
        company, partner = activity.company_id, activity.entrepreneur_id.partner_id
        job = cls.env["oe.cae.moving"].create({"company_id": company.id})
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        batch = cls.env["oe.cae.transfer"].create(
            {"company_id": company.id, "journal_id": journal.id}
        )
        key = {"kind": "people", "res_model": "oe.activity", "res_id": activity.id}
        values = {
            "oe.cae.moving.line": {"moving_id": job.id, "status": "new"},
            "oe.cae.moving.key": {
                **key,
                "company_id": company.id,
                "reference": f"P{activity.id}",
                "digest": "0",
            },
            "oe.cae.opening": {"activity_id": activity.id, "date": "2026-01-01"},
            "oe.cae.transfer.line": {
                "transfer_id": batch.id,
                "partner_id": partner.id,
                "label": "Paie",
                "amount": 1,
            },
        }
        made = {name: cls.env[name].create(row) for name, row in values.items()}
        return {
            **made,
            **cls._debits(company, partner, journal),
            "oe.cae.moving": job,
            "oe.cae.transfer": batch,
        }

    @classmethod
    def _asked(cls, person, company):
        """A proposal in vote, its option, a comment, an elector and a ballot."""
        proposal = cls.env["oe.cae.proposal"].create(
            {"name": "Quel taux ?", "company_id": company.id}
        )
        base = {"proposal_id": proposal.id}
        signed = {**base, "entrepreneur_id": person.id}
        elector = cls.env["oe.cae.proposal.elector"].create(signed)
        made = {
            "oe.cae.proposal": proposal,
            "oe.cae.proposal.option": proposal.option_ids[:1],
            "oe.cae.proposal.comment": cls.env["oe.cae.proposal.comment"].create(
                {**signed, "body": "Oui"}
            ),
            "oe.cae.proposal.elector": elector,
            "oe.cae.proposal.ballot": cls.env["oe.cae.proposal.ballot"].create(
                {**base, "company_id": company.id, "elector_id": elector.id}
            ),
        }
        proposal.state = "vote"
        return made

    @classmethod
    def _debits(cls, company, partner, journal):
        """A mandate, a batch of debits and its line."""
        base = {"company_id": company.id}
        mandate = cls.env["oe.cae.debit.mandate"].create(
            {**base, "partner_id": partner.id}
        )
        batch = cls.env["oe.cae.debit"].create({**base, "journal_id": journal.id})
        move = cls.env["account.move"].create({**base, "move_type": "out_invoice"})
        line = cls.env["oe.cae.debit.line"].create(
            {
                "debit_id": batch.id,
                "mandate_id": mandate.id,
                "move_id": move.id,
                "amount": 1,
                "sequence_type": "FRST",
            }
        )
        return {
            "oe.cae.debit.mandate": mandate,
            "oe.cae.debit": batch,
            "oe.cae.debit.line": line,
        }

    @classmethod
    def _papers(cls, contract):
        """An objective, an amendment and a notice of a contract."""
        base = {"contract_id": contract.id}
        dated = {**base, "date_start": "2026-07-01"}
        event = {"event": "signature", "body": "urssaf", "date_event": "2026-01-01"}
        values = {
            "oe.cae.contract.objective": {**base, "name": "Trois clients"},
            "oe.cae.contract.amendment": {**dated, "changes_minimum": True},
            "oe.cae.notice": {**base, **event},
        }
        made = {name: cls.env[name].create(row) for name, row in values.items()}
        cls.env.flush_all()
        deadlines = cls.env["oe.cae.deadline"]
        risk = {"company_id": contract.company_id.id, "kind": "membership"}
        return {
            **made,
            "oe.cae.interview": cls._interview(contract),
            "oe.cae.deadline": deadlines.search(
                [("contract_id", "=", contract.id)], limit=1
            ),
            "oe.cae.alert": cls.env["oe.cae.alert"].create(
                {**base, **risk, "deadline": "2029-01-01", "months": 12}
            ),
        }

    def test_table(self):
        wrong = []
        for model, roles in TABLE.items():
            for role, scopes in roles.items():
                for scope, allowed in scopes.items():
                    record = self.records[model][scope]
                    self.assertTrue(record, (model, scope))
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in allowed):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_nobody_creates_a_statement_by_hand(self):
        for role, user in self.users.items():
            self.assertFalse(
                self._as("oe.cae.statement", user).has_access("create"), role
            )

    def test_only_managers_close(self):
        period = self._period(self.cae, "2026-07-01")
        for role in ("advisor", "accountant"):
            with self.assertRaises(AccessError):
                self._as(period, self.users[role]).action_cae_close()
        self._as(period, self.users["manager"]).action_cae_close()
        self.assertEqual(period.state, "closed")
        self.assertEqual(period.closed_by_id, self.users["manager"])

    def test_forms_open_for_the_roles_that_have_their_menu(self):
        period = self._period(self.cae, "2026-06-01")
        names = ("oe.cae.contract", "oe.cae.scheme", "oe.cae.statement")
        records = [period, *(self.records[name]["own"] for name in names)]
        for role in ("advisor", "manager", "accountant"):
            for record in records:
                shown = Form(self._as(record, self.users[role]))
                self.assertTrue(shown.id, (role, record))
        shown = Form(self._as(period, self.users["advisor"]))
        self.assertEqual(shown.cae_difference, 0)
        self.assertEqual(shown.cae_ledger, 200)

    def test_a_manager_opens_a_month(self):
        manager = self.users["manager"]
        wizard = self._as("oe.cae.month.wizard", manager).create(
            {"company_id": self.cae.id, "day": "2026-08-15"}
        )
        action = wizard.action_open()
        period = self._as("oe.period", manager).browse(action["res_id"])
        self.assertEqual(str(period.month), "2026-08-01")
        statements = self._as(self._period(self.cae, "2026-06-01"), manager)
        domain = statements.action_cae_statements()["domain"]
        found = self._as("oe.cae.statement", manager).search(domain)
        self.assertEqual(len(found), 2)
