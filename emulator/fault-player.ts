import { Buffer } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessed, type DripFault, type Fault, type StatusFault } from './faults.ts';
import { jsonAnswer, plainAnswer, type Answer } from './http.ts';

/** Where a fault is played: one request, its connection and the two things that can be done in good order. */
export interface Stage {
  readonly socket: Socket;
  /** The Date header of every answer. */
  readonly date: string;
  /** Aborted when the connection ends or the emulator stops. */
  readonly signal: AbortSignal;
  /** Lets the call take effect. */
  process(): Promise<Answer>;
  send(answer: Answer): void;
  /** Sends an RST, also under TLS. */
  reset(): void;
}

const NOTHING_DONE = jsonAnswer(200, { ok: false });

/** Plays a fault. Rejects with an AbortError when the client goes away before it is over. */
export async function playFault(fault: Fault, stage: Stage): Promise<void> {
  const { socket, signal } = stage;
  if (fault.kind === 'delay') await sleep(fault.ms, undefined, { signal });
  const answer = isProcessed(fault) ? await stage.process() : NOTHING_DONE;
  const { body } = answer;
  switch (fault.kind) {
    case 'delay':
      stage.send(answer);
      break;
    case 'status':
      stage.send(statusAnswer(fault));
      break;
    case 'replace-token':
      stage.send(jsonAnswer(200, { ok: true, createdItem: { accessToken: fault.token } }));
      break;
    case 'truncated-json':
      stage.send({ ...answer, body: body.subarray(0, Math.ceil(body.length / 2)) });
      break;
    case 'oversize':
      stage.send({ ...answer, body: Buffer.concat([body, spaces(fault.bytes - body.length)]) });
      break;
    case 'hang':
      break;
    case 'reset':
      stage.reset();
      break;
    case 'close':
      socket.end();
      break;
    case 'raw':
      socket.end(fault.bytes);
      break;
    case 'wrong-content-length':
      socket.end(wire(stage, answer, body.length + fault.difference));
      break;
    case 'lost-answer': {
      const sent = wire(stage, answer, body.length).subarray(0, fault.afterBytes ?? 0);
      if (sent.length > 0) await write(socket, sent);
      stage.reset();
      break;
    }
    case 'drip':
      await drip(fault, stage, answer);
      break;
    case 'endless':
      await write(socket, wire(stage, answer));
      for (;;) {
        signal.throwIfAborted();
        await write(socket, spaces(16 * 1024));
      }
  }
}

function statusAnswer({ status, headers, body = '' }: StatusFault): Answer {
  const isPlain = typeof body === 'string' || Buffer.isBuffer(body);
  const answer = isPlain ? plainAnswer(status, body) : jsonAnswer(status, body);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function spaces(count: number): Buffer {
  return Buffer.alloc(Math.max(0, count), ' ');
}

/** An answer as bytes on the wire. Without a length, the body ends with the connection. */
function wire({ date }: Stage, { status, headers, body }: Answer, length?: number): Buffer {
  const lines = {
    ...{ Date: date, Connection: 'close', ...headers },
    ...(length === undefined ? {} : { 'Content-Length': Math.max(0, length) }),
  };
  const text = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${text.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

async function drip(fault: DripFault, stage: Stage, answer: Answer): Promise<void> {
  const { socket, signal } = stage;
  const { length } = answer.body;
  const forever = fault.forever === true;
  const bytes = wire(stage, answer, forever ? undefined : length);
  await write(socket, bytes.subarray(0, bytes.length - length));
  for (let sent = 0; forever || sent < length; sent++) {
    await sleep(fault.intervalMs, undefined, { signal });
    await write(socket, Buffer.from([answer.body[sent] ?? 0x20]));
  }
  socket.end();
}

/** Resolves when the bytes are with the operating system, so that a reset after them does not swallow them. */
async function write(socket: Socket, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
