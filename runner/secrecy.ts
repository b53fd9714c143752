import type { Emulator } from '../emulator/emulator.ts';
import type { StepResult } from './step.ts';

/** Every JWT and every access token that the store has seen or made, and the body of the key. */
export function secretsOf(store: Emulator, privateKeyPem: string): readonly string[] {
  const sent = store.requests.map(({ headers }) => headers.authorization?.split(' ')[1] ?? '');
  const created = store.events.map(({ token = '' }) => token);
  return [...sent, ...created, privateKeyPem.replaceAll(/-----.*-----|\s/g, '')];
}

/** The only places for the token: it is masked, and a later step or the post step has to get it. */
const PLACES_OF_THE_TOKEN = ['access-token', 'GALAXY_STORE_ACCESS_TOKEN', 'saved-token'];

/** The pieces of secrets that a step wrote anywhere but into a mask or a place of the token. */
export function visiblePieces(result: StepResult, secrets: readonly string[]): readonly string[] {
  const { stdout, stderr, log, summary, outputs, variables, state } = result;
  const lines = (stdout + stderr).split('\n');
  const shown = lines.filter((line) => !line.startsWith('::add-mask::'));
  const written = [outputs, variables, state].flatMap((values) =>
    Object.entries(values).filter(([name]) => !PLACES_OF_THE_TOKEN.includes(name)),
  );
  return piecesIn([...shown, log, summary, ...written.flat()].join('\n'), secrets);
}

/** The pieces of any of the secrets that stand in a text. */
export function piecesIn(text: string, secrets: readonly string[]): readonly string[] {
  const secret = new Set(secrets.flatMap(piecesOf));
  return [...new Set(piecesOf(text))].filter((piece) => secret.has(piece));
}

/** All stretches of 8 characters, the shortest that count as visible. */
function piecesOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - 7) }, (_, at) => text.slice(at, at + 8));
}
