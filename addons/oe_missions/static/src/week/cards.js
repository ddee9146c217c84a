/* Drawing the week: visits by day, what waits, both versions of a conflict. */
const $ = (selector, root = document) => root.querySelector(selector);
const WORDS = JSON.parse($("#words").textContent);
const word = (name, value) => WORDS[name].replace("%s", value);

function copy(name) {
    return $(`#${name}`).content.firstElementChild.cloneNode(true);
}

/** Write a text into the part of that name, and hide the part when it is empty. */
function fill(root, name, text) {
    const part = $(`[data-is=${name}]`, root);
    part.textContent = text || "";
    part.hidden = !text;
    return part;
}

function lines(root, name, texts) {
    const part = $(`[data-is=${name}]`, root);
    part.replaceChildren(
        ...texts.map((text) => {
            const row = document.createElement(part.tagName === "UL" ? "li" : "p");
            row.textContent = text;
            return row;
        })
    );
    part.hidden = !texts.length;
}

function stateOf(visit, row) {
    if (row && row.record.kind === "record") {
        const hours = [hourOf(row.record.start), hourOf(row.record.end)].join(" – ");
        return row.state === "refused" ? WORDS.refused : word("tosend", hours);
    }
    if (visit.state === "done") {
        return word("done", visit.done);
    }
    if (visit.state === "cancelled") {
        return WORDS.cancelled;
    }
    const started = startedAt(visit, row);
    if (started) {
        return word("working", hourOf(started));
    }
    return isDue(visit) ? WORDS.due : WORDS.planned;
}

const isDue = (visit) =>
    visit.state === "planned" && visit.end < wallNow(visit.zone);

function startedAt(visit, row) {
    return visit.started || (row && row.record.kind === "start" ? row.record.start : "");
}

function link(part, address) {
    part.href = address;
    part.hidden = !part.textContent;
}

function showInstructions(card, visit) {
    const box = $("[data-is=instructions]", card);
    box.hidden = !visit.instructions.length;
    lines(box, "told", visit.instructions.map(([kind, text]) => `${kind} : ${text}`));
}

function visitCard(visit, row, isNext) {
    const card = copy("visit");
    card.id = `visit-${visit.id}`;
    card.open = isNext;
    card.classList.toggle("next", isNext);
    fill(card, "hours", `${hourOf(visit.start)} – ${hourOf(visit.end)}`);
    fill(card, "client", visit.client);
    const state = fill(card, "state", stateOf(visit, row));
    state.dataset.state = row ? row.state : isDue(visit) ? "due" : visit.state;
    const map = `https://www.openstreetmap.org/search?query=${encodeURIComponent(visit.address)}`;
    fill(card, "address", visit.address);
    link($("[data-is=address]", card), map);
    fill(card, "phone", visit.phone && word("call", visit.phone));
    link($("[data-is=phone]", card), `tel:${visit.phone.replace(/\s/g, "")}`);
    fill(card, "planned", visit.planned);
    lines(card, "parts", visit.parts.map(([name, time]) => `${name}, ${time}`));
    showInstructions(card, visit);
    const call = fill(card, "oncall", visit.on_call && word("oncall", visit.on_call));
    link(call, `tel:${visit.on_call.replace(/\s/g, "")}`);
    $("[data-is=help]", card).hidden = visit.state !== "planned";
    fill(card, "message", row && row.state === "refused" ? row.message : "");
    const planned = visit.state === "planned";
    const isRecord = row && row.record.kind === "record";
    const started = startedAt(visit, row);
    const isNear = visit.start <= wallNow(visit.zone).slice(0, 10) + "T99";
    const show = {
        start: planned && !isRecord && !started && isNear && !isDue(visit),
        finish: planned && !isRecord && Boolean(started),
        form: planned && !isRecord,
        again: Boolean(isRecord),
        office: Boolean(isRecord) && row.state === "refused",
        remove: Boolean(isRecord),
    };
    for (const [name, shown] of Object.entries(show)) {
        const button = $(`[data-do=${name}]`, card);
        button.hidden = !shown;
        button.dataset.visit = visit.id;
    }
    return card;
}

/** A record whose visit is no longer in the week (moved far, given, read long ago). */
function lostCard(row) {
    const { record } = row;
    const visit = {
        ...{ id: record.visit, state: "planned", client: row.label, start: record.start },
        ...{ end: record.end || record.start, address: "", phone: "", planned: "" },
        ...{ parts: [], instructions: [], on_call: "", started: "", done: "" },
    };
    return visitCard(visit, row, row.state === "refused");
}

function asideCard(aside) {
    const card = copy("aside");
    fill(card, "client", aside.client);
    fill(card, "reason", aside.reason);
    lines(card, "office", aside.office);
    lines(card, "mine", aside.mine);
    const told = { accepted: WORDS.accepted, asked: WORDS.asked };
    const said = `${WORDS.dismissed} ${aside.said}`;
    fill(card, "said", aside.state === "dismissed" ? said : told[aside.state]);
    for (const name of ["keep", "correct", "ask"]) {
        const button = $(`[data-do=${name}]`, card);
        button.hidden = !aside.choices.includes(name);
        button.dataset.ref = aside.ref;
        button.dataset.visit = aside.visit;
    }
    $("[data-is=word]", card).hidden = !aside.choices.includes("ask");
    return card;
}

/** The days with their visits; the first planned one that is not over is open. */
function drawWeek(place, visits, outbox) {
    const byVisit = new Map(outbox.map((row) => [row.record.visit, row]));
    const known = new Set(visits.map((visit) => visit.id));
    const next = visits.find((visit) => {
        const row = byVisit.get(visit.id);
        const free = visit.state === "planned" && !(row && row.record.kind === "record");
        return free && visit.end > wallNow(visit.zone);
    });
    const rows = [];
    let day = "";
    for (const visit of visits) {
        if (visit.day !== day) {
            day = visit.day;
            const title = document.createElement("h2");
            const isToday = dayOf(visit.start) === dayOf(wallNow(visit.zone));
            title.textContent = isToday ? word("today", day) : day;
            rows.push(title);
        }
        rows.push(visitCard(visit, byVisit.get(visit.id), visit === next));
    }
    for (const row of outbox.filter((each) => !known.has(each.record.visit))) {
        rows.unshift(lostCard(row));
    }
    place.replaceChildren(...rows);
}
