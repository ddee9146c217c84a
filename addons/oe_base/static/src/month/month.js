import { registry } from "@web/core/registry";
import { dateField, DateTimeField } from "@web/views/fields/datetime/datetime_field";

/**
 * A month that is stored as its first day: read as a month, chosen as a month.
 */
export class OeMonthField extends DateTimeField {
    getFormattedValue(valueIndex) {
        const value = this.values[valueIndex];
        return value ? value.toFormat("LLLL yyyy") : "";
    }
}

export const oeMonthField = {
    ...dateField,
    component: OeMonthField,
    extractProps: (...args) => ({
        ...dateField.extractProps(...args),
        minPrecision: "months",
    }),
    listViewWidth: [110, 140],
};

registry.category("fields").add("oe_month", oeMonthField);
