// The shapes of the server's answers, for the type checker alone; openapi.json is what they follow.

/** @typedef {'info' | 'warning' | 'critical'} Urgency */
/** @typedef {{path: string, line?: number, column?: number}} Place */
/** @typedef {{type: 'create' | 'update' | 'delete', description: string, resource?: any, resourceId?: string | string[]}} Action */
/** @typedef {{label: string, uuid: string, isRecommended?: boolean, actions?: Action[]}} Suggestion */
/** @typedef {{code: string, display: string, system?: string}} Reason */
/** @typedef {{label: string, url?: string, topic?: {code: string, display?: string}}} CardSource */
/** @typedef {{label: string, url: string, type?: string}} CardLink */
/**
 * @typedef {object} Card
 * @property {string} uuid
 * @property {string} summary
 * @property {Urgency} indicator
 * @property {string} [detail]
 * @property {CardSource} source
 * @property {Suggestion[]} [suggestions]
 * @property {string} [selectionBehavior]
 * @property {Reason[]} [overrideReasons]
 * @property {CardLink[]} [links]
 */
/** @typedef {{code: string, message: string, path: string, line?: number, column?: number}} RequestFault */
/** @typedef {'fired' | 'negative' | 'not-evaluable' | 'not-applicable'} Verdict */
/** @typedef {{rule: string, title: string, version: string, mode: 'on' | 'silent' | 'off', verdict: Verdict, because: string, missing: string[], urgency: Urgency | null}} Outcome */
/** @typedef {{draft: number, order: string, at: Place, text: string, not_read: string[], site: string, site_from: string, lesion: string, outcomes: Outcome[]}} OrderOutcomes */
/** @typedef {{kind: string, text: string, date: string | null, source: string, at: Place}} Fact */
/** @typedef {{key: string, state: 'complete' | 'missing' | 'failed', count: number}} Supply */
/** @typedef {{label: string, value: string, date: string | null, source: string}} Evidence */
/**
 * @typedef {object} Assessment
 * @property {number | null} age_years
 * @property {string} age_group
 * @property {string} immune
 * @property {Evidence[]} immune_evidence
 * @property {number | null} weight_kg
 * @property {number | null} creatinine_mg_dl
 * @property {number | null} clearance_ml_min
 * @property {number | null} clearance_ml_min_kg
 * @property {string | null} red_flag
 */
/** @typedef {{kind: string, agent: string, text: string, from: string | null, to: string | null, source: string}} Course */
/** @typedef {{date: string, text: string, kind: string, source: string}} DayOfEvent */
/** @typedef {{name: string, days: number, date: string | null, crossed: boolean, note: string}} Threshold */
/** @typedef {{agent: string, from: string, to: string, elapsed_days: number, covered_days: number, coverage: number | null, mean_daily_mg: number | null, adequacy: string, sources: string[]}} Run */
/**
 * @typedef {object} Timeline
 * @property {string} today
 * @property {string} from
 * @property {string} to
 * @property {{state: string, onset: string | null} | null} lesion
 * @property {Course[]} courses
 * @property {{from: string, to: string}[]} runs
 * @property {Run | null} run
 * @property {DayOfEvent[]} events
 * @property {Threshold[]} thresholds
 */
/** @typedef {{card: string, suggestion: string, action: number, type: string, target: string | null, before: any, after: any}} Effect */
/**
 * @typedef {object} Trying
 * @property {number} status
 * @property {{cards?: Card[], issue?: any[]}} answer
 * @property {string} service
 * @property {string} hook
 * @property {string} now
 * @property {{version: string, hash: string}} knowledge
 * @property {RequestFault[]} faults
 * @property {OrderOutcomes[]} orders
 * @property {Outcome[]} standing
 * @property {Supply[]} supplied
 * @property {Fact[]} facts
 * @property {{path: string, reason: string, line?: number}[]} not_used
 * @property {Assessment | null} assessment
 * @property {Timeline | null} timeline
 * @property {Effect[]} effects
 * @property {{curl: string, golden: {expect: any} | null}} copy
 */

export {};
