// What would silence a card: one change at a time, tried against the live rules and not guessed.
import { post } from './api.js';
import { button, fill, h } from './dom.js';
import { changed } from './knobs.js';
import { entries_of, name_of, short } from './request_reading.js';
import { text_of } from './trial.js';

/** @typedef {import('./trial.js').Trial} Trial */
/** @typedef {import('./knobs.js').NumberKnob} NumberKnob */
/** @typedef {import('./knobs.js').ChoiceKnob} ChoiceKnob */
/** @typedef {import('./shapes.js').Trying} Trying */
/** @typedef {{knob: string, value: number | string, what: string, how: string, instead: string}} Found a change that silences; `knob` empty: one that no slider makes */
/** @typedef {(text: string) => Promise<Trying>} Ask */

const MOST_TRIES = 14; // of one slider, each halving what is left
const AT_ONCE = 3; // questions to the server, which has others to answer

/** @param {Trying} said @param {string} rule */
const speaks = (said, rule) => (said.answer.cards ?? []).some((card) => card.source?.topic?.code === rule);

/** @param {Trying} said */
function instead(said) {
  if (!said.answer.cards) return `the call would be refused (${said.status})`;
  return said.answer.cards.length === 0 ? 'no card' : `instead: ${said.answer.cards.map((card) => card.summary).join('; ')}`;
}

/**
 * The value nearest to the present one, on one side, that silences; null when the end of that side does not.
 * @param {Trial} trial @param {NumberKnob} knob @param {number} end @param {string} rule @param {Ask} ask
 */
async function boundary(trial, knob, end, rule, ask) {
  const now = Number(trial.changes[knob.id] ?? knob.value);
  let steps = Math.floor(Math.abs(end - now) / knob.step + 1e-9);
  if (steps === 0) return null;
  const value = (/** @type {number} */ n) => Number((now + Math.sign(end - now) * n * knob.step).toFixed(6));
  let said = await ask(text_of(trial, { [knob.id]: value(steps) }));
  if (speaks(said, rule)) return null;
  let speaking = 0;
  for (let tries = 0; steps - speaking > 1 && tries < MOST_TRIES; tries += 1) {
    const middle = Math.floor((speaking + steps) / 2);
    const there = await ask(text_of(trial, { [knob.id]: value(middle) }));
    if (speaks(there, rule)) speaking = middle;
    else [steps, said] = [middle, there];
  }
  return { value: value(steps), said };
}

/** @param {Trial} trial @param {NumberKnob} knob @param {string} rule @param {Ask} ask @returns {Promise<Found[]>} */
async function by_number(trial, knob, rule, ask) {
  const now = Number(trial.changes[knob.id] ?? knob.value);
  const found = [];
  for (const [end, words] of /** @type {[number, string][]} */ ([[knob.min, 'or fewer'], [knob.max, 'or more']])) {
    const at = await boundary(trial, knob, end, rule, ask);
    if (at) found.push({ knob: knob.id, value: at.value, what: knob.label, how: `${at.value} ${knob.unit} ${words} (now ${now})`, instead: instead(at.said) });
  }
  return found;
}

/** @param {Trial} trial @param {ChoiceKnob} knob @param {string} rule @param {Ask} ask @returns {Promise<Found[]>} */
async function by_choice(trial, knob, rule, ask) {
  const now = trial.changes[knob.id] ?? knob.value;
  const found = [];
  for (const value of knob.choices.filter((one) => one !== now)) {
    const said = await ask(text_of(trial, { [knob.id]: value }));
    if (!speaks(said, rule)) found.push({ knob: knob.id, value, what: knob.label, how: `${value} (now ${now})`, instead: instead(said) });
  }
  return found;
}

/**
 * Each record left out, those of one name together.
 * @param {Trial} trial @param {string} rule @param {Ask} ask @returns {Promise<Found[]>}
 */
async function by_leaving_out(trial, rule, ask) {
  const request = changed(trial.parsed, trial.knobs, trial.changes);
  const names = new Set(entries_of(request).map(({ key, resource }) => `${key}\n${name_of(resource)}`));
  const found = [];
  for (const both of names) {
    const [key, name] = both.split('\n', 2);
    const copy = structuredClone(request);
    copy.prefetch[key].entry = copy.prefetch[key].entry.filter((/** @type {any} */ entry) => name_of(entry?.resource) !== name);
    if (typeof copy.prefetch[key].total === 'number') copy.prefetch[key].total = copy.prefetch[key].entry.length;
    const said = await ask(JSON.stringify(copy));
    if (!speaks(said, rule)) found.push({ knob: '', value: '', what: short(name), how: `not in ${key}`, instead: instead(said) });
  }
  return found;
}

/** @param {HTMLElement} place @param {Trial} trial @param {string} rule @param {(id: string, value: number | string) => void} turn */
export async function silence_view(place, trial, rule, turn) {
  let asked = 0;
  const turns = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  /** @type {Ask} */
  const ask = (text) => {
    const turn = asked % AT_ONCE;
    asked += 1;
    const said = turns[turn].then(() => post('try', { request: text, now: trial.now }));
    turns[turn] = said.catch(() => {});
    return said;
  };
  fill(place, h('p', { class: 'quiet' }, 'Trying one change after the other…'));
  try {
    const turned = await Promise.all(trial.knobs.map((knob) => ('choices' in knob ? by_choice(trial, knob, rule, ask) : by_number(trial, knob, rule, ask))));
    const found = [...turned.flat(), ...await by_leaving_out(trial, rule, ask)];
    fill(place, h('h4', {}, found.length === 0 ? 'No single change silences it' : 'Any one of these would silence it'),
      found.length > 0 && h('ul', { class: 'ways' }, found.map((one) => h('li', {}, h('strong', {}, one.what), ': ', one.how,
        h('span', { class: 'small quiet' }, ` → ${one.instead}`), one.knob && [' ', button('Show', () => turn(one.knob, one.value), { class: 'small', 'aria-label': `Show with ${one.what} ${one.how}` })]))),
      h('p', { class: 'small quiet' }, `Found by asking the live rules ${asked} times, each time with one thing changed.`));
  } catch {
    fill(place, h('p', { class: 'fault' }, 'This could not be found out: the server did not answer every question.'));
  }
}
