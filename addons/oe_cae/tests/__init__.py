from . import (
    test_contract,
    test_month,
    test_portal,
    test_queries,
    test_rights,
    test_scheme,
    test_sell,
    test_sell_portal,
)
