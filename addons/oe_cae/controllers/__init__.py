from . import portal, sell_client, sell, sell_invoice, contracts, interviews
from . import pay, simulator
