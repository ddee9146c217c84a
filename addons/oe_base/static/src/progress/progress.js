import { rpc, rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillUnmount, useState } from "@odoo/owl";

const AFTER_MS = 600;

/**
 * While a button of this record runs, how far it is: see the model oe.progress.
 */
export class OeProgress extends Component {
    static template = "oe_base.Progress";
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState({ done: 0, total: 0, label: "" });
        this.running = null;
        const begin = ({ detail }) => this.begin(detail);
        const end = ({ detail }) => this.end(detail);
        rpcBus.addEventListener("RPC:REQUEST", begin);
        rpcBus.addEventListener("RPC:RESPONSE", end);
        onWillUnmount(() => {
            rpcBus.removeEventListener("RPC:REQUEST", begin);
            rpcBus.removeEventListener("RPC:RESPONSE", end);
            clearTimeout(this.timer);
        });
    }

    get key() {
        return `${this.props.record.resModel}/${this.props.record.resId}`;
    }

    get percent() {
        return this.state.total ? Math.floor((100 * this.state.done) / this.state.total) : 0;
    }

    begin({ data, url }) {
        if (url.includes("call_button") && data.params.model === this.props.record.resModel) {
            this.running = data.id;
            this.timer = setTimeout(() => this.look(), AFTER_MS);
        }
    }

    end({ data }) {
        if (data.id === this.running) {
            this.running = null;
            clearTimeout(this.timer);
            this.state.total = 0;
        }
    }

    async look() {
        const told = await rpc(
            "/web/dataset/call_kw/oe.progress/read_progress",
            { model: "oe.progress", method: "read_progress", args: [this.key], kwargs: {} },
            { silent: true }
        ).catch(() => ({}));
        if (this.running !== null) {
            Object.assign(this.state, { done: 0, total: 0, label: "", ...told });
            this.timer = setTimeout(() => this.look(), AFTER_MS);
        }
    }
}

registry.category("view_widgets").add("oe_progress", { component: OeProgress });
