from . import portal, web_client
