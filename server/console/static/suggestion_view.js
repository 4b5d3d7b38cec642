// A suggestion as a button; pressed, it shows what each of its actions would do to the orders.
import { button, fill, h } from './dom.js';
import { difference } from './difference.js';
import { name_of } from './request_reading.js';

/** @typedef {import('./shapes.js').Card} Card */
/** @typedef {import('./shapes.js').Suggestion} Suggestion */
/** @typedef {import('./shapes.js').Action} Action */
/** @typedef {import('./shapes.js').Effect} Effect */
/** @typedef {import('./shapes.js').Trying} Trying */
/** @typedef {import('./cards_view.js').Ways} Ways */

const DOES = { create: 'New', update: 'Changed', delete: 'Withdrawn' };
const SAYS = { ' ': 'stays', '-': 'goes', '+': 'comes' };

/** @param {any} value */
const text_of = (value) => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2));

/** @param {any} before @param {any} after */
export function difference_view(before, after) {
  return h('pre', { class: 'difference', tabindex: '0', role: 'group', 'aria-label': 'Line by line' }, difference(text_of(before), text_of(after)).map((line) =>
    h('span', { class: line.sign === '+' ? 'comes' : line.sign === '-' ? 'goes' : undefined }, line.sign !== ' ' && h('span', { class: 'unseen' }, SAYS[line.sign]), `${line.sign} ${line.text}\n`)));
}

/**
 * What a clinician would look at first.
 * @param {any} resource @returns {[string, string][]}
 */
function gist_of(resource) {
  if (!resource) return [];
  const dosage = resource.dosageInstruction?.[0];
  const all = [['What', name_of(resource)], ['Dosage', dosage?.text], ['Priority', resource.priority], ['Status', resource.status],
    ['For', (resource.reasonReference ?? []).map((/** @type {any} */ one) => one.reference).join(', ')], ['Note', (resource.note ?? []).map((/** @type {any} */ one) => one.text).join(' ')]];
  return /** @type {[string, string][]} */ (all.filter(([, value]) => value));
}

/** @param {Action} action @param {Effect | undefined} effect */
function action_view(action, effect) {
  const before = effect?.before ?? null;
  const after = effect ? effect.after : action.resource ?? null;
  const kind = (after ?? before)?.resourceType ?? '';
  return h('li', {},
    h('p', {}, h('span', { class: `chip ${action.type}` }, DOES[action.type] ?? action.type), ` ${kind} `, effect?.target && h('code', {}, effect.target), ' ', action.description),
    action.type !== 'delete' && h('dl', { class: 'gist' }, gist_of(after).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    h('details', { open: action.type === 'update' }, h('summary', {}, before ? 'Compared with the draft order' : 'The whole resource'), difference_view(before, after)));
}

/**
 * The request after the EHR has taken it over; null where there are no drafts to change.
 * @param {string} sent @param {Suggestion} suggestion @param {Effect[]} effects
 */
function taken_over(sent, suggestion, effects) {
  const request = JSON.parse(sent);
  const drafts = request.context?.draftOrders?.entry;
  if (!Array.isArray(drafts)) return null;
  (suggestion.actions ?? []).forEach((action, i) => {
    const effect = effects.find((one) => one.action === i);
    const after = effect ? effect.after : action.resource;
    const at = drafts.findIndex((entry) => effect?.target && `${entry.resource?.resourceType}/${entry.resource?.id}` === effect.target);
    if (action.type === 'create') drafts.push({ resource: { ...after, id: after.id ?? `taken-over-${drafts.length}` } });
    else if (at >= 0 && action.type === 'delete') drafts.splice(at, 1);
    else if (at >= 0) drafts[at] = { ...drafts[at], resource: after };
  });
  return `${JSON.stringify(request, null, 2)}\n`;
}

/** @param {Card} card @param {Suggestion} suggestion @param {Trying} said @param {Ways} ways */
export function suggestion_view(card, suggestion, said, ways) {
  const effects = said.effects.filter((one) => one.card === card.uuid && one.suggestion === suggestion.uuid);
  const id = `preview-${suggestion.uuid}`;
  const preview = h('div', { id, class: 'preview', hidden: true });
  const press = h('button', { type: 'button', class: suggestion.isRecommended ? 'main' : '', 'aria-expanded': 'false', 'aria-controls': id, on: { click: () => {
    preview.hidden = !preview.hidden;
    press.setAttribute('aria-expanded', String(!preview.hidden));
    if (!preview.hidden && preview.childElementCount === 0) show();
  } } }, suggestion.label, suggestion.isRecommended ? h('span', { class: 'small' }, ' (recommended)') : null);
  const show = () => {
    const after = taken_over(ways.sent, suggestion, effects);
    fill(preview, h('p', { class: 'small quiet' }, 'What the EHR would do with one click:'),
      h('ul', {}, (suggestion.actions ?? []).map((action, i) => action_view(action, effects.find((one) => one.action === i)))),
      after !== null && button('Take it over and ask again', () => ways.take(after)));
  };
  return h('div', { class: 'suggestion' }, press, preview);
}
