from . import (
    test_need,
    test_matching,
    test_intervention,
    test_invoicing,
    test_rights,
    test_portal,
    test_works,
    test_works_choice,
    test_works_life,
    test_works_link,
    test_works_client,
    test_attack,
)
