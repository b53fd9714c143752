// What a main step uses of `@actions/core`, so that the bundle can leave out much of the rest.
export {
  debug,
  exportVariable,
  getInput,
  info,
  isDebug,
  saveState,
  setFailed,
  setOutput,
  warning,
} from '@actions/core';
export { setSecret } from './mask.ts';
