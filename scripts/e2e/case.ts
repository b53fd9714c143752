import type { Run, RunOptions } from './world.ts';

/** How a workflow gets the tool that it is about. */
export interface Provision extends Pick<RunOptions, 'env' | 'path'> {
  /** Says why when a stand-in took the place of the tool. The workflow does not count as executed then. */
  readonly notExecuted?: string;
}

/** A workflow to run and what must come of it. */
export interface Case extends RunOptions {
  readonly name: string;
  readonly provide?: () => Provision | Promise<Provision>;
  /** @throws AssertionError when the run was not as it must be */
  readonly expect: (run: Run) => void | Promise<void>;
}
