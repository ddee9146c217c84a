from . import client, entrepreneur
