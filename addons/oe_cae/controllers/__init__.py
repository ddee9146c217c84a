from . import (
    account,
    contracts,
    expenses,
    interviews,
    pay,
    portal,
    purchases,
    reminders,
    sell,
    sell_client,
    sell_invoice,
    simulator,
)
