from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..calc.sharing import NoAgreement, share_facts


class Sharing(models.Model):
    _inherit = "oe.cae.sharing"

    @api.model
    def _keys(self, accounts):
        """Signed keys by account: ``{account id: [(start, {person id: part})]}``.

        Before the first agreement the activity was that of one person.
        """
        found = self.search(
            [("account_id", "in", list(accounts)), ("state", "=", "signed")],
            order="date_start",
        )
        keys = defaultdict(list)
        for sharing in found:
            key = keys[sharing.account_id.id]
            if not key:
                key.append((date.min, {sharing.activity_id.entrepreneur_id.id: 1}))
            parts = {
                part.entrepreneur_id.id: part._exact() for part in sharing.part_ids
            }
            key.append((sharing.date_start, parts))
        return keys

    @api.model
    def _shared_accounts(self, accounts):
        """Ids of the analytic accounts that several people work on."""
        groups = (
            self.env["oe.activity"]
            .with_context(active_test=False)
            ._read_group(
                [("account_id", "in", accounts.ids)],
                ["account_id"],
                having=[("entrepreneur_id:count_distinct", ">", 1)],
            )
        )
        return {account.id for (account,) in groups}


class Ledger(models.AbstractModel):
    """A shared account gives each of its people their share of every fact."""

    _inherit = "oe.cae.ledger"

    @api.model
    def _activity_facts(self, company, months, activities):
        """Facts of some months by activity.

        :param activities: one per account and person
        :return: ``(facts, withheld)``: ``{activity id: [Fact, …]}``, and a sentence
            by activity id where no signed agreement splits a shared account
        """
        sharing = self.env["oe.cae.sharing"]
        shared = sharing._shared_accounts(activities.account_id)
        found = self._facts(company, months, set(activities.account_id.ids), shared)
        keys = sharing._keys(shared) if shared else {}
        facts, withheld, split = {}, {}, {}
        for account in shared:
            try:
                split[account] = share_facts(keys.get(account, ()), found[account])
            except KeyError:
                split[account] = {}
            except NoAgreement as error:
                split[account] = self._no_agreement(account, error)
        for activity in activities:
            account = activity.account_id.id
            told = split.get(account)
            if isinstance(told, str):
                withheld[activity.id] = told
            elif told is not None:
                facts[activity.id] = told.get(activity.entrepreneur_id.id, [])
            elif account in found:
                facts[activity.id] = found[account]
        return facts, withheld

    def _no_agreement(self, account, error):
        return self.env._(
            "Several people work on %(account)s and no signed agreement says how it is "
            "split on %(day)s: everybody signs one first (R.7331-6).",
            account=self.env["account.analytic.account"].browse(account).name,
            day=format_date(self.env, error.params["day"]),
        )


class Period(models.Model):
    _inherit = "oe.period"

    @api.model
    def _cae_check_contracts(self, results):
        """Nobody's money is split by a guess."""
        refused = sorted({row.withheld for row in results if row.withheld})
        if refused:
            raise UserError("\n".join(refused[:10]))
        return super()._cae_check_contracts(results)
