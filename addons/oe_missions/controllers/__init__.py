from . import client, entrepreneur, works_link, works_client, works_present
from . import week, visit_start, calendars
