// A card's markdown as elements. marked reads it; of what it found only the kinds below become elements, by name, and their words become text.
// No markup is ever parsed, so there is none to clean: HTML in a card is shown as it was written.
import './lib/marked.js';
import { h, link } from './dom.js';

/** @typedef {import('./dom.js').Child} Child */
/** @typedef {{type: string, raw: string, text: string, href?: string, tokens?: Token[], items?: Token[], ordered?: boolean, header?: Token[], rows?: Token[][]}} Token */
const { marked } = /** @type {{marked: {lexer(text: string, options: object): Token[]}}} */ (/** @type {unknown} */ (globalThis));

const LONGEST = 65536;
const DEEPEST = 16;
const ENTITIES = /** @type {Record<string, string>} */ ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" });

/**
 * marked escapes for markup what it takes for words; here they become text as they were.
 * @param {string} text
 */
const words = (text) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]);

/** @param {Token} token @param {number} deep @returns {Child[]} */
const inside = (token, deep) => (token.tokens && deep < DEEPEST ? token.tokens.map((one) => made_of(one, deep + 1)) : [words(token.text ?? token.raw)]);

/** @param {Token} token @param {number} deep */
function table(token, deep) {
  const cells = (/** @type {Token[]} */ row, /** @type {'th' | 'td'} */ tag) => h('tr', {}, row.map((cell) => h(tag, {}, inside(cell, deep))));
  return h('table', {}, h('thead', {}, cells(token.header ?? [], 'th')), h('tbody', {}, (token.rows ?? []).map((row) => cells(row, 'td'))));
}

/** @type {Record<string, (token: Token, deep: number) => Child>} */
const KINDS = {
  space: () => null,
  paragraph: (token, deep) => h('p', {}, inside(token, deep)),
  // A page has its own headings; those of a card would break their order.
  heading: (token, deep) => h('p', { class: 'heading' }, inside(token, deep)),
  text: (token, deep) => inside(token, deep),
  escape: (token) => words(token.text),
  strong: (token, deep) => h('strong', {}, inside(token, deep)),
  em: (token, deep) => h('em', {}, inside(token, deep)),
  codespan: (token) => h('code', {}, words(token.text)),
  code: (token) => h('pre', { tabindex: '0' }, token.text),
  br: () => h('br'),
  blockquote: (token, deep) => h('blockquote', {}, inside(token, deep)),
  list: (token, deep) => h(token.ordered ? 'ol' : 'ul', {}, deep < DEEPEST ? (token.items ?? []).map((item) => h('li', {}, inside(item, deep + 1))) : words(token.raw)),
  link: (token) => link(words(token.href ?? ''), words(token.text)),
  table,
};

/** @param {Token} token @param {number} deep @returns {Child} */
function made_of(token, deep) {
  return Object.hasOwn(KINDS, token.type) ? KINDS[token.type](token, deep) : token.raw;
}

/** @param {string} text @returns {Child[]} */
export function markdown(text) {
  return marked.lexer(text.slice(0, LONGEST), { gfm: true }).map((token) => made_of(token, 0));
}
