from . import portal, contracts
