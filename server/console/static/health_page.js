// How this node is doing, at a glance and in numbers.
import { get } from './api.js';
import { button, coded, fill, h } from './dom.js';
import { table } from './table.js';

/** @typedef {'good' | 'warning' | 'critical'} State */

const SIGNS = { good: '✓', warning: '!', critical: '✕' };
const SOON = 30; // days before a certificate ends at which somebody has to act

/** @param {string} name @param {State} state @param {string} said @param {string} [more] */
const light = (name, state, said, more) => h('div', { class: `light ${state}` }, h('h2', {}, name), h('p', {}, h('span', { 'aria-hidden': 'true', class: 'sign' }, SIGNS[state]), ` ${said}`), more && h('p', { class: 'small quiet' }, coded(more)));

/** @param {any} found */
function lights(found) {
  const { certificate, outbound, store } = found;
  const days = certificate.days_left;
  return h('div', { class: 'lights' },
    light('Service', found.ready ? 'good' : 'critical', found.ready ? 'ready' : found.draining ? 'ending: finishes what it has' : 'not ready', `since ${found.started}`),
    light('Certificate', days <= 3 ? 'critical' : days <= SOON ? 'warning' : 'good', days < 0 ? 'has ended' : `${days} days left`, `until ${certificate.expires}`),
    store === null ? light('Store', 'warning', 'none: feedback is not taken', 'set `data` or `database.url`')
      : light('Store', store.writable ? 'good' : 'critical', store.writable ? 'writable' : store.trouble || 'cannot be written', `${store.waiting} waiting, ${store.dropped_records} records dropped`),
    light('Other servers', outbound.open_breakers > 0 ? 'warning' : 'good', outbound.open_breakers > 0 ? `${outbound.open_breakers} not asked at present: they failed` : 'asked as needed', `${outbound.under_way} requests under way`),
    light('Reloads', found.reloads_refused > 0 ? 'warning' : 'good', `${found.reloads} done, ${found.reloads_refused} refused`, found.last_reload ? `last ${found.last_reload}` : 'none since the start'));
}

/** @param {any} found */
function numbers(found) {
  const { outbound } = found;
  return h('div', { class: 'side-by-side' },
    h('section', { class: 'sheet' }, h('h2', {}, 'Versions'), h('dl', { class: 'pairs' }, [['Vesicle', found.version], ['Knowledge', `${found.knowledge.version}, content ${found.knowledge.hash}`], ['Clock', found.now]]
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))))),
    h('section', { class: 'sheet' }, h('h2', {}, 'Load'), table('Load', ['What', 'Count'], [['Connections open', found.connections], ['Connections turned away', found.turned_away], ['Log lines dropped', found.log_dropped],
      ...found.shed.map((/** @type {any} */ one) => [`Calls shed: ${one.cause.replaceAll('_', ' ')}`, one.count])].map((cells) => ({ cells })), false, 1)),
    h('section', { class: 'sheet' }, h('h2', {}, 'Asking other servers'), table('Asking other servers', ['What', 'Count'], [['Connections open', outbound.connections], ['Requests under way', outbound.under_way], ['Connections opened', outbound.opened],
      ...outbound.ended.map((/** @type {any} */ one) => [`Ended: ${one.how.replaceAll('_', ' ')}`, one.count])].map((cells) => ({ cells })), false, 1)));
}

export async function health_page() {
  const place = h('div', {});
  const show = async () => { const found = await get('health'); fill(place, lights(found), numbers(found)); };
  await show();
  return h('div', {}, h('div', { class: 'head' }, h('h1', {}, 'Health of this node'), button('Look again', show)), place);
}
