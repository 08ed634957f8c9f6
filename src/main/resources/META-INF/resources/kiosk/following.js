// Follows one case for as long as it is on the screen.

import { Left, Refused, Unreachable, askProgress } from './service.js';

const WAIT = 20;
const BETWEEN_WAITS = 1;
const BUSY_PAUSE = 10;
const LONGEST_PAUSE = 30;

/**
 * Asks, then holds a request open until something changes, again and again until the case is closed or the signal
 * aborts. A service that does not hold requests open is asked as seldom as it wishes.
 *
 * @param onView called with every new view
 * @param onTrouble called with the error and the seconds until the next try, and with null once it is over
 * @returns when nothing more will come; throws {@code Refused} when the number itself is refused
 */
export async function follow(number, { signal, onView, onTrouble }) {
  let view = null;
  let tag = null;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await visible(signal);
      const answer = await askProgress(number, { tag, wait: WAIT, signal });
      if (failures > 0) {
        onTrouble(null);
      }
      failures = 0;
      if (answer.view) {
        view = answer.view;
        onView(view);
      }
      if (view.isFinal) {
        return;
      }
      const held = tag === null || answer.waited;
      tag = answer.tag;
      await pause(held && tag ? BETWEEN_WAITS : view.askAgainAfterSeconds, signal);
    } catch (failure) {
      if (failure instanceof Left) {
        return;
      }
      if (!passes(failure)) {
        throw failure;
      }
      failures += 1;
      const seconds = failure.retryAfter || (failure.isBusy ? BUSY_PAUSE : Math.min(2 ** failures, LONGEST_PAUSE));
      onTrouble(failure, seconds);
      await pause(seconds, signal);
    }
  }
}

function passes(failure) {
  return failure instanceof Unreachable || (failure instanceof Refused && (failure.isBusy || failure.status >= 500));
}

function pause(seconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function visible(signal) {
  if (!document.hidden) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const look = () => {
      if (!document.hidden || signal.aborted) {
        document.removeEventListener('visibilitychange', look);
        signal.removeEventListener('abort', look);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
  });
}
