// This comes first, because a signal may arrive while the others are loaded.
import './ignore-signals.ts';

import * as core from '@actions/core';

import { ignoreEpipe } from './ignore-epipe.ts';
import { setSecret } from './mask.ts';
import { revokeToken } from './revoke-token.ts';
import { system } from './system.ts';

ignoreEpipe();
void revokeToken({ ...core, setSecret }, system);
