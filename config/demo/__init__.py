"""The pilot territory in life: its people (stage) and one month of work (month).

Run inside an Odoo shell. People are invented, places are real.
"""
