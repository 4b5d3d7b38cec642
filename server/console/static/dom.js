// Elements, built from values. Whatever a server or an EHR sent becomes text, never markup.

/** @typedef {Node | string | number | null | undefined | false | any[]} Child what is empty is left out */
/** @typedef {Record<string, unknown>} Given attributes; `on: {click: f}` for listeners, `value`, `checked`, `selected`, `disabled` as properties */

const PROPERTIES = new Set(['value', 'checked', 'selected', 'disabled', 'open', 'hidden', 'htmlFor', 'tabIndex', 'readOnly']);
const ALLOWED = /^(?:id|class|for|type|name|min|max|step|rows|cols|placeholder|autocomplete|spellcheck|title|role|scope|colspan|href|rel|target|lang|aria|wrap|list|label|open|accept|multiple|required|download|datetime|headers|maxlength|tabindex|aria-[a-z]+|data-[a-z-]+)$/;

/**
 * @param {Element} element
 * @param {Given} given
 */
function set(element, given) {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false || PROPERTIES.has(name)) continue;
    if (name === 'on') {
      for (const [event, listener] of Object.entries(/** @type {Record<string, EventListener>} */ (value))) element.addEventListener(event, listener);
    } else if (ALLOWED.test(name)) {
      element.setAttribute(name, value === true ? '' : String(value));
    } else {
      throw new Error(`no attribute of ours: ${name}`);
    }
  }
  // Last: a range takes its value within the bounds that it has by then.
  for (const name of PROPERTIES) if (given[name] !== undefined) Object.assign(element, { [name]: given[name] });
}

/** @param {Element} element @param {...Child} children */
export function put(element, ...children) {
  for (const child of children) {
    if (Array.isArray(child)) put(element, ...child);
    else if (child !== null && child !== undefined && child !== false) element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/**
 * `h('p', {class: 'quiet'}, 'text', element)`. A link's address goes through `link`.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Given} [given] @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  set(element, given);
  put(element, ...children);
  return element;
}

/**
 * An element of SVG.
 * @param {string} tag @param {Record<string, string | number | undefined>} [given] @param {...Child} children
 */
export function s(tag, given = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(given)) if (value !== undefined) element.setAttribute(name, String(value));
  put(element, ...children);
  return element;
}

/**
 * Only a web address becomes a link; anything else stays text.
 * @param {string} address @param {string} text
 */
export function link(address, text) {
  let scheme = '';
  try {
    scheme = new URL(address).protocol;
  } catch { /* not an address */ }
  if (scheme !== 'https:' && scheme !== 'http:') return h('span', {}, text);
  return h('a', { href: address, rel: 'noopener noreferrer', target: '_blank' }, text);
}

/** @template {Element} T @param {T} element @param {...Child} children @returns {T} */
export function fill(element, ...children) {
  element.replaceChildren();
  put(element, ...children);
  return element;
}

/**
 * The element of this id, which index.html has.
 * @param {string} id
 */
export function at(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/**
 * Says it to those who cannot see that something changed.
 * @param {string} text
 */
export function tell(text) {
  at('told').textContent = text;
}

/**
 * Words in backticks, as the server marks names, stand out.
 * @param {string} text @returns {Child[]}
 */
export const coded = (text) => text.split('`').map((part, i) => (i % 2 ? h('code', {}, part) : part));

/**
 * A button.
 * @param {string} text @param {() => void} press @param {Given} [given]
 */
export function button(text, press, given = {}) {
  return h('button', { type: 'button', ...given, on: { click: press } }, text);
}
