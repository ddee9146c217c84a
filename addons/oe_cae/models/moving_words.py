from odoo import api, models


class MovingWords(models.AbstractModel):
    """Refusals of the reader as sentences."""

    _name = "oe.cae.moving.words"
    _description = "Sentences about files to move in"

    @api.model
    def _not_the_file(self, params):
        """Why a file as a whole cannot be read."""
        reason, told = params["reason"], params["told"]
        if reason == "columns":
            return self.env._(
                "These columns are missing: %(columns)s. The first line names the "
                "columns: take the template.",
                columns=told,
            )
        if reason == "long":
            return self.env._(
                "At most %(count)s lines at a time: split the file.", count=told
            )
        if reason == "large":
            return self.env._("This file is too large: %(size)s MB at most.", size=told)
        if reason == "empty":
            return self.env._("There is no line in this file.")
        return self.env._("This is no CSV file: save it as CSV, UTF-8.")

    @api.model
    def _refusals(self, refusals):
        """What is wrong with the cells of a line, in one sentence."""
        return " ".join(self._refusal(refusal) for refusal in refusals)

    def _refusal(self, refusal):
        column, text = refusal.column, refusal.text
        if refusal.code == "missing":
            return self.env._("%(column)s is empty: write it.", column=column)
        if refusal.code == "twice":
            return self.env._(
                "The reference “%(text)s” is in the file twice.", text=text
            )
        if refusal.code == "bad_date":
            return self.env._(
                "%(column)s: “%(text)s” is no day; write 31/12/2026 or 2026-12-31.",
                column=column,
                text=text,
            )
        if refusal.code == "bad_amount":
            return self.env._(
                "%(column)s: “%(text)s” is no amount; write for example 1470,97.",
                column=column,
                text=text,
            )
        if refusal.code == "bad_quantity":
            return self.env._(
                "%(column)s: “%(text)s” is no quantity; write for example 7,25.",
                column=column,
                text=text,
            )
        if refusal.code == "negative":
            return self.env._(
                "%(column)s: “%(text)s” is below zero.", column=column, text=text
            )
        if refusal.code == "too_long":
            return self.env._("%(column)s is too long.", column=column)
        return self.env._(
            "%(column)s: “%(text)s” is none of the words that are allowed; see the "
            "notice of the columns.",
            column=column,
            text=text,
        )
