import type { Run, RunOptions } from './world.ts';

/** A workflow to run and what must come of it. */
export interface Case extends RunOptions {
  readonly name: string;
  /** Says why when a stand-in took the place of the tool that the workflow is about. */
  readonly notExecuted?: string;
  /** @throws AssertionError when the run was not as it must be */
  readonly expect: (run: Run) => void | Promise<void>;
}
