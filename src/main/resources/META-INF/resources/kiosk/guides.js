import { h, icon } from './dom.js';
import { keypad } from './keypad.js';
import { loading, notice, words } from './notice.js';
import { Left, listDepartments, listItems, listThemes } from './service.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const PAGE = 20;
const AFTER_TYPING = 300;
// below this width the device has a keyboard of its own and no room for another
const HALL_SCREEN = '(min-width: 700px) and (min-height: 700px)';

/** Finding an item: by theme, by department, by words or pinyin initials, for persons or enterprises. */
export function guidesView(page) {
  const { texts, state, signal, say } = page;
  state.by = state.by || (texts.tag === 'en' ? 'department' : 'theme');
  state.text = state.text || '';
  state.audience = state.audience || '';
  state.chosen = state.chosen || null;

  const hasKeys = window.matchMedia(HALL_SCREEN).matches;
  const content = h('div', { class: 'guides-content', id: 'found' });
  const input = h('input', {
    type: 'search',
    id: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: '60',
    inputmode: hasKeys ? 'none' : 'search',
    placeholder: texts.searchHint,
    'aria-label': texts.searchLabel,
  });
  input.value = state.text;
  const letters = h('div', { class: 'letters', hidden: !state.keys });
  const toggle = h('button', { type: 'button', id: 'letters', class: 'secondary', 'aria-expanded': String(Boolean(state.keys)) }, icon('keyboard'), texts.letters);
  let asked = new AbortController();
  let typing = 0;

  toggle.addEventListener('click', () => {
    state.keys = !state.keys;
    letters.hidden = !state.keys;
    toggle.setAttribute('aria-expanded', String(state.keys));
  });
  input.addEventListener('input', () => search(input.value));
  signal.addEventListener('abort', () => {
    clearTimeout(typing);
    asked.abort();
  });

  function search(text) {
    if (text !== input.value) {
      input.value = text;
    }
    state.text = text.slice(0, 60);
    clearTimeout(typing);
    typing = setTimeout(list, AFTER_TYPING);
  }

  function forget() {
    input.value = '';
    state.text = '';
    choose(null);
  }

  function choose(chosen) {
    state.chosen = chosen;
    list();
    content.focus({ preventScroll: true });
    content.scrollIntoView({ block: 'nearest' });
  }

  /** Shows what the visitor has narrowed it down to, or what there is to narrow it down by. */
  function list() {
    state.items = null;
    draw();
  }

  function draw() {
    drawTabs();
    asked.abort();
    asked = new AbortController();
    if (state.text.trim() === '' && state.chosen === null) {
      drawChoices(asked.signal);
    } else {
      drawItems(asked.signal);
    }
  }

  const tabs = h('div', { class: 'tabs', role: 'group', 'aria-label': texts.guidesTitle });
  const audiences = h('div', { class: 'tabs tabs-quiet', role: 'group', 'aria-label': texts.forWhom });

  function drawTabs() {
    const typed = state.text.trim();
    tabs.replaceChildren(
      ...(state.chosen || typed
        ? [
            h(
              'button',
              { type: 'button', class: 'chip', id: 'unchoose', onclick: forget },
              icon('back'),
              h('span', {}, state.chosen ? nameOf(state.chosen) : typed),
              h('span', { class: 'chip-note' }, texts.allItems),
            ),
          ]
        : [tab('theme', texts.byTheme), tab('department', texts.byDepartment)]),
    );
    audiences.replaceChildren(
      audience('', texts.everybody),
      audience('person', texts.person),
      audience('enterprise', texts.enterprise),
    );
  }

  function tab(by, label) {
    return h(
      'button',
      {
        type: 'button',
        id: `by-${by}`,
        class: 'tab',
        'aria-pressed': String(state.by === by),
        onclick: () => {
          state.by = by;
          draw();
          document.getElementById(`by-${by}`).focus();
        },
      },
      label,
    );
  }

  function audience(code, label) {
    return h(
      'button',
      {
        type: 'button',
        id: `for-${code || 'all'}`,
        class: 'tab',
        'aria-pressed': String(state.audience === code),
        onclick: () => {
          state.audience = code;
          list();
          document.getElementById(`for-${code || 'all'}`).focus();
        },
      },
      label,
    );
  }

  function nameOf(chosen) {
    return chosen.by === 'theme' ? texts.theme(chosen.nameZh) : page.name(chosen);
  }

  async function drawChoices(current) {
    audiences.hidden = true;
    const { by } = state;
    try {
      state.choices = state.choices || {};
      if (!state.choices[by]) {
        content.replaceChildren(loading(texts));
        const answer = by === 'theme' ? (await listThemes(current)).themes : (await listDepartments(current)).departments;
        state.choices[by] = answer.map((choice) => ({ ...choice, by }));
      }
      content.replaceChildren(
        h(
          'ul',
          { class: `tiles tiles-${by}` },
          state.choices[by].map((choice) =>
            h(
              'li',
              {},
              h(
                'button',
                { type: 'button', class: 'tile', onclick: () => choose(choice) },
                h('span', { class: 'tile-name' }, nameOf(choice)),
                h('span', { class: 'tile-count' }, texts.count(choice.items)),
              ),
            ),
          ),
        ),
      );
    } catch (failure) {
      fail(failure, draw);
    }
  }

  async function drawItems(current) {
    audiences.hidden = false;
    try {
      if (!state.items) {
        content.replaceChildren(loading(texts));
        take(await ask(null, current), []);
        say(state.items.length === 0 ? texts.nothingFound : texts.found(state.items.length, Boolean(state.next)));
      }
      if (state.items.length === 0) {
        content.replaceChildren(notice({ title: texts.nothingFound, hint: texts.nothingFoundHint, kind: 'empty' }));
        return;
      }
      const more = h('button', { type: 'button', class: 'secondary more', id: 'more', onclick: () => drawMore(current) }, texts.more);
      content.replaceChildren(
        h('p', { class: 'fine' }, texts.found(state.items.length, Boolean(state.next))),
        h('ul', { class: 'items' }, state.items.map((item) => itemLine(item, page))),
        state.next ? more : '',
      );
    } catch (failure) {
      fail(failure, draw);
    }
  }

  async function drawMore(current) {
    const before = state.items.length;
    content.querySelector('#more').disabled = true;
    try {
      take(await ask(state.next, current), state.items);
      await drawItems(current);
      content.querySelectorAll('.item')[before].focus({ preventScroll: true });
    } catch (failure) {
      fail(failure, draw);
    }
  }

  function take(answer, before) {
    state.items = before.concat(answer.items);
    state.next = answer.next || null;
  }

  function ask(cursor, current) {
    const { chosen } = state;
    return listItems(
      {
        text: state.text.trim(),
        department: chosen && chosen.by === 'department' && chosen.code,
        theme: chosen && chosen.by === 'theme' && chosen.nameZh,
        audience: state.audience,
        limit: PAGE,
        cursor,
      },
      current,
    );
  }

  function fail(failure, retry) {
    if (failure instanceof Left) {
      return;
    }
    const again = h('button', { type: 'button', class: 'primary', id: 'again', onclick: retry }, icon('again'), texts.again);
    const told = words(failure, null, texts);
    content.replaceChildren(notice({ ...told, actions: [again] }));
    say('', told.title);
  }

  if (hasKeys) {
    letters.append(
      keypad({
        label: texts.letters,
        characters: LETTERS,
        press: (letter) => search(input.value + letter.toLowerCase()),
        wide: [
          { id: 'erase', label: texts.erase, icon: 'erase', press: () => search(input.value.slice(0, -1)) },
          { id: 'space', label: texts.space, press: () => search(`${input.value} `) },
          { id: 'clear', label: texts.clear, press: () => search('') },
        ],
      }),
    );
  }
  content.tabIndex = -1;
  draw();

  return h(
    'div',
    { class: 'guides' },
    h('h1', { tabindex: '-1' }, texts.guidesTitle),
    h('div', { class: 'search', role: 'search' }, h('label', { class: 'search-field' }, icon('search'), input), hasKeys && toggle),
    letters,
    h('div', { class: 'narrow' }, tabs, audiences),
    content,
  );
}

function itemLine(item, { texts, name, open }) {
  const days = item.promisedDays === 0 ? texts.onTheSpot : texts.days(item.promisedDays);
  return h(
    'li',
    {},
    h(
      'button',
      { type: 'button', class: 'item', onclick: () => open('guide', { code: item.implementationCode }) },
      h(
        'span',
        { class: 'item-text' },
        h('span', { class: 'item-name' }, name(item)),
        h('span', { class: 'item-where' }, name(item.department)),
      ),
      h('span', { class: 'item-facts' }, h('b', {}, days), h('span', {}, texts.visits(item.onsiteVisits))),
      icon('next'),
    ),
  );
}
