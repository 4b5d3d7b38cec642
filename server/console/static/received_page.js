// How cards are received: by rule, over time, by client; what could not be evaluated; how long it took; what was said.
import { Refused, get } from './api.js';
import { charts_of } from './charts.js';
import { comments_view } from './comments_view.js';
import { coded, h } from './dom.js';
import { table } from './table.js';

/** @typedef {import('./reception.js').Reception} Reception */
/** @typedef {import('./reception.js').Latencies} Latencies */

/** @param {number} count */
const cards = (count) => (count === 1 ? '1 card' : `${count} cards`);

/** @param {number} part @param {number} whole */
const share = (part, whole) => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`);

/** @param {URLSearchParams} query @param {string[]} clients */
function filter_form(query, clients) {
  const field = (/** @type {string} */ name, /** @type {string} */ label) => h('div', {}, h('label', { for: name }, label), h('input', { type: 'date', id: name, name, value: query.get(name) ?? '' }));
  const form = h('form', { class: 'filters no-print', 'aria-label': 'What is shown', on: { submit: (/** @type {Event} */ event) => {
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].flatMap(([name, value]) => (value ? [[name, String(value)]] : [])));
    location.hash = `#/received?${asked}`;
  } } },
  field('since', 'From'), field('until', 'To, exclusive'),
  h('div', {}, h('label', { for: 'client' }, 'Client'), h('select', { id: 'client', name: 'client' }, h('option', { value: '' }, 'all'),
    clients.map((name) => h('option', { value: name, selected: name === query.get('client') }, name)))),
  h('div', {}, h('label', { for: 'unit' }, 'By'), h('select', { id: 'unit', name: 'unit' }, ['week', 'day'].map((unit) => h('option', { value: unit, selected: unit === query.get('unit') }, unit)))),
  h('button', { type: 'submit', class: 'main' }, 'Show'),
  h('a', { class: 'button', href: `/console/api/reception/feedback.csv?${asked_of(query)}`, download: 'feedback.csv' }, 'Feedback as CSV'));
  return form;
}

/**
 * What of the page's address the server understands.
 * @param {URLSearchParams} query
 */
function asked_of(query) {
  return new URLSearchParams(['since', 'until', 'client'].flatMap((name) => (query.get(name) ? [[name, query.get(name) ?? '']] : [])));
}

/** @param {Reception} found */
function tiles(found) {
  const sum = (/** @type {'accepted' | 'overridden' | 'ignored'} */ what) => found.rules.reduce((all, rule) => all + rule[what], 0);
  /** @type {[string, string, string][]} */
  const rows = [['Decisions', String(found.decisions), 'answers with cards or without'], ['Cards', String(found.cards), found.decisions === 0 ? '' : `${(found.cards / found.decisions).toFixed(2)} for each decision`],
    ['Accepted', share(sum('accepted'), found.cards), cards(sum('accepted'))], ['Overridden', share(sum('overridden'), found.cards), cards(sum('overridden'))],
    ['Ignored', share(sum('ignored'), found.cards), `${sum('ignored')} without any feedback`]];
  return h('dl', { class: 'tiles large' }, rows.map(([name, value, more]) => h('div', {}, h('dt', {}, name), h('dd', {}, value), h('dd', { class: 'small quiet' }, more))));
}

