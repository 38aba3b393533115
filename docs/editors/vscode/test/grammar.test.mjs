// What the colours say, over lines that show one thing each, and over the bases of this repository.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { read, scopeOf } from './tokens.mjs';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const page = (name) => readFileSync(join(root, name), 'utf8');

/** Returns the files with this ending below the folders with bases. */
function files(ending) {
  const folders = ['kb/bases', 'tests/examples'].map((folder) => join(root, folder)).filter(existsSync);
  const found = folders.flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)));
  return found.filter((name) => name.endsWith(ending)).sort();
}

/** Returns the blocks of a label in the page of the language: together they are every form of it. */
function blocks(label) {
  const found = page('docs/language.md').matchAll(new RegExp(`^\`\`\`${label}( [^ ]+=.*)?\\n([^]*?)^\`\`\``, 'gm'));
  return [...found].map((block) => block[2]);
}

const pages = () => [...blocks('kb'), ...files('.kb').map((name) => readFileSync(name, 'utf8'))];

const DECLARATION = 'storage.type.declaration';
const STATEMENT = 'keyword.control.statement';
const LIKELIHOOD = 'constant.numeric.likelihood';
const PRIOR = 'constant.numeric.prior';
const NAME = 'variable.other';
const VALUE = 'variable.other.enummember';
const EFFECT = 'keyword.other.effect';

// A line, a text in it, and what the text is.
const LINES = [
  ['cause slow-line of network "The line"', 'cause', DECLARATION],
  ['cause slow-line of network "The line"', 'slow-line', 'entity.name.type'],
  ['cause slow-line of network "The line"', 'of', 'keyword.operator.word'],
  ['cause slow-line of network "The line"', 'network', NAME],
  ['translation of chatgpt "Problemas"', 'chatgpt', 'entity.name.type'],
  ['use "more/file.kb"', 'use', DECLARATION],
  ['  is            most common', 'is', STATEMENT],
  ['  is            most common', 'most common', PRIOR],
  ['  is 2.5%', '2.5', 'constant.numeric'],
  ['  half the time internal-server-error', 'half the time', LIKELIHOOD],
  ['  almost always cures stale, other', 'almost always', LIKELIHOOD],
  ['  almost always cures stale, other', 'cures', EFFECT],
  ['  almost always cures stale, other', 'stale', NAME],
  ['  almost always cures stale, other', 'other', 'constant.language.other'],
  ['  85% cures stale', 'cures', EFFECT],
  ['  7 of 10 eases stale', 'eases', EFFECT],
  ['  7 of 10 eases stale', '10', 'constant.numeric'],
  ['  usually unanswered', 'unanswered', EFFECT],
  ['  otherwise almost never has ad-blocker', 'almost never', LIKELIHOOD],
  ['  otherwise almost never has ad-blocker', 'ad-blocker', VALUE],
  ['  done wrong seldom', 'done wrong', STATEMENT],
  ['  done wrong seldom', 'seldom', LIKELIHOOD],
  ['fact often-seen "A" : one of always, never', 'always', NAME],
  ['fact often-seen "A" : one of always, never', 'one of', 'support.type.domain'],
  ['fact often-seen "A" : one of always, never', 'often-seen', 'entity.name.type'],
  ['fact m "M" : one of its symptoms', 'its symptoms', 'support.type.domain'],
  ['fact m "M" : number 0..500 "messages"', '..', 'keyword.operator.range'],
  ['fact m "M" : number 0..500 "messages"', '500', 'constant.numeric'],
  ['fact m "M" : text', 'text', 'support.type.domain'],
  ['  passes in     10 min', 'passes in', STATEMENT],
  ['  passes in     10 min', 'min', 'keyword.other.unit'],
  ['  takes 3 days', '3', 'constant.numeric'],
  ['  ruled out when browser is app or messages >= 40', 'ruled out when', STATEMENT],
  ['  ruled out when browser is app or messages >= 40', 'is', 'keyword.operator.word'],
  ['  ruled out when browser is app or messages >= 40', 'app', VALUE],
  ['  ruled out when browser is app or messages >= 40', 'or', 'keyword.operator.logical'],
  ['  ruled out when browser is app or messages >= 40', '>=', 'keyword.operator.comparison'],
  ['  not asked when vpn', 'not asked when', STATEMENT],
  ['  only when     not browser is app', 'not', 'keyword.operator.logical'],
  ['  only looks', 'only looks', STATEMENT],
  ['  when plan is "Plus"', 'when', 'keyword.control'],
  ['  says only "too many"', 'only', 'keyword.other.modifier'],
  ['  says beside the name "slow"', 'beside the name', 'keyword.other.modifier'],
  ['  says "in {hours:number} hour"', 'hours', 'variable.parameter.capture'],
  ['  says "in {hours:number} hour"', 'number', 'support.type.capture'],
  ['  says "a {{ b"', '{{', 'constant.character.escape'],
  ['  says "a \\" b"', '\\"', 'constant.character.escape'],
  ['  says "a \\n b"', '\\n', 'invalid.illegal.escape'],
  ['  says /error\\W*(?P<code>429)\\/x/', '\\/', 'constant.character.escape'],
  ['  says /error\\W*(?P<code>429)\\/x/', 'code', 'variable.parameter.capture'],
  ['  says /a#b/ # c', 'a#b', 'string.regexp'],
  ['  says "a # b"', 'a # b', 'string.quoted.double'],
  ['  often vpn # why', ' why', 'comment.line.number-sign'],
  ['  # etio: allow W204 because it is so', 'W204', 'constant.other.check'],
  ['  # etio: allow W204 because it is so', 'because', 'keyword.other.silence'],
  ['  source estimate', 'estimate', 'support.constant'],
  ['  source "status page" 2026-11', '2026-11', 'constant.numeric.date'],
  ['  probe env HTTPS_PROXY is "x"', 'HTTPS_PROXY', 'variable.other.environment'],
  ['  probe os-version', 'os-version', 'support.type.probe'],
  ['  counts loses-data as 1 h', 'loses-data', 'support.constant'],
  ['  counts loses-data as 1 h', 'as', 'keyword.other.modifier'],
  ['  access case takes 5 min', 'case', 'entity.name.type'],
  ['  risk loses-data "All of it."', 'loses-data', 'support.constant'],
  ['  effort little', 'little', 'support.constant'],
  ['  language en', 'en', 'constant.language'],
  ['  several causes at once', 'several causes at once', STATEMENT],
  ['  variants of one trouble', 'variants of one trouble', STATEMENT],
  // A name is no word of the language because it begins or ends with one.
  ['  often vpn-is-on, not-there', 'vpn-is-on', NAME],
  ['  often vpn-is-on, not-there', 'not-there', NAME],
  ['  used-often', 'used-often', NAME],
];

