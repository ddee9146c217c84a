"""Statements made before the settlement: all that was earned was due and billed."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE oe_royalty_statement
           SET earned_amount = amount, billed_amount = amount
         WHERE earned_amount IS NULL
        """
    )
