// Keeps the pages up to date. Without it they are loaded again, and do the same.
const interval = 2000;

const part = (element, name) => element.querySelector(`[data-part="${name}"]`);

function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function remedyOf(remedy, root) {
  if (!remedy.fields) return element('a', { className: 'button', href: root + remedy.address, textContent: remedy.label });
  const fields = Object.entries(remedy.fields).map(([name, value]) => element('input', { type: 'hidden', name, value }));
  return element('form', { method: 'post', action: root + remedy.address }, ...fields,
    element('button', { type: 'submit', textContent: remedy.label }));
}

// Buttons are made anew only when there are others: whoever has tabbed to one stays on it.
function showTrouble(place, stage, root) {
  const key = JSON.stringify([stage.reason !== null, stage.detail, stage.remedies]);
  if (place.dataset.key !== key) {
    place.dataset.key = key;
    place.replaceChildren();
    if (stage.reason !== null) {
      place.append(element('p', { className: 'reason' }));
      if (stage.detail !== null) place.append(element('p', { className: 'detail', textContent: stage.detail }));
      if (stage.since !== null) place.append(element('p', { className: 'since' }));
      place.append(element('ul', { className: 'buttons' }, ...stage.remedies.map(remedy => element('li', {}, remedyOf(remedy, root)))));
    }
  }
  setText(place.querySelector('.reason'), stage.reason);
  setText(place.querySelector('.since'), stage.since);
}

function showStage(card, stage, root) {
  card.dataset.state = stage.state;
  setText(part(card, 'state'), stage.stateText);
  const list = card.querySelector('dl');
  const names = [...list.querySelectorAll('[data-figure]')].map(figure => figure.dataset.figure).join();
  if (names !== stage.figures.map(figure => figure.name).join()) {
    list.replaceChildren(...stage.figures.map(figure => {
      const value = element('dd');
      value.dataset.figure = figure.name;
      return element('div', {}, element('dt', { textContent: figure.name }), value);
    }));
  }
  for (const figure of stage.figures) setText(list.querySelector(`[data-figure="${CSS.escape(figure.name)}"]`), figure.value);
  card.querySelector('path').setAttribute('d', stage.sparkline.path);
  setText(part(card, 'spark'), stage.sparkline.label);
  showTrouble(part(card, 'trouble'), stage, root);
}

async function showPipeline(live) {
  const answer = await fetch(live.dataset.live, { cache: 'no-store', headers: { Accept: 'application/json' } });
  if (!answer.ok || answer.redirected) throw new Error(`the host answers ${answer.status}`);
  const view = await answer.json();
  const summary = part(live, 'summary');
  summary.dataset.state = view.state;
  setText(summary, view.summary);
  setText(part(live, 'at'), view.at);
  for (const stage of view.stages) {
    const card = live.querySelector(`[data-stage="${CSS.escape(stage.key)}"]`);
    if (card) showStage(card, stage, live.dataset.root);
  }
}

// A page with work that goes on: what has changed is replaced, the rest and the focus stay.
async function showProgress() {
  const answer = await fetch(location.href, { cache: 'no-store' });
  if (!answer.ok || answer.redirected) throw new Error(`the host answers ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const places = [...document.querySelectorAll('[data-progress]')];
  const news = [...fresh.querySelectorAll('[data-progress]')];
  places.forEach((place, index) => {
    const replacement = news[index];
    if (!replacement || place.contains(document.activeElement)) return;
    if (place.innerHTML !== replacement.innerHTML) place.replaceChildren(...replacement.childNodes);
    place.toggleAttribute('data-running', replacement.hasAttribute('data-running'));
  });
}

const live = document.querySelector('[data-live]');

async function look() {
  if (!document.hidden) {
    try {
      if (live) {
        await showPipeline(live);
        setText(part(live, 'connection'), '');
      } else if (document.querySelector('[data-running]')) {
        await showProgress();
      }
    } catch (error) {
      if (live) setText(part(live, 'connection'), `No news since then: ${error.message}. It is tried again.`);
    }
  }
  setTimeout(look, interval);
}

setTimeout(look, interval);
