// Trying an order, from choosing a patient to taking it elsewhere.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { CONSOLE, next_trial, picture, settled, signed_in, type_over } from './world.mjs';

const V01 = '#/try?sample=v01';
const card = (page) => page.getByRole('article', { name: /Day 12 of valacyclovir/ });
const slider = (page, name) => page.getByRole('slider', { name: `${name}, slider` });
const set = (locator, value) => locator.evaluate((element, to) => { element.value = to; element.dispatchEvent(new Event('input', { bubbles: true })); }, String(value));

async function write(page, text) {
  await page.locator('#request-sheet').evaluate((sheet) => { sheet.open = true; });
  await type_over(page.getByLabel('The request as JSON'), text);
}

describe('trying an order', () => {
  it('shows a newcomer why V01 got its card and what would silence it', async (t) => {
    const page = await signed_in(t, 'tester', '#/try');
    await card(page).waitFor();
    assert.match(await card(page).textContent(), /Why it came: day 12, lesion active/);
    await card(page).getByRole('button', { name: 'What would silence it?' }).click();
    const ways = card(page).getByRole('listitem').filter({ hasText: 'Days on valacyclovir' });
    await ways.waitFor();
    assert.match(await ways.textContent(), /6 days or fewer \(now 12\) → no card/);
    assert.match(await card(page).locator('.ways').textContent(), /Herpesviral vesicular dermatitis: resolved \(now active\) → no card/);
    await picture(page, 'try-silence', { fullPage: true });
    await ways.getByRole('button', { name: /^Show/ }).click();
    await page.getByRole('heading', { name: 'No card' }).waitFor();
    assert.equal(await page.getByRole('spinbutton', { name: /Days on valacyclovir/ }).inputValue(), '6');
  });

  it('changes the cards with a slider, by mouse or by key', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    const said = await next_trial(page, () => set(slider(page, 'Days on valacyclovir'), 6));
    assert.deepEqual(said.answer.cards, []);
    await slider(page, 'Days on valacyclovir').focus();
    assert.equal((await next_trial(page, () => page.keyboard.press('ArrowRight'))).answer.cards.length, 1);
    assert.match((await next_trial(page, () => page.getByRole('button', { name: 'Reset' }).click())).answer.cards[0].summary, /^Day 12 /);
  });

  it('tells creatinine, weight, dose and days to the rules as they stand on the sliders', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    for (const [name, value, read] of [['Creatinine', 3, (sent) => sent.prefetch.labs.entry[0].resource.valueQuantity.value], ['Body weight', 60, (sent) => sent.prefetch.vitals.entry[0].resource.valueQuantity.value],
      ['Ordered for', 3, (sent) => sent.context.draftOrders.entry[0].resource.dosageInstruction[0].timing.repeat.boundsDuration.value],
      ['Each dose', 500, (sent) => sent.context.draftOrders.entry[0].resource.dosageInstruction[0].doseAndRate[0].doseQuantity.value]]) {
      const asked = page.waitForRequest((request) => request.url().endsWith('/api/try'));
      await set(slider(page, name), value);
      assert.equal(read(JSON.parse((await asked).postDataJSON().request)), value, name);
    }
  });

  it('moves the day, and the exposure with it', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    const said = await next_trial(page, () => page.getByRole('button', { name: 'A day later' }).click());
    assert.match(said.answer.cards[0].summary, /^Day 13 /);
    assert.match(page.url(), /now=2026-01-21/);
  });

  it('draws the exposure and lists every rule and every fact with its source', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    const drawing = page.getByRole('img', { name: /valacyclovir since 2026-01-08: day 12/ });
    await drawing.waitFor();
    assert.ok(await drawing.locator('rect.bar-administration').count() >= 12);
    assert.ok(await drawing.locator('rect.bar-draft').count() === 1 && await drawing.locator('.threshold.passed').count() >= 2);
    assert.equal(await page.getByRole('table', { name: /^Rules for MedicationRequest/ }).getByRole('row').count(), 13);
    const source = page.getByRole('row', { name: /Stem cells transplant status.*Condition\/vignette-01-transplant/ });
    await source.getByRole('button', { name: /^line \d+/ }).click();
    assert.match(await page.getByLabel('The request as JSON').evaluate((area) => area.value.slice(area.selectionStart - 200, area.selectionEnd + 300)), /vignette-01-transplant/);
  });

  it('previews what a suggestion does, and takes it over', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    await page.getByRole('button', { name: 'Cancel this valacyclovir order' }).click();
    const preview = page.locator('.preview').filter({ hasText: 'Withdrawn' });
    await preview.getByText('Compared with the draft order').click();
    assert.ok(await preview.locator('.goes').count() > 5);
    await page.getByRole('button', { name: /Order HSV culture/ }).click();
    assert.equal(await page.locator('.preview').filter({ hasText: 'New' }).getByRole('listitem').filter({ hasText: 'ServiceRequest' }).count(), 3);
    await picture(page, 'try-preview', { fullPage: true });
    const said = await next_trial(page, () => preview.getByRole('button', { name: 'Take it over and ask again' }).click());
    assert.deepEqual(said.answer.cards, []);
    assert.equal(await page.getByLabel('Sample patient').inputValue(), '');
  });

  it('says what dismissing a card would tell', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    await card(page).getByLabel('Dismiss because').selectOption({ index: 1 });
    assert.match(await card(page).getByRole('status').textContent(), /overridden/);
  });
});

