import base64
import datetime
import io

from PIL import Image

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.oe_base.tests.test_attack import bomb

from .week_common import WeekCase


def jpeg(side=40):
    """A photo as the phone makes it, as a data address."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(out, "JPEG")
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


@tagged("post_install", "-at_install")
class TestWeekTaken(WeekCase):
    """What a phone sends is recorded once, or refused in a sentence."""

    def test_recorded_once_however_often_it_is_sent(self):
        item = self._item(photo=jpeg(), note="Clé rendue")
        self.assertEqual(self._take(item)[0]["result"], "recorded")
        self.assertEqual(self._take(item, item)[1]["result"], "known")
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(self.visit.travel_km, 4.5)
        self.assertEqual(self.visit.worked_minutes, 180)
        self.assertTrue(self.visit.photo)
        self.assertEqual(len(self._hours()), 2, "one line per service, once")
        self.assertFalse(self.visit.draft_ids)

    def test_one_refused_record_stops_no_other(self):
        late = self._item(
            self.visits[1], start="2026-06-08T09:00", end="2026-06-08T12:00"
        )
        answers = self._take(None, 7, [], {"ref": ["x"]}, late, self._item())
        self.assertEqual(
            [answer["result"] for answer in answers], ["refused"] * 5 + ["recorded"]
        )
        self.assertTrue(all(answer["message"] for answer in answers[:5]))
        self.assertEqual([answer["ref"] for answer in answers[:4]], [""] * 4)
        self.assertEqual(self.visits[1].state, "planned")

    def test_hostile_fields_are_refused_and_nothing_is_written(self):
        for field, value in {
            "start": "2030-01-01T09:00",
            "end": "2026-06-01T08:00",
            "break_minutes": 180,
            "travel_km": "1e9",
            "note": "x" * 10_000,
            "signature": "data:image/png;base64,AAAA",
            "photo": "data:image/jpeg;base64,AAAA",
            "signed_by": {"$ne": 1},
            "not_signed_reason": "dead",
            "ref": "../../etc",
            "seen": {"start": "x"},
        }.items():
            answer = self._take(self._item(**{field: value}))[0]
            self.assertEqual(answer["result"], "refused", field)
            self.assertGreater(len(answer["message"]), 15, field)
            self.assertEqual(self.visit.state, "planned", field)
        self.assertFalse(self._hours())

    def test_pictures_that_unfold_are_refused(self):
        huge = base64.b64encode(bomb(50_000)).decode()
        for values in (
            {"signature": f"data:image/png;base64,{huge}"},
            {"photo": f"data:image/jpeg;base64,{huge}"},
            {"photo": "data:image/svg+xml;base64,AAAA"},
            {"photo": "x" * 500_000},
        ):
            answer = self._take(self._item(**values))[0]
            self.assertEqual(answer["result"], "refused", values.keys())

    def test_anothers_visit_opens_nothing(self):
        """With a mark of one's own visit, of nobody, or of the other person."""
        own = self._mission(self.paul, weekday="1").intervention_ids[:1]
        for seen in (self._read(own), self._read(self.visit), {}, None):
            item = {**self._item(), "seen": seen}
            answer = self._take(item, person=self.paul)[0]
            self.assertEqual(answer["result"], "refused", seen)
            self.assertNotIn("aside", answer)
        missing = self._take(self._item() | {"visit": 2**31 - 1})[0]
        other = self._take(self._item(), person=self.paul)[0]
        self.assertEqual(missing["message"], other["message"], "no way to tell")
        self.assertEqual(self.visit.state, "planned")

    def test_one_identifier_is_one_visit(self):
        item = self._item()
        self._take(item)
        again = self._item(
            self.visits[1],
            ref=item["ref"],
        )
        self.assertEqual(self._take(again)[0]["result"], "refused")
        mine = self._mission(self.paul, weekday="0").intervention_ids
        mine = mine.sorted("planned_start")[0]
        theirs = self._item(mine, ref=item["ref"])
        answer = self._take(theirs, person=self.paul)[0]
        self.assertEqual(answer["result"], "recorded", "another phone, another world")

    def test_unsigned_needs_a_reason_and_counts_no_more_than_planned(self):
        bare = {"signature": "", "signed_by": ""}
        self.assertEqual(self._take(self._item(**bare))[0]["result"], "refused")
        long = self._item(**bare, not_signed_reason="asleep", end="2026-06-01T14:00")
        self.assertIn("180", self._take(long)[0]["message"])
        fair = self._item(**bare, not_signed_reason="asleep")
        self.assertEqual(self._take(fair)[0]["result"], "recorded")

    def test_a_start_is_noted_once_and_shown_to_the_office(self):
        start = self._item(kind="start", end=None)
        self.assertEqual(self._take(start)[0]["result"], "recorded")
        self.assertEqual(
            self.visit.started_on, fields.Datetime.to_datetime("2026-06-01 07:05:00")
        )
        later = self._item(kind="start", start="2026-06-01T10:00")
        self._take(start, later)
        self.assertEqual(self.visit.started_on.hour, 7)
        far = self._item(self.visits[2], kind="start")
        self.assertEqual(self._take(far)[0]["result"], "refused")

    def test_fifty_visits_cost_no_more_queries_than_one(self):
        mine = self._as("oe.intervention", self.nadia.user_id)

        def read():
            self.env.flush_all()
            self.env.invalidate_all()
            first = self.env.cr.sql_log_count
            visits = mine._week_visits()
            told = [visit._week_values() for visit in visits]
            return len(told), self.env.cr.sql_log_count - first

        read()  # fills the caches of the whole registry
        few, queries = read()
        for rank in range(50):  # five minutes each: nobody is at two places at once
            start = self.visits[1].planned_end + datetime.timedelta(minutes=5 * rank)
            self.visits[1].copy(
                {
                    "pattern_id": False,
                    "pattern_day": False,
                    "planned_start": start,
                    "planned_end": start + datetime.timedelta(minutes=5),
                }
            )
        many, more = read()
        self.assertEqual(many, few + 50)
        self.assertLessEqual(more, queries + 2)

    def test_photos_go_before_visits(self):
        self._take(self._item(photo=jpeg()))
        model = self.env["oe.intervention"]
        self.assertFalse(model._purge_expired(fields.Date.to_date("2028-01-01")))
        with freeze_time("2028-12-01"):
            self.assertEqual(model._purge_expired(fields.Date.to_date("2028-12-01")), 1)
        self.visit.invalidate_recordset()
        self.assertFalse(self.visit.photo)
        self.assertEqual(self.visit.state, "done")


