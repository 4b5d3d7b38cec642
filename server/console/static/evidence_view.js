// Why: every rule with its outcome, every fact with its source, what was read and what was not.
import { button, h } from './dom.js';
import { table } from './table.js';

/** @typedef {import('./shapes.js').Trying} Trying */
/** @typedef {import('./shapes.js').Outcome} Outcome */
/** @typedef {import('./shapes.js').Verdict} Verdict */
/** @typedef {(line: number | undefined) => void} Jump */

/** @type {Record<Verdict, [string, string]>} */
const VERDICTS = { fired: ['speaks', '●'], 'not-evaluable': ['not known', '?'], negative: ['nothing to say', '○'], 'not-applicable': ['does not apply', '–'] };
const ORDER = ['fired', 'not-evaluable', 'negative', 'not-applicable'];

/** @param {Outcome[]} outcomes @param {string} caption */
function rules_table(outcomes, caption) {
  const sorted = [...outcomes].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  return table(caption, ['Rule', 'Outcome', 'Because'], sorted.map((one) => ({ class: `verdict-${one.verdict}`, cells: [
    h('a', { href: `#/knowledge/${encodeURIComponent(one.rule)}` }, one.title || one.rule),
    h('span', { class: `chip ${one.verdict}` }, h('span', { 'aria-hidden': 'true' }, `${VERDICTS[one.verdict]?.[1] ?? ''} `), VERDICTS[one.verdict]?.[0] ?? one.verdict),
    [one.because, one.missing.length > 0 && h('span', { class: 'quiet' }, ` · missing: ${one.missing.join(', ')}`), one.mode !== 'on' && h('span', { class: 'chip' }, one.mode)],
  ] })));
}

/** @param {Jump} jump @param {number | undefined} line */
const line_button = (jump, line) => line !== undefined && button(`line ${line}`, () => jump(line), { class: 'small' });

/** @param {Trying} said @param {Jump} jump */
function facts_of(said, jump) {
  const kinds = [...new Set(said.facts.map((fact) => fact.kind))];
  return kinds.map((kind) => {
    const facts = said.facts.filter((fact) => fact.kind === kind);
    return h('details', { open: facts.length <= 5 }, h('summary', {}, h('strong', {}, kind.replace('-', ' ')), ` ${facts.length}`),
      table(`Facts: ${kind}`, ['Date', 'What', 'Source'], facts.map((fact) => ({ cells: [fact.date && h('span', { class: 'date' }, fact.date), fact.text, [h('code', {}, fact.source), ' ', line_button(jump, fact.at?.line)]] })), true));
  });
}

/** @param {Trying} said */
function assessment_of(said) {
  const found = said.assessment;
  if (!found) return null;
  const number = (/** @type {number | null} */ value, /** @type {string} */ unit) => (value === null ? 'not known' : `${Number(value.toPrecision(4))} ${unit}`);
  /** @type {[string, string][]} */
  const rows = [['Age', number(found.age_years, 'years')], ['Immune state', found.immune], ['Creatinine clearance', number(found.clearance_ml_min, 'mL/min')],
    ['by weight', number(found.clearance_ml_min_kg, 'mL/min/kg')], ['Creatinine', number(found.creatinine_mg_dl, 'mg/dL')], ['Weight', number(found.weight_kg, 'kg')]];
  if (found.red_flag) rows.push(['Red flag', found.red_flag]);
  return h('div', {}, h('dl', { class: 'tiles' }, rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    found.immune_evidence.length > 0 && h('p', { class: 'small' }, 'Immune state rests on: ', found.immune_evidence.map((one) => `${one.value}${one.date ? `, ${one.date}` : ''} (${one.source})`).join('; ')));
}

/** @param {Trying} said @param {Jump} jump */
function unread_of(said, jump) {
  const keys = said.supplied.filter((one) => one.state !== 'complete');
  if (keys.length === 0 && said.not_used.length === 0) return null;
  return h('div', { class: 'note' }, keys.length > 0 && h('p', {}, 'Not sent with the request: ', keys.map((one) => `${one.key} (${one.state})`).join(', '), '.'),
    said.not_used.length > 0 && h('ul', {}, said.not_used.map((one) => h('li', {}, h('code', {}, one.path), ' ', one.reason, ' ', line_button(jump, one.line)))));
}

/** @param {Trying} said @param {Jump} jump */
export function evidence_view(said, jump) {
  if (said.orders.length === 0 && said.standing.length === 0 && said.facts.length === 0) return null;
  return [
    h('section', { class: 'sheet', 'aria-labelledby': 'rules-title' }, h('h2', { id: 'rules-title' }, 'Every rule and its outcome'),
      said.orders.map((order) => h('div', {},
        h('p', {}, h('strong', {}, order.text), ' ', h('code', {}, order.order), ' ', line_button(jump, order.at?.line), h('br'),
          h('span', { class: 'quiet small' }, `site: ${order.site || 'not known'}${order.site_from ? `, from ${order.site_from}` : ''} · lesion: ${order.lesion}`),
          order.not_read.length > 0 && h('span', { class: 'quiet small' }, ` · not read: ${order.not_read.join(', ')}`)),
        rules_table(order.outcomes, `Rules for ${order.order}`))),
      said.standing.length > 0 && h('div', {}, h('p', {}, h('strong', {}, 'What the patient is on already')), rules_table(said.standing, 'Rules for what the patient is on'))),
    h('section', { class: 'sheet', 'aria-labelledby': 'facts-title' }, h('h2', { id: 'facts-title' }, 'Every fact and its source'),
      assessment_of(said), unread_of(said, jump), facts_of(said, jump)),
  ];
}
