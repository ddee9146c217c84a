from . import (
    test_contract,
    test_month,
    test_portal,
    test_queries,
    test_rights,
    test_scheme,
    test_contract_life,
    test_amendment,
    test_migration,
    test_portal_contracts,
    test_interview,
    test_deadline,
)
