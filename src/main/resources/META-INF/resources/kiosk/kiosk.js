// The page as a whole: which view is shown, in which language, for how long. Everything is kept in memory only.

import { LANGUAGES } from './texts.js';
import { h, icon } from './dom.js';
import { LENGTH, clean, find } from './query-number.js';
import { listenForScans } from './scanner.js';
import { watchIdle } from './idle.js';
import { startView } from './start.js';
import { numberView } from './number.js';
import { resultView } from './result.js';
import { guidesView } from './guides.js';
import { guideView } from './guide.js';

const VIEWS = { start: startView, number: numberView, result: resultView, guides: guidesView, guide: guideView };
const START = { name: 'start', state: {} };

const main = document.getElementById('main');
const bar = document.getElementById('bar');
const warning = document.getElementById('warning');

let language = 'zh';
let shown = START;
let trail = [];
let leaving = new AbortController();
let onScanned = null;

/** Shows a view on top of the present one. What it must know is in its state, which survives a change of language. */
function open(name, state = {}) {
  trail.push({ ...shown, scrolled: window.scrollY });
  // the history knows how deep the visitor is, not what is shown
  history.pushState({ depth: trail.length }, '');
  show({ name, state });
}

/** Shows a view instead of the present one. */
function replace(name, state = {}) {
  show({ name, state });
}

function back() {
  if (trail.length > 0) {
    history.back();
  }
}

function reset() {
  trail = [];
  history.replaceState({ depth: 0 }, '');
  language = 'zh';
  say('', '');
  show(START);
}

function show(view) {
  leaving.abort();
  leaving = new AbortController();
  onScanned = null;
  shown = view;
  render();
  window.scrollTo(0, view.scrolled || 0);
  const first = main.querySelector('[data-first]') || main.querySelector('h1');
  if (first) {
    first.focus({ preventScroll: true });
  }
}

function render() {
  const texts = LANGUAGES[language];
  document.documentElement.lang = texts.tag;
  document.title = texts.title;
  document.body.dataset.view = shown.name;
  document.getElementById('brand').textContent = texts.brand;
  document.getElementById('hall').textContent = texts.hall;
  main.replaceChildren(
    VIEWS[shown.name]({
      texts,
      name: (named) => (language === 'zh' ? named.nameZh : named.nameEn || named.nameZh),
      state: shown.state,
      signal: leaving.signal,
      open,
      replace,
      back,
      reset,
      say,
      onScan: (listener) => (onScanned = listener),
    }),
  );
  renderBar(texts);
  tick();
}

function renderBar(texts) {
  const isStart = shown.name === 'start';
  bar.setAttribute('aria-label', texts.navigation);
  bar.replaceChildren(
    ...[
      !isStart && h('button', { type: 'button', id: 'back', onclick: back }, icon('back'), texts.back),
      !isStart &&
        h(
          'button',
          { type: 'button', id: 'home', onclick: reset },
          icon('home'),
          shown.name === 'result' ? texts.finish : texts.home,
        ),
      h(
        'button',
        { type: 'button', id: 'language', lang: texts.otherLanguageTag, onclick: switchLanguage },
        icon('language'),
        texts.otherLanguage,
      ),
    ].filter(Boolean),
  );
}

function switchLanguage() {
  language = language === 'zh' ? 'en' : 'zh';
  leaving.abort();
  leaving = new AbortController();
  onScanned = null;
  render();
  document.getElementById('language').focus();
}

/** Tells who listens instead of looking; what is urgent interrupts. */
function say(polite, assertive = '') {
  document.getElementById('polite').textContent = polite;
  document.getElementById('assertive').textContent = assertive;
}

function tick() {
  const texts = LANGUAGES[language];
  const now = new Date();
  document.getElementById('time').textContent = texts.clock.format(now);
  document.getElementById('day').textContent = texts.today.format(now);
}

function warn(seconds) {
  if (seconds === null || shown.name === 'start') {
    warning.hidden = true;
    return;
  }
  const texts = LANGUAGES[language];
  if (warning.hidden) {
    say(texts.warning(seconds));
  }
  warning.hidden = false;
  warning.replaceChildren(
    h('p', {}, texts.warning(seconds)),
    h('button', { type: 'button', id: 'stay', onclick: idle.touch }, texts.stay),
  );
}

function openResult(number) {
  if (shown.name === 'result' || shown.name === 'number') {
    replace('result', { number });
  } else {
    open('result', { number });
  }
}

/** The number of a receipt's QR code comes behind the # of the address and does not stay there. */
function openFragment() {
  const fragment = location.hash.slice(1);
  if (!fragment) {
    return;
  }
  history.replaceState(history.state, '', location.pathname);
  const number = find(fragment);
  if (number) {
    openResult(number);
  } else if (clean(fragment).length === LENGTH) {
    open('number', { typed: fragment });
  }
}

const idle = watchIdle({ onTick: warn, onAbandoned: reset });

listenForScans((typed) => {
  const number = find(typed);
  if (number) {
    openResult(number);
    return true;
  }
  return onScanned !== null && onScanned(typed);
});
window.addEventListener('hashchange', openFragment);
window.addEventListener('popstate', (event) => {
  const depth = (event.state && event.state.depth) || 0;
  if (depth < trail.length) {
    const view = trail[depth];
    trail = trail.slice(0, depth);
    show(view);
  }
});
// a page the browser keeps for its back button keeps nobody's case
window.addEventListener('pagehide', reset);
setInterval(tick, 1000);

history.replaceState({ depth: 0 }, '', location.pathname + location.hash);
show(START);
openFragment();
