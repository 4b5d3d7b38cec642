// The rules as pages a clinician reads.
import { get } from './api.js';
import { h, link } from './dom.js';
import { table } from './table.js';

/** @typedef {{key: string, label: string, url: string | null, kind: string}} Source */
/** @typedef {{rule: string, title: string, version: string, mode: 'on' | 'silent' | 'off', fires: string}} RuleHead */
/**
 * @typedef {object} Rule
 * @property {string} rule
 * @property {string} title
 * @property {string} version
 * @property {'on' | 'silent' | 'off'} mode
 * @property {string[]} statements
 * @property {{version: string, hash: string}} knowledge
 * @property {{key: string, text: string}[]} attributes
 * @property {{name: string, value: number, unit: string, note: string, sources: string[]}[]} limits
 * @property {{text: string, sources: string[]}[]} tables
 * @property {{key: string, text: string}[]} texts
 * @property {{code: string, display: string}[]} overrides
 * @property {string} source
 * @property {Source[]} sources
 */

const MODES = { on: '● on', silent: '◌ silent', off: '✕ off' };
const ATTRIBUTES = /** @type {Record<string, string>} */ ({ fires: 'It speaks when', citation: 'Citation', developer: 'Developer', funding: 'Funding', released: 'Released', revised: 'Last revised', reviewed: 'Reviewed',
  sex: 'Sex', date_of_birth: 'Date of birth', race: 'Race', ethnicity: 'Ethnicity', language: 'Language', sexual_orientation: 'Sexual orientation', gender_identity: 'Gender identity',
  social_determinants: 'Social determinants of health', health_status: 'Health status' });

/** @param {'on' | 'silent' | 'off'} mode */
const mode_chip = (mode) => h('span', { class: `chip mode-${mode}`, title: mode === 'silent' ? 'evaluated and recorded, never shown' : undefined }, MODES[mode] ?? mode);

/** @param {string} key */
const titled = (key) => ATTRIBUTES[key] ?? key.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());

async function all_rules() {
  const found = await get('knowledge');
  return h('div', {}, h('h1', {}, 'Knowledge'),
    h('p', { class: 'note' }, 'The content is ', h('strong', {}, 'not signed off by a clinician'), ' and this is not a medical device. Whoever uses it has to review it.'),
    h('p', {}, `Edition ${found.version}, content `, h('code', {}, found.hash)),
    h('section', { class: 'sheet' }, h('h2', {}, 'Rules'), table('Rules', ['Rule', 'It speaks when', 'Mode', 'Version'], found.rules.map((/** @type {RuleHead} */ rule) => ({ cells: [
      h('a', { href: `#/knowledge/${encodeURIComponent(rule.rule)}` }, rule.title), rule.fires, mode_chip(rule.mode), rule.version] })))),
    h('section', { class: 'sheet' }, h('h2', {}, 'What it is for'), h('p', {}, found.about.intended_use), h('p', {}, h('strong', {}, 'Users: '), found.about.users), h('p', {}, h('strong', {}, 'Patients: '), found.about.population),
      h('h3', {}, 'Out of its scope'), h('ul', {}, found.about.out_of_scope.map((/** @type {string} */ one) => h('li', {}, one))),
      h('h3', {}, 'Its limits'), h('ul', {}, found.about.limits.map((/** @type {string} */ one) => h('li', {}, one)))));
}

/** @param {Source[]} sources @returns {(keys: string[]) => Node[]} */
const cited_by = (sources) => (keys) => keys.map((key, i) => {
  const at = sources.findIndex((one) => one.key === key);
  return at < 0 ? h('span', { class: 'small quiet' }, i > 0 && ', ', key) : h('a', { href: `#source-${at + 1}`, title: sources[at].label, class: 'cite', on: { click: (/** @type {Event} */ event) => {
    event.preventDefault();
    const place = document.getElementById(`source-${at + 1}`);
    place?.focus();
    place?.scrollIntoView({ block: 'center' });
  } } }, `[${at + 1}]`);
});

/** @param {Rule} rule */
function sources_of(rule) {
  return h('section', { class: 'sheet' }, h('h2', {}, 'Sources'), h('ol', {}, rule.sources.map((one, i) => h('li', { id: `source-${i + 1}`, tabindex: '-1' },
    one.url ? link(one.url, one.label) : one.label, ' ', h('span', { class: 'chip' }, one.kind), one.key === rule.source && h('span', { class: 'chip' }, 'named on the card')))));
}

/** @param {string} name */
async function one_rule(name) {
  const rule = /** @type {Rule} */ (await get(`knowledge/${encodeURIComponent(name)}`));
  const cited = cited_by(rule.sources);
  const fires = rule.attributes.find((one) => one.key === 'fires');
  const others = rule.attributes.filter((one) => one.key !== 'fires');
  return h('article', {}, h('p', { class: 'no-print' }, h('a', { href: '#/knowledge' }, '‹ All rules')), h('h1', {}, rule.title),
    h('p', {}, h('code', {}, rule.rule), ` version ${rule.version} `, mode_chip(rule.mode), h('span', { class: 'quiet' }, ` in edition ${rule.knowledge.version}, content ${rule.knowledge.hash}`)),
    h('section', { class: 'sheet speaks' }, h('h2', {}, 'It speaks when'), h('p', {}, fires?.text ?? ''), rule.statements.length > 0 && h('p', { class: 'quiet small' }, `Statements of the guidance: ${rule.statements.join(', ')}`)),
    rule.limits.length > 0 && h('section', { class: 'sheet' }, h('h2', {}, 'Its numbers'), table('Limits', ['Number', 'Value', 'What it means', 'Source'], rule.limits.map((one) => ({ cells: [
      h('code', {}, one.name), [h('strong', {}, one.value), ` ${one.unit}`], one.note, cited(one.sources)] })))),
    rule.tables.length > 0 && h('section', { class: 'sheet' }, h('h2', {}, 'Its tables'), h('ul', {}, rule.tables.map((one) => h('li', {}, one.text, ' ', cited(one.sources))))),
    h('section', { class: 'sheet' }, h('h2', {}, 'What its cards say'), h('dl', { class: 'pairs' }, rule.texts.map((one) => h('div', {}, h('dt', {}, h('code', {}, one.key)), h('dd', { class: 'text' }, one.text)))),
      rule.overrides.length > 0 && [h('h3', {}, 'It may be dismissed because'), h('ul', {}, rule.overrides.map((one) => h('li', {}, one.display, ' ', h('code', { class: 'small' }, one.code))))]),
    h('section', { class: 'sheet' }, h('h2', {}, 'Where it comes from, and which data it uses'), h('dl', { class: 'pairs' }, others.map((one) => h('div', {}, h('dt', {}, titled(one.key)), h('dd', {}, one.text))))),
    sources_of(rule));
}

/** @param {string[]} rest */
export async function knowledge_page(rest) {
  return rest[0] ? one_rule(rest[0]) : all_rules();
}
