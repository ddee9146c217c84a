from . import (
    test_network,
    test_territory_opening,
    test_people,
    test_competence,
    test_closing,
    test_rights,
    test_portal,
    test_mirror,
    test_hr,
    test_attack,
    test_web_client,
    test_progress,
)