test('every word has its colour', async () => {
  for (const [line, text, scope] of LINES) {
    assert.equal(await scopeOf(line, text), scope, `${text} in: ${line}`);
  }
});

const TALK = [
  ['case overload is the first thing', 'case', DECLARATION],
  ['case overload is the first thing', 'overload is the first thing', 'entity.name.section'],
  ['> asks nothing, 90%', ' asks nothing, 90%', 'string.unquoted.said'],
  ['recognises exactly too-many', 'recognises exactly', STATEMENT],
  ['recognises exactly too-many', 'too-many', NAME],
  ['asks at most 3', 'asks at most', STATEMENT],
  ['asks vpn', 'asks', STATEMENT],
  ['gives overload from 30% to 40.5%', 'to', 'keyword.other.bound'],
  ['gives overload at least 30%', 'at least', 'keyword.other.bound'],
  ['gives overload at least 30%', '30', 'constant.numeric'],
  ['answered vpn: probably no', 'probably no', 'string.unquoted.said'],
  ['verdict unsure', 'unsure', 'support.constant'],
  ['not among vpn, other', 'not among', STATEMENT],
  ['# a > b', ' a > b', 'comment.line.number-sign'],
  ['silent', 'silent', STATEMENT],
];

test('every word of a talk has its colour', async () => {
  for (const [line, text, scope] of TALK) {
    const found = await scopeOf(line, text, 'source.etio-talk');
    assert.equal(found.split(' ').at(-1), scope, `${text} in: ${line}`);
  }
});

test('a string, a regular expression or a comment never goes on in the next line', async () => {
  for (const open of ['says "never closed', 'says "ends in \\', 'says /never closed', 'says /a\\', '# comment', 'says "{', 'says /[a']) {
    const [, { tokens }] = await read(`  ${open}\ncause next "Next"`);
    assert.equal(tokens[0].scopes.at(-1), `${DECLARATION}.etio`, open);
  }
});

test('nothing is left without a colour, and every line ends as it began', async () => {
  const all = pages();
  assert.ok(all.length > 20, 'the bases are there');
  const talks = [...blocks('talk'), ...files('.talk').map((name) => readFileSync(name, 'utf8'))];
  assert.ok(talks.length > 0, 'the page of the language shows a talk');
  const texts = [...all.map((text) => [text, 'source.etio']), ...talks.map((text) => [text, 'source.etio-talk'])];
  for (const [text, scope] of texts) {
    for (const { line, depth, tokens } of await read(text, scope)) {
      assert.equal(depth, 1, `left open: ${line}`);
      const bare = tokens.find((token) => token.text.trim() && token.scopes.length === 0);
      assert.equal(bare?.text, undefined, line);
      const illegal = tokens.find((token) => token.scopes.some((scope) => scope.startsWith('invalid')));
      assert.equal(illegal?.text, undefined, line);
    }
  }
});

test('every line that opens with a word of the language is coloured so', async () => {
  const opening = new Set();
  for (const text of pages()) {
    let before = '';
    for (const { line, tokens } of await read(text)) {
      const first = tokens.find((token) => token.text.trim());
      const kind = first?.scopes.at(-1) ?? 'comment';
      if (/^(storage|keyword\.control\.statement|constant\.numeric\.likelihood)/.test(kind)) {
        opening.add(first.text.replace(/\s+/g, ' '));
      } else if (/^variable\.other/.test(kind)) {
        // Only what goes on from the line before may begin with a name.
        assert.match(before.replace(/#.*/, ''), /(,|\band|\bor)\s*$/, `a line that opens with a name: ${line}`);
      }
      before = kind.includes('comment') ? before : line;
    }
  }
  assert.ok(opening.size > 40, `${opening.size} words were seen`);
});
