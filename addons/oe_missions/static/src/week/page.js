/* The page: what is kept is shown at once, then renewed when there is network. */
let user = null; // whose store is shown: { key, name }
const version = $("html").dataset.version;
const FIRST_PATIENCE = 2000;
let patience = FIRST_PATIENCE;
let retry = 0;

const say = (text, tone = "status") => {
    const place = $("#said");
    place.textContent = text;
    place.dataset.tone = tone;
    place.hidden = !text;
};

const cookie = (name) =>
    (document.cookie.split("; ").find((row) => row.startsWith(`${name}=`)) || "").slice(
        name.length + 1
    );

const forgetCookie = (name) => {
    document.cookie = `${name}=; max-age=0; path=/`;
};

async function show() {
    const visits = user ? await rowsOf("visits", user.key) : [];
    const outbox = user ? await outboxOf(user.key) : [];
    const asides = user ? await rowsOf("asides", user.key) : [];
    visits.sort((a, b) => (a.start < b.start ? -1 : 1));
    const open = [...document.querySelectorAll("details[open]")].map((row) => row.id);
    drawWeek($("#week"), visits, outbox);
    for (const id of open) {
        const card = id && document.getElementById(id);
        if (card) {
            card.open = true;
        }
    }
    $("#asides").replaceChildren(...asides.map(asideCard));
    const read = await one("meta", "read");
    const isEmpty = !visits.length && !outbox.length;
    $("#empty").textContent = user && read ? WORDS.none : WORDS.never;
    $("#empty").hidden = !isEmpty;
    const waiting = outbox.filter((row) => row.state === "waiting").length;
    $("#waiting").textContent = waiting ? word("waiting", waiting) : "";
    $("#send").hidden = !waiting;
    const on = read && new Date(read.value).toLocaleString("fr-FR").slice(0, -3);
    $("#read").textContent = visits.length && on ? word("read", on) : "";
}

function showNetwork() {
    $("#network").textContent = navigator.onLine ? WORDS.online : WORDS.offline;
    $("#network").dataset.on = navigator.onLine;
}

function showLogin(isOut, isOther) {
    $("#login").hidden = !isOut && !isOther;
    document.documentElement.toggleAttribute("data-out", isOut);
    $("#why").textContent = isOther ? WORDS.other : WORDS.out;
}

async function keep(data) {
    user = data.user;
    await keepData(user, data);
    forgetCookie("oe_week_out");
    showLogin(false, false);
    if (data.version !== version && navigator.serviceWorker?.controller) {
        const worker = await navigator.serviceWorker.getRegistration("/my/oe");
        await worker?.update();
    }
}

async function loggedOut() {
    await reduceVisits();
    showLogin(true, false);
}

/** What the phone may show before, or without, an answer of the server. */
async function fromStore() {
    const now = cookie("oe_week_user");
    user = await lastUser();
    if (user && now && now !== user.key) {
        user = { key: now, name: "" }; // somebody else logged in since
    }
    const out = await one("meta", "out");
    if (cookie("oe_week_out") || (out && out.value)) {
        await loggedOut();
    }
    await forgetOld(wallNow);
}

async function renew() {
    const { status, body } = await asked("/data");
    if (status === 200 && body) {
        await keep(body);
    } else if (status === 401) {
        await loggedOut();
    }
    return status;
}

async function sendNow(isAsked) {
    if (!user) {
        return;
    }
    $("#send").disabled = true;
    const told = await sendAll(user.key);
    $("#send").disabled = false;
    if (told.state === "out") {
        await loggedOut();
    } else if (told.state === "other") {
        showLogin(false, true);
    } else if (told.state !== "done" && (isAsked || navigator.onLine)) {
        say(WORDS.failed);
        tryAgain();
    } else if (told.state === "done") {
        patience = FIRST_PATIENCE;
    }
    if (told.sent) {
        await renew();
        const left = await outboxOf(user.key);
        const asides = await rowsOf("asides", user.key);
        const open = left.length || asides.some((aside) => aside.choices.length);
        say(open ? "" : WORDS.sent);
    }
    await show();
    return told.state;
}

