import type { Emulator } from '../../emulator/emulator.ts';
import type { StepResult } from '../../runner/step.ts';

/** A piece of a secret of this length counts as legible. */
const PIECE = 8;

/** Every JWT and every access token that the store has seen or made, and the body of the key. */
export function secretsOf(store: Emulator, privateKeyPem: string): readonly string[] {
  const credentials = store.requests.flatMap(({ headers }) => {
    const [, credential = ''] = (headers.authorization ?? '').split(' ');
    return credential === '' ? [] : [credential];
  });
  return [...credentials, ...store.liveTokens(), privateKeyPem.replaceAll(/-----.*-----|\s/g, '')];
}

/** The only places for the token: it is masked, and a later step or the post step has to get it. */
const PLACES_OF_THE_TOKEN = ['access-token', 'GALAXY_STORE_ACCESS_TOKEN', 'saved-token'];

/**
 * The pieces of secrets that stand where they do not belong: in the log of a step, in its annotations,
 * in its summary, in another output or variable than those for the token. Only the commands that hand a
 * secret to the runner for masking may hold one.
 */
export function legiblePieces(result: StepResult, secrets: readonly string[]): readonly string[] {
  const { stdout, stderr, log, summary, outputs, variables, state } = result;
  const lines = (stdout + stderr).split('\n');
  const shown = lines.filter((line) => !line.startsWith('::add-mask::'));
  const handedOn = [outputs, variables, state].flatMap((values) =>
    Object.entries(values)
      .filter(([name]) => !PLACES_OF_THE_TOKEN.includes(name))
      .flat(),
  );
  return piecesIn([...shown, log, summary, ...handedOn].join('\n'), secrets);
}

/** The pieces of 8 characters of any of the secrets that stand in a text. */
export function piecesIn(text: string, secrets: readonly string[]): readonly string[] {
  const pieces = new Set<string>();
  for (const secret of secrets) {
    for (let start = 0; start + PIECE <= secret.length; start += 1) {
      pieces.add(secret.slice(start, start + PIECE));
    }
  }
  const found = new Set<string>();
  for (let start = 0; start + PIECE <= text.length; start += 1) {
    const piece = text.slice(start, start + PIECE);
    if (pieces.has(piece)) found.add(piece);
  }
  return [...found];
}
