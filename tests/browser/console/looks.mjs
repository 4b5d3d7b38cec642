// Whether people can use it: a screen reader, a keyboard, a phone, the dark, paper; and how much of it has to be fetched.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { CONSOLE, new_page, picture, settled, signed_in, world } from './world.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['#/try?sample=v01', '#/received', '#/knowledge', '#/knowledge/treatment-failure', '#/clients', `#/clients/${world.client}`, '#/health', '#/audit'];
const named = (hash) => hash.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

/** axe is run beside the page, whose policy would not let it in. */
async function check_by_axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  const told = violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
  assert.deepEqual(told, []);
}

/** Everything that is folded is opened. */
async function open_all(page) {
  await page.locator('details').evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  for (const press of await page.locator('.suggestion > button').all()) await press.click();
  for (const press of await page.getByRole('button', { name: /silence it\?$|comments$/ }).all()) await press.click();
  await settled(page);
}

describe('seen and heard', () => {
  for (const scheme of ['light', 'dark']) {
    for (const hash of PAGES) {
      it(`axe finds nothing serious on ${hash}, ${scheme}`, async (t) => {
        const page = await signed_in(t, 'admin', hash, { scheme, reducedMotion: 'reduce' });
        await picture(page, `${named(hash)}-${scheme}`, { fullPage: true });
        await open_all(page);
        await check_by_axe(page);
      });
    }
    it(`axe finds nothing serious where one signs in, ${scheme}`, async (t) => {
      const page = await new_page(t, { scheme, expected: /401/ });
      await page.goto(CONSOLE);
      await page.getByLabel('Admin token').waitFor();
      await check_by_axe(page);
    });
  }

  for (const width of [360, 768]) {
    it(`nothing is wider than ${width} pixels`, async (t) => {
      for (const hash of PAGES) {
        const page = await signed_in(t, 'admin', hash, { width });
        await picture(page, `${named(hash)}-${width}`, { fullPage: true });
        await open_all(page);
        const wide = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, pre, textarea, .editor, nav, .unseen, .skip')).map((one) => one.outerHTML.slice(0, 100)));
        assert.deepEqual(wide, [], hash);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), hash);
      }
    });
  }
});

describe('under the pointer', () => {
  for (const scheme of ['light', 'dark']) {
    it(`what can be pressed stays readable, ${scheme}`, async (t) => {
      const page = await signed_in(t, 'admin', '#/try?sample=v01', { scheme });
      for (const name of [/Order HSV culture/, 'Refer to infectious disease, urgently', 'Sign out']) {
        const button = page.getByRole('button', { name });
        await button.hover();
        await page.evaluate(AXE);
        const { violations } = await button.evaluate((one) => axe.run(one, { runOnly: ['color-contrast'] }));
        assert.deepEqual(violations.map((one) => one.nodes[0].failureSummary), [], String(name));
      }
    });
  }
});

describe('by keyboard alone', () => {
  it('one signs in, gets to the page past its head, and reaches everything that can be pressed', async (t) => {
    const page = await new_page(t, { expected: /401/ });
    await page.goto(CONSOLE);
    await page.waitForFunction(() => document.activeElement?.id === 'token');
    await page.keyboard.type(world.tokens.tester);
    await page.keyboard.press('Enter');
    await page.getByRole('article').first().waitFor();
    await page.reload();
    await settled(page);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the page');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
    const reachable = await page.evaluate(() => [...document.querySelectorAll('main a, main button, main select, main input, main textarea, main summary')].filter((one) => one.checkVisibility() && !one.disabled && !one.classList.contains('unseen')).length);
    const seen = [];
    for (let i = 0; i < reachable + 20; i += 1) {
      await page.keyboard.press('Tab');
      seen.push(await page.evaluate(() => { const one = document.activeElement; if (!one || !one.closest('main')) return null; const style = getComputedStyle(one); return { what: one.outerHTML.slice(0, 60), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 }; }));
    }
    const inside = seen.filter(Boolean);
    assert.deepEqual(inside.filter((one) => !one.ring).map((one) => one.what), [], 'focus is visible');
    assert.ok(inside.length >= reachable, `${inside.length} of ${reachable}`);
  });
});

describe('light', () => {
  it('under 300 KB in all, with every page and library', async (t) => {
    const page = await new_page(t, { expected: /401/ });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    const files = new Set();
    session.on('Network.responseReceived', ({ response }) => files.add(response.url));
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    await page.goto(CONSOLE);
    await page.evaluate(() => Promise.all(['try', 'received', 'knowledge', 'clients', 'health', 'audit'].map((name) => import(`/console/${name}_page.js`))));
    assert.ok([...files].some((url) => url.endsWith('/lib/chart.js')) && [...files].some((url) => url.endsWith('/lib/marked.js')));
    t.diagnostic(`${bytes} bytes in ${files.size} files`);
    assert.ok(bytes > 50000 && bytes < 300 * 1024, `${bytes} bytes`);
  });

  it('is painted soon', async (t) => {
    const times = [];
    for (let i = 0; i < 3; i += 1) {
      const page = await new_page(t, { expected: /401/ });
      await page.goto(CONSOLE);
      await page.getByLabel('Admin token').waitFor();
      times.push(await page.evaluate(async () => { const [paint] = performance.getEntriesByName('first-contentful-paint'); return Math.round(paint?.startTime ?? -1); }));
    }
    t.diagnostic(`first contentful paint after ${times.join(', ')} ms`);
    assert.ok(times.every((time) => time >= 0));
  });

  it('is asked for again only when it has changed', async (t) => {
    const page = await new_page(t, { expected: /401/ });
    await page.goto(CONSOLE);
    await page.getByLabel('Admin token').waitFor();
    const statuses = [];
    page.on('response', (answer) => { if (/\.(?:js|css|svg)$/.test(answer.url())) statuses.push(answer.status()); });
    await page.reload();
    await page.getByLabel('Admin token').waitFor();
    assert.ok(statuses.length > 0);
    const [plain] = await Promise.all([page.evaluate(async () => { const first = await fetch('/console/app.js', { cache: 'no-store' }); const again = await fetch('/console/app.js', { cache: 'no-store', headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } }); return [first.headers.get('Content-Encoding'), first.headers.get('Cache-Control'), again.status]; })]);
    assert.deepEqual(plain, ['gzip', 'no-cache', 304]);
  });
});
