// The numbers and states of a request that can be turned.
import { button, fill, h } from './dom.js';

/** @typedef {import('./knobs.js').Knob} Knob */
/** @typedef {import('./trial.js').Trial} Trial */

/** @param {Knob} knob @param {number | string} value @param {(value: number | string) => void} turn */
function control(knob, value, turn) {
  const id = `knob-${knob.id}`;
  const row = h('div', { class: 'knob' });
  const was = h('span', { class: 'was small' });
  const mark = (/** @type {number | string} */ now) => {
    row.classList.toggle('turned', now !== knob.value);
    fill(was, now === knob.value ? null : ` was ${knob.value}`);
  };
  mark(value);
  if ('choices' in knob) {
    const choice = h('select', { id, on: { change: () => { mark(choice.value); turn(choice.value); } } },
      knob.choices.map((one) => h('option', { value: one, selected: one === value }, one)));
    fill(row, h('label', { for: id }, knob.label, was), choice);
    row.classList.add('choice');
    return row;
  }
  const number = h('input', { type: 'number', id, min: knob.min, max: knob.max, step: 'any', value: String(value) });
  const slider = h('input', { type: 'range', 'aria-label': `${knob.label}, slider`, min: knob.min, max: knob.max, step: knob.step, value: String(value) });
  const set = (/** @type {HTMLInputElement} */ from, /** @type {HTMLInputElement} */ other) => {
    const now = Number(from.value);
    if (from.value === '' || now < knob.min || now > knob.max) return;
    other.value = from.value;
    mark(now);
    turn(now);
  };
  slider.addEventListener('input', () => set(slider, number));
  number.addEventListener('input', () => set(number, slider));
  fill(row, h('label', { for: id }, knob.label, was), h('span', { class: 'amount' }, number, h('span', { class: 'unit small' }, knob.unit)), slider);
  return row;
}

/** @param {(id: string, value: number | string) => void} turn @param {() => void} turn_back */
export function knob_panel(turn, turn_back) {
  const list = h('div', {});
  const back = button('Reset', turn_back, { class: 'small' });
  const element = h('section', { class: 'sheet knobs', 'aria-labelledby': 'knobs-title' },
    h('div', { class: 'head' }, h('h2', { id: 'knobs-title' }, 'Change it and watch'), back), list);
  return {
    element,
    /** @param {Trial} trial */
    show(trial) {
      const groups = [...new Set(trial.knobs.map((knob) => knob.group))];
      fill(list, groups.length === 0 && h('p', { class: 'quiet' }, 'Nothing in this request can be turned with a slider; edit the request below.'),
        groups.map((group) => h('fieldset', {}, h('legend', {}, group),
          trial.knobs.filter((knob) => knob.group === group).map((knob) => control(knob, trial.changes[knob.id] ?? knob.value, (value) => turn(knob.id, value))))));
      back.hidden = groups.length === 0;
    },
  };
}
