// The console's frame: which page is shown, who is signed in.
import { Refused, session, sign_out, when_signed_out } from './api.js';
import { at, button, fill, h, tell } from './dom.js';
import { sign_in_page } from './sign_in_page.js';

/** @typedef {import('./api.js').Session} Session */
/** @typedef {(rest: string[], query: URLSearchParams, session: Session) => Promise<Node>} Page */
/** @typedef {{name: string, title: string, role: Session['role'], load: () => Promise<Page>}} Entry */

/** @type {Entry[]} */
const PAGES = [
  { name: 'try', title: 'Try it', role: 'tester', load: async () => (await import('./try_page.js')).try_page },
  { name: 'received', title: 'How it is received', role: 'reviewer', load: async () => (await import('./received_page.js')).received_page },
  { name: 'knowledge', title: 'Knowledge', role: 'tester', load: async () => (await import('./knowledge_page.js')).knowledge_page },
  { name: 'clients', title: 'Clients', role: 'admin', load: async () => (await import('./clients_page.js')).clients_page },
  { name: 'health', title: 'Health', role: 'admin', load: async () => (await import('./health_page.js')).health_page },
  { name: 'audit', title: 'Trail', role: 'admin', load: async () => (await import('./audit_page.js')).audit_page },
];
const RANK = ['tester', 'reviewer', 'admin'];

/** @type {Session | null} */
let who = null;
let shown = 0; // counts what was asked to be shown, so that a slow page does not come over a later one

/** @param {Entry} page */
const may_see = (page) => who !== null && RANK.indexOf(who.role) >= RANK.indexOf(page.role);

/** `#/knowledge/renal-dose?a=b` as its parts. */
function place() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', ...rest] = path.split('/').map((part) => { try { return decodeURIComponent(part); } catch { return part; } });
  return { name: name || 'try', rest, query: new URLSearchParams(query) };
}

/** @param {string} current */
function show_frame(current) {
  fill(at('pages'), PAGES.filter(may_see).map((page) => h('a', { href: `#/${page.name}`, 'aria-current': page.name === current ? 'page' : undefined }, page.title)));
  fill(at('session'), who && [
    h('span', { class: 'quiet', title: `until ${who.expires}` }, `${who.name}, ${who.role}`),
    button('Sign out', async () => { await sign_out(); ask_to_sign_in('You are signed out.'); }),
  ]);
}

/** @param {string} why */
function ask_to_sign_in(why) {
  who = null;
  shown += 1;
  show_frame('');
  document.title = 'Sign in · Vesicle console';
  fill(at('main'), sign_in_page((made) => { who = made; show_page(); }, why));
  document.getElementById('token')?.focus();
}

/** @param {unknown} fault @returns {Node} */
function told_fault(fault) {
  const said = fault instanceof Refused ? fault.message : 'this page failed; reload it to try again';
  if (!(fault instanceof Refused)) console.error(fault);
  return h('section', {}, h('h1', {}, 'This did not work'), h('p', { class: 'fault', role: 'alert' }, said), button('Try again', () => show_page()));
}

async function show_page() {
  const { name, rest, query } = place();
  const page = PAGES.find((one) => one.name === name) ?? PAGES[0];
  show_frame(page.name);
  if (who === null) return;
  document.title = `${page.title} · Vesicle console`;
  shown += 1;
  const mine = shown;
  let made;
  if (may_see(page)) {
    try {
      made = await (await page.load())(rest, query, who);
    } catch (fault) {
      if (fault instanceof Refused && fault.status === 401) return;
      made = told_fault(fault);
    }
  } else {
    made = h('section', {}, h('h1', {}, page.title), h('p', { class: 'note' }, `This page needs a token of the role ${page.role}; you are signed in as ${who.role}.`));
  }
  if (mine !== shown) return;
  fill(at('main'), made);
  tell(page.title);
}

when_signed_out(() => { if (who) ask_to_sign_in('Your session has ended: sign in again and go on where you were.'); });
window.addEventListener('hashchange', () => { show_page().then(() => at('main').focus({ preventScroll: true })); });
document.querySelector('.skip')?.addEventListener('click', (event) => { event.preventDefault(); at('main').focus(); });

try {
  who = await session();
  if (who) await show_page();
  else ask_to_sign_in('');
} catch (fault) {
  fill(at('main'), told_fault(fault));
}
