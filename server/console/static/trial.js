// What is being tried: a sample with turned knobs, or a request of one's own; and its link, which never holds what was pasted.
import { get } from './api.js';
import { json_places } from './json_places.js';
import { changed, knobs_of } from './knobs.js';

/** @typedef {{id: string, title: string, hook: string, service: string, now: string}} SampleHead */
/** @typedef {import('./knobs.js').Knob} Knob */
/** @typedef {import('./knobs.js').Changes} Changes */
/**
 * @typedef {object} Trial
 * @property {SampleHead | null} sample null: the person's own request
 * @property {string} base the text that the knobs turn
 * @property {any} parsed of `base`; undefined when it is not JSON
 * @property {Knob[]} knobs
 * @property {Changes} changes
 * @property {string} now
 */

/** @param {string} base @param {string} now @param {SampleHead | null} sample @param {Changes} [changes] @returns {Trial} */
function trial_of(base, now, sample, changes = {}) {
  const parsed = json_places(base).fault ? undefined : JSON.parse(base);
  const turns = parsed !== null && typeof parsed === 'object';
  const knobs = turns ? knobs_that_hold(parsed, now) : [];
  return { sample, base, parsed, knobs, changes, now };
}

/**
 * A request of any shape may come; one that knobs cannot be read from has none.
 * @param {any} parsed @param {string} now
 */
function knobs_that_hold(parsed, now) {
  try {
    return knobs_of(parsed, now);
  } catch {
    return [];
  }
}

/** @param {SampleHead} sample @param {string} [now] @param {Changes} [changes] */
export async function sample_trial(sample, now, changes) {
  const whole = await get(`samples/${encodeURIComponent(sample.id)}`);
  return trial_of(whole.request, now ?? whole.now, sample, changes);
}

/** @param {string} text @param {string} now */
export const own_trial = (text, now) => trial_of(text, now, null);

/** @param {Trial} trial @param {string} now */
export const on_another_day = (trial, now) => trial_of(trial.base, now, trial.sample, trial.changes);

/**
 * The request as it is sent.
 * @param {Trial} trial @param {Changes} [more] beside its own changes @returns {string}
 */
export function text_of(trial, more = {}) {
  const changes = { ...trial.changes, ...more };
  const turned = trial.knobs.some((knob) => changes[knob.id] !== undefined && changes[knob.id] !== knob.value);
  return turned ? `${JSON.stringify(changed(trial.parsed, trial.knobs, changes), null, 2)}\n` : trial.base;
}

/**
 * The hash of a link to it; of a person's own request only to the page.
 * @param {Trial} trial
 */
export function hash_of(trial) {
  if (!trial.sample) return '#/try';
  const query = new URLSearchParams({ sample: trial.sample.id });
  if (trial.now !== trial.sample.now) query.set('now', trial.now);
  for (const knob of trial.knobs) {
    const value = trial.changes[knob.id];
    if (value !== undefined && value !== knob.value) query.append('set', `${knob.id}=${value}`);
  }
  return `#/try?${query}`;
}

/**
 * What a link asks for; what no knob knows is ignored later.
 * @param {URLSearchParams} query @returns {{sample?: string, now?: string, changes: Changes}}
 */
export function asked_by(query) {
  /** @type {Changes} */
  const changes = Object.create(null);
  for (const pair of query.getAll('set')) {
    const cut = pair.lastIndexOf('=');
    const value = pair.slice(cut + 1);
    changes[pair.slice(0, cut)] = value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  const now = query.get('now') ?? '';
  return { sample: query.get('sample') ?? undefined, now: Number.isNaN(Date.parse(now)) ? undefined : now, changes };
}
