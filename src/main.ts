import {
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

import { ignoreEpipe } from './ignore-epipe.ts';
import { createToken } from './create-token.ts';
import { setSecret } from './mask.ts';
import { system } from './system.ts';

ignoreEpipe();
// Node ends a process when nothing is left to wait for, which must not look like success.
process.exitCode = 1;
const core = {
  debug,
  exportVariable,
  getInput,
  info,
  isDebug,
  saveState,
  setFailed,
  setOutput,
  setSecret,
  warning,
};
void createToken(core, system).then((done) => {
  if (done) process.exitCode = 0;
});
