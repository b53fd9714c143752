import { CANCELLING_SIGNALS } from './system.ts';

// Work at import, against our habit: it has to be done before the rest is loaded, which takes longer than
// a runner needs to cancel a job. A signal that nobody listens to would end the post step at once.
for (const signal of CANCELLING_SIGNALS) process.on(signal, () => undefined);
