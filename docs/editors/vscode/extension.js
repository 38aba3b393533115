// The editor's side of `etio lsp`: starts the program, and shows what its lenses answer. Everything else is the server's.
'use strict';

const vscode = require('vscode');
const { execFile } = require('node:child_process');
const { homedir } = require('node:os');
const { join } = require('node:path');
const { ExecuteCommandRequest, LanguageClient } = require('vscode-languageclient/node');

/** What the server serves: pages, talks, and files of cases beside them. */
const SERVED = [
  { scheme: 'file', language: 'etio' },
  { scheme: 'file', language: 'etio-talk' },
  { scheme: 'file', pattern: '**/cases/*.{yaml,yml}' },
  { scheme: 'file', pattern: '**/*.cases.yaml' },
];
const FILES = '**/*.{kb,talk,yaml,yml}';

/** The running client and what watches the files for it. */
let running;
/** What the last lens answered, as a document that can only be read. */
const ANSWER = vscode.Uri.from({ scheme: 'etio-answer', path: 'etio answer' });
const answered = new vscode.EventEmitter();
let answer = '';
/** Starting and stopping, one after the other. */
let queue = Promise.resolve();

exports.activate = function activate(context) {
  const changed = (change) => {
    if (change.affectsConfiguration('etio.path') || change.affectsConfiguration('etio.bases')) {
      restart();
    }
  };
  context.subscriptions.push(
    answered,
    vscode.workspace.registerTextDocumentContentProvider(ANSWER.scheme, {
      onDidChange: answered.event,
      provideTextDocumentContent: () => answer,
    }),
    vscode.commands.registerCommand('etio.restart', restart),
    vscode.workspace.onDidChangeConfiguration(changed),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  return restart();
};

exports.deactivate = function deactivate() {
  queue = queue.then(stop);
  return queue;
};

function restart() {
  queue = queue.then(stop).then(start);
  return queue;
}

async function stop() {
  const old = running;
  running = undefined;
  old?.watcher.dispose();
  try {
    await old?.client.dispose();
  } catch {
    // A server that is gone already need not be told to leave.
  }
}

async function start() {
  const settings = vscode.workspace.getConfiguration('etio');
  const command = expanded(settings.get('path', 'etio'));
  const trouble = await troubleWith(command);
  if (trouble) {
    tell(trouble);
    return;
  }
  const bases = settings.get('bases', []).flatMap((base) => ['--base', expanded(base)]);
  const language = vscode.env.language.startsWith('es') ? 'es' : 'en';
  const watcher = vscode.workspace.createFileSystemWatcher(FILES);
  const client = new LanguageClient(
    'etio',
    'etio',
    { command, args: ['lsp', '--lang', language, ...bases] },
    {
      documentSelector: SERVED,
      synchronize: { fileEvents: watcher },
      middleware: { executeCommand: execute },
    },
  );
  running = { client, watcher };
  try {
    await client.start();
  } catch (error) {
    tell(vscode.l10n.t('etio could not be started: {0}', error.message));
  }
}

/** Returns why the program cannot serve, or nothing where it can. */
function troubleWith(command) {
  const { t } = vscode.l10n;
  return new Promise((resolve) => {
    execFile(command, ['lsp', '--help'], { timeout: 10_000 }, (error) => {
      if (!error) {
        resolve(undefined);
      } else if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) {
        resolve(t('The program “{0}” was not found, so that mistakes, completion and the rest are missing. Install etio, or say in the settings where it is.', command));
      } else {
        resolve(t('The program “{0}” has no language server: it is too old, or another program of that name. Install a newer etio, or say in the settings where it is.', command));
      }
    });
  });
}

/** Says what is wrong, and what can be done about it; nobody waits for the answer. */
function tell(trouble) {
  const { t } = vscode.l10n;
  const [settings, again] = [t('Open the settings'), t('Try again')];
  vscode.window.showErrorMessage(trouble, settings, again).then((chosen) => {
    if (chosen === settings) {
      vscode.commands.executeCommand('workbench.action.openSettings', 'etio.path');
    } else if (chosen === again) {
      restart();
    }
  });
}

/** Lets the server do what a lens says, and shows what came of it. */
async function execute(command, args) {
  try {
    // Not by the library's own way, which would tell a refusal without its reason.
    const { ok, message } = await running.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args });
    const [title] = message.split('\n');
    if (command === 'etio.runCase') {
      const say = ok ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
      say(title);
    }
    if (!ok || command === 'etio.trySymptom') {
      await show(message);
    }
  } catch (error) {
    vscode.window.showErrorMessage(error.message);
  }
}

async function show(text) {
  answer = text;
  answered.fire(ANSWER);
  const document = await vscode.workspace.openTextDocument(ANSWER);
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
}

function expanded(path) {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
