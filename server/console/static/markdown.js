// A card's markdown as elements: marked reads it, DOMPurify leaves of its markup what a card needs, as nodes and never as a string.
import './lib/marked.js';
import './lib/purify.js';

/** @typedef {{parse(text: string, options?: object): string}} Marked */
/** @typedef {{sanitize(dirty: string, options: object): DocumentFragment, isSupported: boolean}} Purify */
const { marked, DOMPurify } = /** @type {{marked: Marked, DOMPurify: Purify}} */ (/** @type {unknown} */ (globalThis));

const LEFT = {
  ALLOWED_TAGS: ['p', 'strong', 'em', 'ul', 'ol', 'li', 'br', 'code', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a'],
  ALLOWED_ATTR: ['href'],
  ALLOWED_URI_REGEXP: /^https?:/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** @param {string} text @returns {Node} */
export function markdown(text) {
  if (!DOMPurify.isSupported) return document.createTextNode(text);
  const made = DOMPurify.sanitize(marked.parse(text, { gfm: true }), LEFT);
  for (const anchor of made.querySelectorAll('a')) {
    anchor.setAttribute('rel', 'noopener noreferrer');
    anchor.setAttribute('target', '_blank');
  }
  // A page has its own headings; those of a card would break their order.
  for (const heading of made.querySelectorAll('h1, h2, h3, h4')) {
    const plain = document.createElement('p');
    plain.className = 'heading';
    plain.append(...heading.childNodes);
    heading.replaceWith(plain);
  }
  return made;
}
