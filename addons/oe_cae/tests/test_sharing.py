"""Several people on one activity (C. trav. R.7331-6): worked case 8 of the domain."""

import datetime

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PIXEL, CaeCase

DAY = datetime.date
TERMS = dict.fromkeys(("nature", "clients", "brand", "assets", "leaving"), "Convenu")


class SharingCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create({"name": "Client"})
        cls.scheme = cls._scheme(recognition="invoiced")
        cls.ana, cls.shared = cls._worker(
            "Ana", cls.scheme, login="ana-partage", fixed_pay=0
        )
        cls.ben = cls._person("Ben", cls.cae, status="salaried", login="ben-partage")
        cls._contract(cls.ben, cls.scheme, "salaried", fixed_pay=0)
        cls.manager = cls._staff("gerante-partage", "manager", cls.cae)

    @classmethod
    def _agree(cls, start, ana, ben, signed="2026-02-20", **values):
        sharing = cls.env["oe.cae.sharing"].create(
            {
                "activity_id": cls.shared.id,
                "date_start": start,
                "part_ids": [
                    Command.create({"entrepreneur_id": person.id, "weight": weight})
                    for person, weight in ((cls.ana, ana), (cls.ben, ben))
                ],
                "paper": PIXEL,
                "paper_date": signed,
                **TERMS,
                **values,
            }
        )
        cls._as(sharing, cls.manager).action_sign_paper()
        return sharing

    def _of(self, statements, person):
        return statements.filtered(lambda row: row.entrepreneur_id == person)

    def _sell(self, amount, day):
        return self._invoice(self.cae, self.buyer, [(amount, self.shared, None)], day)


