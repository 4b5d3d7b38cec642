// What clinicians wrote: their own words, which may name a patient, and are shown as text and nothing else.
import { get } from './api.js';
import { button, fill, h, put } from './dom.js';

/** @typedef {import('./reception.js').Comment} Comment */
/** @typedef {import('./reception.js').Comments} Comments */

/** @param {Comment} one */
const comment_view = (one) => h('li', { class: 'comment' },
  h('p', { class: 'small quiet' }, `${one.received.slice(0, 16).replace('T', ' ')} · ${one.client} · ${one.rule ?? 'rule not known'} · ${one.outcome}`, (one.reason_display || one.reason_code) && ` · ${one.reason_display || one.reason_code}`),
  h('blockquote', {}, one.comment));

/** @param {Comments} first @param {URLSearchParams} asked */
export function comments_view(first, asked) {
  const list = h('ul', { class: 'comments', hidden: true });
  const more = h('div', {});
  const add = (/** @type {Comments} */ found) => {
    put(list, found.comments.map(comment_view));
    const { next } = found;
    fill(more, next !== null && button('Older comments', async () => add(await get(`reception/comments?${new URLSearchParams([...asked, ['before', next]])}`))));
    more.hidden = list.hidden;
  };
  add(first);
  const show = button(`Show ${first.comments.length}${first.next === null ? '' : ' or more'} comments`, () => { list.hidden = false; more.hidden = false; show.hidden = true; });
  return h('section', { class: 'sheet no-print' }, h('h2', {}, 'Comments'),
    first.comments.length === 0 ? h('p', { class: 'quiet' }, 'Nobody wrote a comment in this time.')
      : [h('p', { class: 'note' }, 'Comments are free text of clinicians and may hold data of patients. They are left out of print.'), show, list, more]);
}
