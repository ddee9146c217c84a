from . import test_revision_vote
