from . import (
    test_need,
    test_matching,
    test_intervention,
    test_invoicing,
    test_rights,
    test_portal,
)
