// The shapes of what is received, for the type checker alone; openapi.json is what they follow.

/** @typedef {{info: number, warning: number, critical: number}} Urgencies */
/** @typedef {{code: string, display: string, count: number}} Reason */
/** @typedef {{rule: string, title: string, mode: string, fired: number, not_evaluable: number, cards: number, by_urgency: Urgencies, accepted: number, overridden: number, ignored: number, reasons: Reason[]}} RuleReception */
/** @typedef {{from: string, decisions: number, cards: number, by_urgency: Urgencies, accepted: number, overridden: number}} Period */
/** @typedef {{client: string, decisions: number, cards: number, accepted: number, overridden: number, ignored: number, not_evaluable: number, never_sent: string[], sometimes_missing: {key: string, calls: number, missing: number, failed: number}[]}} ClientReception */
/**
 * @typedef {object} Reception
 * @property {string} since
 * @property {string} until
 * @property {'day' | 'week'} unit
 * @property {string | null} client
 * @property {number} decisions
 * @property {number} cards
 * @property {number} unknown_feedback
 * @property {boolean} complete
 * @property {RuleReception[]} rules
 * @property {Period[]} periods
 * @property {ClientReception[]} clients
 */
/** @typedef {{since: string, latencies: {of: string, count: number, mean_ms: number | null, p50_ms: number | null, p90_ms: number | null, p99_ms: number | null}[]}} Latencies */
/** @typedef {{received: string, client: string, service: string, rule: string | null, outcome: string, reason_code: string, reason_display: string, comment: string}} Comment */
/** @typedef {{may_hold_patient_data: true, comments: Comment[], next: string | null}} Comments */

export {};
