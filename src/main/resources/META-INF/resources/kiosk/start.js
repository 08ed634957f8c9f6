import { h, icon } from './dom.js';

/** Two choices, nothing else. */
export function startView({ texts, open }) {
  return h(
    'div',
    { class: 'start' },
    h(
      'div',
      { class: 'welcome' },
      h('h1', { tabindex: '-1' }, texts.welcome),
      h('p', { class: 'lead' }, texts.welcomeHint),
    ),
    h(
      'div',
      { class: 'choices' },
      choice('follow', texts.chooseFollow, texts.chooseFollowHint, () => open('number')),
      choice('guide', texts.chooseGuides, texts.chooseGuidesHint, () => open('guides')),
    ),
    h('p', { class: 'help' }, texts.help),
  );
}

function choice(name, title, hint, onclick) {
  return h(
    'button',
    { type: 'button', class: `choice choice-${name}`, id: `choose-${name}`, onclick },
    h('span', { class: 'choice-icon' }, icon(name)),
    h('span', { class: 'choice-text' }, h('span', { class: 'choice-title' }, title), h('span', { class: 'choice-hint' }, hint)),
    h('span', { class: 'choice-go' }, icon('next')),
  );
}
