from . import test_guards, test_licence, test_rights, test_worked_cases
