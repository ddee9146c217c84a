from dataclasses import dataclass, field

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..calc.moving_file import Row
from .moving import RANKS


class Refused(Exception):
    """A line is not taken: the column and a sentence."""

    def __init__(self, column, reason):
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass
class Judged:
    """A line of the file, and what becomes of it."""

    row: Row
    status: str = ""
    column: str = ""
    reason: str = ""
    values: dict = field(default_factory=dict)
    record: object = None

    def refuse(self, column, reason):
        """Take the line off, with the reason."""
        self.status, self.column, self.reason = "refused", column, reason

    def _told(self):
        """As the report keeps it."""
        return {
            "line": self.row.line,
            "reference": self.row.reference,
            "column": self.column,
            "status": self.status,
            "rank": RANKS.index(self.status),
            "reason": self.reason,
        }


class MovingKind(models.AbstractModel):
    """What all kinds share: known ones found, good ones written in one batch.

    A kind says how a line becomes values (:meth:`_values`), how values become records
    (:meth:`_make`), and which records may still be corrected (:meth:`_frozen`).
    """

    _name = "oe.cae.moving.kind"
    _description = "Reading a kind of file to move in"

    _moving_kind = ""
    _moving_model = ""

    @api.model
    def _run(self, job, rows):
        """Judge every line and write the good ones.

        :return: :class:`Judged`, in the order of the file
        """
        judged = [Judged(row) for row in rows]
        keys = self._keys(job, [row.reference for row in rows])
        found = self._lookups(job, rows)
        for line in judged:
            self._judge(job, line, keys, found)
        self._check_file(job, judged)
        self._write_new(job, [line for line in judged if line.status == "new"])
        for line in judged:
            if line.status == "changed":
                self._write_changed(line, keys)
        return judged

    @api.model
    def _keys(self, job, references, kind=None):
        """Keys of references of this company, by reference in lower case."""
        wanted = {reference.lower() for reference in references if reference}
        found = self.env["oe.cae.moving.key"].search(
            [
                ("company_id", "=", job.company_id.id),
                ("kind", "=", kind or self._moving_kind),
            ]
        )
        return {
            key.reference.lower(): key
            for key in found
            if key.reference.lower() in wanted
        }

    @api.model
    def _records(self, job, kind, rows, column):
        """Records that lines name in a column: ``{reference: record}``."""
        named = [str(row.values.get(column) or "") for row in rows]
        keys = self._keys(job, named, kind)
        model = self.env[self.env[f"oe.cae.moving.{kind}"]._moving_model]
        ids = [key.res_id for key in keys.values()]
        alive = set(model.browse(ids).exists().ids)
        return {
            reference: model.browse(key.res_id)
            for reference, key in keys.items()
            if key.res_id in alive
        }

    @api.model
    def _pick(self, records, row, column):
        """The record that a line names.

        :raises Refused: when nothing of that reference came in
        """
        text = row.values.get(column)
        if not text:
            return None
        record = records.get(text.lower())
        if not record:
            raise Refused(
                column,
                self.env._(
                    "“%(text)s” did not come in: import that file first, or correct "
                    "the reference.",
                    text=text,
                ),
            )
        return record

    @api.model
    def _judge(self, job, line, keys, found):
        words = self.env["oe.cae.moving.words"]
        row = line.row
        if row.refusals:
            first = row.refusals[0]
            line.refuse(first.column, words._refusals(row.refusals))
            return
        key = keys.get(row.reference.lower())
        record = key and self.env[key.res_model].browse(key.res_id).exists()
        line.record = record
        if record and key.digest == row.digest:
            line.status = "same"
            return
        if record:
            frozen = self._frozen(record)
            if frozen:
                line.refuse("reference", frozen)
                return
        try:
            line.values = self._values(job, row, found)
        except Refused as refusal:
            line.refuse(refusal.column, refusal.reason)
            return
        line.status = "changed" if record else "new"

    @api.model
    def _check_file(self, job, judged):
        """Hook: what must be true of the lines together."""

    @api.model
    def _lookups(self, job, rows):
        """Hook: what lines name, loaded once for all of them."""
        return {}

    @api.model
    def _values(self, job, row, found):
        """Values of the record of a line.

        :raises Refused: naming the column and what to do
        """
        raise NotImplementedError

    @api.model
    def _frozen(self, record):
        """Why a record that came in before is not corrected any more, or nothing."""
        return ""

    @api.model
    def _make(self, job, lines):
        """Records of these lines, in their order, in one batch."""
        return self.env[self._moving_model].create([line.values for line in lines])

    @api.model
    def _correct(self, record, values):
        record.write(values)

    @api.model
    def _write_new(self, job, lines):
        """In one batch; where that fails, one by one, so that each is told why."""
        if not lines:
            return
        try:
            with self.env.cr.savepoint():
                self._link(job, lines, self._make(job, lines))
            return
        except (UserError, ValidationError, IntegrityError) as error:
            if len(lines) == 1:
                lines[0].refuse("reference", self._sentence(error))
                return
        half = len(lines) // 2
        self._write_new(job, lines[:half])
        self._write_new(job, lines[half:])

    @api.model
    def _sentence(self, error):
        if isinstance(error, IntegrityError):
            # What the database says is no sentence for people.
            return self.env._(
                "Two records would be the same, or a value is impossible."
            )
        return " ".join(str(error.args[0]).split())

    @api.model
    def _link(self, job, lines, records):
        stale = self._keys(job, [line.row.reference for line in lines])
        self.env["oe.cae.moving.key"].union(*stale.values()).unlink()
        self.env["oe.cae.moving.key"].create(
            [
                {
                    "company_id": job.company_id.id,
                    "kind": self._moving_kind,
                    "reference": line.row.reference,
                    "res_model": record._name,
                    "res_id": record.id,
                    "digest": line.row.digest,
                }
                for line, record in zip(lines, records, strict=True)
            ]
        )
        for line, record in zip(lines, records, strict=True):
            line.record = record
        self.env.flush_all()

    @api.model
    def _write_changed(self, line, keys):
        try:
            with self.env.cr.savepoint():
                self._correct(line.record, line.values)
                keys[line.row.reference.lower()].digest = line.row.digest
                self.env.flush_all()
        except (UserError, ValidationError, IntegrityError) as error:
            line.refuse("reference", self._sentence(error))
