import type { Fault, StatusFault } from '../../emulator/faults.ts';
import type { Emulator } from '../../emulator/emulator.ts';

/** An answer that a call of an example may get, and the words of it that people must see. */
export type Answer = readonly [words: string, fault: Fault];

const WRAPPED = { errorCode: '4105', errorMsg: 'Not ready.', httpStatus: 'FORBIDDEN' };
const WRAPPER = { from: 'seller', message: 'x', body: WRAPPED };
const GATEWAY = { code: 'AUTH_REQUIRE', message: 'Invalid accessToken', from: 'asgw' };
const ELSEWHERE = { Location: 'https://devapi.samsungapps.com/elsewhere' };
const OTHER_HOST = { Location: 'https://seller.samsungapps.com/elsewhere' };

function status(code: number, body: StatusFault['body'] = ''): StatusFault {
  return { kind: 'status', status: code, body };
}

/** Answers that are no success, whatever the call. */
export const BAD_ANSWERS: readonly Answer[] = [
  ['HTTP 301', { ...status(301), headers: ELSEWHERE }],
  ['Moved', { ...status(302, 'Moved'), headers: ELSEWHERE }],
  ['HTTP 303', { ...status(303), headers: OTHER_HOST }],
  ['HTTP 204', status(204)],
  ['HTTP 200', status(200)],
  ['{}', status(200, {})],
  ['null', status(200, 'null')],
  ['[]', status(200, '[]')],
  ['[{}]', status(200, '[{}]')],
  [',{}]', status(200, '[{"contentStatus":"FOR_SALE"},{}]')],
  ['"contentStatus":1', status(200, '[{"contentStatus":1}]')],
  ['"fileKey":2', status(200, { sessionId: 1, fileKey: 2, resultCode: 0 })],
  ['<html>Log in</html>', status(200, '<html>Log in</html>')],
  ['Invalid accessToken', status(200, GATEWAY)],
  ['Not ready.', status(400, WRAPPER)],
  ['Not ready.', status(400, WRAPPED)],
  ['Not ready.', status(500, WRAPPER)],
  ['Out of order', status(500, { message: 'Out of order' })],
  ['Late', { ...status(500, { message: 'Late' }), processed: true }],
  ['HTTP 200', { ...status(200), processed: true }],
  ['HTTP 0', { kind: 'reset' }],
  ['HTTP 0', { kind: 'lost-answer', afterBytes: 100 }],
];

/** One call of an example: its name in the log, its request, and which of the same requests it is. */
export type Call = readonly [name: string, request: string, nth?: number];

/** Plays a fault on one call, and says afterwards whether the call was made. */
export function faultOn(store: Emulator, [, request, nth = 1]: Call, fault?: Fault): () => boolean {
  let seen = 0;
  store.setFaults(({ method, path }) => {
    if (`${method} ${path}` !== request) return undefined;
    seen += 1;
    return seen === nth ? fault : undefined;
  });
  return () => seen >= nth;
}
