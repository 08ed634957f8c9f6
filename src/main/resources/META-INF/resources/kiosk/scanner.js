// A hand scanner is a keyboard that types a whole code within a fraction of a second and ends with Enter.

const BETWEEN_KEYS = 80;
const SHORTEST = 8;
const LONGEST = 300;

// What a key is without the help of an input method, which swallows the characters of a scanner on many kiosks.
const PLAIN_KEYS = { Minus: '-', Slash: '/', Period: '.', Semicolon: ':' };

/** Calls onScan with what a scanner typed, anywhere on the page; slower typing is left to whoever has the focus. */
export function listenForScans(onScan) {
  let typed = '';
  let last = 0;
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.timeStamp - last > BETWEEN_KEYS) {
        typed = '';
      }
      last = event.timeStamp;
      if (event.code === 'Enter' || event.code === 'NumpadEnter' || event.key === 'Enter') {
        if (typed.length >= SHORTEST && onScan(typed)) {
          event.preventDefault();
          event.stopPropagation();
        }
        typed = '';
      } else if (!event.ctrlKey && !event.altKey && !event.metaKey && typed.length < LONGEST) {
        typed += characterOf(event);
      }
    },
    true,
  );
}

function characterOf(event) {
  if (event.key.length === 1) {
    return event.key;
  }
  if (event.code === 'Digit3' && event.shiftKey) {
    return '#';
  }
  const plain = /^(?:Key|Digit|Numpad)([0-9A-Z])$/.exec(event.code);
  return plain ? plain[1] : PLAIN_KEYS[event.code] || '';
}
