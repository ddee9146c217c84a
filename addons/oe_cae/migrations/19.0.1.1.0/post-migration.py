"""Contracts gain a state: those that exist were signed on paper, and count."""


def migrate(cr, version):
    # The state itself comes from the field's default ("signed"). Objectives written
    # as text stay where they are, beside the new lines: nothing is lost.
    cr.execute(
        "UPDATE oe_cae_contract SET signed_on = date_start "
        "WHERE state = 'signed' AND signed_on IS NULL"
    )
