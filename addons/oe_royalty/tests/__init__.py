from . import (
    test_guards,
    test_licence,
    test_payout,
    test_plan,
    test_plan_pages,
    test_plan_rights,
    test_portal_royalties,
    test_revision,
    test_rights,
    test_rights_sharing,
    test_sharing,
    test_worked_cases,
)
