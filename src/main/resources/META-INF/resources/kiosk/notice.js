import { h, icon } from './dom.js';
import { Refused } from './service.js';

/** What went wrong and what to do about it, instead of what was asked for. */
export function notice({ title, hint, code, kind = 'trouble', actions = [] }) {
  return h(
    'section',
    { class: `notice notice-${kind}`, id: 'notice' },
    h('span', { class: 'notice-icon' }, icon(kind === 'waiting' ? 'again' : 'alert')),
    h('h2', {}, title),
    h('p', {}, hint),
    code && h('p', { class: 'fine' }, code),
    actions.length > 0 && h('div', { class: 'actions' }, actions),
  );
}

/** Title and hint for a failed question; seconds until it is asked again by itself, if it is. */
export function words(failure, seconds, texts) {
  if (!(failure instanceof Refused)) {
    return { title: texts.awayTitle, hint: texts.awayHint(seconds) };
  }
  if (failure.isBusy) {
    return { title: texts.busyTitle, hint: texts.busyHint(seconds || failure.retryAfter || 10), kind: 'waiting' };
  }
  return { title: texts.brokenTitle, hint: texts.brokenHint, code: texts.problemCode(failure.code) };
}

export function loading(texts) {
  return h('p', { class: 'loading', role: 'status' }, h('span', { class: 'loading-mark', 'aria-hidden': 'true' }), texts.loading);
}

/** Counts the seconds of a hint down; returns how to stop. */
export function countdown(seconds, signal, onSecond) {
  let left = seconds;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) {
      onSecond(left);
    } else {
      clearInterval(timer);
    }
  }, 1000);
  const stop = () => clearInterval(timer);
  signal.addEventListener('abort', stop);
  return stop;
}
