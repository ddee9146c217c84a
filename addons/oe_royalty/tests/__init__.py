from . import test_guards, test_rights, test_worked_cases
