// Asks the server. A refusal is thrown as `Refused`, in the words the server chose.

/** @typedef {{name: string, role: 'tester' | 'reviewer' | 'admin', csrf: string, idle_seconds: number, expires: string, version: string}} Session */

export class Refused extends Error {
  /** @param {number} status @param {string} message @param {number} [wait] seconds, when the server names them */
  constructor(status, message, wait) {
    super(message);
    this.status = status;
    this.wait = wait;
  }
}

const BASE = '/console/api/';
const PATIENCE = 3; // times that something is asked again when the server has too much to do
const LONGEST_WAIT = 3; // seconds
let csrf = '';
/** @type {() => void} */
let signed_out = () => {};

/** @param {() => void} what what happens when the session has ended */
export function when_signed_out(what) {
  signed_out = what;
}

/** @param {Response} answer */
async function refusal(answer) {
  let said = `the server answered with ${answer.status}`;
  try {
    said = String((await answer.json()).error ?? said);
  } catch { /* not one of its own answers */ }
  return new Refused(answer.status, said, Number(answer.headers.get('Retry-After')) || undefined);
}

/** @param {string} method @param {string} path @param {unknown} [body] @param {AbortSignal} [signal] @returns {Promise<any>} */
async function ask(method, path, body, signal) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf;
  let answer;
  try {
    answer = await fetch(BASE + path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body), credentials: 'same-origin', redirect: 'error' });
  } catch (fault) {
    if (signal?.aborted) throw fault;
    throw new Refused(0, 'the server cannot be reached');
  }
  if (!answer.ok) throw await refusal(answer);
  return answer.status === 204 ? null : answer.json();
}

/**
 * Asks, and asks again where the server said that it has too much to do; both are safe, since nothing is changed by asking.
 * @param {string} method @param {string} path @param {unknown} [body] @param {AbortSignal} [signal]
 */
async function ask_patiently(method, path, body, signal) {
  for (let times = 0; ; times += 1) {
    try {
      return await ask(method, path, body, signal);
    } catch (fault) {
      if (fault instanceof Refused && fault.status === 401) signed_out();
      if (!(fault instanceof Refused) || fault.status !== 503 || times === PATIENCE) throw fault;
      const seconds = Math.min(fault.wait ?? 1, LONGEST_WAIT);
      await new Promise((done) => { setTimeout(done, 1000 * seconds); });
    }
  }
}

/** @param {string} path @param {AbortSignal} [signal] */
export const get = (path, signal) => ask_patiently('GET', path, undefined, signal);

/** @param {string} path @param {unknown} body @param {AbortSignal} [signal] */
export const post = (path, body, signal) => ask_patiently('POST', path, body, signal);

/**
 * Who is signed in; null: nobody.
 * @returns {Promise<Session | null>}
 */
export async function session() {
  try {
    const found = await ask('GET', 'session');
    csrf = found.csrf;
    return found;
  } catch (fault) {
    if (fault instanceof Refused && fault.status === 401) return null;
    throw fault;
  }
}

/** @param {string} token @returns {Promise<Session>} */
export async function sign_in(token) {
  const made = await ask('POST', 'session', { token });
  csrf = made.csrf;
  return made;
}

export async function sign_out() {
  try {
    await ask('DELETE', 'session');
  } catch (fault) {
    if (!(fault instanceof Refused) || fault.status !== 401) throw fault;
  } finally {
    csrf = '';
  }
}
