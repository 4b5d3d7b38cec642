// The patient's exposure over time: lesion, courses, the draft, tests, and the days at which rules change their mind.
import { fill, h } from './dom.js';
import { timeline_drawing } from './timeline_drawing.js';

/** @typedef {import('./shapes.js').Timeline} Timeline */

/** @param {Timeline} timeline */
function told_in_words(timeline) {
  const { run, lesion } = timeline;
  const covered = run && run.elapsed_days !== run.covered_days ? `, ${run.covered_days} of them covered` : '';
  return [
    run ? `${run.agent} since ${run.from}: day ${run.elapsed_days}${covered}, dose ${run.adequacy === 'unknown' ? 'not known to be adequate' : run.adequacy}.` : 'No course reaches to this day.',
    lesion ? `Lesion ${lesion.state}${lesion.onset ? ` since ${lesion.onset}` : ''}.` : '',
  ].join(' ');
}

/** @param {Timeline} timeline */
function thresholds_list(timeline) {
  if (timeline.thresholds.length === 0) return null;
  return h('div', {}, h('h3', {}, 'Days at which a rule changes its mind'), h('ul', { class: 'legend' }, timeline.thresholds.map((one) => h('li', {},
    h('span', { class: `chip ${one.crossed ? 'passed' : 'ahead'}` }, one.crossed ? '✓ passed' : 'not yet'), ' ',
    h('strong', {}, `day ${one.days}`), one.date && h('span', { class: 'quiet' }, ` ${one.date}`), ` ${one.note} `, h('code', { class: 'small' }, one.name)))));
}

/** @param {Timeline} timeline */
function events_list(timeline) {
  if (timeline.events.length === 0) return null;
  return h('div', {}, h('h3', {}, 'Tests and findings'), h('ol', { class: 'legend' }, timeline.events.map((one) =>
    h('li', {}, h('span', { class: 'quiet' }, `${one.date} `), one.text, ' ', h('code', { class: 'small' }, one.source)))));
}

/** @param {Timeline} timeline */
function as_table(timeline) {
  return h('details', {}, h('summary', {}, 'The courses as a table'), h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Courses' }, h('table', {},
    h('thead', {}, h('tr', {}, ['Kind', 'What', 'From', 'To', 'Source'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, timeline.courses.map((one) => h('tr', {}, h('td', {}, one.kind), h('td', {}, one.text), h('td', {}, one.from ?? ''), h('td', {}, one.to ?? ''),
      h('td', {}, h('code', {}, one.source))))))));
}

/** @param {Timeline | null} timeline */
export function timeline_view(timeline) {
  if (timeline === null) return null;
  const words = told_in_words(timeline);
  const drawing = h('div', { class: 'drawing scroll', tabindex: '0', role: 'group', 'aria-label': 'Timeline' });
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.max(480, Math.floor(drawing.clientWidth));
    if (now === width || drawing.clientWidth === 0) return;
    width = now;
    fill(drawing, timeline_drawing(timeline, width, words));
  }).observe(drawing);
  return h('section', { class: 'sheet', 'aria-labelledby': 'timeline-title' }, h('h2', { id: 'timeline-title' }, 'Exposure'),
    h('p', {}, words), drawing, h('div', { class: 'legends' }, thresholds_list(timeline), events_list(timeline)), as_table(timeline));
}
