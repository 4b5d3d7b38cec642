// Whatever stands in a text, it stays text: every vector in every text of every answer, in real requests, in feedback, in what is typed.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VECTORS } from './vectors.mjs';
import { CONSOLE, LONG, next_trial, opened, settled, signed_in, type_over, world } from './world.mjs';

const AT_ONCE = LONG ? 1 : 34; // vectors in one text
const BATCHES = Array.from({ length: Math.ceil(VECTORS.length / AT_ONCE) }, (_, i) => VECTORS.slice(i * AT_ONCE, (i + 1) * AT_ONCE));

/** Words of closed sets, and dates, which the server makes itself. */
const CLOSED = new Set(['indicator', 'kind', 'verdict', 'mode', 'state', 'type', 'role', 'csrf', 'unit', 'urgency', 'adequacy', 'keys', 'request', 'uuid', 'card', 'suggestion', 'rule']);
const NAMES = new Set([...CLOSED, 'id']); // of a sample, by which it is asked for
const DATE = /^\d{4}-\d\d-\d\d/;

/** The same answer, with each text of it another one. */
function seeded(value, text, closed, name = '') {
  if (Array.isArray(value)) return value.map((one) => seeded(one, text, closed, name));
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, seeded(inner, text, closed, key)]));
  return typeof value === 'string' && !closed.has(name) && !DATE.test(value) ? text : value;
}

/** What must never be in a page, whatever it was given. */
async function check(page, of_what) {
  const found = await page.evaluate(() => ({
    ran: window.was_run,
    foreign: [...document.querySelectorAll('script:not([src="/console/app.js"]), iframe, object, embed, img:not([src="/console/icon.svg"]), video, audio, form[action], base, meta[http-equiv], math, style, template, marquee')].map((one) => one.outerHTML.slice(0, 120)),
    listeners: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((attribute) => attribute.name.startsWith('on') || attribute.name === 'style' && one.tagName !== 'CANVAS' && !one.classList.contains('chart'))).map((one) => one.outerHTML.slice(0, 120)),
    links: [...document.querySelectorAll('a[href]')].map((one) => one.href).filter((href) => !/^https?:\/\//.test(href)),
  }));
  assert.deepEqual(found, { ran: undefined, foreign: [], listeners: [], links: [] }, of_what);
}

const PAGES = [['#/try?sample=v01', '**/console/api/{samples,try,samples/*}', 'tester'], ['#/received', '**/console/api/{reception,latency}*', 'reviewer'], ['#/received', '**/console/api/reception/comments*', 'reviewer'],
  ['#/knowledge', '**/console/api/knowledge', 'tester'], ['#/knowledge/foscarnet-dose', '**/console/api/knowledge/*', 'tester'], ['#/clients', '**/console/api/clients', 'admin'],
  [`#/clients/${world.client}`, '**/console/api/clients/*/sheet', 'admin'], ['#/health', '**/console/api/health', 'admin'], ['#/audit', '**/console/api/audit*', 'admin'], ['#/knowledge', '**/console/api/session', 'tester']];

describe('text stays text', () => {
  for (const [hash, answers, role] of PAGES) {
    it(`in every text of ${answers} on ${hash}`, async (t) => {
      const page = await signed_in(t, role, hash);
      let text = '';
      const kept = new Map();
      await page.route(answers, async (route) => {
        const asked = `${route.request().method()} ${route.request().url()}`;
        if (!kept.has(asked)) kept.set(asked, await (await route.fetch()).json());
        await route.fulfill({ json: seeded(kept.get(asked), text, asked.includes('/samples') ? NAMES : CLOSED) });
      });
      for (const batch of BATCHES) {
        text = batch.join(' ');
        await page.reload();
        await opened(page);
        for (const press of await page.getByRole('button', { name: /^Show .* comments$/ }).all()) await press.click();
        for (const press of await page.locator('.suggestion > button').all()) await press.click();
        await check(page, text);
        assert.ok((await page.locator('body').innerText()).length > 0);
      }
      assert.ok(kept.size > 0);
    });
  }

  it('in a card\'s markdown, one vector after the other', async (t) => {
    const page = await signed_in(t, 'tester', '#/try?sample=v01');
    const shown = await page.evaluate(async (vectors) => {
      const { markdown } = await import('/console/markdown.js');
      const place = document.createElement('div');
      document.querySelector('main').append(place);
      return vectors.flatMap((vector) => ['', '**a** ', '- ', '> ', '1. ', '# ', '| a |\n|---|\n| ', '```\n', '[', '<'].map((before) => {
        const made = markdown(`${before}${vector}`);
        place.replaceChildren(...[made].flat(9).filter(Boolean));
        return place.textContent.length > 0;
      }));
    }, VECTORS);
    assert.equal(shown.length, VECTORS.length * 10);
    await check(page, 'markdown');
  });

  it('in every text of a request that the server reads', async (t) => {
    const page = await signed_in(t, 'tester', '#/try?sample=v01');
    await page.locator('#request-sheet').evaluate((sheet) => { sheet.open = true; });
    const sample = JSON.parse(await page.getByLabel('The request as JSON').inputValue());
    const names = /^(?:display|text|id|reference|unit|diagnostics|hookInstance|userId|patientId)$/;
    const seed = (value, text, name = '') => {
      if (Array.isArray(value)) return value.map((one) => seed(one, text, name));
      if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, seed(inner, text, key)]));
      return typeof value === 'string' && names.test(name) ? `${value}${text}` : value;
    };
    for (const only of [names, /^(?:display|text)$/]) {
      for (const batch of BATCHES) {
        const text = batch.join(' ');
        const asked = JSON.stringify(only === names ? seed(sample, text) : seed(sample, text), (key, value) => (only !== names && typeof value === 'string' && !only.test(key) ? value.replaceAll(text, '') : value), 1);
        await next_trial(page, () => type_over(page.getByLabel('The request as JSON'), asked));
        await check(page, text);
      }
    }
  });

  it('in comments that came over the wire as feedback', async (t) => {
    const page = await signed_in(t, 'reviewer', '#/received');
    await page.getByRole('button', { name: /^Show .* comments$/ }).click();
    for (let more = page.getByRole('button', { name: 'Older comments' }); await more.count() > 0;) {
      const answered = page.waitForResponse(/comments/);
      await more.click();
      await answered;
      await settled(page);
    }
    const said = await page.locator('.comment blockquote').allTextContents();
    for (const vector of VECTORS) assert.ok(said.includes(vector.replaceAll('\u0001', '')) || said.includes(vector), JSON.stringify(vector));
    await check(page, 'comments');
  });

  it('in the address', async (t) => {
    const page = await signed_in(t, 'tester', '#/knowledge', { expected: /404|400/ });
    for (const vector of VECTORS.filter((_, i) => LONG || i % 30 === 0)) {
      for (const hash of [`#/knowledge/${encodeURIComponent(vector)}`, `#/try?sample=v01&set=${encodeURIComponent(vector)}&now=${encodeURIComponent(vector)}`, `#/${encodeURIComponent(vector)}`]) {
        await page.goto(`${CONSOLE}${hash}`);
        await settled(page);
        await check(page, hash);
      }
    }
  });
});
