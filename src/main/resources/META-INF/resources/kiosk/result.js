import { h, icon } from './dom.js';
import { follow } from './following.js';
import { countdown, loading, notice, words } from './notice.js';
import { printed } from './query-number.js';

/** Where a case stands, kept up to date while it is looked at. */
export function resultView(page) {
  const { texts, state, signal, replace, say } = page;
  const trouble = h('div', { class: 'trouble', hidden: true });
  const body = h('div', { class: 'result-body' });
  let stopCounting = () => {};

  function onView(view) {
    const isNews = state.view && state.view.version !== view.version;
    if (isNews || !state.view) {
      say(isNews ? texts.changed(stateOf(view, texts)) : spoken(view, texts));
    }
    state.view = view;
    state.seenAt = new Date();
    body.replaceChildren(standing(view, page));
  }

  function onTrouble(failure, seconds) {
    stopCounting();
    trouble.hidden = true;
    if (failure === null) {
      return;
    }
    if (state.view) {
      const line = (left) => texts.updateTrouble(texts.clock.format(state.seenAt), left);
      const text = h('span', {}, line(seconds));
      trouble.replaceChildren(icon('alert'), text);
      trouble.hidden = false;
      stopCounting = countdown(seconds, signal, (left) => (text.textContent = line(left)));
    } else {
      const show = (left) => body.replaceChildren(notice(words(failure, left, texts)));
      show(seconds);
      say('', words(failure, seconds, texts).title);
      stopCounting = countdown(seconds, signal, show);
    }
  }

  function onRefused(failure) {
    const retype = h(
      'button',
      { type: 'button', class: 'primary', id: 'retype', onclick: () => replace('number', { typed: state.number }) },
      texts.numberTitle,
    );
    const isUnknown = failure.status === 404 || failure.status === 400;
    const told = isUnknown
      ? { title: texts.unknownTitle, hint: texts.unknownHint, code: printed(state.number) }
      : words(failure, null, texts);
    state.view = null;
    body.replaceChildren(notice({ ...told, actions: [retype] }));
    say('', told.title);
  }

  if (state.view) {
    body.replaceChildren(standing(state.view, page));
  } else {
    body.replaceChildren(loading(texts));
  }
  follow(state.number, { signal, onView, onTrouble }).catch(onRefused);

  return h('div', { class: 'result' }, h('h1', { tabindex: '-1' }, texts.resultTitle), trouble, body);
}

function stateOf(view, texts) {
  return texts.tag === 'en' ? view.stateEn : view.stateZh;
}

function spoken(view, texts) {
  return `${texts.tag === 'en' ? view.itemNameEn : view.itemNameZh}. ${stateOf(view, texts)}`;
}

function standing(view, page) {
  const { texts, name, open, replace } = page;
  const isEnglish = texts.tag === 'en';
  return h(
    'div',
    { class: 'standing' },
    h(
      'section',
      { class: `slip slip-${view.state}` },
      h('p', { class: 'slip-number' }, h('span', {}, texts.printedNumber), h('b', {}, view.printedQueryNumber)),
      h('h2', { class: 'slip-item' }, name({ nameZh: view.itemNameZh, nameEn: view.itemNameEn }) || texts.unnamedItem),
      h('p', { class: 'slip-state', id: 'state' }, stateOf(view, texts)),
      h(
        'dl',
        { class: 'slip-facts' },
        view.isFinal
          ? fact(texts.closed, moment(view.changedAt, texts))
          : view.promisedOn &&
              fact(
                texts.promised,
                texts.date.format(new Date(`${view.promisedOn}T00:00:00Z`)),
                view.isProvisional ? texts.provisional : texts.promisedNote,
              ),
        fact(texts.submitted, moment(view.submittedAt, texts)),
      ),
      !view.isFinal && h('p', { class: 'slip-live' }, h('span', { class: 'pulse', 'aria-hidden': 'true' }), texts.live),
    ),
    h(
      'section',
      { class: 'line-panel' },
      h('h2', {}, texts.timeline),
      h(
        'ol',
        { class: 'line', id: 'timeline' },
        view.timeline.map((step, place) =>
          h(
            'li',
            { class: `stop${place === view.timeline.length - 1 ? ' stop-here' : ''}`, 'aria-current': place === view.timeline.length - 1 && 'step' },
            h('p', { class: 'stop-name' }, isEnglish ? step.en : step.zh),
            h('p', { class: 'stop-at' }, h('time', { datetime: step.at }, moment(step.at, texts))),
          ),
        ),
        h(
          'li',
          { class: `stop ${view.isFinal ? 'stop-end' : 'stop-next'}` },
          h('p', { class: 'stop-label' }, texts.next),
          h('p', { class: 'stop-name' }, isEnglish ? view.nextEn : view.nextZh),
        ),
      ),
    ),
    view.bringAlong.length > 0 &&
      h(
        'section',
        { class: 'bring' },
        h('h2', {}, texts.bring),
        h('ul', { class: 'papers' }, view.bringAlong.map((paper) => paperLine(paper, page))),
      ),
    h(
      'div',
      { class: 'actions' },
      h(
        'button',
        { type: 'button', class: 'secondary', id: 'this-guide', onclick: () => open('guide', { code: view.implementationCode }) },
        icon('guide'),
        texts.thisGuide,
      ),
      h('button', { type: 'button', class: 'secondary', id: 'another', onclick: () => replace('number') }, icon('search'), texts.anotherNumber),
    ),
  );
}

function fact(term, value, note) {
  return h('div', {}, h('dt', {}, term), h('dd', {}, value), note && h('dd', { class: 'fine' }, note));
}

function paperLine(paper, { texts, name }) {
  const counts = [
    paper.originals > 0 && texts.originals(paper.originals),
    paper.copies > 0 && texts.copies(paper.copies),
  ].filter(Boolean);
  return h('li', {}, icon('paper'), h('span', { class: 'paper-name' }, name(paper)), h('span', { class: 'paper-count' }, counts.join(texts.tag === 'en' ? ', ' : '，')));
}

function moment(text, texts) {
  return texts.moment.format(new Date(text));
}
