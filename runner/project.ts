import { resolve } from 'node:path';

/** The root of this checkout, which is also the folder of the action. */
export const PROJECT_DIR = resolve(import.meta.dirname, '..');