@tagged("post_install", "-at_install")
class TestSharing(SharingCase):
    def test_case_8_dated_split(self):
        """60/40 to 14 March, 50/50 from the 15th: 850.00 and 650.00."""
        self._agree("2026-03-01", 60, 40)
        self._agree("2026-03-15", 1, 1)
        self._sell(1000, "2026-03-10")
        self._sell(500, "2026-03-20")
        rows = self._close(self.cae, "2026-03-01")
        ana, ben = self._of(rows, self.ana), self._of(rows, self.ben)
        self.assertEqual((ana.turnover, ben.turnover), (850, 650))
        self.assertEqual((ana.contribution, ben.contribution), (-85, -65))
        line = ana.line_ids.filtered(lambda row: row.kind == "invoiced")
        self.assertIn("60 %", line.explanation.replace("\u202f", " "))
        self.assertIn("50 %", line.explanation.replace("\u202f", " "))
        entries = self.env["account.analytic.line"].search(
            [
                ("oe_cae_statement_id", "in", (ana | ben).ids),
                ("oe_cae_side", "=", "activity"),
            ]
        )
        self.assertEqual(sum(entries.mapped("amount")), -150)

    def test_the_odd_cent_is_nobodys_twice(self):
        self._agree("2026-03-01", 1, 1)
        self._sell(100.01, "2026-03-10")
        rows = self._close(self.cae, "2026-03-01")
        cents = [round(row.turnover * 100) for row in rows if row.turnover]
        self.assertEqual(sorted(cents), [5000, 5001])

    def test_before_the_first_agreement_it_was_one_persons(self):
        self._sell(300, "2026-02-10")
        self._close(self.cae, "2026-02-01")
        self._agree("2026-03-01", 1, 1)
        self._sell(200, "2026-03-10")
        rows = self._close(self.cae, "2026-03-01")
        self.assertEqual(self._of(rows, self.ana).turnover, 100)
        self.assertEqual(self._of(rows, self.ben).turnover, 100)

    def test_a_late_credit_note_follows_the_key_of_its_invoice(self):
        self._agree("2026-03-01", 60, 40)
        move = self._sell(1000, "2026-03-10")
        self._close(self.cae, "2026-03-01")
        self._agree("2026-04-01", 1, 1)
        self._refund(move, 100, "2026-04-10")
        rows = self._close(self.cae, "2026-04-01")
        self.assertEqual(self._lines(self._of(rows, self.ana), "invoiced")[0][1], -60)
        self.assertEqual(self._lines(self._of(rows, self.ben), "invoiced")[0][1], -40)

    def test_collected_money_follows_the_key_of_the_sale(self):
        collected = self._scheme(recognition="collected")
        for person in (self.ana, self.ben):
            person.cae_contract_ids.scheme_id = collected
        self._agree("2026-03-01", 60, 40)
        move = self._sell(1000, "2026-03-10")
        self._close(self.cae, "2026-03-01")
        self._agree("2026-04-01", 1, 1)
        self._pay(
            move, 1000 if not move.amount_tax else move.amount_total, "2026-04-20"
        )
        rows = self._close(self.cae, "2026-04-01")
        self.assertEqual(self._of(rows, self.ana).turnover, 600)
        self.assertEqual(self._of(rows, self.ben).turnover, 400)

    def test_no_agreement_no_split(self):
        self._activity(self.ben, self.cae, account_id=self.shared.account_id.id)
        self._sell(1000, "2026-03-10")
        with self.assertRefused(UserError, "no signed agreement"):
            self._close(self.cae, "2026-03-01")
        (live,) = self.env["oe.cae.month"]._live(self.ana, self.cae, DAY(2026, 3, 10))
        self.assertEqual(live.statement.total("invoiced"), 0)
        self.assertIn("no signed agreement", live.alert)

    def test_pay_and_reserves_stay_each_ones_own(self):
        self._agree("2026-03-01", 1, 1)
        self._sell(1000, "2026-03-10")
        bens = self.ben.activity_link_ids
        moves = self.env["oe.cae.reserve.move"]
        moves.create({"activity_id": bens.id, "date": "2026-03-20", "amount": 100})
        with self.assertRefused(UserError, "0,00"):
            self._as("oe.cae.reserve.move", self.manager).create(
                {
                    "activity_id": self.shared.id,
                    "date": "2026-03-25",
                    "amount": 50,
                    "direction": "out",
                }
            )
        rows = self._close(self.cae, "2026-03-01")
        self.assertEqual(self._of(rows, self.ana).reserve, 0)
        self.assertEqual(self._of(rows, self.ben).reserve, -100)

    def test_the_agreement_comes_first(self):
        with self.assertRefused(UserError, "R.7331-6"):
            self._agree("2026-03-01", 1, 1, signed="2026-03-02")

    def test_a_closed_month_keeps_its_key(self):
        self._agree("2026-03-01", 1, 1)
        self._sell(100, "2026-03-10")
        self._close(self.cae, "2026-03-01")
        with self.assertRaises(UserError):
            self._agree("2026-03-20", 3, 1)

    def test_signed_it_never_changes(self):
        sharing = self._agree("2026-03-01", 1, 1)
        self.assertTrue(sharing._seal_is_true())
        part = sharing.part_ids[:1]
        for refused in (
            lambda: sharing.write({"nature": "Autre"}),
            lambda: part.write({"weight": 5}),
            part.unlink,
            sharing.unlink,
            lambda: part.copy({"entrepreneur_id": self._person("Zoé", self.cae).id}),
        ):
            with self.assertRaises(UserError):
                refused()
        self.env.cr.execute(
            "UPDATE oe_cae_sharing_part SET weight = 9 WHERE id = %s", [part.id]
        )
        sharing.invalidate_recordset()
        part.invalidate_recordset()
        self.assertFalse(sharing._seal_is_true())

    def test_one_start_once_and_what_is_missing(self):
        self._agree("2026-03-01", 1, 1)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.cr.savepoint():
                self._agree("2026-03-01", 2, 1)
        with self.assertRefused(UserError, "Name and marks"):
            self._agree("2026-04-01", 1, 1, brand=" ")
        with self.assertRefused(UserError, "two persons"):
            self._agree("2026-04-01", 0, 0)
        with self.assertRefused(ValidationError, "Ana"):
            self.env["oe.cae.sharing"].create(
                {
                    "activity_id": self.shared.id,
                    "date_start": "2026-05-01",
                    "part_ids": [
                        Command.create({"entrepreneur_id": self.ben.id, "weight": 1})
                    ],
                }
            )

    def test_each_signs_then_the_manager(self):
        sharing = self.env["oe.cae.sharing"].create(
            {
                "activity_id": self.shared.id,
                "date_start": fields.Date.add(self.cae._oe_today(), days=1),
                "part_ids": [
                    Command.create({"entrepreneur_id": person.id, "weight": 1})
                    for person in (self.ana, self.ben)
                ],
                **TERMS,
            }
        )
        sharing = self._as(sharing, self.manager)
        sharing.action_send()
        with self.assertRefused(UserError, "Ana"):
            sharing.action_countersign()
        sharing_sudo = sharing.sudo()
        sharing_sudo._sign_es(self.ana.partner_id, "Ana", PIXEL)
        with self.assertRefused(UserError, "already"):
            sharing_sudo._sign_es(self.ana.partner_id, "Ana", PIXEL)
        with self.assertRefused(UserError, "another person"):
            sharing_sudo._sign_es(self.buyer, "Client", PIXEL)
        with self.assertRefused(UserError, "Ben"):
            sharing.action_countersign()
        sharing_sudo._sign_es(self.ben.partner_id, "Ben", PIXEL)
        sharing.action_countersign()
        self.assertEqual(sharing.state, "signed")
        self.assertEqual(self.ben.activity_link_ids.account_id, self.shared.account_id)
        with self.assertRefused(UserError, "buttons"):
            sharing.part_ids[:1].write({"es_signed_on": False})

    def test_taken_back_signatures_are_void(self):
        sharing = self.env["oe.cae.sharing"].create(
            {
                "activity_id": self.shared.id,
                "date_start": fields.Date.add(self.cae._oe_today(), days=1),
                "part_ids": [
                    Command.create({"entrepreneur_id": person.id, "weight": 1})
                    for person in (self.ana, self.ben)
                ],
                **TERMS,
            }
        )
        self._as(sharing, self.manager).action_send()
        sharing._sign_es(self.ana.partner_id, "Ana", PIXEL)
        self._as(sharing, self.manager).action_reopen()
        self.assertFalse(any(sharing.part_ids.mapped("es_signed_on")))
        self.assertEqual(sharing.state, "draft")

    def test_advisors_read_only(self):
        advisor = self._staff("conseil-partage", "advisor", self.cae)
        sharing = self._agree("2026-03-01", 1, 1)
        self.assertTrue(self._as(sharing, advisor).date_start)
        draft = sharing.copy({"date_start": "2026-06-01"})
        with self.assertRaises(AccessError):
            self._as(draft, advisor).write({"nature": "x"})
