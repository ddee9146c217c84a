"""What the tests of members start from: terms, members, shares, a pay that deducts."""

from .common import PIXEL
from .pay_common import PayCase


class MemberCase(PayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.env["oe.cae.member"]
        cls.moves = cls.env["oe.cae.share.move"]
        cls.terms = cls.env["oe.cae.share.terms"].create(
            {
                "company_id": cls.cae.id,
                "date_start": "2026-01-01",
                "nominal": 50,
                "minimum_shares": 2,
                "refund_years": 5,
                "legal_reference": "Statuts art. 9",
            }
        )

    @classmethod
    def _member(cls, name="Nadia", shares=10, day="2026-02-02", partner=None):
        """A member with shares subscribed and called, nothing paid."""
        partner = partner or cls.env["res.partner"].create({"name": name})
        member = cls.members.create(
            {"company_id": cls.cae.id, "partner_id": partner.id, "date_start": day}
        )
        if shares:
            cls._move(member, "subscribe", day, shares=shares)
        return member

    @classmethod
    def _move(cls, member, kind, day, **values):
        move = cls.moves.create(
            {"member_id": member.id, "kind": kind, "date": day, **values}
        )
        move.action_enter()
        return move

    @classmethod
    def _held(cls, member):
        member.invalidate_recordset()
        return (member.shares, member.subscribed, member.called, member.paid)

    @classmethod
    def _consent(cls, person, **values):
        """A deduction that the person signed."""
        row = cls.env["oe.cae.share.deduction"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": cls.cae.id,
                "amount": 30,
                "date_start": "2026-06-01",
                **values,
            }
        )
        row.action_send()
        row._sign_es(person.partner_id, person.name, PIXEL)
        return row

    def _accounts(self, move):
        """``{code: balance}`` of the proposed entry."""
        told = {}
        for line in move.entry_id.with_company(self.cae).line_ids:
            code = line.account_id.code.rstrip("0")
            told[code] = told.get(code, 0) + line.balance
        return told
