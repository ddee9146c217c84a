"""Copying a quote or a need: what only some read is copied by them, for the others not.

The core copies every field as the user; a field kept for our roles would stop an
ordinary salesperson.
"""

from odoo import models

COPIED = {
    "sale.order": (
        "oe_bringer_id",
        "oe_assessor_id",
        "oe_fee_percent",
        "oe_fee_cap",
        "oe_assessor_earns",
    ),
    "crm.lead": (
        "oe_need_kind",
        "oe_place_id",
        "oe_requirement_ids",
        "oe_lang_ids",
        "oe_chosen_ids",
        "oe_assessed_by_id",
        "oe_fee_percent",
        "oe_fee_cap",
        "oe_assessor_earns",
    ),
}


def _with_restricted(records, vals_list):
    """Values of copies, with the fields of :data:`COPIED` that the user may read."""
    fields = [records._fields[name] for name in COPIED[records._name]]
    mine = [field for field in fields if records._has_field_access(field, "read")]
    for record, vals in zip(records, vals_list, strict=True):
        for field in mine:
            vals.setdefault(
                field.name, field.convert_to_write(record[field.name], record)
            )
    return vals_list


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def copy_data(self, default=None):
        return _with_restricted(self, super().copy_data(default))


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def copy_data(self, default=None):
        return _with_restricted(self, super().copy_data(default))
