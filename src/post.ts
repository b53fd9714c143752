// This comes first, because it is about the time in which the others are loaded.
import './outlive-signals.ts';

import * as core from '@actions/core';

import { outliveClosedLog } from './closed-log.ts';
import { revokeToken } from './revoke-token.ts';
import { system } from './system.ts';

outliveClosedLog();
void revokeToken(core, system);
