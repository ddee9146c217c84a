from . import (
    test_catalogue,
    test_rights_to_sell,
    test_vat,
    test_quote,
    test_invoice,
    test_certificate,
    test_attack,
    test_portal,
    test_public,
    test_rights,
    test_meter,
    test_credit_pages,
)
