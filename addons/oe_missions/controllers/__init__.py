from . import client, entrepreneur, works_client, works_link
