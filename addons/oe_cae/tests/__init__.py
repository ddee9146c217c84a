from . import (
    test_contract,
    test_month,
    test_portal,
    test_queries,
    test_rights,
    test_scheme,
)
