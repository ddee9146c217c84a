"""Accounts and tax of the royalty, by their names in the French chart."""

SALE_ACCOUNT = "pcg_7511"
PURCHASE_ACCOUNT = "pcg_6511"
SALE_TAX = "tva_normale_encaissement"
# What an advance left on the balance sheets goes back through the same accounts.
ADVANCE_SALE = "pcg_4191"
ADVANCE_PURCHASE = "pcg_4091"
