from collections import defaultdict

from odoo import api, models

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.calc.period import month_of

from ..calc import contribution as calc_contribution, month as calc
from ..calc.pay_solver import OverdraftExceeded, pay_month
from .contract import COUNTED
from .month_books import Books, Result, charged, less


class Month(models.AbstractModel):
    """Loads a month of a company, has it computed, stores nothing."""

    _name = "oe.cae.month"
    _description = "Computing a month"

    @api.model
    def _live(self, entrepreneur, company, day):
        """The month of ``day`` as it stands now, for one person."""
        # Analytic lines and contracts are closed to portal users; only this person's
        # activities are read, and plain figures go out.
        month_sudo = self.sudo()
        month = month_of(day).start
        activities = month_sudo.env["oe.activity"].search(
            [
                ("entrepreneur_id", "=", entrepreneur.id),
                ("company_id", "=", company.id),
            ]
        )
        return month_sudo._compute(company.sudo(), month, activities)

    @api.model
    def _compute(self, company, month, activities=None):
        """Results of a month.

        :param activities: only these (all of the company by default)
        """
        if activities is None:
            activities = (
                self.env["oe.activity"]
                .with_context(active_test=False)
                .search([("company_id", "=", company.id)])
            )
        activities = self._one_per_account(activities)
        books = self._load(company, month, activities)
        results = []
        for activity in activities:
            contract = books.contracts.get(activity.entrepreneur_id.id)
            result = self._result(activity, contract, month, books)
            if result:
                results.append(result)
        self._add_pay(company, month, results)
        return results

    def _one_per_account(self, activities):
        """A person's activities that share an account have one statement (R.7331-7)."""
        seen, kept = set(), activities.browse()
        for activity in activities.sorted("id"):
            key = (activity.account_id.id, activity.entrepreneur_id.id)
            if key not in seen:
                seen.add(key)
                kept |= activity
        return kept

    def _load(self, company, month, activities):
        ledger = self.env["oe.cae.ledger"]
        lines = self.env["oe.cae.statement.line"]
        months = [*self._closed_months(company, month), month]
        model = self.env["oe.cae.contract"]
        contracts = model._in_month(company, month)
        facts, withheld = ledger._activity_facts(company, months, activities)
        told = lines._told(company)
        facts = {
            key: less(facts.get(key, ()), told.get(key, {}))
            for key in ({*facts, *told} - {*withheld}) & set(activities.ids)
        }
        late = {fact.origin for rows in facts.values() for fact in rows} - {month}
        return Books(
            facts=facts,
            withheld=withheld,
            told=told,
            contracts=contracts,
            terms=model.union(*contracts.values())._terms_in(month),
            versions=self._versions(company, month),
            entries=self._entries(company),
            openings=self._openings(activities),
            bases=self._bases(activities),
            past=self._past(activities, late),
        )

    def _closed_months(self, company, month):
        """Months we told already, where something may have come late."""
        ((first,),) = self.env["oe.cae.statement"]._read_group(
            [("company_id", "=", company.id), ("state", "=", "closed")],
            aggregates=["month:min"],
        )
        if not first:
            return []
        periods = self.env["oe.period"].search_fetch(
            [
                ("company_id", "=", company.id),
                ("state", "=", "closed"),
                ("month", ">=", first),
                ("month", "<", month),
            ],
            ["month"],
        )
        return periods.mapped("month")

    def _versions(self, company, month):
        """Version of each scheme in force in the month."""
        found = self.env["oe.cae.scheme.version"].search(
            [("company_id", "=", company.id), ("date_start", "<=", month)],
            order="date_start",
        )
        return {version.scheme_id.id: version for version in found}

    def _entries(self, company):
        """First day of each person in the company: exemptions count from it."""
        groups = self.env["oe.cae.contract"]._read_group(
            [("company_id", "=", company.id), *COUNTED],
            ["entrepreneur_id"],
            ["date_start:min"],
        )
        return {person.id: start for person, start in groups}

    def _openings(self, activities):
        groups = self.env["oe.cae.statement"]._read_group(
            [("activity_id", "in", activities.ids), ("state", "=", "closed")],
            ["activity_id"],
            ["movement:sum"],
        )
        return {activity.id: to_cents(amount) for activity, amount in groups}

    def _bases(self, activities):
        """Base charged so far: ``{activity: {month: cents}}``."""
        groups = self.env["oe.cae.statement.line"]._read_group(
            [
                ("activity_id", "in", activities.ids),
                ("kind", "=", "contribution"),
                ("statement_id.state", "=", "closed"),
            ],
            ["activity_id", "origin_month:month"],
            ["base_amount:sum"],
        )
        bases = defaultdict(dict)
        for activity, month, amount in groups:
            bases[activity.id][month] = to_cents(amount)
        return bases

    def _past(self, activities, months):
        """What past months were charged last: ``{activity: {month: line}}``."""
        if not months:
            return {}
        found = self.env["oe.cae.statement.line"].search(
            [
                ("activity_id", "in", activities.ids),
                ("kind", "=", "contribution"),
                ("origin_month", "in", list(months)),
                ("statement_id.state", "=", "closed"),
            ],
            order="month, id",
        )
        past = defaultdict(dict)
        for line in found:
            past[line.activity_id.id][line.origin_month] = line
        return past

    def _result(self, activity, contract, month, books):
        facts = books.facts.get(activity.id, ())
        opening = books.openings.get(activity.id, 0)
        if not contract and not facts and not opening and not books.withheld:
            return None
        contract = contract or self.env["oe.cae.contract"]
        agreed = books.terms.get(contract, {})
        version = books.versions.get(contract and agreed["scheme_id"].id)
        terms = version._terms() if version else None
        entry = books.entries.get(activity.entrepreneur_id.id, month)
        position = 0
        if terms:
            window = calc_contribution.position_window(terms, month_of(month), entry)
            position = calc.window_position(books.bases.get(activity.id, {}), window)
        past = books.past.get(activity.id, {})
        told = calc.statement(
            calc.ActivityMonth(
                month=month,
                entry=entry,
                facts=tuple(facts),
                terms=terms,
                past={day: charged(line) for day, line in past.items()},
                position_cents=position,
                opening_cents=opening,
                exemptions=self._exemptions_of(contract),
            )
        )
        versions = {day: line.version_id for day, line in past.items()}
        no_version = self.env["oe.cae.scheme.version"]
        result = Result(
            activity, contract, version or no_version, told, versions, agreed
        )
        result.withheld = books.withheld.get(activity.id, "")
        return result

    def _exemptions_of(self, contract):
        """Hook: dated exemptions of a person, as the computing layer wants them."""
        return ()

    def _add_pay(self, company, month, results):
        """Pay is by person: the budget of all activities, told on the first one."""
        parameter = self.env["oe.cae.pay.parameter"]._at(month)
        parameters = parameter._parameters() if parameter else None
        by_contract = defaultdict(list)
        for result in results:
            by_contract[result.contract].append(result)
            result.alert = result.withheld
        for contract, group in by_contract.items():
            if contract.kind == "salaried" and parameters:
                self._pay(parameters, group)
            elif contract.kind == "cape":
                for result in group:
                    result.alert = self.env._(
                        "Nothing is paid under CAPE: the result is kept for you."
                    )

    def _pay(self, parameters, group):
        budget = sum(result.statement.budget_cents for result in group)
        for result in group[1:]:
            result.alert = self.env._(
                "Paid together with %(activity)s.", activity=group[0].activity.name
            )
        try:
            group[0].pay = pay_month(
                parameters,
                budget,
                to_cents(group[0].terms["fixed_pay"]),
                to_cents(group[0].terms["overdraft"]),
            )
        except OverdraftExceeded as error:
            group[0].alert = self.env._(
                "The part fixe costs %(cost)s, the account holds %(budget)s and may "
                "lack %(overdraft)s: %(missing)s are missing. Agree with your advisor.",
                cost=format_fr(error.params["cost_cents"]),
                budget=format_fr(error.params["budget_cents"]),
                overdraft=format_fr(error.params["overdraft_cents"]),
                missing=format_fr(error.params["missing_cents"]),
            )
