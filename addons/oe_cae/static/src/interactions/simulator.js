import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * Sliders beside the fields of an ordinary form: the field is what counts and what is
 * sent, a slider moves it. The server computes; an answer that comes after a newer
 * question is dropped. Without this script the form has its button.
 */
export class Simulator extends Interaction {
    static selector = ".o_oe_cae_simulator";
    dynamicContent = {
        ".o_oe_cae_slider": { "t-on-input": this.onSlide },
        "input, select": { "t-on-input": this.debounced(this.compute, 300) },
    };

    setup() {
        this.asked = 0;
        this.result = this.el.querySelector(".o_oe_cae_result");
        for (const slider of this.el.querySelectorAll(".o_oe_cae_slider")) {
            slider.hidden = false;
        }
        this.el.querySelector(".o_oe_cae_compute")?.classList.add("visually-hidden-focusable");
    }

    fieldOf(slider) {
        return this.el.querySelector(`#${slider.dataset.field}`);
    }

    onSlide(ev) {
        const field = this.fieldOf(ev.currentTarget);
        field.value = ev.currentTarget.value.replace(".", ",");
    }

    follow() {
        for (const slider of this.el.querySelectorAll(".o_oe_cae_slider")) {
            const typed = parseFloat(this.fieldOf(slider).value.replace(/\s/g, "").replace(",", "."));
            if (!isNaN(typed) && document.activeElement !== slider) {
                slider.value = typed;
            }
        }
    }

    async compute() {
        this.follow();
        const asked = ++this.asked;
        const given = Object.fromEntries(new FormData(this.el));
        delete given.csrf_token;
        this.result.setAttribute("aria-busy", "true");
        const answer = await this.waitFor(rpc("/my/oe/simulator/compute", given, { silent: true }));
        if (asked !== this.asked) {
            return;
        }
        this.result.removeAttribute("aria-busy");
        const refused = this.el.querySelector(".o_oe_cae_refused");
        refused.hidden = !answer.error;
        refused.textContent = answer.error || "";
        if (answer.html) {
            // Rendered by our own template, which escapes what it prints.
            const opened = [...this.result.querySelectorAll("details")].map((el) => el.open);
            this.result.innerHTML = answer.html;
            this.result.querySelectorAll("details").forEach((el, rank) => {
                el.open = opened[rank] || false;
            });
        }
    }
}

registry.category("public.interactions").add("oe_cae.simulator", Simulator);
