// Signing in, and the pages beside Try it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { CONSOLE, go, new_page, picture, settled, signed_in, state_of, world } from './world.mjs';

const sign_in = async (page, token) => {
  await page.getByLabel('Admin token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
};
const cell = async (page, table, row, column) => {
  const found = page.getByRole('table', { name: table, exact: true });
  const columns = await found.getByRole('columnheader').allTextContents();
  assert.ok(columns.includes(column), `${column} of ${columns}`);
  return (await found.getByRole('row').filter({ hasText: row }).locator('th, td').nth(columns.indexOf(column)).textContent()).trim();
};

/** Whether the first chart has pixels of this colour; runs in the page. */
function is_drawn_in(colour) {
  const canvas = document.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255 && `${data[i]},${data[i + 1]},${data[i + 2]}` === colour) return true;
  return false;
}

describe('signing in', () => {
  it('refuses a wrong token in words, takes the right one, and goes on where one was', async (t) => {
    const page = await new_page(t, { expected: /401/ });
    await page.goto(`${CONSOLE}#/knowledge/renal-dose`);
    await picture(page, 'sign-in');
    await sign_in(page, 'vat_wrong');
    await page.getByRole('alert').waitFor();
    assert.match(await page.getByRole('alert').textContent(), /token/);
    await sign_in(page, ` ${world.tokens.tester}\n`);
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Sign in' }).waitFor();
    assert.match(page.url(), /knowledge\/renal-dose$/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').first().waitFor();
    await page.reload();
    await page.getByLabel('Admin token').waitFor();
  });

  it('shows each role its pages, and says what a page needs', async (t) => {
    for (const [role, pages] of [['tester', ['Try it', 'Knowledge']], ['reviewer', ['Try it', 'How it is received', 'Knowledge']],
      ['admin', ['Try it', 'How it is received', 'Knowledge', 'Clients', 'Health', 'Trail']]]) {
      const page = await signed_in(t, role, '#/health');
      assert.deepEqual(await page.getByRole('navigation').getByRole('link').allTextContents(), pages);
      if (role !== 'admin') await page.getByText('needs a token of the role admin').waitFor();
    }
  });

  it('says so when the session has ended, and keeps the place', async (t) => {
    const page = await new_page(t, { expected: /401/ });
    await page.goto(`${CONSOLE}#/knowledge`);
    await sign_in(page, world.tokens.tester);
    await page.getByRole('link', { name: 'Cold sore not healing on treatment' }).waitFor();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Cold sore not healing on treatment' }).click();
    await page.getByText('Your session has ended').first().waitFor();
    assert.match(page.url(), /knowledge\/treatment-failure$/);
  });

  it('tells when the server cannot be reached', async (t) => {
    const page = await signed_in(t, 'tester', '#/knowledge', { expected: /ERR_FAILED/ });
    await page.route('**/console/api/**', (route) => route.abort());
    await page.getByRole('link', { name: 'Try it' }).click();
    await page.getByText('the server cannot be reached').first().waitFor();
    await page.unroute('**/console/api/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('article').first().waitFor();
  });
});

describe('how it is received', () => {
  it('counts what was answered and told, as charts and as the same numbers', async (t) => {
    const page = await signed_in(t, 'reviewer', '#/received');
    const { calls, accepted, overridden } = world.told;
    assert.equal(await cell(page, 'By client', world.client, 'Decisions'), String(calls));
    assert.equal(await cell(page, 'By rule', 'Cold sore not healing', 'Accepted'), String(accepted));
    assert.equal(await cell(page, 'By rule', 'Cold sore not healing', 'Overridden'), String(overridden));
    assert.ok(Number(await cell(page, 'How long answers took, in milliseconds', 'antiviral-order-sign', 'Count')) >= calls);
    assert.ok(await page.locator('canvas').count() >= 4);
    const drawn = await page.locator('canvas').first().evaluate((canvas) => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size);
    assert.ok(drawn > 10, 'the chart is drawn');
    await picture(page, 'received', { fullPage: true });
    const ACCEPTED = '31,95,168';
    const IN_THE_DARK = '156,198,247';
    const has = (colour) => page.waitForFunction(is_drawn_in, colour);
    await has(ACCEPTED);
    await page.emulateMedia({ colorScheme: 'dark' });
    await has(IN_THE_DARK);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await has(ACCEPTED); // on white paper, whatever the screen
    await picture(page, 'received-print', { fullPage: true });
  });

  it('shows comments only when they are asked for', async (t) => {
    const page = await signed_in(t, 'reviewer', '#/received');
    const comment = page.getByText(world.told.comment);
    assert.equal(await comment.count() > 0 && await comment.first().isVisible(), false);
    await page.getByRole('button', { name: /^Show .* comments$/ }).click();
    assert.ok(await comment.first().isVisible());
  });

  it('can be limited to a time and a client, and taken along as CSV', async (t) => {
    const page = await signed_in(t, 'reviewer', '#/received');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Feedback as CSV' }).click();
    const lines = (await readFile(await (await saved).path(), 'utf8')).trim().split('\n');
    assert.ok(lines.length > world.told.accepted + world.told.overridden);
    await page.getByLabel('From').fill('2020-01-01');
    await page.getByLabel('To, exclusive').fill('2020-02-01');
    await page.getByLabel('By', { exact: true }).selectOption('day');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('Nothing was asked in this time').waitFor();
    assert.match(page.url(), /since=2020-01-01&until=2020-02-01&unit=day/);
  });
});

describe('knowledge', () => {
  it('has a page for every rule, with its numbers, sources and attributes', async (t) => {
    const page = await signed_in(t, 'tester', '#/knowledge');
    const rules = await page.getByRole('table', { name: 'Rules' }).getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.equal(rules.length, 13);
    for (const rule of rules) {
      await page.goto(`${CONSOLE}${rule}`);
      await settled(page);
      for (const title of ['It speaks when', 'Sources', 'What its cards say']) await page.getByRole('heading', { name: title }).waitFor();
    }
    await go(page, '#/knowledge/treatment-failure');
    assert.match(await page.getByRole('row', { name: /failure\.escalate_day/ }).textContent(), /10 days/);
    await page.getByRole('row', { name: /failure\.escalate_day/ }).getByRole('link').first().click();
    assert.match(await page.evaluate(() => document.activeElement?.id ?? ''), /^source-\d+$/);
    await picture(page, 'knowledge-rule', { fullPage: true });
  });

  it('says that there is no such rule', async (t) => {
    const page = await signed_in(t, 'tester', '#/knowledge/no-such-rule', { expected: /404/ });
    await page.getByRole('heading', { name: 'This did not work' }).waitFor();
  });
});

describe('what is amiss', () => {
  const states = [
    ['#/received', '**/api/reception*', () => null, 'Nothing is kept here, so nothing can be counted'],
    ['#/received', '**/api/reception?*', (found) => ({ ...found, complete: false, unknown_feedback: 3 }), '3 items of feedback are about cards that are not known here.'],
    ['#/clients', '**/api/clients', (found) => ({ ...found, told_apart: false, clients: [] }), 'everybody is answered, and nobody is told apart'],
    ['#/clients', '**/api/clients', (found) => ({ ...found, clients: [] }), 'Nobody is registered yet'],
    ['#/clients', '**/api/clients', (found) => ({ ...found, mixed_patients: 2, clients: found.clients.map((one) => ({ ...one, demo: true })) }), 'anybody can sign as it'],
    ['#/health', '**/api/health', (found) => ({ ...found, store: null }), 'none: feedback is not taken'],
    ['#/health', '**/api/health', (found) => ({ ...found, store: { ...found.store, writable: false, trouble: 'the disk is full' } }), 'the disk is full'],
    ['#/health', '**/api/health', (found) => ({ ...found, ready: false, draining: true }), 'ending: finishes what it has'],
    ['#/health', '**/api/health', (found) => ({ ...found, certificate: { ...found.certificate, days_left: -1 } }), 'has ended'],
    ['#/health', '**/api/health', (found) => ({ ...found, outbound: { ...found.outbound, open_breakers: 2 } }), '2 not asked at present'],
    ['#/audit', '**/api/audit*', (found) => ({ ...found, kept: false, deeds: [] }), 'Kept in memory alone'],
  ];
  it('is said where one looks', async (t) => {
    for (const [hash, answer, changed, says] of states) {
      const page = await new_page(t, { storageState: await state_of('admin'), expected: /404/ });
      await page.route(answer, async (route) => {
        const found = changed(await (await route.fetch()).json());
        await route.fulfill(found === null ? { status: 404, json: { error: 'nothing is kept here' } } : { json: found });
      });
      await go(page, hash);
      await page.getByText(says).first().waitFor();
    }
  });
});

describe('clients, health and the trail', () => {
  it('prints a sheet that an EHR team can act on', async (t) => {
    const page = await signed_in(t, 'admin', '#/clients');
    await page.getByRole('region', { name: world.client }).getByRole('link', { name: 'Registration sheet' }).click();
    await page.getByRole('heading', { name: `Connecting ${world.client} to Vesicle` }).waitFor();
    const sheet = await page.locator('main').textContent();
    for (const needed of ['/cds-services', 'Patient/{{context.patientId}}', 'iss', 'aud', 'jti', 'urn:trial', 'antiviral-order-sign']) assert.ok(sheet.includes(needed), needed);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('navigation').isVisible(), false);
    await picture(page, 'sheet-print', { fullPage: true });
  });

  it('counts refused calls by cause', async (t) => {
    const page = await signed_in(t, 'admin', '#/clients');
    assert.ok(await page.getByRole('table', { name: 'Refused calls by cause' }).getByRole('row').count() >= 2);
    await picture(page, 'clients', { fullPage: true });
  });

  it('shows certificate, store and versions', async (t) => {
    const page = await signed_in(t, 'admin', '#/health');
    for (const light of [/Service.*ready/, /Certificate.*days left/, /Store.*writable/]) await page.locator('.light').filter({ hasText: light }).waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await settled(page);
    await picture(page, 'health', { fullPage: true });
  });

  it('has every sign-in and what was read in the trail, and no patient', async (t) => {
    const page = await signed_in(t, 'admin', '#/audit');
    const trail = await page.getByRole('table', { name: 'Trail' }).textContent();
    assert.match(trail, /sign-in/);
    assert.doesNotMatch(trail, /vignette-01-patient/);
    await picture(page, 'audit', { fullPage: true });
  });
});
