import { fileURLToPath } from 'node:url';

/** The root of this checkout. */
export const PROJECT_DIR = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Where pinned tools are installed. Git ignores it; deleting it is always safe. */
export const TOOLS_DIR = `${PROJECT_DIR}/.tools`;
