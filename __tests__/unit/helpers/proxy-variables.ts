import { afterEach, beforeEach } from '@jest/globals';

const NAMES = [
  ...['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY'],
  ...['NODE_EXTRA_CA_CERTS', 'ACTIONS_ORCHESTRATION_ID', 'NODE_DEBUG'],
];

/** Lets every test of a file begin without what the environment says of networks, and restores it. */
export function withoutProxy(): void {
  const own = new Map(NAMES.map((name) => [name, process.env[name]]));
  beforeEach(() => {
    for (const name of NAMES) Reflect.deleteProperty(process.env, name);
  });
  afterEach(() => {
    for (const [name, value] of own) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });
}