/** A phone says that it is on line before it is: ask again, ever less often. */
function tryAgain() {
    clearTimeout(retry);
    retry = setTimeout(async () => {
        if (navigator.onLine && (await renew())) {
            await sendNow();
        } else if (navigator.onLine) {
            tryAgain();
        }
    }, patience);
    patience = Math.min(patience * 2, 120000);
}

async function later() {
    const worker = await navigator.serviceWorker?.getRegistration("/my/oe");
    try {
        await worker?.sync?.register("oe-week");
    } catch {
        // Not allowed, or no such thing here: the page sends when it is opened.
    }
}

async function enqueue(kind, visit, values, old) {
    const id = newRef();
    const seen = { start: visit.start, end: visit.end, mark: visit.mark };
    const record = { kind, ref: id, visit: visit.id, seen, ...values };
    const row = { user: user.key, id, made: Date.now(), state: "waiting", record };
    try {
        await put("outbox", { ...row, label: visit.client.split(" ")[0] });
    } catch {
        say(WORDS.full, "alert");
        return false;
    }
    for (const each of old) {
        await drop("outbox", [each.user, each.id]);
    }
    await later();
    return true;
}

const rowsFor = async (visitId) =>
    (await outboxOf(user.key)).filter((row) => row.record.visit === visitId);

async function startVisit(visit) {
    await enqueue("start", visit, { start: wallNow(visit.zone) }, []);
    await show();
    await sendNow();
}

// ---------------------------------------------------------------- the form
let form = null; // { visit, frame, photo, old, replaces }

function openForm(visit, row, isFinish, aside) {
    const root = $("#form");
    const record = row && row.record;
    const isRecord = record && record.kind === "record";
    const begun = startedAt(visit, row) || visit.start;
    const from = isRecord ? record.start : begun;
    const to = isRecord ? record.end : isFinish ? wallNow(visit.zone) : visit.end;
    const given = isRecord ? record : {};
    root.elements.day.value = dayOf(from);
    root.elements.start.value = hourOf(from);
    root.elements.end.value = hourOf(to);
    root.elements.break_minutes.value = given.break_minutes || "0";
    root.elements.travel_km.value = given.travel_km || "0";
    root.elements.note.value = given.note || "";
    root.elements.signed_by.value = given.signed_by ?? visit.client;
    root.elements.not_signed_reason.value = given.not_signed_reason || "";
    root.elements.photo.value = "";
    form.visit = visit;
    form.photo = given.photo || "";
    form.replaces = aside || given.replaces || "";
    form.frame.clear();
    if (given.signature) {
        form.frame.show(given.signature);
    }
    $("#who").textContent = visit.client;
    showForm(true);
}

function showForm(isOpen) {
    say("");
    $("#form").hidden = !isOpen;
    $("#list").hidden = isOpen;
    window.scrollTo(0, 0);
}

function formValues(elements) {
    const day = elements.day.value;
    const start = elements.start.value;
    const signed = form.frame.value();
    return {
        start: `${day}T${start}`,
        end: endWall(day, start, elements.end.value),
        break_minutes: elements.break_minutes.value,
        travel_km: elements.travel_km.value,
        note: elements.note.value,
        signed_by: signed ? elements.signed_by.value.trim() : "",
        signature: signed,
        not_signed_reason: signed ? "" : elements.not_signed_reason.value,
        photo: form.photo,
        ...(form.replaces ? { replaces: form.replaces } : {}),
    };
}

function formRefusal(values) {
    if (!values.signature && !values.not_signed_reason) {
        return WORDS.required;
    }
    if (values.signature && !values.signed_by) {
        return WORDS.name;
    }
    return values.end > values.start ? "" : WORDS.times;
}

