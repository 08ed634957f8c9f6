// Builds elements from text, never from markup.

const SVG = 'http://www.w3.org/2000/svg';

/** h('p', { class: 'lead', onclick }, 'text', child, [children]); null, undefined and false children are left out. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const ICONS = {
  back: 'M15 5l-7 7 7 7',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  language: 'M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18M12 3a9 9 0 100 18 9 9 0 000-18z',
  follow: 'M4 12h4m8 0h4M12 8a4 4 0 100 8 4 4 0 000-8z',
  guide: 'M5 4h10l4 4v12H5zM15 4v4h4M8 12h8M8 16h6',
  erase: 'M9 5h11v14H9l-6-7zM12 9l5 6M17 9l-5 6',
  search: 'M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L21 21',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  next: 'M9 5l7 7-7 7',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  alert: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  tick: 'M4 12l5 6L20 6',
  paper: 'M6 3h9l4 4v14H6zM9 12h7M9 16h5',
  again: 'M19 12a7 7 0 11-2-5l2 2M19 4v5h-5',
};

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** Text the catalogue has in Chinese only. */
export function chinese(text) {
  return h('span', { lang: 'zh-CN' }, text);
}
