import * as core from '@actions/core';

import { ignoreEpipe } from './ignore-epipe.ts';
import { createToken } from './create-token.ts';
import { setSecret } from './mask.ts';
import { system } from './system.ts';

ignoreEpipe();
// Node ends a process when nothing is left to wait for, which must not look like success.
process.exitCode = 1;
void createToken({ ...core, setSecret }, system).then((done) => {
  if (done) process.exitCode = 0;
});
