// Taking a trial elsewhere: as a command, as a golden test, as a link.
import { button, h, tell } from './dom.js';
import { hash_of } from './trial.js';

/** @typedef {import('./trial.js').Trial} Trial */
/** @typedef {import('./shapes.js').Trying} Trying */

/** @param {string} text @param {string} what @param {HTMLElement} told @param {HTMLTextAreaElement} shown */
async function copy(text, what, told, shown) {
  shown.hidden = false;
  shown.value = text;
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = `${what} copied`;
  } catch {
    shown.focus();
    shown.select();
    told.textContent = `${what}: copy it from below`;
  }
  tell(told.textContent);
}

/**
 * The request goes along in the command, behind a line that is in none of it.
 * @param {Trying} said @param {string} sent
 */
function command(said, sent) {
  let end = 'END_OF_REQUEST';
  while (sent.includes(end)) end += '_';
  return `cat >request.json <<'${end}'\n${sent.replace(/\n*$/, '\n')}${end}\n${said.copy.curl}\n`;
}

/** @param {string} name @param {string} text */
function file(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** @param {Trial} trial @param {Trying} said @param {string} sent */
export function share_view(trial, said, sent) {
  const told = h('span', { class: 'small', role: 'status' });
  const shown = h('textarea', { rows: 6, readOnly: true, hidden: true, 'aria-label': 'What was copied', class: 'mono' });
  const name = trial.sample?.id ?? 'mine';
  const golden = said.copy.golden;
  return h('section', { class: 'sheet share', 'aria-labelledby': 'share-title' }, h('h2', { id: 'share-title' }, 'Take it along'),
    h('div', { class: 'buttons' },
      button('Copy as curl', () => copy(command(said, sent), 'Command', told, shown)),
      button('Copy as golden test', () => golden && copy(`${JSON.stringify({ ...golden.expect, patient: golden.expect.patient || trial.sample?.title || '' }, null, 2)}\n`, `${name}.expect.json`, told, shown), { disabled: golden === null }),
      button('Save the request', () => file(`${name}.request.json`, sent)),
      button('Copy link', () => copy(`${location.origin}${location.pathname}${hash_of(trial)}`, 'Link', told, shown), { disabled: trial.sample === null }), told),
    shown,
    h('p', { class: 'small quiet' }, trial.sample ? 'The link names the sample and what you changed, nothing else.' : 'A request of your own goes into no link: it may hold data of a patient.'));
}
