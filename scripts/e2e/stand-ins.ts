import { join } from 'node:path';
import { PROJECT_DIR } from '../../runner/project.ts';

export const STAND_INS_DIR = join(PROJECT_DIR, 'scripts/e2e/stand-ins');

/** A folder of commands that stand in for tools. */
export function toolStandIn(name: 'fastlane' | 'gsc'): string {
  return join(STAND_INS_DIR, name);
}