async function saveForm(ev) {
    ev.preventDefault();
    const values = formValues($("#form").elements);
    const refusal = formRefusal(values);
    if (refusal) {
        say(refusal, "alert");
        return;
    }
    const { visit } = form;
    if (!(await enqueue("record", visit, values, await rowsFor(visit.id)))) {
        return;
    }
    showForm(false);
    say(WORDS.stored);
    await show();
    const state = navigator.onLine ? await sendNow() : "offline";
    if (state === "done" && !(await rowsFor(visit.id)).length) {
        const asides = await rowsOf("asides", user.key);
        const isAside = asides.some((aside) => aside.visit === visit.id);
        say(isAside ? "" : WORDS.recorded);
    }
}

async function takePhoto(ev) {
    const file = ev.target.files[0];
    form.photo = "";
    if (file) {
        try {
            form.photo = await smallPhoto(file);
        } catch {
            say(WORDS.photo, "alert");
        }
    }
}

// ---------------------------------------------------------------- buttons
async function visitOf(id, row) {
    const known = await one("visits", [user.key, id]);
    const seen = row && { ...row.record.seen, id, client: row.label, started: "" };
    return known || { zone: "Europe/Paris", ...seen };
}

async function onVisit(name, id) {
    const rows = await rowsFor(id);
    const row = rows.find((each) => each.record.kind === "record") || rows[0];
    const visit = await visitOf(id, row);
    const work = {
        start: () => startVisit(visit),
        finish: () => openForm(visit, row, true),
        form: () => openForm(visit, row, false),
        again: () => openForm(visit, row, false),
        office: async () => {
            const record = { ...row.record, aside: true };
            await put("outbox", { ...row, record, state: "waiting" });
            await sendNow(true);
        },
        remove: async () => {
            if (window.confirm(WORDS.remove)) {
                await drop("outbox", [row.user, row.id]);
                await show();
            }
        },
    };
    await work[name]();
}

async function onAside(name, button) {
    const { ref } = button.dataset;
    if (name === "correct") {
        const visit = await visitOf(Number(button.dataset.visit));
        openForm(visit, null, false, ref);
        return;
    }
    const card = button.closest("article");
    const found = await freshToken(user.key);
    const message = $("[name=message]", card).value;
    const told =
        found.token && (await posted("/choose", found.token, { ref, choice: name, message }));
    if (told && told.status === 200) {
        say(told.body.message, "alert");
        await renew();
    } else {
        say(WORDS.failed, "alert");
    }
    await show();
}

async function onClick(ev) {
    const button = ev.target.closest("[data-do]");
    if (!button) {
        return;
    }
    const name = button.dataset.do;
    if (button.dataset.ref) {
        await onAside(name, button);
    } else if (button.dataset.visit) {
        await onVisit(name, Number(button.dataset.visit));
    } else if (name === "send") {
        say(WORDS.sending);
        await sendNow(true);
    } else if (name === "back") {
        showForm(false);
    } else if (name === "clear") {
        form.frame.clear();
    }
}

async function begin() {
    form = { frame: signature($("#form canvas")), photo: "", replaces: "" };
    document.addEventListener("click", onClick);
    $("#form").addEventListener("submit", saveForm);
    $("#form").elements.photo.addEventListener("change", takePhoto);
    window.addEventListener("online", async () => {
        showNetwork();
        await renew();
        await sendNow();
    });
    window.addEventListener("offline", showNetwork);
    navigator.serviceWorker?.addEventListener("message", show);
    showNetwork();
    const first = JSON.parse($("#first").textContent);
    if (first) {
        await keep(first);
        await forgetOld(wallNow);
    } else {
        await fromStore();
    }
    await show();
    document.documentElement.dataset.ready = "1";
    navigator.serviceWorker?.register("/my/oe/week/worker.js", { scope: "/my/oe" });
    navigator.storage?.persist?.();
    if (!first) {
        await renew();
        await show();
    }
    await sendNow();
}

begin();
