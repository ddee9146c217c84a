from . import (
    account,
    contracts,
    expenses,
    interviews,
    portal,
    reminders,
    sell,
    sell_client,
    sell_invoice,
)
