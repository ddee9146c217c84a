from . import (
    scheme,
    rate,
    contract,
    base_line,
    collection,
    rating,
    statement,
    statement_invoice,
    period,
    account_move,
    res_company,
)
