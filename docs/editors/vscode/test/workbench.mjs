// Goes through what the extension does, in the real workbench of Visual Studio Code in a browser without a window:
//
//   npm install --no-save playwright-core
//   code-server --auth none --disable-workspace-trust --install-extension etio-0.1.0.vsix
//   code-server --auth none --disable-workspace-trust --bind-addr 127.0.0.1:8080 &
//   CHROMIUM=/path/to/chromium npm run workbench -- http://127.0.0.1:8080 /path/to/etio [FOLDER FOR PICTURES]
//
// Says for each thing whether it works, and ends with 1 where one does not. It types as a person would, and is no part of
// `npm test`: it needs a browser and that server.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [address, program, pictures] = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'etio-workbench-'));
const folder = join(root, 'printer');
const write = (name, text) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const onDisk = (name) => readFileSync(join(folder, name), 'utf8');
write('.vscode/settings.json', JSON.stringify({ 'etio.path': program, 'editor.minimap.enabled': false }));
write('base.kb', `base printer "Printer"
  language en
  about "printer"
  source estimate
fact plugged-in "It is plugged in"
  ask "Is it plugged in?"
  otherwise usually
symptom dead "It does nothing"
  says "dead", "does nothing"
cause no-power "It has no power"
  is common
  always dead
`);
write('fixes.kb', 'fix plug-in "Plug it in"\n  usually cures no-power\n  step "Plug it in."\n');
write('cases/first.yaml', `- case: this one holds
  text: "it is dead"
  expect: {recognised: dead}
- case: this one does not
  text: "it is dead"
  expect: {cause: other}
`);

const browser = await chromium.launchPersistentContext(join(root, 'browser'), {
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  viewport: { width: 1300, height: 800 },
  locale: 'en',
});
const page = browser.pages()[0];
const { keyboard } = page;
const rows = page.locator('.explorer-folders-view .monaco-list-row');
const lenses = page.locator('.codelens-decoration a');
const squiggles = page.locator('.squiggly-error');
const text = (locator) => locator.allInnerTexts().then((all) => all.join('\n').replaceAll('\u00a0', ' '));

/** Waits until something holds. */
async function until(what, holds) {
  for (let tries = 0; tries < 75; tries += 1) {
    if (await holds()) {
      return;
    }
    await page.waitForTimeout(200);
  }
  throw new Error(`waited in vain for ${what}`);
}
const contains = (what, locator, part) => until(what, async () => (await text(locator)).includes(part));

async function open(name) {
  await rows.filter({ hasText: name }).first().dblclick();
  await contains(name, page.locator('.tab.active'), name);
  await page.waitForTimeout(500);
}
async function order(command) {
  await keyboard.press('F1');
  await keyboard.type(command, { delay: 20 });
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: command }).first().click();
  await page.waitForTimeout(300);
}
const word = (name) => page.locator('.view-line span span', { hasText: new RegExp(`^${name}$`) }).first();
const editor = () => page.locator('.editor-group-container').first().locator('.view-line');

let failed = 0;
async function works(what, attempt) {
  try {
    await attempt();
    console.log('works  ', what);
  } catch (error) {
    failed += 1;
    console.log('FAILS  ', `${what}: ${error.message}`);
  }
  if (pictures) {
    await page.screenshot({ path: join(pictures, `${what.replaceAll(/\W+/g, '-')}.png`) });
  }
  await keyboard.press('Escape');
}

await page.goto(`${address}/?folder=${folder}`);
await rows.first().waitFor({ timeout: 60_000 });
await works('the server serves an opened page', async () => {
  await open('base.kb');
  await lenses.first().waitFor({ timeout: 30_000 });
});
await works('words have colours', async () => {
  const colour = (name) => word(name).evaluate((node) => getComputedStyle(node).color);
  const all = await Promise.all(['cause', 'is', 'common'].map(colour));
  assert.equal(new Set(all).size, 3, all.join());
});
await works('a mistake is underlined as one types', async () => {
  await editor().last().click();
  await keyboard.press('Control+End');
  await keyboard.type('  often pluged-in');
  await until('a line under it', async () => (await squiggles.count()) === 1);
});
await works('a correction is offered and made', async () => {
  await keyboard.press('Control+.');
  await contains('the offer', page.locator('.action-widget'), 'plugged-in');
  await keyboard.press('Enter');
  await contains('the correction', editor(), 'often plugged-in');
  await until('no line under it', async () => (await squiggles.count()) === 0);
});
await works('words and names are completed', async () => {
  const offers = page.locator('.suggest-widget .monaco-list-row');
  await keyboard.press('Control+End');
  await keyboard.press('Enter');
  await keyboard.type('almost n', { delay: 60 });
  await contains('almost never', offers, 'almost never');
  await keyboard.press('Enter');
  await keyboard.type(' plug', { delay: 60 });
  await contains('a name', offers, 'plugged-in');
  await keyboard.press('Escape');
  await keyboard.press('Control+Shift+k');
});
await works('a name says what it stands for', async () => {
  await word('no-power').hover();
  await contains('the words', page.locator('.monaco-hover'), 'It has no power');
});
await works('a page is put in its form', async () => {
  await order('Format Document');
  await contains('the form', editor(), '  is     common');
  await keyboard.press('Control+s');
});
await works('a definition is found in another file', async () => {
  await open('fixes.kb');
  await word('no-power').click();
  await keyboard.press('F12');
  await contains('the other file', page.locator('.tab.active'), 'base.kb');
});
await works('a name is changed in every file', async () => {
  await word('no-power').click();
  await keyboard.press('F2');
  await page.locator('.rename-box input').fill('unplugged');
  await keyboard.press('Enter');
  await contains('the name here', editor(), 'cause unplugged');
  await order('File: Save All Files');
  await until('the name there', () => onDisk('fixes.kb').includes('cures unplugged'));
});
await works('a symptom is tried where it stands', async () => {
  await lenses.first().click();
  await contains('the answer', page.locator('.tab.active, .tab.selected'), 'etio answer');
  await contains('the report', page.locator('.view-line'), 'Most likely: It has no power');
});
await works('a case that holds is run where it stands', async () => {
  await rows.filter({ hasText: 'cases' }).first().click();
  await open('first.yaml');
  await until('two lenses', async () => (await lenses.count()) === 2);
  await lenses.first().click();
  await contains('the notice', page.locator('.notification-toast'), 'holds');
});
await works('a case that does not hold says why', async () => {
  await lenses.last().click();
  await contains('the notice', page.locator('.notification-toast').first(), 'does not hold');
  await contains('the reason', page.locator('.view-line'), 'expected other');
});
await browser.close();
rmSync(root, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
