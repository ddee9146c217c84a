"""Role × model × operation of the sharing: own / another's, licensor / licensee."""

from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .sharing_common import SharingCase

# r read, w write, d delete; "own" is of the holder logged in, "other" of another one.
# manager and accountant are of a cooperative: the sharing is the licensor's alone.
NOBODY = {"entrepreneur": "", "advisor": "", "manager": "", "accountant": ""}
HELD = {"holder": {"own": "r", "other": ""}}
BOOKS = {**NOBODY, "holder": "", "books": "r", "network": "r"}
TABLE = {
    "oe.royalty.recovery": {**BOOKS, "network": "rwd"},
    "oe.royalty.pool": {**BOOKS, "network": "rwd"},
    "oe.royalty.pool.weight": {**BOOKS, "network": "rwd"},
    "oe.royalty.market.rate": {**BOOKS, "network": "rwd"},
    "oe.royalty.holder": {**BOOKS, "network": "rwd", **HELD},
    "oe.royalty.share": {**BOOKS, "network": "rwd", **HELD},
    "oe.royalty.sharing": {**BOOKS, "network": "rwd"},
    "oe.royalty.sharing.source": BOOKS,
    "oe.royalty.sharing.pool": BOOKS,
    "oe.royalty.allocation": {**BOOKS, **HELD},
    "oe.royalty.payout": {**BOOKS, **HELD},
    "oe.royalty.payout.levy": {**BOOKS, **HELD},
    "oe.royalty.dividend": {**BOOKS, "books": "rw", "network": "rwd", **HELD},
    "oe.royalty.paid.year": BOOKS,
    "oe.royalty.amortization": {**BOOKS, "books": "rwd"},
    "oe.royalty.amortization.line": BOOKS,
}
OPERATIONS = {"r": "read", "w": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestSharingRights(SharingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scopes = {"own": {}, "other": {}}
        cls.users = {
            "entrepreneur": cls._person("Moi", cls.cae, login="moi-share").user_id,
            "books": cls._staff("books-table", "accountant", cls.sas),
            "network": cls._staff("network-table", "network_manager", cls.sas),
        }
        for role in ("advisor", "manager", "accountant"):
            cls.users[role] = cls._staff(f"{role}-table", role, cls.cae)
        cls._make_common()
        for scope, name in (("own", "Ana"), ("other", "Bob")):
            cls._make_held(scope, name)
        cls._royalty(1000, "2027-01")
        sharing = cls._sharing("2027-01")
        payouts = cls.env["oe.royalty.payout"].sudo()._make(cls.scheme, "2027-12-31")
        payouts.action_approve()
        payouts.write({"state": "paid", "paid_on": "2027-03-01"})
        cls.env.flush_all()
        cls._add(
            sharing, sharing.source_ids, sharing.pool_line_ids[0], cls._year(payouts)
        )
        for scope in cls.scopes:
            holder = cls.scopes[scope]["oe.royalty.holder"]
            payout = holder.payout_ids
            cls.scopes[scope].update(
                {
                    "oe.royalty.payout": payout,
                    "oe.royalty.payout.levy": payout.levy_ids[0],
                    "oe.royalty.allocation": holder.allocation_ids[0],
                }
            )

    @classmethod
    def _year(cls, payouts):
        return cls.env["oe.royalty.paid.year"].search(
            [("partner_id", "in", payouts.partner_id.ids)], limit=1
        )

    @classmethod
    def _add(cls, *records):
        for record in records:
            for rows in cls.scopes.values():
                rows[record._name] = record

    @classmethod
    def _make_common(cls):
        scheme = {"scheme_id": cls.scheme.id, "date_start": "2027-01-01"}
        skill = cls.env.ref("oe_base.skill_tutor")
        plan = cls.env["oe.royalty.amortization"].create(
            {
                "name": "Concept",
                "company_id": cls.sas.id,
                "cost_amount": 100,
                "date_start": "2027-01-01",
            }
        )
        plan.action_schedule()
        cls._add(
            cls.env["oe.royalty.recovery"].create({**scheme, "target_amount": 10}),
            cls.conceptual,
            cls.conceptual.weight_ids,
            cls.env["oe.royalty.market.rate"].create(
                {**scheme, "skill_id": skill.id, "hourly_rate": 30}
            ),
            plan,
            plan.line_ids[0],
        )

    @classmethod
    def _make_held(cls, scope, name):
        holder = cls._holder(name, "author")
        share = cls._points(holder)
        holder.action_portal()
        holder._users().password = PASSWORD
        if scope == "own":
            cls.users["holder"] = holder._users()
        industry = cls.env["oe.royalty.holder"].create(
            {
                "scheme_id": cls.scheme.id,
                "partner_id": holder.partner_id.id,
                "legal_basis": "industry",
            }
        )
        dividend = cls.env["oe.royalty.dividend"].create(
            {
                "holder_id": industry.id,
                "decision_date": "2027-06-30",
                "year": 2026,
                "amount": 5,
                "reference": "AG",
            }
        )
        rows = {record._name: record for record in (holder, share, dividend)}
        cls.scopes[scope].update(rows)

    def test_table(self):
        wrong = []
        for model, roles in TABLE.items():
            for role, allowed in roles.items():
                if isinstance(allowed, str):
                    allowed = dict.fromkeys(self.scopes, allowed)
                for scope, letters in allowed.items():
                    record = self.scopes[scope][model]
                    self.assertTrue(record, (model, scope))
                    for letter, operation in OPERATIONS.items():
                        got = self._allowed(record, self.users[role], operation)
                        if got != (letter in letters):
                            wrong.append((model, role, scope, operation, got))
        self.assertEqual(wrong, [])

    def test_what_every_company_shares(self):
        for name in ("oe.royalty.levy", "oe.royalty.threshold"):
            record = self.env[name].search([], limit=1)
            for role, letters in (("books", "rw"), ("network", "rwd"), ("holder", "")):
                for letter, operation in OPERATIONS.items():
                    got = self._allowed(record, self.users[role], operation)
                    self.assertEqual(got, letter in letters, (name, role, operation))
