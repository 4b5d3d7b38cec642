// Who is registered, what they may do, how they were answered; a sheet for each client's team.
import { get } from './api.js';
import { button, coded, h } from './dom.js';
import { table } from './table.js';

/** @typedef {{name: string, issuer: string, keys: string, jku: string | null, algorithms: string[], tenants: string[], services: string[], fhir_servers: string[], any_https_fhir_server: boolean, origins: string[], longest_token_s: number, demo: boolean, certificate: string | null, last_seen: string | null, answered: {called: string, status: number, count: number}[]}} Client */
/** @typedef {{cause: string, count: number}} Cause */

/** @param {Client} one @returns {[string, string][]} */
function rights_of(one) {
  return [['Issuer', one.issuer], ['Keys', one.jku ? `${one.keys} from ${one.jku}` : one.keys], ['Algorithms', one.algorithms.join(', ')], ['Certificate', one.certificate ?? 'none needed'],
    ['Tenants', one.tenants.join(', ') || 'any'], ['May call', one.services.join(', ') || 'nothing'], ['FHIR servers read from', one.any_https_fhir_server ? 'any public https server' : one.fhir_servers.join(', ') || 'none'],
    ['Browser origins', one.origins.join(', ') || 'none'], ['Longest token', `${one.longest_token_s} s`]];
}

/** @param {Client} one */
function client_view(one) {
  const refused = one.answered.filter((answer) => answer.status >= 400).reduce((sum, answer) => sum + answer.count, 0);
  return h('section', { class: 'sheet', 'aria-label': one.name }, h('div', { class: 'head' }, h('h2', {}, one.name), h('a', { class: 'button', href: `#/clients/${encodeURIComponent(one.name)}` }, 'Registration sheet')),
    one.demo && h('p', { class: 'fault' }, 'A client for trying only: anybody can sign as it.'),
    h('p', {}, one.last_seen ? `Last seen ${one.last_seen.replace('T', ' ')}` : 'Not seen since this server started', refused > 0 && h('span', { class: 'chip warning' }, `${refused} refused`)),
    h('dl', { class: 'pairs' }, rights_of(one).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    one.answered.length > 0 && table(`Answers to ${one.name}`, ['Called', 'Status', 'Calls'], one.answered.map((answer) => ({ cells: [answer.called, answer.status, answer.count] })), false, 1));
}

async function all_clients() {
  const found = await get('clients');
  const causes = /** @type {Cause[]} */ (found.not_trusted.filter((/** @type {Cause} */ one) => one.count > 0));
  return h('div', {}, h('h1', {}, 'Clients'),
    !found.told_apart && h('p', { class: 'fault' }, 'Started with --no-auth: everybody is answered, and nobody is told apart.'),
    found.told_apart && found.clients.length === 0 && h('p', { class: 'sheet' }, 'Nobody is registered yet: `vesicle clients add FILE` registers a client.'),
    found.clients.map(client_view),
    h('section', { class: 'sheet' }, h('h2', {}, 'Refused because nobody known signed'), causes.length === 0 ? h('p', { class: 'quiet' }, 'None since this server started.')
      : table('Refused calls by cause', ['Cause', 'Calls'], causes.map((one) => ({ cells: [one.cause.replaceAll('_', ' '), one.count] })), false, 1),
    found.mixed_patients > 0 && h('p', { class: 'fault' }, `${found.mixed_patients} requests mixed two patients and were refused: the log names the client.`)));
}

/** @param {string} name */
async function sheet(name) {
  const found = await get(`clients/${encodeURIComponent(name)}/sheet`);
  const { token } = found;
  /** @type {(title: string, ...inside: import('./dom.js').Child[]) => HTMLElement} */
  const part = (title, ...inside) => h('section', { class: 'sheet' }, h('h2', {}, title), ...inside);
  const list = (/** @type {string[]} */ all, /** @type {string} */ none) => (all.length === 0 ? h('p', { class: 'quiet' }, none) : h('ul', {}, all.map((one) => h('li', {}, h('code', {}, one)))));
  return h('article', { class: 'registration' }, h('p', { class: 'no-print' }, h('a', { href: '#/clients' }, '‹ All clients'), ' ', button('Print', () => window.print())),
    h('h1', {}, `Connecting ${found.client} to Vesicle`),
    part('In order', h('ol', {}, found.steps.map((/** @type {string} */ one) => h('li', {}, coded(one))))),
    part('Addresses', h('p', {}, 'Discovery ', h('code', {}, found.discovery_url)), table('Services', ['Service', 'Hook', 'Address', 'Feedback to'],
      found.services.map((/** @type {any} */ one) => ({ cells: [one.title || one.id, one.hook, h('code', {}, one.url), one.feedback_url ? h('code', {}, one.feedback_url) : 'not taken'] })))),
    found.services.map((/** @type {any} */ one) => part(`Prefetch of ${one.id}`, one.usage_requirements && h('p', {}, one.usage_requirements),
      table(`Prefetch of ${one.id}`, ['Key', 'Template'], one.prefetch.map((/** @type {any} */ key) => ({ cells: [key.key, h('code', {}, key.template)] }))))),
    part('Scopes of the FHIR token', list(found.scopes, 'none')),
    part('FHIR servers that are read from', list(found.fhir_servers, 'none: everything has to be prefetched')),
    part('The token of each call', table('Claims', ['Claim', 'Must'], token.claims.map((/** @type {any} */ one) => ({ cells: [h('code', {}, one.claim), coded(one.must)] }))),
      h('dl', { class: 'pairs' }, [['Signed with', token.algorithms.join(', ')], ['Issuer', token.issuer], ['Keys at', token.jku ?? 'registered here'], ['Audience', token.audience], ['Longest life', `${token.longest_life_s} s`],
        ['Tenants', token.tenants.join(', ') || 'any']].map(([key, value]) => h('div', {}, h('dt', {}, key), h('dd', {}, value))))),
    part('To try with', found.commands.map((/** @type {any} */ one) => h('div', {}, h('p', {}, one.what), h('pre', { class: 'command' }, one.command)))));
}

/** @param {string[]} rest */
export async function clients_page(rest) {
  return rest[0] ? sheet(rest[0]) : all_clients();
}
