import * as core from './core.ts';
import { createToken } from './create-token.ts';
import { ignoreEpipe } from './ignore-epipe.ts';
import { system } from './system.ts';

ignoreEpipe();
// Node ends a process when nothing is left to wait for, which must not look like success.
process.exitCode = 1;
void createToken(core, system).then((done) => {
  if (done) process.exitCode = 0;
});
