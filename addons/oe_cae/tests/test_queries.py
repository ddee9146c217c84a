"""How many queries a close takes, for one activity and for many."""

from odoo.tests import tagged

from .common import CaeCase

TAX = "tva_normale_encaissement"


@tagged("post_install", "-at_install")
class TestQueries(CaeCase):
    def _close_queries(self, count, month):
        scheme = self._scheme(recognition="collected")
        client = self.env["res.partner"].create({"name": "Client"})
        for rank in range(count):
            _person, activity = self._worker(f"Q {month} {rank}", scheme)
            move = self._invoice(
                self.cae, client, [(1000, activity, TAX)], f"{month}-10"
            )
            self._pay(move, move.amount_total, f"{month}-20")
        period = self._period(self.cae, f"{month}-01")
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        period.action_cae_close()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def test_the_close_asks_no_more_for_many_than_for_one(self):
        one = self._close_queries(1, "2026-01")
        many = self._close_queries(12, "2026-02")
        self.assertLess(one, 150)
        self.assertLess(many, one + 40)
