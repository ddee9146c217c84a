"""The small world every add-on's tests start from: one territory, no people.

The set-up script opens the pilot territory once per test database (config/world.py);
where it is absent (plain ``odoo -i … --test-enable``) it is opened here.
"""

from contextlib import contextmanager

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user

PASSWORD = "un mot de passe de test"


class OeCase(TransactionCase):
    """Territory 44 with its companies, and makers of people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(
                cls.env.context,
                tracking_disable=True,
                mail_create_nolog=True,
                no_reset_password=True,
            )
        )
        cls.sas = cls.env.ref("base.main_company")
        cls.territory = cls.env["oe.territory"].search([("code", "=", "44")])
        if not cls.territory:
            cls.sas.oe_kind = "sas"
            cls.sas._oe_open_books()
            action = (
                cls.env["oe.territory.wizard"]
                .create(
                    {
                        "code": "44",
                        "name": "Loire-Atlantique",
                        "with_association": True,
                    }
                )
                .action_open()
            )
            cls.territory = cls.env["oe.territory"].browse(action["res_id"])
        cls.cae_sap = cls.territory._company_of("cae_sap")
        cls.cae = cls.territory._company_of("cae_general")
        cls.association = cls.territory._company_of("association")
        cls.companies = cls.sas | cls.cae_sap | cls.cae | cls.association
        cls.env.user.write({"company_ids": [Command.set(cls.companies.ids)]})
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.companies.ids)
        )

    @classmethod
    def _staff(cls, login, group, companies=None):
        """An internal user with one of our roles (``advisor``, ``manager`` …)."""
        companies = companies or cls.companies
        return new_test_user(
            cls.env,
            login=login,
            password=PASSWORD,
            groups=f"base.group_user,oe_base.group_oe_{group}",
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    @classmethod
    def _person(cls, name, company=None, status="salaried", login=None, **values):
        """An entrepreneur hosted by a company since 1 January 2026.

        With ``login``, also a portal user of that login.
        """
        start = values.pop("date_start", "2026-01-01")
        number = values.pop("register_number", None)
        company = company or cls.cae_sap
        entrepreneur = cls.env["oe.entrepreneur"].create(
            {
                "partner_id": cls.env["res.partner"]
                .create(
                    {"name": name, "email": f"{name}@example.com".replace(" ", ".")}
                )
                .id,
                "territory_id": cls.territory.id,
                **values,
            }
        )
        cls.env["oe.affiliation"].create(
            {
                "entrepreneur_id": entrepreneur.id,
                "company_id": company.id,
                "status": status,
                "date_start": start,
                "register_number": number,
            }
        )
        if login:
            cls._portal(
                entrepreneur.partner_id,
                login,
                ["oe_base.group_oe_entrepreneur"],
                company,
            )
        return entrepreneur

    @classmethod
    def _portal(cls, partner, login, groups, companies):
        """A portal user for a partner, with plain groups of ours."""
        user = cls.env["res.users"]._oe_create_portal(partner, login, groups, companies)
        user.password = PASSWORD
        return user

    @classmethod
    def _as(cls, records, user):
        """A recordset, or a model's name, as a user with the user's own companies."""
        if isinstance(records, str):
            records = cls.env[records]
        return records.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def _allowed(self, record, user, operation):
        """Whether rights and rules let a user do this to a record."""
        try:
            self._as(record, user).check_access(operation)
        except AccessError:
            return False
        return True

    @classmethod
    def _activity(cls, entrepreneur, company=None, name="Aide à domicile", **values):
        """An activity (and its analytic account) of a person in a company."""
        return cls.env["oe.activity"].create(
            {
                "name": name,
                "entrepreneur_id": entrepreneur.id,
                "company_id": (company or cls.cae_sap).id,
                **values,
            }
        )

    @classmethod
    def _assess(cls, entrepreneur, skill, level, start=None, end=None):
        """A validated assessment at ``level`` on the three axes."""
        start = fields.Date.to_date(start or "2026-01-01")
        axis = str(level)
        row = cls.env["oe.competence.assessment"].create(
            {
                "entrepreneur_id": entrepreneur.id,
                "skill_id": skill.id,
                "situation": "Aide à domicile",
                "savoir": axis,
                "vouloir": axis,
                "pouvoir": axis,
            }
        )
        row._set_judged(
            "valid", start, end or fields.Date.add(start, months=24, days=-1)
        )
        return row

    @classmethod
    def _invoice(
        cls, company, partner, lines, day="2026-06-15", move_type=None, **values
    ):
        """A posted customer invoice.

        :param list lines: ``(untaxed amount, activity or None, tax name or None)``
        """
        commands = []
        for amount, activity, tax in lines:
            account_id = activity.account_id.id if activity else None
            taxes = company._oe_chart_ref(tax).ids if tax else []
            commands.append(
                Command.create(
                    {
                        "name": "Service",
                        "quantity": 1,
                        "price_unit": amount,
                        "account_id": company._oe_chart_ref("pcg_706").id,
                        "tax_ids": [Command.set(taxes)],
                        "analytic_distribution": (
                            {str(account_id): 100} if account_id else False
                        ),
                    }
                )
            )
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": move_type or "out_invoice",
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "invoice_date": day,
                    "date": day,
                    "invoice_line_ids": commands,
                    **values,
                }
            )
        )
        move.action_post()
        return move

    @classmethod
    def _pay(cls, move, amount, day):
        """Register a payment of an invoice with the standard wizard."""
        return (
            cls.env["account.payment.register"]
            .with_company(move.company_id)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"amount": amount, "payment_date": day})
            ._create_payments()
        )

    @contextmanager
    def assertRefused(self, error, *words):
        """The block raises ``error`` and its sentence holds every word given."""
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            yield
        for word in words:
            self.assertIn(word, str(caught.exception))
