"""What the tests of the sharing start from: a scheme that shares by month."""

from .common import RoyaltyCase


class SharingCase(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.sharing_every = "month"
        cls.conceptual, cls.operational = cls.scheme.pool_ids.sorted("sequence")
        cls._license()

    @classmethod
    def _holder(cls, name, basis="owner", **values):
        partner = cls.env["res.partner"].create(
            {"name": name, "email": f"{name.lower()}@holders.example.com"}
        )
        return cls.env["oe.royalty.holder"].create(
            {
                "scheme_id": cls.scheme.id,
                "partner_id": partner.id,
                "legal_basis": basis,
                **values,
            }
        )

    @classmethod
    def _points(cls, holder, points=100, pool=None, start="2027-01-01", **values):
        return cls.env["oe.royalty.share"].create(
            {
                "holder_id": holder.id,
                "pool_id": (pool or cls.conceptual).id,
                "points": points,
                "date_start": start,
                **values,
            }
        )

    @classmethod
    def _only_conceptual(cls):
        cls.operational.weight_ids.weight = 0

    @classmethod
    def _royalty(cls, amount, month):
        """A locked statement whose royalty is ``amount``."""
        cls._sale(amount * 20, f"{month}-05")
        return cls._statement(month, lock=True)

    @classmethod
    def _sharing(cls, month, approve=True):
        row = cls.env["oe.royalty.sharing"].create(
            {"scheme_id": cls.scheme.id, "date_start": f"{month}-01"}
        )
        row.action_compute()
        if approve:
            row.action_approve()
        return row

    @classmethod
    def _parts(cls, sharing, pool=None):
        """``{name or "": amount}`` of a pool."""
        rows = sharing.allocation_ids.filtered(
            lambda row: row.pool_id == (pool or cls.conceptual)
        )
        return {row.holder_id.name or "": row.amount for row in rows}

    @classmethod
    def _content(cls, sharing):
        """Everything a sharing says, to compare two runs."""
        return [
            sharing.recovery_position,
            sorted((row.statement_id.id, row.amount) for row in sharing.source_ids),
            sorted(
                (row.pool_id.id, row.amount, row.carry) for row in sharing.pool_line_ids
            ),
            sorted(
                (row.pool_id.id, row.holder_ref, row.amount, row.carry, row.weight)
                for row in sharing.allocation_ids
            ),
        ]
