// A table with a caption for those who do not see where it stands, and its own scrolling on narrow screens.
import { h } from './dom.js';

/** @typedef {{class?: string, cells: import('./dom.js').Child[]}} Row */

/**
 * The first cell of a row names it; `numbers` says from which column on there are numbers, which stand to the right.
 * @param {string} caption @param {string[]} head @param {Row[]} rows @param {boolean} [plain] no cell names a row @param {number} [numbers]
 */
export function table(caption, head, rows, plain = false, numbers = Infinity) {
  const side = (/** @type {number} */ i) => (i >= numbers ? 'number' : undefined);
  return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption }, h('table', {}, h('caption', { class: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, head.map((name, i) => h('th', { scope: 'col', class: side(i) }, name)))),
    h('tbody', {}, rows.map((row) => h('tr', { class: row.class }, row.cells.map((cell, i) =>
      (i === 0 && !plain ? h('th', { scope: 'row' }, cell) : h('td', { class: side(i) }, cell))))))));
}
