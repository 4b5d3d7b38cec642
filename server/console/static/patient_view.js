// Who is being tried, and on which day.
import { button, fill, h } from './dom.js';
import { later } from './request_reading.js';

/** @typedef {import('./trial.js').Trial} Trial */
/** @typedef {import('./trial.js').SampleHead} SampleHead */

/** @param {SampleHead} sample */
const named = (sample) => `${sample.id.toUpperCase()} · ${sample.title}`;

/** @param {SampleHead[]} samples @param {(sample: SampleHead) => void} choose @param {(now: string) => void} change_date */
export function patient_view(samples, choose, change_date) {
  let now = '';
  const own = h('option', { value: '' }, 'My own request');
  const choice = h('select', { id: 'sample', on: { change: () => { const found = samples.find((one) => one.id === choice.value); if (found) choose(found); } } },
    samples.map((sample) => h('option', { value: sample.id }, named(sample))), own);
  const step = (/** @type {number} */ by) => {
    const at = samples.findIndex((one) => one.id === choice.value);
    choose(samples[(at + by + samples.length) % samples.length]);
  };
  const story = h('p', { class: 'story' });
  const order = h('p', { class: 'quiet small' });
  const day = h('input', { type: 'date', id: 'now', on: { change: () => move_to(`${day.value}${now.slice(10)}`) } });
  const move_to = (/** @type {string} */ to) => {
    if (Number.isNaN(Date.parse(to))) return;
    now = to;
    day.value = now.slice(0, 10);
    change_date(now);
  };
  const element = h('section', { class: 'sheet', 'aria-labelledby': 'patient-title' },
    h('h2', { id: 'patient-title' }, 'The patient'),
    h('div', { class: 'chooser' },
      h('label', { for: 'sample', class: 'unseen' }, 'Sample patient'), choice,
      button('‹', () => step(-1), { 'aria-label': 'Previous patient' }), button('›', () => step(1), { 'aria-label': 'Next patient' })),
    story, order,
    h('div', { class: 'chooser' }, h('label', { for: 'now' }, 'Evaluated on'), day,
      button('−', () => move_to(later(now, -1)), { 'aria-label': 'A day earlier' }), button('+', () => move_to(later(now, 1)), { 'aria-label': 'A day later' })));
  return {
    element,
    /** @param {Trial} trial */
    show(trial) {
      now = trial.now;
      day.value = now.slice(0, 10);
      own.hidden = trial.sample !== null;
      choice.value = trial.sample?.id ?? '';
      fill(story, trial.sample ? sentence(trial.sample.title) : 'Your own request: it stays in this page and goes into no link.');
      fill(order, trial.sample ? `Sample patients are invented. Hook ${trial.sample.hook}.` : null);
    },
  };
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
