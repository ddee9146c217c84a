from . import (
    account,
    expenses,
    portal,
    sell_client,
    sell,
    sell_invoice,
    contracts,
    interviews,
)