describe('a request of one\'s own', () => {
  const broken = [['{\n  "hook": "order-sign",\n  "context": {,\n}\n', 3, /column 15: expected a name/], ['{\n  "hook": "order-sign"\n', 3, /expected a comma or the end/],
    ['[1, 2', 1, /end of the list/], ['{"hook": 01}', 1, /expected a comma/], ['', 1, /too early/], [`${'['.repeat(300)}`, 1, /too deeply/]];
  for (const [text, line, says] of broken) {
    it(`is told where it stops being JSON: ${JSON.stringify(text).slice(0, 40)}`, async (t) => {
      const page = await signed_in(t, 'tester', V01);
      await write(page, text);
      await page.getByRole('heading', { name: 'Not JSON yet' }).waitFor();
      const fault = page.locator('#request-faults li');
      assert.match(await fault.textContent(), says);
      assert.equal(await fault.getByRole('button').textContent(), `line ${line}`);
      assert.equal(await page.locator('.numbers mark').textContent(), String(line));
    });
  }

  it('is told what the server does not understand, at the line where it stands', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    const sample = await page.getByLabel('The request as JSON').inputValue();
    const wrong = sample.replace('"value": 1000', '"value": "a lot"');
    assert.notEqual(wrong, sample);
    const said = await next_trial(page, () => write(page, wrong));
    assert.equal(said.status, 400);
    await page.getByRole('heading', { name: 'The EHR would be refused (400)' }).waitFor();
    const line = wrong.slice(0, wrong.indexOf('"a lot"')).split('\n').length;
    await page.locator('#request-faults').getByRole('button', { name: `line ${line}`, exact: true }).first().click();
    await picture(page, 'try-refused', { fullPage: true });
  });

  it('can be pasted over what is there', async (t) => {
    const page = await signed_in(t, 'tester', V01, { permissions: ['clipboard-read', 'clipboard-write'] });
    const sample = JSON.parse(await page.getByLabel('The request as JSON').inputValue());
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(sample, null, 2));
    await page.locator('#request-sheet').evaluate((sheet) => { sheet.open = true; });
    await page.getByLabel('The request as JSON').focus();
    await page.keyboard.press('Control+A');
    const said = await next_trial(page, () => page.keyboard.press('Control+V'));
    assert.equal(said.answer.cards.length, 1);
    assert.equal(page.url(), `${CONSOLE}#/try`);
  });

  it('can be opened and dropped as a file, and is too large beyond a mebibyte', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    const sample = await page.getByLabel('The request as JSON').inputValue();
    await next_trial(page, () => page.locator('#request-file').setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(sample) }));
    await card(page).waitFor();
    const drop = (text) => page.locator('.editor').evaluate((frame, dropped) => {
      const data = new DataTransfer();
      data.items.add(new File([dropped], 'mine.json', { type: 'application/json' }));
      frame.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, text);
    await page.locator('#request-sheet').evaluate((sheet) => { sheet.open = true; });
    await next_trial(page, () => drop(sample.replace('2026-01-20', '2026-01-21')));
    await drop(' '.repeat(1048577));
    await page.getByText('larger than a request may be').waitFor();
  });

  it('never goes into a link, and a sample with its changes does', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    await next_trial(page, () => set(slider(page, 'Days on valacyclovir'), 9));
    const link = page.url();
    assert.equal(link, `${CONSOLE}#/try?sample=v01&set=days.valacyclovir%3D9`);
    const again = await signed_in(t, 'tester', link.slice(CONSOLE.length));
    assert.equal(await again.getByRole('spinbutton', { name: /Days on valacyclovir/ }).inputValue(), '9');
    await next_trial(page, async () => write(page, (await page.getByLabel('The request as JSON').inputValue()).replace('vignette-01', 'somebody')));
    assert.equal(page.url(), `${CONSOLE}#/try`);
    assert.ok(await page.getByRole('button', { name: 'Copy link' }).isDisabled());
  });

  it('ignores a link that asks for nonsense', async (t) => {
    const page = await signed_in(t, 'tester', '#/try?sample=v01&now=never&set=__proto__%3D1&set=days.valacyclovir%3Dx&set=nothing&set=%3D');
    await card(page).waitFor();
  });
});

describe('taking it along', () => {
  it('as a command, a golden test and a file', async (t) => {
    const page = await signed_in(t, 'tester', V01, { permissions: ['clipboard-read', 'clipboard-write'] });
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByText('Command copied').first().waitFor();
    assert.match(await copied(), /^cat >request\.json <<'END_OF_REQUEST'\n\{[\s\S]*\nEND_OF_REQUEST\ncurl [\s\S]*antiviral-order-sign/);
    await page.getByRole('button', { name: 'Copy as golden test' }).click();
    await page.getByText('v01.expect.json copied').first().waitFor();
    assert.equal(JSON.parse(await copied()).cards[0].rule, 'treatment-failure');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the request' }).click();
    assert.equal(JSON.parse(await readFile(await (await saved).path(), 'utf8')).hook, 'order-sign');
  });

  it('shows every sample patient without a fault', async (t) => {
    const page = await signed_in(t, 'tester', V01);
    const count = await page.getByLabel('Sample patient').locator('option').count() - 1;
    assert.ok(count >= 15);
    for (let i = 0; i < count; i += 1) await next_trial(page, () => page.getByRole('button', { name: 'Next patient' }).click());
    await settled(page);
    await card(page).waitFor();
  });
});
