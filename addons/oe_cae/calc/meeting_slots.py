"""Slots of an advisor: one every so often on chosen weekdays, in local wall time."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta


def slots(
    first: date,
    last: date,
    weekdays: Collection[int],
    start_minutes: int,
    end_minutes: int,
    length_minutes: int,
) -> tuple[datetime, ...]:
    """Starts of all slots that end in time, both days included, in order.

    :param weekdays: 0 (Monday) to 6
    :param start_minutes: minutes after midnight; slots end at ``end_minutes`` at most
    :raises ValueError: for a length that is not positive
    """
    if length_minutes <= 0:
        raise ValueError("length_minutes")
    count = max(0, (end_minutes - start_minutes) // length_minutes)
    found = []
    day = first
    while day <= last:
        if day.weekday() in weekdays:
            midnight = datetime.combine(day, time.min)
            found += [
                midnight + timedelta(minutes=start_minutes + number * length_minutes)
                for number in range(count)
            ]
        day += timedelta(days=1)
    return tuple(found)
