"""A manager of one cooperative writes into the books of the next one."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .member_common import MemberCase


@tagged("post_install", "-at_install")
class TestAttackWall(MemberCase):
    """What is made at home is moved over the wall afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paul, cls.there = cls._worker("Paul", cls._scheme(cls.cae_sap))
        cls.nadia, cls.here = cls._worker("Nadia", cls._scheme())

    def _refused(self, record, values):
        with (
            self.subTest(record._name, **values),
            self.assertRaises(AccessError),
        ):
            record.write(values)

    def test_records_do_not_move_to_another_company(self):
        manager = self.manager
        terms = self._as(self.terms, manager)
        self._refused(terms, {"company_id": self.cae_sap.id})
        opening = self._as("oe.cae.opening", manager).create(
            {"activity_id": self.here.id, "date": "2026-06-01", "left": 900}
        )
        self._refused(opening, {"activity_id": self.there.id})
        member = self._as(self._member(shares=0), manager)
        self._refused(member, {"company_id": self.cae_sap.id})
        stranger = self.members.create(
            {
                "company_id": self.cae_sap.id,
                "partner_id": self.paul.partner_id.id,
                "date_start": "2026-02-01",
            }
        )
        move = self._as("oe.cae.share.move", manager).create(
            {"member_id": member.id, "kind": "subscribe", "shares": 3}
        )
        self._refused(move, {"member_id": stranger.id})
        sharing = self._as("oe.cae.sharing", manager).create(
            {"activity_id": self.here.id, "date_start": "2026-07-01"}
        )
        self._refused(sharing, {"activity_id": self.there.id})
        scheme = self._as(self._scheme(), manager)
        self._refused(scheme, {"company_id": self.cae_sap.id})
