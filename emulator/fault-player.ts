import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessed } from './faults.ts';
import type { DripFault, Fault, StatusFault } from './faults.ts';
import { emptyAnswer, headBytes, jsonAnswer } from './http.ts';
import type { Answer, JsonValue } from './http.ts';

/** Where a fault is played: one request, its connection and the two things that can be done in good order. */
export interface Stage {
  readonly socket: Socket;
  /** Headers that every answer carries, Date among them. */
  readonly commonHeaders: Readonly<Record<string, string>>;
  /** Aborted when the connection ends or the emulator stops. */
  readonly signal: AbortSignal;
  /** Lets the call take effect. */
  process(): Promise<Answer>;
  send(answer: Answer): void;
  /** Sends an RST, also under TLS. */
  reset(): void;
}

const NOTHING_DONE = jsonAnswer(200, { ok: false });
const ENDLESS_CHUNK = Buffer.alloc(16 * 1024, ' ');

/** Plays a fault. Rejects with an AbortError when the client goes away before it is over. */
export async function playFault(fault: Fault, stage: Stage): Promise<void> {
  if (fault.kind === 'delay') {
    await sleep(fault.ms, undefined, { signal: stage.signal });
  }
  const real = isProcessed(fault) ? await stage.process() : undefined;
  await playAnswer(fault, stage, real ?? NOTHING_DONE);
}

async function playAnswer(fault: Fault, stage: Stage, answer: Answer): Promise<void> {
  switch (fault.kind) {
    case 'status':
      stage.send(statusAnswer(fault));
      return;
    case 'reset':
      stage.reset();
      return;
    case 'lost-answer': {
      const wire = Buffer.concat([head(stage, answer, answer.body.length), answer.body]);
      if (fault.afterBytes !== undefined && fault.afterBytes > 0) {
        await write(stage, wire.subarray(0, fault.afterBytes));
      }
      stage.reset();
      return;
    }
    case 'close':
      stage.socket.end();
      return;
    case 'hang':
      return;
    case 'drip':
      await drip(fault, stage, answer);
      return;
    case 'endless':
      await write(stage, Buffer.concat([head(stage, answer), answer.body]));
      await flood(stage);
      return;
    case 'oversize':
      stage.send({ ...answer, body: padded(answer.body, fault.bytes) });
      return;
    case 'wrong-content-length': {
      const promised = Math.max(0, answer.body.length + fault.difference);
      stage.socket.end(Buffer.concat([head(stage, answer, promised), answer.body]));
      return;
    }
    case 'truncated-json':
      stage.send({ ...answer, body: answer.body.subarray(0, Math.ceil(answer.body.length / 2)) });
      return;
    case 'delay':
      stage.send(answer);
      return;
    case 'raw':
      stage.socket.end(fault.bytes);
      return;
    case 'replace-token':
      stage.send(jsonAnswer(200, { ok: true, createdItem: { accessToken: fault.token } }));
  }
}

function statusAnswer(fault: StatusFault): Answer {
  const { body } = fault;
  const plain = body === undefined ? emptyAnswer(fault.status) : bodyAnswer(fault.status, body);
  return { ...plain, headers: { ...plain.headers, ...fault.headers } };
}

function bodyAnswer(status: number, body: JsonValue | Buffer): Answer {
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    return { status, headers: {}, body: Buffer.from(body) };
  }
  return jsonAnswer(status, body);
}

/** Without a length, the body ends with the connection. */
function head(stage: Stage, answer: Answer, contentLength?: number): Buffer {
  const length = contentLength === undefined ? {} : { 'Content-Length': String(contentLength) };
  return headBytes(answer, { ...stage.commonHeaders, Connection: 'close', ...length });
}

function padded(body: Buffer, bytes: number): Buffer {
  return Buffer.concat([body, Buffer.alloc(Math.max(0, bytes - body.length), ' ')]);
}

async function drip(fault: DripFault, stage: Stage, answer: Answer): Promise<void> {
  const forever = fault.forever === true;
  await write(stage, head(stage, answer, forever ? undefined : answer.body.length));
  for (let sent = 0; forever || sent < answer.body.length; sent++) {
    await sleep(fault.intervalMs, undefined, { signal: stage.signal });
    await write(stage, Buffer.from([answer.body[sent] ?? 0x20]));
  }
  stage.socket.end();
}

async function flood(stage: Stage): Promise<never> {
  for (;;) {
    stage.signal.throwIfAborted();
    await write(stage, ENDLESS_CHUNK);
  }
}

/** Resolves when the bytes are with the operating system, so that a reset after them does not swallow them. */
async function write(stage: Stage, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stage.socket.write(bytes, (error) => {
      if (error) {
        reject(error);
      } else {
        resolve();
      }
    });
  });
}
