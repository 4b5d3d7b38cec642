// What the tests share: the running server, and pages that notice everything that must not happen in them.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { chromium } from 'playwright-core';

/** Where the server is, its tokens by role, where pictures go: from console_test.py. */
export const world = JSON.parse(process.env.VESICLE_CONSOLE_WORLD);
export const CONSOLE = `${world.admin}/console/`;
export const LONG = process.env.VESICLE_LONG === '1';

const browser = await chromium.launch({ executablePath: world.chromium, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'], env: { ...process.env, HOME: world.home } });
after(() => browser.close());

const BUSY = /status of 503/; // which the pages ask again after

/** Violations of the policy are told to the page alone. */
function notice_violations() {
  document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
}

/**
 * A page of its own context, that fails the test for any console error, page error, dialog, policy violation, or request to elsewhere.
 * `expected`: a pattern of console errors that the test itself causes.
 */
export async function new_page(t, { width = 1280, height = 900, scheme = 'light', expected = null, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, ...more });
  context.setDefaultTimeout(20000);
  const page = await context.newPage();
  const faults = [];
  await context.addInitScript(notice_violations);
  page.on('console', (said) => { if (said.type() === 'error' && !BUSY.test(said.text()) && !expected?.test(said.text())) faults.push(`console: ${said.text()} ${said.location().url}`); });
  page.on('pageerror', (fault) => faults.push(`page: ${fault.message}`));
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith(world.admin) && !/^(?:data|blob|about):/.test(request.url())) faults.push(`asked elsewhere: ${request.url()}`); });
  page.faults = faults;
  t.after(async () => {
    if (!t.passed) for (const fault of faults) t.diagnostic(fault);
    await context.close();
    assert.deepEqual(faults, []);
  });
  return page;
}

const states = new Map(); // cookies by role, so that one sign-in serves many tests

/** The cookies of one who has signed in. */
export async function state_of(role) {
  if (!states.has(role)) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(CONSOLE);
    await page.getByLabel('Admin token').fill(world.tokens[role]);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    states.set(role, await context.storageState());
    await context.close();
  }
  return states.get(role);
}

/** A page that is signed in, at `#/...` of the console. */
export async function signed_in(t, role, hash, more = {}) {
  const page = await new_page(t, { storageState: await state_of(role), ...more });
  await go(page, hash);
  return page;
}

/** Opens a page of the console and waits until it is whole. */
export async function go(page, hash) {
  await page.goto('about:blank'); // a new hash alone would load nothing
  await page.goto(`${CONSOLE}${hash}`);
  await opened(page);
}

/** A page that was loaded anew is whole: its heading comes with all that it asked for. */
export async function opened(page) {
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
}

/** No answer is waited for any more. */
export async function settled(page) {
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
}

/** The next answer to a trial, after something was done that asks for one. */
export async function next_trial(page, act) {
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/console/api/try'));
  await act();
  const said = await (await answered).json();
  await page.waitForLoadState('networkidle');
  return said;
}

/** As if somebody had typed it, but at once: a browser takes seconds to type a thousand lines. */
export const type_over = (area, text) => area.evaluate((element, to) => { element.value = to; element.dispatchEvent(new Event('input', { bubbles: true })); }, text);

export const picture = (page, name, options = {}) => page.screenshot({ path: `${world.pictures}/${name}.png`, ...options });
