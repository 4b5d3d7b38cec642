// The timeline as SVG, one lane for the lesion, each drug, and the events.
import { s } from './dom.js';

/** @typedef {import('./shapes.js').Timeline} Timeline */
/** @typedef {import('./shapes.js').Course} Course */

const DAY = 86400000;
const LANE = 40;
const BAR = 15;
const TOP = 40;
const SIDE = 12;

/** @param {string} date */
const day_of = (date) => Math.floor(Date.parse(date.slice(0, 10)) / DAY);

/**
 * Where a day begins, left of the drawing's edges for what is outside.
 * @param {Timeline} timeline @param {number} width
 */
function scale(timeline, width) {
  const first = day_of(timeline.from);
  const last = Math.max(day_of(timeline.to) + 1, first + 1);
  const each = (width - 2 * SIDE) / (last - first);
  return { first, last, each, x: (/** @type {number} */ day) => SIDE + (Math.min(Math.max(day, first), last) - first) * each };
}
/** @typedef {ReturnType<typeof scale>} Scale */

/** @param {Scale} at @param {number} y @param {string} from @param {string | null} to @param {string} kind @param {string} title */
function bar(at, y, from, to, kind, title) {
  const left = at.x(day_of(from));
  const right = to === null ? at.x(at.last) : at.x(day_of(to) + 1);
  const thin = kind === 'request' || kind === 'statement'; // said, not seen: below what was given
  return s('rect', { class: `bar-${kind}`, x: left, y: thin ? y + BAR + 2 : y, width: Math.max(3, right - left - 1), height: thin ? 4 : BAR, rx: kind === 'administration' ? 1 : 2 }, s('title', {}, title));
}

/** @param {number} y @param {string} text */
const lane_name = (y, text) => s('text', { class: 'lane', x: SIDE, y: y - 5 }, text);

/** @param {Timeline} timeline @param {Scale} at @param {number} y */
function lesion_lane(timeline, at, y) {
  const { lesion } = timeline;
  if (!lesion) return null;
  return s('g', {}, lane_name(y, `lesion, ${lesion.state}`), bar(at, y, lesion.onset ?? timeline.from, lesion.state === 'active' ? timeline.today : lesion.onset ?? timeline.today, 'lesion', `lesion ${lesion.state}`));
}

/** @param {Course[]} courses @param {string} agent @param {Scale} at @param {number} y */
function drug_lane(courses, agent, at, y) {
  const kinds = [...new Set(courses.map((one) => one.kind))];
  const words = { administration: 'given', dispense: 'dispensed', request: 'ordered', statement: 'told', draft: 'this order' };
  return s('g', {}, lane_name(y, `${agent}: ${kinds.map((kind) => words[/** @type {keyof typeof words} */ (kind)] ?? kind).join(', ')}`),
    courses.filter((one) => one.from).map((one) => bar(at, y, one.from ?? '', one.to, one.kind, `${one.text}, ${one.from} to ${one.to ?? 'not known'}`)));
}

/** @param {Timeline} timeline @param {Scale} at @param {number} y */
function events_lane(timeline, at, y) {
  if (timeline.events.length === 0) return null;
  const earlier_than = timeline.events.filter((one) => day_of(one.date) < at.first).length;
  return s('g', {}, lane_name(y, 'tests and findings'), timeline.events.map((one, i) => {
    const earlier = day_of(one.date) < at.first;
    const x = earlier ? SIDE + 9 + 20 * i : Math.min(Math.max(at.x(day_of(one.date)) + at.each / 2, SIDE + 9 + 20 * earlier_than), at.x(at.last) - 9);
    return s('g', { class: `event ${one.kind}` }, s('title', {}, `${one.date} ${one.text}`), s('circle', { cx: x, cy: y + BAR / 2, r: 9 }),
      s('text', { x, y: y + BAR / 2 + 4, 'text-anchor': 'middle' }, earlier ? `‹${i + 1}` : `${i + 1}`));
  }));
}

/** @param {Timeline} timeline @param {Scale} at @param {number} bottom */
function thresholds_over(timeline, at, bottom) {
  let end = -Infinity;
  let row = 0;
  return timeline.thresholds.filter((one) => one.date && day_of(one.date) >= at.first && day_of(one.date) < at.last)
    .sort((a, b) => a.days - b.days).map((one) => {
      const x = at.x(day_of(one.date ?? ''));
      row = x < end ? (row + 1) % 2 : 0;
      end = x + 46;
      return s('g', { class: one.crossed ? 'threshold passed' : 'threshold' }, s('title', {}, `${one.date}: ${one.note}`),
        s('line', { x1: x, x2: x, y1: 14 + row * 13, y2: bottom }), s('text', { x: x + 3, y: 12 + row * 13 }, `day ${one.days}`));
    });
}

/** @param {Timeline} timeline @param {Scale} at @param {number} y */
function axis(timeline, at, y) {
  const step = [1, 2, 7, 14, 28, 56, 91, 182, 364].find((days) => days * at.each >= 52) ?? 728;
  const today = day_of(timeline.today);
  const marks = [];
  for (let day = today - Math.floor((today - at.first) / step) * step; day < at.last; day += step) marks.push(day);
  const long = at.last - at.first > 300;
  return s('g', { class: 'axis' }, s('line', { x1: SIDE, x2: at.x(at.last), y1: y, y2: y }), marks.filter((day) => at.x(day) < at.x(at.last) - 24).map((day) => s('g', {},
    s('line', { x1: at.x(day), x2: at.x(day), y1: y, y2: y + 5 }),
    s('text', { x: at.x(day), y: y + 18, 'text-anchor': day === at.first ? 'start' : 'middle' },
      day === today ? 'today' : new Date(day * DAY).toLocaleDateString('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: long ? '2-digit' : undefined })))));
}

/** @param {Timeline} timeline @param {number} width @param {string} words what it shows, for those who do not see it */
export function timeline_drawing(timeline, width, words) {
  const at = scale(timeline, width);
  const agents = [...new Set(timeline.courses.map((one) => one.agent))];
  let y = TOP + 18;
  /** @type {Element[]} */
  const lanes = [];
  const place = (/** @type {Element | null} */ lane) => { if (lane) { lanes.push(lane); y += LANE; } };
  place(lesion_lane(timeline, at, y));
  for (const agent of agents) place(drug_lane(timeline.courses.filter((one) => one.agent === agent), agent, at, y));
  place(events_lane(timeline, at, y));
  const bottom = y - 10;
  const today = at.x(day_of(timeline.today));
  return s('svg', { width, height: bottom + 26, viewBox: `0 0 ${width} ${bottom + 26}`, role: 'img', 'aria-label': words },
    s('defs', {}, s('pattern', { id: 'draft-lines', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('rect', { width: 3, height: 6, class: 'draft-line' }))),
    timeline.runs.map((one) => s('rect', { class: 'run', x: at.x(day_of(one.from)), y: TOP - 6, width: Math.max(2, at.x(day_of(one.to) + 1) - at.x(day_of(one.from))), height: bottom - TOP + 6 })),
    s('rect', { class: 'today', x: today, y: TOP - 6, width: Math.max(2, at.each), height: bottom - TOP + 6 }),
    thresholds_over(timeline, at, bottom), lanes, axis(timeline, at, bottom));
}
