// Signing in with a token that `vesicle admin token` made.
import { Refused, sign_in } from './api.js';
import { fill, h, tell } from './dom.js';

/** @typedef {import('./api.js').Session} Session */

/** @param {(session: Session) => void} done @param {string} why what led here; empty at the first visit */
export function sign_in_page(done, why) {
  const token = h('input', { id: 'token', type: 'password', name: 'token', autocomplete: 'current-password', required: true, spellcheck: 'false', 'aria-describedby': 'token-help token-fault' });
  const fault = h('p', { id: 'token-fault', class: 'fault', role: 'alert', hidden: true });
  const press = h('button', { type: 'submit', class: 'main' }, 'Sign in');
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    press.disabled = true;
    try {
      done(await sign_in(token.value.trim()));
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      fault.hidden = false;
      fill(fault, refused.message);
      token.select();
      token.focus();
    } finally {
      press.disabled = false;
    }
  };
  if (why) tell(why);
  return h('section', { class: 'sign-in', 'aria-labelledby': 'sign-in-title' },
    h('h1', { id: 'sign-in-title' }, 'Sign in'),
    why && h('p', { class: 'note' }, why),
    h('form', { on: { submit } },
      h('label', { for: 'token' }, 'Admin token'),
      token,
      fault,
      press,
      h('p', { id: 'token-help', class: 'quiet' }, 'Whoever runs the server makes one, and sees it once:')),
    h('pre', { class: 'command' }, 'vesicle admin token --config FILE --name NAME --role tester'),
    h('p', { class: 'quiet' }, 'A tester tries orders and reads the rules, a reviewer also sees how cards are received, an admin also clients, health and the trail. ',
      'You are signed out after 15 idle minutes.'));
}
