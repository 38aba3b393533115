// The texts of the extension: each in English and in Spanish, and none that nobody says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const keys = (name) => Object.keys(JSON.parse(read(name))).sort();

test('what the editor shows of the package is said in both languages', () => {
  const wanted = [...new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map((found) => found[1]))].sort();
  assert.deepEqual(keys('package.nls.json'), wanted);
  assert.deepEqual(keys('package.nls.es.json'), wanted);
});

test('what the extension says is said in Spanish too', () => {
  const said = [...read('extension.js').matchAll(/\bt\('([^']+)'/g)].map((found) => found[1]);
  assert.ok(said.length > 0);
  assert.deepEqual(keys('l10n/bundle.l10n.es.json'), [...new Set(said)].sort());
  const numbers = (text) => text.match(/\{\d\}/g);
  for (const [english, spanish] of Object.entries(JSON.parse(read('l10n/bundle.l10n.es.json')))) {
    assert.deepEqual(numbers(spanish), numbers(english), english);
  }
});

test('the settings that the extension reads are declared', () => {
  const declared = Object.keys(JSON.parse(read('package.json')).contributes.configuration.properties);
  const used = [...read('extension.js').matchAll(/settings\.get\('(\w+)'/g)].map((found) => `etio.${found[1]}`);
  assert.deepEqual([...used, 'etio.trace.server'].sort(), declared.sort());
});
