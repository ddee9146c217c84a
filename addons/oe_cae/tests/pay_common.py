"""What the tests of pay start from: one person, a sale, a pay list."""

from .common import CaeCase


class PayCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create({"name": "Client"})
        cls.manager = cls._staff("claire-paie", "manager", cls.cae)
        cls.accountant = cls._staff("sophie-paie", "accountant", cls.cae)

    @classmethod
    def _sale(cls, activity, amount, day="2026-06-10"):
        return cls._invoice(
            activity.company_id, cls.buyer, [(amount, activity, None)], day
        )

    @classmethod
    def _case_2(cls, name="Nadia", number="44-001", **values):
        """Worked case 2: budget 1 552.00, part fixe 600.00, net 1 135.40."""
        values.setdefault("fixed_pay", 600)
        person, activity = cls._worker(name, cls._scheme(rate=12), **values)
        person.affiliation_ids.register_number = number
        cls._sale(activity, 1900)
        cls._charge(activity, 120)
        return person, activity

    @classmethod
    def _run(cls, month="2026-06-01", company=None):
        """The pay list of a month, computed, as the manager sees it."""
        company = company or cls.cae
        run = cls.env["oe.cae.pay.run"]._get(company, cls._period(company, month).month)
        run.action_compute()
        return run

    @classmethod
    def _pay_of(cls, run, person):
        return run.pay_ids.filtered(lambda pay: pay.entrepreneur_id == person)
