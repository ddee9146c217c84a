/* Sending what waits, one record after the other; shared with the service worker.
 *
 * Before anything leaves, a fresh token is asked for: the page may be days old. If
 * nobody is logged in, or somebody else is, nothing leaves and nothing is lost. A
 * record goes from the outbox only when the server said what became of it: sent
 * again after a lost answer it is known there by its identifier.
 */
const BASE = "/my/oe/week";
let running = null;

async function asked(path, options = {}) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), 60000);
    try {
        const answer = await fetch(BASE + path, {
            credentials: "same-origin",
            cache: "no-store",
            signal: patience.signal,
            ...options,
        });
        let body = null;
        try {
            body = await answer.json();
        } catch {
            // An error page of a proxy: the status says enough.
        }
        return { status: answer.status, body };
    } catch {
        return { status: 0, body: null };
    } finally {
        clearTimeout(timer);
    }
}

/** A fresh token for this user: { token } or { state: offline | out | other }. */
async function freshToken(user) {
    const { status, body } = await asked("/token");
    if (status === 401) {
        return { state: "out" };
    }
    if (status !== 200 || !body) {
        return { state: "offline" };
    }
    return body.user.key === user ? { token: body.token } : { state: "other" };
}

function posted(path, token, values) {
    return asked(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
        body: JSON.stringify(values),
    });
}

async function settle(row, result) {
    if (result.result === "refused") {
        await put("outbox", { ...row, state: "refused", message: result.message });
        return;
    }
    if (result.result === "conflict") {
        const aside = { ...result.aside, user: row.user, id: result.aside.ref };
        await put("asides", aside);
    } else if (row.record.kind === "record") {
        const visit = await one("visits", [row.user, row.record.visit]);
        if (visit) {
            const hours = [row.record.start.slice(11), row.record.end.slice(11)];
            await put("visits", { ...visit, state: "done", done: hours.join(" – ") });
        }
        if (row.record.replaces) {
            await drop("asides", [row.user, row.record.replaces]);
        }
    }
    await drop("outbox", [row.user, row.id]);
}

async function sendWaiting(user) {
    const waiting = (await outboxOf(user)).filter((row) => row.state === "waiting");
    if (!waiting.length) {
        return { state: "done", sent: 0 };
    }
    const found = await freshToken(user);
    if (!found.token) {
        return { state: found.state, sent: 0 };
    }
    let sent = 0;
    for (const row of waiting) {
        const { status, body } = await posted("/send", found.token, {
            records: [row.record],
        });
        if (status === 401) {
            return { state: "out", sent };
        }
        if (status !== 200 || !body || body.user.key !== user) {
            return { state: status ? "failed" : "offline", sent };
        }
        await settle(row, body.results[0]);
        sent += 1;
    }
    return { state: "done", sent };
}

/** Send once at a time; the page and the worker may both: the server knows a record. */
function sendAll(user) {
    if (!running) {
        running = sendWaiting(user).finally(() => {
            running = null;
        });
    }
    return running;
}
