// The cards as an EHR shows them, and what stands in their place: nothing to say, or a refusal.
import { button, fill, h, link } from './dom.js';
import { markdown } from './markdown.js';
import { suggestion_view } from './suggestion_view.js';

/** @typedef {import('./shapes.js').Trying} Trying */
/** @typedef {import('./shapes.js').Card} Card */
/** @typedef {{jump: (line: number | undefined) => void, take: (text: string) => void, sent: string, silence: (rule: string, place: HTMLElement) => void}} Ways */

const SIGNS = { info: 'i', warning: '!', critical: '‼' };
const WORDS = { info: 'Information', warning: 'Warning', critical: 'Critical' };

/** @param {Card} card */
export const rule_of = (card) => card.source?.topic?.code ?? '';

/**
 * Why the rules say that it came: their own words.
 * @param {Trying} said @param {string} rule
 */
function reasons_of(said, rule) {
  const outcomes = [...said.orders.flatMap((order) => order.outcomes), ...said.standing];
  return [...new Set(outcomes.filter((one) => one.rule === rule && one.verdict === 'fired').map((one) => one.because))];
}

/** @param {Card} card @returns {Node | null} */
function override_menu(card) {
  const reasons = card.overrideReasons ?? [];
  if (reasons.length === 0) return null;
  const told = h('p', { class: 'small', role: 'status' });
  const choice = h('select', { id: `override-${card.uuid}`, on: { change: () => {
    const reason = reasons.find((one) => one.code === choice.value);
    fill(told, reason && ['The EHR closes the card and tells: overridden, ', h('code', {}, reason.code), '. Here nothing is told to anybody.']);
  } } }, h('option', { value: '' }, 'Choose a reason'), reasons.map((one) => h('option', { value: one.code }, one.display)));
  return h('div', { class: 'override' }, h('label', { for: `override-${card.uuid}` }, 'Dismiss because'), ' ', choice, told);
}

/** @param {Card} card @param {Trying} said @param {Ways} ways */
function card_view(card, said, ways) {
  const rule = rule_of(card);
  const because = reasons_of(said, rule);
  const silence = h('div', { class: 'silence', 'aria-live': 'polite' });
  const id = `card-${card.uuid}`;
  const ask = button('What would silence it?', () => { ask.hidden = true; ways.silence(rule, silence); }, { class: 'main' });
  return h('article', { class: `card ${card.indicator}`, 'aria-labelledby': id, 'data-rule': rule },
    h('header', {}, h('span', { class: `chip ${card.indicator}` }, h('span', { 'aria-hidden': 'true' }, `${SIGNS[card.indicator] ?? ''} `), WORDS[card.indicator] ?? card.indicator),
      h('h3', { id }, card.summary)),
    card.detail && h('div', { class: 'detail' }, markdown(card.detail)),
    (card.suggestions ?? []).length > 0 && h('div', { class: 'suggestions' },
      (card.suggestions ?? []).map((one) => suggestion_view(card, one, said, ways))),
    h('p', { class: 'small' }, 'Source: ', card.source?.url ? link(card.source.url, card.source.label) : card.source?.label),
    (card.links ?? []).length > 0 && h('ul', { class: 'links small' }, (card.links ?? []).map((one) => h('li', {}, link(one.url, one.label)))),
    override_menu(card),
    rule && h('footer', {},
      h('p', {}, h('strong', {}, 'Why it came: '), because.length > 0 ? because.join('; ') : 'see the rules below', '. ',
        h('a', { href: `#/knowledge/${encodeURIComponent(rule)}` }, `Rule ${rule}`)),
      rule !== 'not-checked' && ask, silence));
}

/** @param {Trying} said @param {Ways} ways */
function refusal_view(said, ways) {
  return h('section', { class: 'sheet', 'aria-labelledby': 'refused-title' }, h('h2', { id: 'refused-title' }, `The EHR would be refused (${said.status})`),
    h('ul', { class: 'faults' }, said.faults.map((fault) => h('li', {},
      fault.line !== undefined && [button(`line ${fault.line}`, () => ways.jump(fault.line), { class: 'small' }), ' '],
      fault.path && [h('code', {}, fault.path), ' '], fault.message))));
}

/** @param {Trying} said @param {Ways} ways @returns {Node} */
export function cards_view(said, ways) {
  const cards = said.answer.cards;
  if (cards === undefined) return refusal_view(said, ways);
  const title = cards.length === 0 ? 'No card' : cards.length === 1 ? 'The card' : `${cards.length} cards`;
  return h('section', { 'aria-labelledby': 'cards-title' },
    h('h2', { id: 'cards-title' }, title),
    cards.length === 0 && h('p', { class: 'sheet' }, 'Every rule that applies was evaluated, and none has anything to say. The clinician is not interrupted.'),
    cards.map((card) => card_view(card, said, ways)));
}
