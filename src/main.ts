import * as core from '@actions/core';

import { createToken } from './create-token.ts';
import { system } from './system.ts';

void createToken(core, system);
