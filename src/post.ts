import * as core from '@actions/core';

import { revokeToken } from './revoke-token.ts';
import { system } from './system.ts';

void revokeToken(core, system);
