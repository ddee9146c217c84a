/* Wall time of the company, whatever the zone of the phone: 2026-06-01T09:00. */
function wallNow(zone) {
    const options = { dateStyle: "short", timeStyle: "short", timeZone: zone };
    return new Intl.DateTimeFormat("sv-SE", options).format(new Date()).replace(" ", "T");
}

const hourOf = (wall) => wall.slice(11, 16);
const dayOf = (wall) => wall.slice(0, 10);

/** The end of a visit: on the next day when its hour is before the start. */
function endWall(day, start, end) {
    if (end >= start) {
        return `${day}T${end}`;
    }
    const next = new Date(`${day}T12:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    return `${next.toISOString().slice(0, 10)}T${end}`;
}
