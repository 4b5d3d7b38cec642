// The request as text: pasted, dropped, edited; what is wrong stands at its line.
import { button, fill, h } from './dom.js';
import { json_places, line_of } from './json_places.js';

/** @typedef {{line?: number, column?: number, path?: string, message: string}} Fault */

const PAUSE = 350; // ms after the last key
const MOST_BYTES = 1048576; // as the server's own limit of a body

/** @param {(text: string) => void} write */
export function editor_view(write) {
  let waiting = 0;
  /** @type {Fault[]} */
  let marked = [];
  const text = h('textarea', { id: 'request', spellcheck: 'false', rows: 22, autocomplete: 'off', 'aria-describedby': 'request-faults', });
  text.wrap = 'off';
  const numbers = h('pre', { class: 'numbers', 'aria-hidden': 'true' });
  const faults = h('ul', { id: 'request-faults', class: 'faults', 'aria-live': 'polite' });
  const too_large = h('p', { class: 'fault', role: 'alert', hidden: true });
  const file = h('input', { type: 'file', id: 'request-file', accept: '.json,application/json', class: 'unseen', 'aria-label': 'Open a request from a file' });

  const number_lines = () => {
    const wrong = new Set(marked.map((fault) => fault.line));
    const count = text.value.split('\n').length;
    if (wrong.size === 0) numbers.textContent = Array.from({ length: count }, (_, i) => i + 1).join('\n');
    else fill(numbers, Array.from({ length: count }, (_, i) => [wrong.has(i + 1) ? h('mark', {}, i + 1) : i + 1, '\n']));
    numbers.scrollTop = text.scrollTop;
  };
  const jump = (/** @type {number | undefined} */ line) => {
    if (line === undefined) return;
    details.open = true;
    const lines = text.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
    text.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(text).lineHeight));
    text.scrollLeft = 0;
  };
  const mark = (/** @type {Fault[]} */ found) => {
    const { found: places } = json_places(text.value);
    marked = found.map((fault) => ({ ...fault, line: fault.line ?? line_of(text.value, places, fault.path ?? '') }));
    number_lines();
    if (marked.length > 0) details.open = true;
    fill(faults, marked.map((fault) => h('li', {}, button(`line ${fault.line}`, () => jump(fault.line), { class: 'small' }), ' ', fault.path && [h('code', {}, fault.path), ' '], fault.message)));
  };
  const json_fault = () => {
    const fault = json_places(text.value).fault;
    return fault && { line: fault.line, column: fault.column, message: `column ${fault.column}: ${fault.text}` };
  };
  const changed = () => {
    clearTimeout(waiting);
    number_lines();
    waiting = window.setTimeout(() => { const fault = json_fault(); mark(fault ? [fault] : []); write(text.value); }, PAUSE);
  };
  const open = async (/** @type {File | undefined} */ chosen) => {
    if (!chosen) return;
    too_large.hidden = chosen.size <= MOST_BYTES;
    fill(too_large, 'This file is larger than a request may be (1 MiB).');
    if (chosen.size > MOST_BYTES) return;
    text.value = await chosen.text();
    changed();
  };

  text.addEventListener('input', changed);
  text.addEventListener('scroll', () => { numbers.scrollTop = text.scrollTop; });
  file.addEventListener('change', () => open(file.files?.[0]));
  const frame = h('div', { class: 'editor' }, numbers, h('label', { for: 'request', class: 'unseen' }, 'The request as JSON'), text);
  frame.addEventListener('dragover', (event) => { event.preventDefault(); frame.classList.add('over'); });
  frame.addEventListener('dragleave', () => frame.classList.remove('over'));
  frame.addEventListener('drop', (event) => { event.preventDefault(); frame.classList.remove('over'); open(event.dataTransfer?.files[0]); });
  const details = h('details', { class: 'sheet request', id: 'request-sheet' },
    h('summary', {}, h('h2', {}, 'The request'), h('span', { class: 'quiet' }, 'as the EHR would send it: edit, paste or drop one here')),
    h('p', { class: 'quiet small' }, 'Do not bring data of real patients here unless this server may have it. ', button('Open a file', () => file.click(), { class: 'small' }), file),
    too_large, faults, frame);
  return {
    element: details,
    jump,
    mark,
    fault: json_fault,
    /** @param {string} value */
    show(value) {
      clearTimeout(waiting);
      text.value = value;
      marked = [];
      const fault = json_fault();
      mark(fault ? [fault] : []);
    },
  };
}
