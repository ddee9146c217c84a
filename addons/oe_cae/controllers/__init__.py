from . import portal, contracts, interviews
