import { chinese, h, icon } from './dom.js';
import { loading, notice, words } from './notice.js';
import { Left, getGuide } from './service.js';

// so many windows fit with their names
const FEW = 3;

/** The guide of one item: what to bring first, because that is what people come back for. */
export function guideView(page) {
  const { texts, state, signal, say, back } = page;
  const body = h('div', { class: 'guide' });

  async function load() {
    body.replaceChildren(loading(texts));
    try {
      state.guide = await getGuide(state.code, signal);
      draw();
      body.querySelector('h1').focus({ preventScroll: true });
    } catch (failure) {
      if (!(failure instanceof Left)) {
        fail(failure);
      }
    }
  }

  function fail(failure) {
    const isGone = failure.status === 404;
    const told = isGone ? { title: texts.goneTitle, hint: texts.goneHint } : words(failure, null, texts);
    const action = h(
      'button',
      { type: 'button', class: 'primary', id: 'again', onclick: isGone ? back : load },
      icon(isGone ? 'back' : 'again'),
      isGone ? texts.back : texts.again,
    );
    body.replaceChildren(notice({ ...told, actions: [action] }));
    say('', told.title);
  }

  function draw() {
    body.replaceChildren(...sections(state.guide, page));
  }

  if (state.guide) {
    draw();
  } else {
    load();
  }
  return body;
}

function sections(guide, page) {
  const { texts, name } = page;
  return [
    h(
      'header',
      { class: 'guide-head' },
      h('p', { class: 'eyebrow' }, name(guide.department)),
      h('h1', { tabindex: '-1' }, name(guide)),
      facts(guide, page),
    ),
    materials(guide, page),
    places(guide, page),
    h(
      'section',
      { class: 'panel' },
      h('h2', {}, texts.result),
      h('p', {}, chinese(guide.result.nameZh)),
      h('h2', {}, texts.law),
      h('ul', { class: 'plain' }, guide.legalBasisZh.map((law) => h('li', {}, chinese(law)))),
      h('p', { class: 'fine' }, `${texts.code} ${guide.implementationCode}`),
    ),
  ];
}

function facts(guide, { texts, name }) {
  const { limits } = guide;
  return h(
    'dl',
    { class: 'facts' },
    fact(
      texts.limit,
      limits.promised === 0 ? texts.onTheSpot : texts.days(limits.promised),
      limits.reduced > 0 && [texts.limitBefore(limits.promisedBefore), h('b', { class: 'gain' }, texts.limitSaved(limits.reduced))],
      limits.statutory && texts.limitLaw(limits.statutory),
    ),
    fact(texts.visitsTitle, guide.onsiteVisits === 0 ? texts.visitsNone : texts.visitsSome(guide.onsiteVisits)),
    fact(texts.fee, guide.fee.charged ? chinese(guide.fee.textZh) : texts.free),
    fact(texts.who, name(guide.audience), name(guide.scope)),
    fact(texts.how, guide.channels.map(name).join(texts.tag === 'en' ? ', ' : '、')),
  );
}

function fact(term, value, ...notes) {
  return h(
    'div',
    {},
    h('dt', {}, term),
    h('dd', {}, value),
    notes.filter(Boolean).map((note) => h('dd', { class: 'fine' }, note)),
  );
}

function materials(guide, page) {
  const { texts, name } = page;
  const kept = guide.materials.filter((material) => material.reuseClass.word !== 'never');
  const fresh = guide.materials.filter((material) => material.reuseClass.word === 'never');
  return h(
    'section',
    { class: 'panel', id: 'materials' },
    h('h2', {}, texts.whatToBring),
    h('p', { class: 'lead' }, guide.materials.length === 0 ? texts.noMaterials : texts.materialsSummary(guide.materials.length, kept.length)),
    fresh.length > 0 && group('fresh', texts.everyTime, texts.everyTimeHint, fresh, page),
    kept.length > 0 && group('kept', texts.onceHeld, texts.onceHeldHint, kept, page),
    guide.cancelledMaterials.length > 0 &&
      h(
        'div',
        { class: 'cancelled' },
        h('h3', {}, icon('tick'), texts.noLonger),
        h('ul', {}, guide.cancelledMaterials.map((material) => h('li', {}, h('s', {}, name(material))))),
      ),
  );
}

function group(kind, title, hint, list, page) {
  return h(
    'div',
    { class: `materials materials-${kind}` },
    h('h3', {}, title),
    h('p', { class: 'fine' }, hint),
    h('ul', {}, list.map((material) => materialLine(material, page))),
  );
}

function materialLine(material, { texts, name }) {
  const word = material.reuseClass.word;
  const counts = [
    material.originals > 0 && texts.originals(material.originals),
    material.copies > 0 && texts.copies(material.copies),
    name(material.form),
  ].filter(Boolean);
  return h(
    'li',
    { class: 'material' },
    icon('paper'),
    h(
      'div',
      {},
      h(
        'p',
        { class: 'material-name' },
        name(material),
        material.necessity.code === 'optional' && h('span', { class: 'tag' }, texts.optional),
      ),
      h('p', { class: 'material-counts' }, counts.join(' · ')),
      material.conditionZh && h('p', { class: 'material-condition' }, texts.onlyIf, chinese(material.conditionZh)),
      word !== 'never' &&
        h(
          'p',
          { class: 'material-reuse' },
          texts.reuse[word],
          word === 'withinValidity' && material.validityMonths && ` ${texts.validity(material.validityMonths)}`,
        ),
    ),
  );
}

function places(guide, page) {
  const { texts } = page;
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, texts.where),
    place(texts.apply, guide.acceptance, texts.anyWindow, page),
    place(texts.collect, guide.pickup, null, page),
  );
}

function place(title, { floor, windows }, hint, { texts, name }) {
  return h(
    'div',
    { class: 'place' },
    h('h3', {}, title),
    h('p', { class: 'place-floor' }, texts.floor(floor)),
    h(
      'ul',
      { class: 'windows' },
      windows.map((window) => h('li', {}, h('b', {}, window.number), windows.length <= FEW && h('span', {}, name(window)))),
    ),
    windows.length > 1 && hint && h('p', { class: 'fine' }, hint),
  );
}
