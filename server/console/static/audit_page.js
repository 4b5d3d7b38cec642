// Who did what in the console.
import { get } from './api.js';
import { h } from './dom.js';
import { table } from './table.js';

/** @typedef {{time: string, who: string, role: string, from: string, action: string, what: string, status: number}} Deed */

/** @param {Deed} one */
const row = (one) => ({ class: one.status >= 400 ? 'refused' : undefined, cells: [h('span', { class: 'date' }, one.time.replace('T', ' ').replace('Z', '')), one.who || 'nobody signed in', one.role, one.from, one.action, one.what, one.status] });

export async function audit_page() {
  const found = await get('audit?limit=1000');
  return h('div', {}, h('h1', {}, 'Trail'), h('p', { class: 'quiet' }, 'What was done in the console, newest first. It names no patient.'),
    !found.kept && h('p', { class: 'note' }, 'Kept in memory alone: it ends with the process. `admin.audit` names a file.'),
    h('section', { class: 'sheet' }, found.deeds.length === 0 ? h('p', { class: 'quiet' }, 'Nothing yet.')
      : table('Trail', ['Time', 'Who', 'Role', 'From', 'Did', 'What', 'Status'], found.deeds.map(row), true)));
}
