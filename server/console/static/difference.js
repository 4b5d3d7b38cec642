// Two texts line by line, as what went and what came.

/** @typedef {{sign: ' ' | '-' | '+', text: string}} Line */

/**
 * The longest common lines decide what stayed.
 * @param {string} before @param {string} after @returns {Line[]}
 */
export function difference(before, after) {
  const old = before === '' ? [] : before.split('\n');
  const now = after === '' ? [] : after.split('\n');
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i][j] = old[i] === now[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  /** @type {Line[]} */
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ sign: ' ', text: old[i] });
      i += 1;
      j += 1;
    } else if (i < old.length && (j === now.length || common[i + 1][j] >= common[i][j + 1])) {
      lines.push({ sign: '-', text: old[i] });
      i += 1;
    } else {
      lines.push({ sign: '+', text: now[j] });
      j += 1;
    }
  }
  return lines;
}
