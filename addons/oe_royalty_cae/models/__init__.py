from . import revision, revision_vote, proposal
