import { describe, expect, test } from '@jest/globals';

import { ACCEPTED_SHAPES, bodyOf } from '../helpers/key-shapes.ts';
import { refusedShapes } from '../helpers/refused-shapes.ts';
import { ACCOUNT, KEY, PRIVATE_KEY, errorsOf, withScene } from '../../runner/scene.ts';
import { visiblePieces, piecesIn } from '../../runner/secrecy.ts';
import { expectFailure, expectNoSecret } from './expectations.ts';

/** No system hands a variable to a process that is longer or holds a NUL, so a runner cannot either. */
const fitsIntoVariable = ({ text }: { readonly text: string }): boolean =>
  text.length < 128 * 1024 && !text.includes('\0');

describe('A key in a shape that people paste', () => {
  // The tests of the parser prove every shape; a few show that the bundle holds this parser.
  test.each(ACCEPTED_SHAPES.filter((_shape, index) => index % 10 === 0))(
    'works: %s',
    async (_name, write) => {
      const pasted = write(PRIVATE_KEY);
      await withScene({}, async ({ store, main, calls }) => {
        const created = await main({ 'private-key': pasted }, { secrets: [pasted] });
        expect(created.log).toContain('Created an access token');
        expect(created.exitCode).toBe(0);
        expect(calls()).toEqual(['create']);
        expectNoSecret(created, { store });
        // Whatever the action made of the key, the runner now hides it.
        const masks = created.commands.map(({ value }) => value);
        expect(masks).toContain(bodyOf(PRIVATE_KEY));
        expect(masks.filter((mask) => mask.length < 8 || mask.includes('-----'))).toEqual([]);
      });
    },
  );
});

describe('A key that cannot be used', () => {
  // One text for each heading of docs/troubleshooting.md.
  const fitting = refusedShapes(KEY).filter(fitsIntoVariable);
  const shapes = fitting.filter(
    ({ topic }, index) => fitting.findIndex((other) => other.topic === topic) === index,
  );

  test.each(shapes)('is told what it is: $name', async ({ text, topic, says }) => {
    await withScene({}, async ({ main, calls }) => {
      const failed = await main({ 'private-key': text }, { secrets: [] });
      expectFailure(failed, ['private-key'], topic);
      expect(failed.stderr).toBe('');
      const [error] = errorsOf(failed);
      expect(error).toMatch(says);
      expect(error).not.toMatch(/DECODER|OSSL|error:[0-9A-F]{8}|\n\s+at /);
      expect(failed.stdout).not.toContain('::debug::');
      expect(calls()).toEqual([]);
    });
  });
});

describe('Inputs that are wrong', () => {
  test('are told together in one annotation, each by its name', async () => {
    await withScene({}, async ({ main, calls }) => {
      const failed = await main({
        'service-account-id': 'two words',
        'private-key': '',
        scopes: 'publish',
        revoke: 'yes',
        verify: 'maybe',
        'export-environment-variables': '1',
        'api-url': 'ftp://example.test',
      });
      const names = ['private-key', 'scopes', 'revoke', 'verify', 'export-', 'api-url'];
      expectFailure(failed, ['did you mean "publishing"?', ...names.map((name) => `\n- ${name}`)]);
      expect(errorsOf(failed)[0]).toMatch(
        /^7 inputs need to be changed\.\n- service-account-id has spaces/,
      );
      expect(calls()).toEqual([]);
    });
  });

  test('are both told to be swapped when the ID and the key changed places', async () => {
    await withScene({}, async ({ main, calls }) => {
      const swapped = { 'service-account-id': PRIVATE_KEY, 'private-key': ACCOUNT.id };
      const failed = await main(swapped, { secrets: [] });
      expectFailure(
        failed,
        ['#service-account-id-is-a-key'],
        'private-key-is-the-service-account-id',
      );
      expect(errorsOf(failed)[0]).not.toContain(ACCOUNT.id);
      expect(visiblePieces(failed, [bodyOf(PRIVATE_KEY)])).toEqual([]);
      // The workflow kept the key where no secret is expected, so the runner does not mask it.
      expect(failed.commands.map(({ value }) => value)).toContain(bodyOf(PRIVATE_KEY));
      expect(calls()).toEqual([]);
    });
  });

  test('never show a password in the address of the API', async () => {
    await withScene({}, async ({ main, calls }) => {
      const failed = await main({ 'api-url': 'https://user:hunter2-hunter2@store.test' });
      expectFailure(failed, [], 'api-url-not-allowed');
      expect(piecesIn(failed.stdout, ['hunter2-hunter2'])).toEqual([]);
      expect(calls()).toEqual([]);
    });
  });
});
