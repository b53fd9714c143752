import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** How a process ended, and all that it wrote. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for the end of a process, and for the last of what it writes. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, Ended['signal']];
  return { ...written, exitCode, signal };
}
