// Try an order: choose a patient, turn what matters, see the cards and why.
import { get, post, Refused } from './api.js';
import { cards_view } from './cards_view.js';
import { editor_view } from './editor_view.js';
import { evidence_view } from './evidence_view.js';
import { fill, h, tell } from './dom.js';
import { knob_panel } from './knob_panel.js';
import { patient_view } from './patient_view.js';
import { share_view } from './share_view.js';
import { silence_view } from './silence_view.js';
import { timeline_view } from './timeline_view.js';
import { asked_by, hash_of, on_another_day, own_trial, sample_trial, text_of } from './trial.js';

/** @typedef {import('./trial.js').Trial} Trial */
/** @typedef {import('./trial.js').SampleHead} SampleHead */
/** @typedef {import('./shapes.js').Trying} Trying */

const PAUSE = 60; // ms after the last turn of a slider

class TryPage {
  /** @param {SampleHead[]} samples @param {Trial} trial */
  constructor(samples, trial) {
    this.samples = samples;
    this.trial = trial;
    this.waiting = 0;
    this.under_way = new AbortController();
    this.patient = patient_view(samples, (sample) => this.choose(sample), (now) => this.change_date(now));
    this.knobs = knob_panel((id, value) => this.turn(id, value), () => this.turn_back());
    this.editor = editor_view((text) => this.write(text));
    this.cards = h('div', { id: 'cards' });
    this.results = h('div', { id: 'results' });
    this.element = h('div', { class: 'try' },
      h('h1', { class: 'unseen' }, 'Try it'),
      h('div', { class: 'try-left' }, this.patient.element, this.knobs.element),
      h('div', { class: 'try-right' }, this.cards, this.results, this.editor.element));
  }

  show_trial() {
    this.patient.show(this.trial);
    this.knobs.show(this.trial);
    this.editor.show(text_of(this.trial));
  }

  /** @param {SampleHead} sample */
  async choose(sample) {
    this.trial = await sample_trial(sample);
    this.show_trial();
    await this.run();
  }

  /** @param {string} now */
  change_date(now) {
    this.trial = on_another_day(this.trial, now);
    this.knobs.show(this.trial);
    this.run_soon();
  }

  /** @param {string} id @param {number | string} value */
  turn(id, value) {
    this.trial = { ...this.trial, changes: { ...this.trial.changes, [id]: value } };
    this.editor.show(text_of(this.trial));
    this.run_soon();
  }

  turn_back() {
    this.trial = { ...this.trial, changes: {} };
    this.show_trial();
    this.run_soon();
  }

  /** @param {string} text */
  write(text) {
    this.trial = own_trial(text, this.trial.now);
    this.patient.show(this.trial);
    this.knobs.show(this.trial);
    this.run_soon();
  }

  run_soon() {
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.run(), PAUSE);
  }

  async run() {
    clearTimeout(this.waiting);
    this.under_way.abort();
    const mine = new AbortController();
    this.under_way = mine;
    history.replaceState(null, '', hash_of(this.trial));
    if (this.editor.fault()) return this.show_unreadable();
    const sent = text_of(this.trial);
    try {
      this.show_answer(await post('try', { request: sent, now: this.trial.now }, mine.signal), sent);
    } catch (fault) {
      if (mine.signal.aborted || (fault instanceof Refused && fault.status === 401)) return;
      if (!(fault instanceof Refused)) throw fault;
      fill(this.cards, h('p', { class: 'fault', role: 'alert' }, fault.message));
      this.results.replaceChildren();
    }
  }

  show_unreadable() {
    fill(this.cards, h('section', { class: 'sheet' }, h('h2', {}, 'Not JSON yet'), h('p', {}, 'The request below cannot be read; the place is marked there.')));
    this.results.replaceChildren();
  }

  /** @param {Trying} said @param {string} sent */
  show_answer(said, sent) {
    const jump = (/** @type {number | undefined} */ line) => this.editor.jump(line);
    this.editor.mark(said.faults);
    fill(this.cards, cards_view(said, { jump, take: (text) => { this.write(text); this.editor.show(text); }, sent,
      silence: (rule, place) => silence_view(place, this.trial, rule, (id, value) => { this.turn(id, value); this.knobs.show(this.trial); }) }));
    fill(this.results, timeline_view(said.timeline), evidence_view(said, jump), share_view(this.trial, said, sent));
    const cards = said.answer.cards?.length;
    tell(cards === undefined ? `refused with ${said.status}` : cards === 1 ? '1 card' : `${cards} cards`);
  }
}

/** @param {string[]} _rest @param {URLSearchParams} query */
export async function try_page(_rest, query) {
  const { samples } = /** @type {{samples: SampleHead[]}} */ (await get('samples'));
  const asked = asked_by(query);
  const sample = samples.find((one) => one.id === asked.sample) ?? samples[0];
  const trial = sample ? await sample_trial(sample, asked.now, asked.changes) : own_trial('', new Date().toISOString());
  const page = new TryPage(samples, trial);
  page.show_trial();
  await page.run();
  return page.element;
}