@tagged("post_install", "-at_install")
class TestSetAside(WeekCase):
    """The visit changed since the phone read it: nothing is lost, both are shown."""

    def _conflict(self, change, **values):
        seen = self._read(self.visit)
        change()
        answer = self._take(self._item(seen=seen, **values))[0]
        self.assertEqual(answer["result"], "conflict", answer)
        draft = self.visit.draft_ids
        self.assertEqual(len(draft), 1)
        self.assertTrue(draft.signature)
        return draft, answer["aside"]

    def _moved(self):
        self.visit.write(
            {
                "planned_start": "2026-06-01 12:00:00",
                "planned_end": "2026-06-01 15:00:00",
            }
        )

    def test_moved(self):
        draft, aside = self._conflict(self._moved)
        self.assertEqual(draft.reason, "moved")
        self.assertIn("14:00 – 17:00", aside["office"])
        self.assertIn("09:05 – 12:05", aside["mine"])
        self.assertEqual(aside["choices"], ["keep", "correct", "ask"])
        self.assertEqual(self.visit.state, "planned")
        again = self._take(self._item(ref=aside["ref"]))[0]
        self.assertEqual(again["result"], "conflict", "sent twice, kept once")
        self.assertEqual(len(self.visit.draft_ids), 1)

    def test_given_to_another_tells_nothing_of_the_other(self):
        draft, aside = self._conflict(lambda: self.visit._replace(self.paul))
        self.assertEqual(draft.reason, "given")
        self.assertEqual(aside["choices"], ["keep", "ask"])
        self.assertEqual(aside["client"], "")
        self.assertNotIn("Paul", str(aside))

    def test_cancelled_and_recorded_by_the_office(self):
        draft, aside = self._conflict(self.visit.action_cancel)
        self.assertEqual(draft.reason, "cancelled")
        self.assertNotIn("correct", aside["choices"])
        other = self.visits[1]
        seen = self._read(other)
        with freeze_time("2026-06-09 10:00:00"):
            other.action_record_planned()
            item = self._item(
                other, seen, start="2026-06-08T09:00", end="2026-06-08T13:00"
            )
            answer = self._take(item)[0]
        self.assertEqual(answer["result"], "conflict")
        self.assertEqual(other.draft_ids.reason, "recorded")
        self.assertEqual(len(self._hours(other)), 2, "the office's stay")

    def test_corrected_hours_close_what_waited(self):
        draft, aside = self._conflict(self._moved)
        item = self._item(
            start="2026-06-01T14:00", end="2026-06-01T17:00", replaces=aside["ref"]
        )
        self.assertEqual(self._take(item)[0]["result"], "recorded")
        self.assertEqual(draft.state, "replaced")
        self.assertEqual(self.visit.actual_start.hour, 12)

    def test_keep_the_offices_version_or_ask(self):
        drafts = self.env["oe.visit.draft"]
        draft, aside = self._conflict(self._moved)
        with self.assertRefused(UserError):
            drafts._choose(self.paul, aside["ref"], "keep")
        drafts._choose(self.nadia, aside["ref"], "ask", "Elle m'a appelée")
        self.assertEqual((draft.state, draft.message), ("asked", "Elle m'a appelée"))
        drafts._choose(self.nadia, aside["ref"], "keep")
        self.assertEqual(draft.state, "kept")
        with self.assertRefused(UserError):
            drafts._choose(self.nadia, aside["ref"], "ask")

    def test_a_manager_accepts_whatever_happened_to_the_visit(self):
        changes = (
            self._moved,
            self.visit.action_cancel,
            lambda: self.visit._replace(self.paul),
            self.visit.action_record_planned,
        )
        for change in changes:
            with self.subTest(change), self.env.cr.savepoint() as point:
                draft, _aside = self._conflict(change)
                self._as(draft, self.manager).action_accept()
                self.assertEqual(self.visit.state, "done")
                self.assertEqual(self.visit.entrepreneur_id, self.nadia)
                self.assertEqual(self.visit.actual_start.minute, 5)
                self.assertEqual(len(self._hours()), 2)
                slots = self.env["oe.worked.slot"].search_count(
                    [("source", "=", f"oe.intervention,{self.visit.id}")]
                )
                self.assertEqual(slots, 1)
                told = self.env["oe.client.message"].search([])
                self.assertNotIn("Nadia", str(told.mapped("body")), "it is over")
                with self.assertRefused(UserError):
                    self._as(draft, self.manager).action_accept()
                point.rollback()
                self.env.invalidate_all()

    def test_dismissed_with_a_reason_that_the_es_reads(self):
        draft, aside = self._conflict(self._moved)
        mine = self._as(draft, self.manager)
        with self.assertRefused(UserError, "reason"):
            mine.action_dismiss()
        mine.dismiss_reason = "Jeanne était à l'hôpital"
        mine.action_dismiss()
        told = self.env["oe.visit.draft"]._week_asides(self.nadia)._week_values()
        self.assertEqual(told["said"], "Jeanne était à l'hôpital")
        self.assertEqual(told["choices"], [])
        self.assertEqual(self.visit.state, "planned")

    def test_refused_by_a_rule_it_may_be_left_to_the_office(self):
        self.mission.action_suspend()
        item = self._item()
        self.assertEqual(self._take(item)[0]["result"], "refused")
        answer = self._take({**item, "aside": True})[0]
        self.assertEqual(answer["result"], "conflict")
        draft = self.visit.draft_ids
        self.assertEqual((draft.reason, draft.state), ("refused", "asked"))

    def test_a_flood_ends(self):
        seen = self._read(self.visit)
        self.visit.action_cancel()
        answers = self._take(*[self._item(seen=seen) for _ in range(52)])
        kept = [answer["result"] for answer in answers].count("conflict")
        self.assertEqual(kept, 50)
        self.assertIn("coordinator", answers[-1]["message"])

    def test_nobody_writes_past_the_buttons(self):
        draft, _aside = self._conflict(self._moved)
        mine = self._as(draft, self.manager)
        for values in (
            {"state": "accepted"},
            {"start": "2026-06-01 01:00:00"},
            {"entrepreneur_id": self.paul.id},
        ):
            with self.assertRefused(UserError):
                mine.write(values)


