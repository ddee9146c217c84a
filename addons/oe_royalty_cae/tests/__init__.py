from . import test_attack_vote, test_revision_vote
