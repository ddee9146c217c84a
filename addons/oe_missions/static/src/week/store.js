/* What the phone keeps: visits, records to send, records set aside, by user.
 *
 * One IndexedDB, each row under the number of the user it belongs to. The records to
 * send (the outbox) go only when the server took them. Visits read from the server
 * are a copy: they go when another person logs in on this phone, and the parts that
 * tell most (family name, street, phone, services, instructions) at a log-out, with
 * the records set aside, which the server has.
 */
const STORES = ["visits", "outbox", "asides", "meta"];
const KEEP_DAYS = 12;

function opened() {
    return new Promise((resolve, reject) => {
        const asked = indexedDB.open("oe-week", 1);
        asked.onupgradeneeded = () => {
            for (const name of STORES) {
                const keys = name === "meta" ? "key" : ["user", "id"];
                asked.result.createObjectStore(name, { keyPath: keys });
            }
        };
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
}

async function inStore(name, mode, work) {
    const base = await opened();
    try {
        return await new Promise((resolve, reject) => {
            const transaction = base.transaction(name, mode);
            const asked = work(transaction.objectStore(name));
            transaction.oncomplete = () => resolve(asked && asked.result);
            transaction.onabort = () => reject(transaction.error);
            transaction.onerror = () => reject(transaction.error);
        });
    } finally {
        base.close();
    }
}

const put = (name, row) => inStore(name, "readwrite", (rows) => rows.put(row));
const drop = (name, key) => inStore(name, "readwrite", (rows) => rows.delete(key));
const all = (name) => inStore(name, "readonly", (rows) => rows.getAll());
const one = (name, key) => inStore(name, "readonly", (rows) => rows.get(key));

async function rowsOf(name, user) {
    return (await all(name)).filter((row) => row.user === user);
}

async function outboxOf(user) {
    const rows = await rowsOf("outbox", user);
    return rows.sort((a, b) => a.made - b.made);
}

async function lastUser() {
    const row = await one("meta", "last");
    return row ? row.value : null;
}

/** Replace the copy of one user; copies of anybody else's visits go. */
function keepData(user, data) {
    const rows = {
        visits: data.visits.map((visit) => ({ ...visit, user: user.key })),
        asides: data.asides.map((aside) => ({ ...aside, user: user.key, id: aside.ref })),
    };
    const fill = async (name) => {
        await inStore(name, "readwrite", (store) => {
            store.clear();
            for (const row of rows[name]) {
                store.put(row);
            }
        });
    };
    return Promise.all([
        fill("visits"),
        fill("asides"),
        put("meta", { key: "last", value: user }),
        put("meta", { key: "read", value: Date.now() }),
        put("meta", { key: "out", value: false }),
    ]);
}

/** After a log-out: what tells most about the clients goes, the rest stays. */
async function reduceVisits() {
    for (const row of await all("visits")) {
        const first = (row.client || "").split(" ")[0];
        await put("visits", {
            ...row,
            client: first,
            address: row.city,
            phone: "",
            parts: [],
            instructions: [],
        });
    }
    await inStore("asides", "readwrite", (rows) => rows.clear());
    await put("meta", { key: "out", value: true });
}

/** What is past goes from the phone: instructions at once, visits after some days. */
async function forgetOld(now) {
    const limit = new Date(Date.now() - KEEP_DAYS * 86400000).toISOString().slice(0, 16);
    for (const row of await all("visits")) {
        if (row.end < limit) {
            await drop("visits", [row.user, row.id]);
        } else if (row.instructions.length && row.until < now(row.zone)) {
            await put("visits", { ...row, instructions: [] });
        }
    }
}

function newRef() {
    if (crypto.randomUUID) {
        return crypto.randomUUID();
    }
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
