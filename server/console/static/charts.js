// Charts by Chart.js. Series differ by pattern and not by colour alone, and a table below has the same numbers.
import { h } from './dom.js';
import './lib/chart.js';

/** @typedef {import('./reception.js').Reception} Reception */
/** @typedef {{label: string, data: number[], look: number}} Series */
const { Chart } = /** @type {{Chart: any}} */ (/** @type {unknown} */ (globalThis));

const DARK = matchMedia('(prefers-color-scheme: dark)');
const STILL = matchMedia('(prefers-reduced-motion: reduce)');
/** Fill of the ground and of the figures on it, light and dark. */
const LOOKS = [
  { light: ['#1f5fa8', '#1f5fa8'], dark: ['#9cc6f7', '#9cc6f7'], figure: 'plain' },
  { light: ['#ffd591', '#8a4b00'], dark: ['#5c3d0a', '#ffc46b'], figure: 'stripes' },
  { light: ['#fbd0d5', '#a5162a'], dark: ['#5a1c25', '#ff9aa6'], figure: 'dots' },
  { light: ['#ffffff', '#52626b'], dark: ['#182126', '#a3b2ba'], figure: 'grid' },
];

/** @param {CanvasRenderingContext2D} ink @param {string} figure */
function draw_figure(ink, figure) {
  ink.lineWidth = 2;
  ink.beginPath();
  if (figure === 'stripes') { ink.moveTo(-2, 10); ink.lineTo(10, -2); ink.moveTo(2, 14); ink.lineTo(14, 2); ink.moveTo(-6, 6); ink.lineTo(6, -6); }
  if (figure === 'grid') { ink.lineWidth = 1; ink.moveTo(0, 4); ink.lineTo(12, 4); ink.moveTo(4, 0); ink.lineTo(4, 12); }
  ink.stroke();
  if (figure === 'dots') { ink.arc(4, 4, 2, 0, 7); ink.fill(); }
}

/** @param {number} look @param {boolean} dim */
function pattern(look, dim) {
  const { light, dark, figure } = LOOKS[look];
  const [ground, line] = dim ? dark : light;
  const tile = h('canvas', {});
  tile.width = tile.height = 8;
  const ink = tile.getContext('2d');
  if (!ink) return line;
  ink.fillStyle = ground;
  ink.fillRect(0, 0, 8, 8);
  ink.strokeStyle = ink.fillStyle = line;
  draw_figure(ink, figure);
  return ink.createPattern(tile, 'repeat') ?? line;
}

/** @type {{canvas: HTMLCanvasElement, draw: () => void}[]} */
let shown = []; // the charts of this page, which are drawn again for paper and for another light
let paper = false;

const draw_all = () => shown.forEach((one) => one.draw());
window.addEventListener('beforeprint', () => { paper = true; draw_all(); });
window.addEventListener('afterprint', () => { paper = false; draw_all(); });
DARK.addEventListener('change', draw_all);

/**
 * What Chart.js is to draw.
 * @param {string[]} labels @param {Series[]} series @param {boolean} lying
 */
function plan_of(labels, series, lying) {
  const dim = DARK.matches && !paper;
  const [ink, line] = dim ? ['#e6edf0', '#34434b'] : ['#16242b', '#d5dde1'];
  const scale = () => ({ stacked: true, beginAtZero: true, ticks: { color: ink, precision: 0 }, grid: { color: line } });
  return {
    type: 'bar',
    data: { labels, datasets: series.map((one) => ({ label: one.label, data: one.data, backgroundColor: pattern(one.look, dim), borderColor: LOOKS[one.look][dim ? 'dark' : 'light'][1], borderWidth: 1, maxBarThickness: 48 })) },
    options: { indexAxis: lying ? 'y' : 'x', animation: STILL.matches || paper ? false : { duration: 200 }, maintainAspectRatio: false, scales: { x: scale(), y: scale() },
      plugins: { legend: { position: 'bottom', labels: { color: ink } } } },
  };
}

/** @param {string} title @param {string[]} labels @param {Series[]} series @param {boolean} lying bars that lie, for long names */
function chart(title, labels, series, lying) {
  const canvas = h('canvas', { role: 'img', 'aria-label': `${title}; the tables below have the same numbers` });
  const box = h('div', { class: 'chart' }, canvas);
  box.style.height = `${lying ? 90 + labels.length * 26 : 280}px`;
  const draw = () => {
    Chart.getChart(canvas)?.destroy();
    if (canvas.isConnected) new Chart(canvas, plan_of(labels, series, lying));
  };
  shown.push({ canvas, draw });
  requestAnimationFrame(draw); // Chart.js measures its box, which must be in the page
  return h('figure', { class: 'sheet' }, h('figcaption', {}, h('h2', {}, title)), box);
}

/** @param {Reception} found */
export function charts_of(found) {
  shown.forEach((one) => Chart.getChart(one.canvas)?.destroy());
  shown = [];
  const rules = found.rules.filter((rule) => rule.cards > 0).sort((a, b) => b.cards - a.cards);
  const clients = found.clients.filter((one) => one.cards > 0);
  const weeks = found.periods.map((one) => one.from);
  /** @type {(label: string, data: number[], look: number) => Series} */
  const series = (label, data, look) => ({ label, data, look });
  return h('div', { class: 'charts' },
    rules.length > 0 && chart('What became of the cards of each rule', rules.map((rule) => rule.rule), [series('accepted', rules.map((one) => one.accepted), 0),
      series('overridden', rules.map((one) => one.overridden), 1), series('ignored', rules.map((one) => one.ignored), 3)], true),
    rules.length > 0 && chart('Urgency of the cards of each rule', rules.map((rule) => rule.rule), [series('info', rules.map((one) => one.by_urgency.info), 0),
      series('warning', rules.map((one) => one.by_urgency.warning), 1), series('critical', rules.map((one) => one.by_urgency.critical), 2)], true),
    weeks.length > 0 && chart(`Cards by ${found.unit}`, weeks, [series('accepted', found.periods.map((one) => one.accepted), 0), series('overridden', found.periods.map((one) => one.overridden), 1),
      series('ignored', found.periods.map((one) => Math.max(0, one.cards - one.accepted - one.overridden)), 3)], false),
    clients.length > 0 && chart('What became of the cards at each client', clients.map((one) => one.client), [series('accepted', clients.map((one) => one.accepted), 0),
      series('overridden', clients.map((one) => one.overridden), 1), series('ignored', clients.map((one) => one.ignored), 3)], true));
}
