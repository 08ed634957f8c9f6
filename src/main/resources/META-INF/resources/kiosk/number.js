import { h, icon } from './dom.js';
import { keypad } from './keypad.js';
import { GROUPS, LENGTH, clean, find, holds } from './query-number.js';

const KEYS = '1234567890ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The query number, typed on the screen, on a keyboard, pasted or scanned. A real input field lies over the thirteen
 * slots, so that screen readers, paste and the caret work as everywhere.
 */
export function numberView({ texts, state, replace, say, onScan }) {
  state.typed = clean(state.typed || '').slice(0, LENGTH);
  let caret = state.typed.length;
  let remark = null;

  const slots = [];
  const input = h('input', {
    id: 'number',
    class: 'number-input',
    type: 'text',
    inputmode: 'none',
    'data-first': true,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    'aria-label': texts.numberLabel,
    'aria-describedby': 'remark',
  });
  const remarkLine = h('p', { id: 'remark', class: 'remark' });
  const query = h('button', { type: 'submit', id: 'query', class: 'primary' }, icon('search'), texts.query);

  function draw() {
    const { typed } = state;
    const isFull = typed.length === LENGTH;
    const isWrong = isFull && !holds(typed);
    slots.forEach((slot, place) => {
      slot.textContent = typed[place] || '';
      slot.classList.toggle('at', place === Math.min(caret, LENGTH - 1) && !(isFull && caret === LENGTH));
    });
    group.classList.toggle('wrong', isWrong);
    input.setAttribute('aria-invalid', String(isWrong));
    query.disabled = !isFull || isWrong;
    const line =
      remark || (isWrong && texts.numberTypo) || (isFull && texts.numberComplete) || texts.numberLeft(LENGTH - typed.length);
    remarkLine.className = `remark${isWrong || remark ? ' remark-wrong' : isFull ? ' remark-right' : ''}`;
    remarkLine.replaceChildren(isWrong || remark ? icon('alert') : isFull ? icon('tick') : '', h('span', {}, line));
    if (input.value !== typed) {
      input.value = typed;
    }
    if (document.activeElement === input) {
      input.setSelectionRange(caret, caret);
    }
    if (isWrong) {
      say('', texts.numberTypo);
    } else if (isFull) {
      say(texts.numberComplete);
    }
  }

  /** Writes one character at the caret; what stood there is replaced. */
  function press(character) {
    const { typed } = state;
    remark = null;
    if (caret < LENGTH) {
      state.typed = typed.slice(0, caret) + character + typed.slice(caret + 1);
      caret += 1;
    }
    draw();
  }

  function erase() {
    remark = null;
    if (caret > 0) {
      state.typed = state.typed.slice(0, caret - 1) + state.typed.slice(caret);
      caret -= 1;
    }
    draw();
  }

  function fill(text) {
    remark = null;
    state.typed = clean(text).slice(0, LENGTH);
    caret = state.typed.length;
    draw();
  }

  function submit(event) {
    event.preventDefault();
    if (holds(state.typed)) {
      replace('result', { number: state.typed });
    }
  }

  input.addEventListener('beforeinput', (event) => {
    if (event.inputType === 'insertText' && event.data && !event.isComposing) {
      event.preventDefault();
      caret = input.selectionStart;
      clean(event.data).split('').forEach(press);
    }
  });
  input.addEventListener('input', () => {
    remark = null;
    caret = Math.min(clean(input.value.slice(0, input.selectionStart)).length, LENGTH);
    state.typed = clean(input.value).slice(0, LENGTH);
    draw();
  });
  input.addEventListener('paste', (event) => {
    event.preventDefault();
    const text = event.clipboardData.getData('text');
    const number = find(text);
    if (number) {
      replace('result', { number });
    } else {
      fill(text.slice(text.lastIndexOf('#') + 1));
    }
  });
  input.addEventListener('click', (event) => {
    const place = slots.findIndex((slot) => event.clientX < slot.getBoundingClientRect().right && onRow(slot, event));
    caret = place < 0 ? state.typed.length : Math.min(place, state.typed.length);
    draw();
  });
  input.addEventListener('keyup', (event) => {
    if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
      caret = Math.min(input.selectionStart, LENGTH);
      draw();
    }
  });
  onScan((text) => {
    const bare = clean(text.slice(text.lastIndexOf('#') + 1));
    fill(bare.length === LENGTH ? bare : '');
    if (bare.length !== LENGTH) {
      remark = texts.numberForeign;
      say('', remark);
      draw();
    }
    return true;
  });

  const group = h(
    'div',
    { class: 'slots' },
    h('div', { class: 'slots-row', 'aria-hidden': 'true' }, GROUPS.map((size) => h('div', { class: 'slots-group' }, row(size)))),
    input,
  );

  function row(size) {
    return Array.from({ length: size }, () => {
      const slot = h('span', { class: 'slot' });
      slots.push(slot);
      return slot;
    });
  }

  draw();

  return h(
    'form',
    { class: 'number', onsubmit: submit },
    h(
      'div',
      { class: 'number-entry' },
      h('h1', { tabindex: '-1' }, texts.numberTitle),
      h('p', { class: 'lead' }, icon('scan'), h('span', {}, texts.numberHint)),
      group,
      remarkLine,
      h('p', { class: 'fine' }, texts.numberLetters),
    ),
    h(
      'div',
      { class: 'number-keys' },
      keypad({
        label: texts.keys,
        characters: KEYS,
        press,
        wide: [
          { id: 'erase', label: texts.erase, icon: 'erase', press: erase },
          { id: 'clear', label: texts.clear, press: () => fill('') },
        ],
      }),
      query,
    ),
  );
}

function onRow(slot, event) {
  const box = slot.getBoundingClientRect();
  return event.clientY >= box.top - 24 && event.clientY <= box.bottom + 24;
}
