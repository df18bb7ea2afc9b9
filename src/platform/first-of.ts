import type { EventEmitter } from 'node:events';

/** Resolves with whichever event comes first. No listener stays: whoever waits often would leave one each time. */
export function firstOf(emitter: EventEmitter, events: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      for (const event of events) emitter.off(event, go);
      resolve();
    };
    for (const event of events) emitter.on(event, go);
  });
}
