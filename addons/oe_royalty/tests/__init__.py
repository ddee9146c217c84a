from . import (
    test_worked_cases,
    test_guards,
    test_rights,
    test_licence,
    test_terms,
    test_collected,
    test_review,
    test_declared,
    test_control,
)
