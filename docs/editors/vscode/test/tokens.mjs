// Reads a text with a grammar of the extension, as the editor does.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Registry, INITIAL } = require('vscode-textmate');
const oniguruma = require('vscode-oniguruma');

const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
const onigLib = oniguruma.loadWASM(wasm).then(() => ({
  createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
  createOnigString: (text) => new oniguruma.OnigString(text),
}));
const folder = new URL('../', import.meta.url);
const { contributes } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
const registry = new Registry({
  onigLib,
  loadGrammar: async (scope) => {
    const known = contributes.grammars.find((grammar) => grammar.scopeName === scope);
    return known && JSON.parse(readFileSync(new URL(known.path, folder), 'utf8'));
  },
});

/** Returns the lines of a text, each with its tokens: what is written, and the scopes without that of the grammar. */
export async function read(text, scope = 'source.etio') {
  const grammar = await registry.loadGrammar(scope);
  let state = INITIAL;
  return text.split(/\r?\n/).map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    const token = ({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1),
    });
    return { line, depth: ruleStack.depth, tokens: tokens.map(token) };
  });
}

/** Returns the innermost scope at a text in one line, without the name of the grammar at its end. */
export async function scopeOf(line, text, scope) {
  const [{ tokens }] = await read(line, scope);
  const found = tokens.find((token) => token.text === text) ?? tokens.find((token) => token.text.includes(text));
  return (found?.scopes.at(-1) ?? 'nothing').replace(/\.etio(-talk)?$/, '');
}