/** @param {Reception} found */
function tables(found) {
  return [
    h('section', { class: 'sheet' }, h('h2', {}, 'By rule'), table('By rule', ['Rule', 'Mode', 'Fired', 'Not known', 'Cards', 'Info', 'Warning', 'Critical', 'Accepted', 'Overridden', 'Ignored'],
      found.rules.map((one) => ({ cells: [h('a', { href: `#/knowledge/${encodeURIComponent(one.rule)}` }, one.title || one.rule), one.mode, one.fired, one.not_evaluable, one.cards,
        one.by_urgency.info, one.by_urgency.warning, one.by_urgency.critical, one.accepted, one.overridden, one.ignored] })), false, 2)),
    h('section', { class: 'sheet' }, h('h2', {}, 'Why cards were overridden'), reasons_of(found)),
    h('section', { class: 'sheet' }, h('h2', {}, 'Over time'), table('Over time', [found.unit === 'day' ? 'Day' : 'Week from', 'Decisions', 'Cards', 'Info', 'Warning', 'Critical', 'Accepted', 'Overridden'],
      found.periods.map((one) => ({ cells: [one.from, one.decisions, one.cards, one.by_urgency.info, one.by_urgency.warning, one.by_urgency.critical, one.accepted, one.overridden] })), false, 1)),
    h('section', { class: 'sheet' }, h('h2', {}, 'By client'), table('By client', ['Client', 'Decisions', 'Cards', 'Accepted', 'Overridden', 'Ignored', 'Not known', 'Never sent', 'Sometimes missing'],
      found.clients.map((one) => ({ cells: [one.client, one.decisions, one.cards, one.accepted, one.overridden, one.ignored, one.not_evaluable, one.never_sent.join(', ') || '–',
        one.sometimes_missing.map((key) => `${key.key} (${share(key.missing + key.failed, key.calls)})`).join(', ') || '–'] })), false, 1),
    h('p', { class: 'small quiet' }, '“Never sent” and “sometimes missing” are prefetch keys, counted since this server started. What is missing is why a rule was “not known”.')),
  ];
}

/** @param {Reception} found */
function reasons_of(found) {
  const rows = found.rules.flatMap((rule) => rule.reasons.map((reason) => ({ cells: [reason.display || reason.code || 'no reason given', rule.title || rule.rule, reason.count] })));
  if (rows.length === 0) return h('p', { class: 'quiet' }, 'No card was overridden in this time.');
  return table('Why cards were overridden', ['Reason', 'Rule', 'Times'], rows.sort((a, b) => Number(b.cells[2]) - Number(a.cells[2])), false, 2);
}

/** @param {Latencies} found */
function latency_view(found) {
  const ms = (/** @type {number | null} */ value) => (value === null ? '–' : Number(value.toPrecision(3)));
  const counted = found.latencies.filter((one) => one.count > 0);
  return h('section', { class: 'sheet' }, h('h2', {}, 'How long answers took'),
    counted.length === 0 ? h('p', { class: 'quiet' }, 'Nothing was asked since the start.')
      : table('How long answers took, in milliseconds', ['Asked for', 'Count', 'Mean', 'Half within', '90 % within', '99 % within'],
        counted.map((one) => ({ cells: [one.of, one.count, ms(one.mean_ms), ms(one.p50_ms), ms(one.p90_ms), ms(one.p99_ms)] })), false, 1),
    h('p', { class: 'small quiet' }, `Milliseconds, upper bounds, since ${found.since}.`));
}

async function without_a_store() {
  return h('div', {}, h('h1', {}, 'How it is received'),
    h('p', { class: 'note' }, coded('Nothing is kept here, so nothing can be counted: the store is set with `data` or `database.url`.')), latency_view(await get('latency')));
}

/** @param {string[]} _rest @param {URLSearchParams} query */
export async function received_page(_rest, query) {
  try {
    return await counted(query);
  } catch (fault) {
    if (fault instanceof Refused && fault.status === 404) return without_a_store();
    throw fault;
  }
}

/** @param {URLSearchParams} query */
async function counted(query) {
  const asked = asked_of(query);
  const unit = query.get('unit') === 'day' ? 'day' : 'week';
  const [found, latencies, comments] = await Promise.all([get(`reception?${new URLSearchParams([...asked, ['unit', unit]])}`), get('latency'), get(`reception/comments?${asked}`)]);
  const clients = [...new Set([...found.clients.map((/** @type {{client: string}} */ one) => one.client), ...(query.get('client') ? [query.get('client')] : [])])];
  return h('div', {}, h('h1', {}, 'How it is received'), filter_form(query, clients),
    h('p', { class: 'quiet' }, `${found.since.slice(0, 10)} to ${found.until.slice(0, 10)}${found.client ? `, ${found.client}` : ''}`),
    !found.complete && h('p', { class: 'note' }, 'There is more than is counted at one time: choose a shorter time.'),
    found.unknown_feedback > 0 && h('p', { class: 'note' }, `${found.unknown_feedback} items of feedback are about cards that are not known here.`),
    tiles(found),
    found.decisions === 0 ? h('p', { class: 'sheet' }, 'Nothing was asked in this time.') : [charts_of(found), tables(found)],
    latency_view(latencies), comments_view(comments, asked));
}
