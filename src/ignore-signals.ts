import { CANCELLING_SIGNALS } from './system.ts';

// Done at import, because loading the rest takes longer than a runner needs to cancel a job. Without a
// listener a signal would end the post step at once.
for (const signal of CANCELLING_SIGNALS) process.on(signal, () => undefined);
