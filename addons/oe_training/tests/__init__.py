from . import (
    test_program,
    test_emargement,
    test_certificate,
    test_attack,
    test_portal,
    test_rights,
)
