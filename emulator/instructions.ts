import type { KeyObject } from 'node:crypto';
import type { ServiceAccount } from './options.ts';

/** What the command prints when it is ready: how to point the action, or a workflow, at this emulator. */
export function instructions(url: string, account: ServiceAccount, privateKey?: KeyObject): string {
  const inputs = inputsOf(url, account, privateKey);
  const environment = inputs.map(([name, value]) => `  'INPUT_${name.toUpperCase()}=${value}' \\`);
  const workflow = inputs.map(([name, value]) => `    ${name}: '${value}'`);
  return `The Galaxy Store emulator listens on ${url}
It knows the service account "${account.id}" with the scopes ${account.scopes.join(', ')}.
${keyNote(privateKey)}
As inputs of a workflow step on this machine:

  with:
${workflow.join('\n')}

As a command that runs the action's main step by hand, in bash or zsh:

env \\
${environment.join('\n')}
  node dist/main/index.js

Events follow. Stop with Ctrl-C.
`;
}

function inputsOf(
  url: string,
  account: ServiceAccount,
  privateKey: KeyObject | undefined,
): readonly (readonly [string, string])[] {
  return [
    ['service-account-id', account.id],
    ['private-key', privateKey === undefined ? '<your private key>' : onOneLine(privateKey)],
    ['scopes', account.scopes.join(',')],
    ['revoke', 'true'],
    ['verify', 'true'],
    ['export-environment-variables', 'false'],
    ['api-url', url],
  ];
}

/** The action accepts the two characters \n for a line break, so that a key survives copying as one line. */
function onOneLine(privateKey: KeyObject): string {
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return pem.trim().replaceAll('\n', '\\n');
}

function keyNote(privateKey: KeyObject | undefined): string {
  return privateKey === undefined
    ? ''
    : `The private key below was made for this run alone. It is written nowhere else and opens nothing else.
`;
}