@tagged("post_install", "-at_install")
class TestInstructions(WeekCase):
    """Shown to whoever comes, from shortly before until the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mission.instruction_ids = [(0, 0, {"kind": "keys", "text": "Boîte 4 7 1"})]
        cls.next = cls.visits[1]  # Monday 8 June, 9:00, that is 7:00 UTC

    def test_from_a_day_before_until_the_end(self):
        for moment, shown in (
            ("2026-06-07 06:59:00", False),
            ("2026-06-07 07:00:00", True),
            ("2026-06-08 10:00:00", True),
            ("2026-06-08 10:01:00", False),
        ):
            with freeze_time(moment):
                values = self.next._page_values()
                self.assertEqual(bool(values["instructions"]), shown, moment)

    def test_the_company_says_how_long_before(self):
        self.cae_sap.oe_instructions_hours = 48
        with freeze_time("2026-06-06 07:00:00"):
            self.assertTrue(self.next._instructions())
        self.next.action_cancel()
        with freeze_time("2026-06-08 07:00:00"):
            self.assertFalse(self.next._instructions(), "a visit that is cancelled")

    def test_a_client_never_reads_them_on_the_portal(self):
        with freeze_time("2026-06-08 07:00:00"):
            self.assertNotIn("instructions", self.next._portal_values())
            self.assertIn("Boîte", str(self.next._week_values()))

    def test_they_go_some_months_after_the_mission(self):
        self.mission.action_done()
        lines = self.mission.instruction_ids
        lines._purge_expired(fields.Date.to_date("2026-08-01"))
        self.assertTrue(lines.exists())
        lines._purge_expired(fields.Date.to_date("2027-08-01"))
        self.assertFalse(lines.exists())

    def test_the_text_stands_in_no_title(self):
        self.assertNotIn("Boîte", self.mission.instruction_ids.display_name)
