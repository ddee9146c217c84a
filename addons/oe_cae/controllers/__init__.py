from . import (
    account,
    contracts,
    expenses,
    interviews,
    portal,
    purchases,
    reminders,
    sell,
    sell_client,
    sell_invoice,
)
