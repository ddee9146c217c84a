/**
 * A frame where a person signs with a finger, inside an ordinary form: the drawing goes
 * into a hidden field as PNG, so the page works like any other form.
 *
 * Not an Interaction: those start with the lazy bundle, seconds after the page is
 * shown on an old phone, and a stroke drawn meanwhile would be lost. This file is in
 * the minimal bundle and listens on the document, so the frame works at once.
 */
const FRAME = ".o_oe_base_canvas";
const signed = new WeakSet();
let current = null;

function pen(canvas) {
    const context = canvas.getContext("2d");
    context.lineWidth = 3;
    context.lineCap = "round";
    context.strokeStyle = "#101828";
    return context;
}

function point(canvas, ev) {
    const frame = canvas.getBoundingClientRect();
    return [
        ((ev.clientX - frame.left) * canvas.width) / frame.width,
        ((ev.clientY - frame.top) * canvas.height) / frame.height,
    ];
}

function start(ev) {
    const canvas = ev.target.closest?.(FRAME);
    if (!canvas) {
        return;
    }
    ev.preventDefault();
    current = canvas;
    const context = pen(canvas);
    context.beginPath();
    context.moveTo(...point(canvas, ev));
}

function draw(ev) {
    if (!current || ev.target !== current) {
        return;
    }
    const context = pen(current);
    context.lineTo(...point(current, ev));
    context.stroke();
    signed.add(current);
}

function stop() {
    current = null;
}

function clear(ev) {
    const button = ev.target.closest?.(".o_oe_base_clear");
    if (!button) {
        return;
    }
    const canvas = button.closest("form").querySelector(FRAME);
    pen(canvas).clearRect(0, 0, canvas.width, canvas.height);
    signed.delete(canvas);
}

function send(ev) {
    const form = ev.target.closest?.(".o_oe_base_sign_form");
    if (!form) {
        return;
    }
    const canvas = form.querySelector(FRAME);
    const field = form.querySelector("[name=signature]");
    field.value = signed.has(canvas) ? canvas.toDataURL("image/png") : "";
    const reference = form.querySelector("[name=sent_ref]");
    if (reference && !reference.value) {
        // Named once per page: a form sent twice is recorded once.
        reference.value = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    }
}

document.addEventListener("pointerdown", start);
document.addEventListener("pointermove", draw);
document.addEventListener("pointerup", stop);
document.addEventListener("pointercancel", stop);
document.addEventListener("click", clear);
document.addEventListener("submit", send, true);
