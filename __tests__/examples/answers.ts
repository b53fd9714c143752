import type { Fault, FaultPlan, StatusFault } from '../../emulator/faults.ts';
import type { Emulator } from '../../emulator/emulator.ts';

/** An answer that a call of an example may get, and the words of it that people must see. */
export type Answer = readonly [name: string, fault: Fault, words: string];

const WRAPPED = { errorCode: '4105', errorMsg: 'Not ready.', httpStatus: 'FORBIDDEN' };
const GATEWAY = { code: 'AUTH_REQUIRE', message: 'Invalid accessToken', from: 'asgw' };

function status(code: number, body: StatusFault['body'] = '', location = ''): StatusFault {
  const headers = location === '' ? {} : { Location: location };
  return { kind: 'status', status: code, body, headers };
}

/** Answers that are no success, whatever the call. */
export const BAD_ANSWERS: readonly Answer[] = [
  ['301', status(301, '', 'https://devapi.samsungapps.com/elsewhere'), 'HTTP 301'],
  ['302', status(302, 'Moved', 'https://devapi.samsungapps.com/elsewhere'), 'Moved'],
  ['303 to another host', status(303, '', 'https://seller.samsungapps.com/elsewhere'), 'HTTP 303'],
  ['204', status(204), 'HTTP 204'],
  ['200 with nothing', status(200), 'HTTP 200'],
  ['200 with {}', status(200, {}), '{}'],
  ['200 with null', status(200, 'null'), 'null'],
  ['200 with a list', status(200, '[]'), '[]'],
  ['200 with a list of nothing', status(200, '[{}]'), '[{}]'],
  [
    '200 with an entry that lacks its fields',
    status(200, '[{"contentStatus":"FOR_SALE"},{}]'),
    ',{}]',
  ],
  ['200 with a list of numbers', status(200, '[{"contentStatus":1}]'), '"contentStatus":1'],
  ['200 with numbers', status(200, { sessionId: 1, fileKey: 2, resultCode: 0 }), '"fileKey":2'],
  ['200 with HTML', status(200, '<html>Log in</html>'), '<html>Log in</html>'],
  ['the 401 of the gateway in a 200', status(200, GATEWAY), 'Invalid accessToken'],
  [
    '400 in its wrapper',
    status(400, { from: 'seller', message: 'x', body: WRAPPED }),
    'Not ready.',
  ],
  ['400 without a wrapper', status(400, WRAPPED), 'Not ready.'],
  [
    '500 in its wrapper',
    status(500, { from: 'seller', message: 'x', body: WRAPPED }),
    'Not ready.',
  ],
  ['500', status(500, { message: 'Out of order' }), 'Out of order'],
  ['500 after the work', { ...status(500, { message: 'Late' }), processed: true }, 'Late'],
  ['200 with nothing after the work', { ...status(200), processed: true }, 'HTTP 200'],
  ['a reset connection', { kind: 'reset' }, 'HTTP 0'],
  ['a lost answer', { kind: 'lost-answer', afterBytes: 100 }, 'HTTP 0'],
];

/** One call of an example: its name in the log, its request, and which of the same requests it is. */
export type Call = readonly [name: string, request: string, nth?: number];

/** Plays a fault on one call, and says afterwards whether the call was made. */
export function faultOn(store: Emulator, [, request, nth = 1]: Call, fault: Fault): () => boolean {
  let seen = 0;
  const plan: FaultPlan = ({ method, path }) => {
    if (`${method} ${path}` !== request) return undefined;
    seen += 1;
    return seen === nth ? fault : undefined;
  };
  store.setFaults(plan);
  return () => seen >= nth;
}
