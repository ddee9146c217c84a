"""Activities and parameters of 2026, as the domain pages give them (test data)."""

import csv
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.money import percent
from odoo.addons.oe_sap.calc.activity import Beneficiary, activity_from_row
from odoo.addons.oe_sap.calc.advance import AdvanceRules
from odoo.addons.oe_sap.calc.credit import CreditParameters
from odoo.addons.oe_sap.calc.exclusivity import ExclusivityRules
from odoo.addons.oe_sap.calc.vat import VatParameters

HEADER = (
    "code,regime_prestataire,regime_mandataire,public,offre_globale_vat,"
    "offre_globale_credit,vat_rate,vat_rate_outside_og,vat_basis,cap_eur_per_year,"
    "max_minutes_per_visit"
)
ROWS = """\
I-1,agrement,agrement,child_under_3,0,0,10,,86 II 3°,,
I-2,agrement,agrement,child_under_3,1,1,10,20,86 II 12°,,
I-3,autorisation,agrement,dependent,0,0,5.5,,86 I 1° à 3°,,
I-4,autorisation,agrement,dependent,1,1,5.5,20,86 I 4°,,
I-5,autorisation,agrement,dependent,1,1,5.5,20,86 I 5° et 6°,,
II-1,declaration,declaration,all,0,0,10,,86 II 1°,,
II-2,declaration,declaration,all,0,0,20,,-,5000,
II-3,declaration,declaration,all,0,0,10,,86 II 2°,500,120
II-4,declaration,declaration,child_3_and_over,0,0,10,,86 II 3°,,
II-5,declaration,declaration,all,0,0,10,,86 II 4°,,
II-6,declaration,declaration,dependent,0,0,10,,86 II 5°,,
II-7,declaration,declaration,all,0,0,10,,86 II 6°,,
II-8,declaration,declaration,all,1,1,10,20,86 II 7°,,
II-9,declaration,declaration,all,1,1,10,20,86 II 8°,,
II-10,declaration,declaration,all,1,1,10,20,86 II 9°,,
II-11,declaration,declaration,all,0,0,20,,-,3000,
II-12,declaration,declaration,dependent,0,0,10,,86 II 10°,,
II-13,declaration,declaration,all,0,0,20,,-,,
II-14,declaration,declaration,all,0,0,10,,86 II 11°,,
II-15,declaration,declaration,child_3_and_over,1,1,10,20,86 II 12°,,
II-16,declaration,declaration,all,0,1,20,,-,,
II-17,declaration,declaration,disabled,0,0,5.5,,86 I 3°,,
II-18,declaration,declaration,temporary_need,1,1,10,20,practice,,
II-19,declaration,declaration,temporary_need,1,1,10,20,practice,,
II-20,declaration,declaration,temporary_need,0,0,10,,practice,,
II-21,declaration,declaration,all,0,0,20,,-,,
"""

TABLE = tuple(csv.DictReader([HEADER, *ROWS.splitlines()]))
ACTIVITIES = {row["code"]: activity_from_row(row) for row in TABLE}
CHILD_CARE_UNDER_3 = ACTIVITIES["I-1"]
PERSONAL_CARE = ACTIVITIES["I-3"]
CLEANING = ACTIVITIES["II-1"]
GARDENING = ACTIVITIES["II-2"]
REPAIRS = ACTIVITIES["II-3"]
CHILD_CARE_OVER_3 = ACTIVITIES["II-4"]
LESSONS = ACTIVITIES["II-5"]
MEAL_DELIVERY = ACTIVITIES["II-8"]
SHOPPING_DELIVERY = ACTIVITIES["II-10"]
COMPUTER_HELP = ACTIVITIES["II-11"]

DEPENDENT = Beneficiary(dependent=True)

VAT = VatParameters(percent(20), "CGI 278", "CGI 293 B")
CREDIT = CreditParameters(
    rate=Fraction(1, 2),
    ceiling_cents=12_000_00,
    child_cents=1_500_00,
    shared_child_cents=750_00,
    senior_cents=1_500_00,
    ceiling_max_cents=15_000_00,
    disability_ceiling_cents=20_000_00,
    employer_aid_max_cents=1_830_00,
)
ADVANCE = AdvanceRules(
    advance_rate=Fraction(1, 2),
    deposit_max_rate=Fraction(1, 2),
    yearly_limit_cents=6_000_00,
    yearly_limit_disability_cents=10_000_00,
    child_min_age=6,
    aid_opens_on=date(2027, 7, 1),
)
LADDER = (
    (200_000_00, 15_000_00),
    (500_000_00, 20_000_00),
    (1_000_000_00, 50_000_00),
    (5_000_000_00, 150_000_00),
)
EXCLUSIVITY = ExclusivityRules(employees_below=11, other_share_max=percent(30))
