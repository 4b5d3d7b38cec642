// Where in a JSON text what stands: paths as the server writes them (`context.draftOrders.entry[0].id`) to lines, and where a text stops being JSON.

/** @typedef {{line: number, column: number}} Place */
/** @typedef {{text: string, at: number, found: Map<string, number>}} Reading */

const BLANK = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const OTHER = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DEEPEST = 200;

class NotJson extends Error {
  /** @param {number} at @param {string} why */
  constructor(at, why) {
    super(why);
    this.at = at;
  }
}

/**
 * What matches here, or undefined; goes on behind it.
 * @param {Reading} r @param {RegExp} pattern
 */
function take(r, pattern) {
  pattern.lastIndex = r.at;
  const match = pattern.exec(r.text);
  if (match) r.at = pattern.lastIndex;
  return match?.[0];
}

/** @param {Reading} r @param {string} sign */
function sign_is(r, sign) {
  take(r, BLANK);
  if (r.text[r.at] !== sign) return false;
  r.at += 1;
  return true;
}

/** @param {Reading} r @param {string} path @param {number} deep */
function read_object(r, path, deep) {
  if (sign_is(r, '}')) return;
  do {
    take(r, BLANK);
    const at = r.at;
    const name = take(r, STRING);
    if (name === undefined) throw new NotJson(r.at, 'expected a name in double quotes');
    const inner = path ? `${path}.${JSON.parse(name)}` : JSON.parse(name);
    r.found.set(inner, at);
    if (!sign_is(r, ':')) throw new NotJson(r.at, 'expected a colon after the name');
    read_value(r, inner, deep + 1);
  } while (sign_is(r, ','));
  if (!sign_is(r, '}')) throw new NotJson(r.at, 'expected a comma or the end of the object, }');
}

/** @param {Reading} r @param {string} path @param {number} deep */
function read_array(r, path, deep) {
  if (sign_is(r, ']')) return;
  let index = 0;
  do {
    take(r, BLANK);
    const inner = `${path}[${index}]`;
    r.found.set(inner, r.at);
    read_value(r, inner, deep + 1);
    index += 1;
  } while (sign_is(r, ','));
  if (!sign_is(r, ']')) throw new NotJson(r.at, 'expected a comma or the end of the list, ]');
}

/** @param {Reading} r @param {string} path @param {number} deep */
function read_value(r, path, deep) {
  if (deep > DEEPEST) throw new NotJson(r.at, 'nested too deeply');
  if (sign_is(r, '{')) return read_object(r, path, deep);
  if (sign_is(r, '[')) return read_array(r, path, deep);
  if (take(r, STRING) === undefined && take(r, OTHER) === undefined) {
    throw new NotJson(r.at, r.at >= r.text.length ? 'the text ends too early' : 'expected a value');
  }
}

/** @param {string} text @param {number} at @returns {Place} */
export function place_of(text, at) {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/**
 * @param {string} text
 * @returns {{found: Map<string, number>, fault?: Place & {text: string}}}
 */
export function json_places(text) {
  const r = { text, at: 0, found: new Map() };
  try {
    read_value(r, '', 0);
    take(r, BLANK);
    if (r.at < text.length) throw new NotJson(r.at, 'expected nothing more after the end');
    return { found: r.found };
  } catch (fault) {
    if (!(fault instanceof NotJson)) throw fault;
    return { found: r.found, fault: { ...place_of(text, fault.at), text: fault.message } };
  }
}

/**
 * The line of a path, or of the nearest thing around it.
 * @param {string} text @param {Map<string, number>} found @param {string} path
 */
export function line_of(text, found, path) {
  for (let inner = path; inner; inner = inner.replace(/(?:\.?[^.[\]]+|\[\d+\])$/, '')) {
    const at = found.get(inner);
    if (at !== undefined) return place_of(text, at).line;
  }
  return 1;
}
