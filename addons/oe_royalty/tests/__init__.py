from . import test_guards, test_licence, test_rights, test_sharing, test_worked_cases
