"""Copying a quote or a need as an ordinary salesperson, and as one of ours."""

from odoo.tests import new_test_user, tagged

from ..models.copied import COPIED
from .common import MissionCase


@tagged("post_install", "-at_install")
class TestCopied(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Client copié"})
        cls.bringer = cls._person("Rose Copie", cls.cae)
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "company_id": cls.cae.id,
                "oe_bringer_id": cls.bringer.id,
                "oe_fee_percent": 10,
                "oe_fee_cap": 100,
            }
        )
        cls.need = cls.env["crm.lead"].create(
            {"name": "Besoin", "company_id": cls.cae.id, "oe_need_kind": "firm"}
        )
        cls.seller = new_test_user(
            cls.env,
            "seller-copy",
            "sales_team.group_sale_salesman_all_leads",
            company_id=cls.cae.id,
            company_ids=[(6, 0, cls.cae.ids)],
        )
        cls.manager = cls._staff("manager-copy", "manager", cls.cae)
        cls.manager.group_ids |= cls.env.ref("sales_team.group_sale_salesman_all_leads")

    def test_a_salesperson_copies_without_what_is_kept_from_them(self):
        order = self._as(self.order, self.seller).copy().sudo()
        need = self._as(self.need, self.seller).copy().sudo()
        self.assertFalse(order.oe_bringer_id or order.oe_fee_percent)
        self.assertFalse(need.oe_need_kind)

    def test_a_manager_copies_all(self):
        order = self._as(self.order, self.manager).copy().sudo()
        need = self._as(self.need, self.manager).copy().sudo()
        self.assertEqual(order.oe_bringer_id, self.bringer)
        self.assertEqual((order.oe_fee_percent, order.oe_fee_cap), (10, 100))
        self.assertEqual(need.oe_need_kind, "firm")

    def test_no_field_kept_from_some_stops_a_copy(self):
        """On the core's own documents; a field with groups is copied by COPIED."""
        wrong = [
            (model._name, name)
            for model in self.env.registry.values()
            if not model._abstract and not model._name.startswith("oe.")
            for name, field in model._fields.items()
            if name.startswith("oe_") and field.store and field.copy
            if field.groups and "base.group_user" not in field.groups
        ]
        self.assertEqual(wrong, [])
        for model, names in COPIED.items():
            for name in names:
                self.assertTrue(self.env[model]._fields[name].groups, name)
