// What another site, another tab or a thief of a cookie can do: nothing.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { CONSOLE, new_page, signed_in, world } from './world.mjs';

/** A site of another origin, until the test ends. */
async function elsewhere(t, html) {
  const site = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(html)).listen(0, '127.0.0.1');
  await new Promise((done) => { site.once('listening', done); });
  t.after(() => site.close());
  return `http://127.0.0.1:${site.address().port}/`;
}

/** A page of another site in the very browser that is signed in. */
async function page_elsewhere(t, html) {
  const page = await signed_in(t, 'admin', '#/health');
  const other = await page.context().newPage();
  await other.goto(await elsewhere(t, html));
  return { page, other };
}

describe('another site', () => {
  it('cannot read or change anything with the cookie of who is signed in', async (t) => {
    const { page, other } = await page_elsewhere(t, '<!doctype html><title>elsewhere</title>');
    const tried = await other.evaluate(async (base) => {
      const outcome = async (path, init) => { try { return (await fetch(base + path, { credentials: 'include', ...init })).status; } catch (fault) { return fault.name; } };
      return [await outcome('/console/api/health'), await outcome('/console/api/session'), await outcome('/console/api/session', { method: 'DELETE' }),
        await outcome('/console/api/try', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }), await outcome('/console/api/try', { method: 'POST', body: '{}', mode: 'no-cors' })];
    }, world.admin);
    assert.deepEqual(tried.slice(0, 4), ['TypeError', 'TypeError', 'TypeError', 'TypeError']);
    assert.ok([0, 'TypeError'].includes(tried[4]), 'sent without being asked for leave, and answered with nothing to read');
    await page.reload();
    await page.getByRole('heading', { name: 'Health of this node' }).waitFor();
  });

  it('cannot sign anybody in with a form of its own', async (t) => {
    const { other } = await page_elsewhere(t, `<!doctype html><form method="post" enctype="text/plain" action="${world.admin}/console/api/session"><input name='{"token":"x' value='"}'></form>`);
    const answered = other.waitForResponse(/session/);
    await other.evaluate(() => document.forms[0].submit());
    assert.ok([400, 401, 403, 415].includes((await answered).status()));
  });

  it('cannot put the console into a frame', async (t) => {
    const { other } = await page_elsewhere(t, `<!doctype html><iframe src="${CONSOLE}"></iframe>`);
    await other.waitForLoadState('networkidle');
    assert.equal(await other.frames().at(-1).evaluate(() => document.querySelector('main')), null);
  });
});

describe('the session', () => {
  const call = (page, path, init) => page.evaluate(async ([to, how]) => (await fetch(to, how)).status, [path, init]);

  it('is a cookie that scripts cannot see and other sites do not send', async (t) => {
    const page = await signed_in(t, 'tester', '#/try');
    const [cookie, ...more] = await page.context().cookies();
    assert.deepEqual([cookie.name.slice(0, 7), cookie.httpOnly, cookie.secure, cookie.sameSite, cookie.path, more.length], ['__Host-', true, true, 'Strict', '/', 0]);
    assert.equal(await page.evaluate(() => document.cookie), '');
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  });

  it('changes nothing without its CSRF token, with a wrong one or with another session\'s', async (t) => {
    const page = await signed_in(t, 'tester', '#/try', { expected: /403/ });
    const other = await signed_in(t, 'admin', '#/try');
    const { csrf } = await other.evaluate(async () => (await fetch('/console/api/session')).json());
    const post = (headers) => call(page, '/console/api/try', { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: '{"request":"{}"}' });
    for (const headers of [{}, { 'X-CSRF-Token': '' }, { 'X-CSRF-Token': 'x' }, { 'X-CSRF-Token': csrf }]) assert.equal(await post(headers), 403, JSON.stringify(headers));
    assert.equal(await call(page, '/console/api/session', { method: 'DELETE' }), 403);
  });

  it('does not reach further than its role', async (t) => {
    const page = await signed_in(t, 'tester', '#/try', { expected: /403/ });
    for (const path of ['reception', 'reception/comments', 'reception/feedback.csv', 'latency', 'clients', `clients/${world.client}/sheet`, 'health', 'audit']) {
      assert.equal(await call(page, `/console/api/${path}`), 403, path);
    }
  });

  it('ends with signing out, also for who kept the cookie; a made-up cookie is nobody', async (t) => {
    const page = await new_page(t, { expected: /401/ });
    await page.goto(CONSOLE);
    await page.getByLabel('Admin token').fill(world.tokens.tester);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('article').first().waitFor();
    const kept = await page.context().cookies();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').first().waitFor();
    await page.context().addCookies(kept);
    assert.equal(await call(page, '/console/api/samples'), 401);
    await page.context().addCookies(kept.map((cookie) => ({ ...cookie, value: 'A'.repeat(cookie.value.length) })));
    assert.equal(await call(page, '/console/api/samples'), 401);
  });

  it('is another one after each sign-in', async (t) => {
    const page = await new_page(t, { expected: /401/ });
    const seen = new Set();
    for (let i = 0; i < 2; i += 1) {
      await page.context().addCookies([{ name: '__Host-vesicle-console', value: 'chosen-by-somebody-else', url: world.admin, secure: true, httpOnly: true, sameSite: 'Strict' }]);
      await page.goto('about:blank');
      await page.goto(CONSOLE);
      await page.getByLabel('Admin token').fill(world.tokens.tester);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('article').first().waitFor();
      seen.add((await page.context().cookies())[0].value);
    }
    assert.equal(seen.size, 2);
    assert.ok(!seen.has('chosen-by-somebody-else'));
  });
});
