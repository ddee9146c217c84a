import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/**
 * A frame where a person signs with a finger, inside an ordinary form: the drawing
 * goes into a hidden field as PNG, so the page works like any other form.
 */
export class SignFrame extends Interaction {
    static selector = ".o_oe_base_sign_form";
    dynamicContent = {
        ".o_oe_base_canvas": {
            "t-on-pointerdown": this.start,
            "t-on-pointermove": this.draw,
            "t-on-pointerup": this.stop,
            "t-on-pointerleave": this.stop,
        },
        ".o_oe_base_clear": { "t-on-click": this.clear },
        _root: { "t-on-submit": this.send },
    };

    setup() {
        this.canvas = this.el.querySelector(".o_oe_base_canvas");
        this.pen = this.canvas.getContext("2d");
        this.pen.lineWidth = 3;
        this.pen.lineCap = "round";
        this.pen.strokeStyle = "#101828";
        this.drawing = false;
        this.signed = false;
        const reference = this.el.querySelector("[name=sent_ref]");
        if (reference) {
            // Named once per page: a form sent twice is recorded once.
            reference.value = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
        }
    }

    point(ev) {
        const frame = this.canvas.getBoundingClientRect();
        return [
            ((ev.clientX - frame.left) * this.canvas.width) / frame.width,
            ((ev.clientY - frame.top) * this.canvas.height) / frame.height,
        ];
    }

    start(ev) {
        ev.preventDefault();
        this.drawing = true;
        this.pen.beginPath();
        this.pen.moveTo(...this.point(ev));
    }

    draw(ev) {
        if (!this.drawing) {
            return;
        }
        this.pen.lineTo(...this.point(ev));
        this.pen.stroke();
        this.signed = true;
    }

    stop() {
        this.drawing = false;
    }

    clear() {
        this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
        this.signed = false;
    }

    send() {
        const field = this.el.querySelector("[name=signature]");
        field.value = this.signed ? this.canvas.toDataURL("image/png") : "";
    }
}

registry.category("public.interactions").add("oe_base.sign_frame", SignFrame);
