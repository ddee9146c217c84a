from . import client, entrepreneur, works_link, works_client, works_present, quality
