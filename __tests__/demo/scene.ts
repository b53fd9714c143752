import { expect } from '@jest/globals';

import type { EmulatorOptions } from '../../emulator/emulator.ts';
import { demonstrateLive } from '../../scripts/demo/live.ts';
import type { Timing } from '../../scripts/demo/timing.ts';
import type { StandIn } from './stand-ins.ts';
import {
  ACCOUNT_ID,
  FAST,
  legibleSecrets,
  liveOptions,
  recordingPrinter,
  withEmulator,
} from './support.ts';

export interface Shown {
  readonly isGood: boolean;
  readonly text: string;
  /** The Markdown at the end. */
  readonly report: string;
  readonly aliveInTheEnd: number;
}

export interface Scene {
  readonly emulator?: Partial<EmulatorOptions>;
  readonly behind?: (emulatorUrl: string) => Promise<StandIn>;
  readonly timing?: Partial<Timing>;
  readonly interrupted?: AbortSignal;
}

/** Runs the live demo against an emulator, and checks what must hold in every scene. */
export async function show(scene: Scene = {}): Promise<Shown> {
  const { print, text } = recordingPrinter();
  let isGood = false;
  let aliveInTheEnd = 0;
  await withEmulator(scene.emulator ?? {}, async (emulator) => {
    const standIn = await scene.behind?.(emulator.url);
    const never = new AbortController().signal;
    try {
      isGood = await demonstrateLive(
        liveOptions(standIn?.url ?? emulator.url),
        print,
        { ...FAST, ...scene.timing },
        scene.interrupted ?? never,
      );
    } finally {
      await standIn?.stop();
    }
    aliveInTheEnd = emulator.liveTokens().length;
    expect(legibleSecrets(text(), emulator)).toEqual([]);
  });
  const report = text().slice(text().indexOf('## Galaxy Store Developer API'));
  expect(report).not.toContain(ACCOUNT_ID);
  return { isGood, text: text(), report, aliveInTheEnd };
}
