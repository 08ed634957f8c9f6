// The number a case is followed by: 13 characters of Crockford's base 32, the last of them a check character.
// Same rules as io.yizhan.casework.QueryNumber: ISO 7064 hybrid system with modulus 32.

export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const LENGTH = 13;
export const GROUPS = [4, 4, 5];

const BASE = ALPHABET.length;
const READ_AS = { O: '0', I: '1', L: '1' };

/** The characters of a number among what was typed: any case, O for 0, I and L for 1, everything else left out. */
export function clean(typed) {
  return Array.from(String(typed).toUpperCase())
    .map((character) => READ_AS[character] || character)
    .filter((character) => ALPHABET.includes(character))
    .join('');
}

export function checkCharacter(twelve) {
  let product = BASE;
  for (const character of twelve) {
    const sum = (product + ALPHABET.indexOf(character)) % BASE;
    product = ((sum === 0 ? BASE : sum) * 2) % (BASE + 1);
  }
  return ALPHABET[(((1 - product) % BASE) + BASE) % BASE];
}

/** Whether 13 cleaned characters can be a number: a typing error shows before anybody is asked. */
export function holds(number) {
  return number.length === LENGTH && checkCharacter(number.slice(0, LENGTH - 1)) === number[LENGTH - 1];
}

/** As on paper: 4K7M-2QX9-T3VBC. */
export function printed(number) {
  let from = 0;
  return GROUPS.map((size) => number.slice(from, (from += size))).join('-');
}

/**
 * The number in what a scanner typed or somebody pasted: the number itself, or the address in a receipt's QR code,
 * which carries it behind the last #. Null when it holds none.
 */
export function find(text) {
  const bare = text.slice(text.lastIndexOf('#') + 1).trim();
  if (!/^[0-9A-Za-z\s-]{13,40}$/.test(bare)) {
    return null;
  }
  const number = clean(bare);
  return holds(number) ? number : null;
}
