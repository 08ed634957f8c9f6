import { h, icon } from './dom.js';

/**
 * Keys on the screen. They leave the focus where it is and are no tab stops: whoever has a real keyboard types.
 *
 * @param wide keys that take the rest of the last row: { id, label, icon, press }
 */
export function keypad({ label, characters, press, wide }) {
  const keep = (event) => event.preventDefault();
  return h(
    'div',
    { class: 'keypad', role: 'group', 'aria-label': label, onpointerdown: keep, onmousedown: keep },
    Array.from(characters, (character) =>
      h('button', { type: 'button', class: 'key', tabindex: '-1', onclick: () => press(character) }, character),
    ),
    wide.map((key) =>
      h(
        'button',
        { type: 'button', class: 'key key-wide', id: key.id, onclick: key.press },
        key.icon && icon(key.icon),
        h('span', {}, key.label),
      ),
    ),
  );
}
