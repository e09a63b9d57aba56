import { getJourney } from './api.js';
import { fromTemplate, say, showProblem } from './dom.js';
import { formatClock, formatGap } from './format.js';

const steps = [
  { name: 'committed', at: 'committedAt' },
  { name: 'published', at: 'publishedAt' },
  { name: 'projected', at: 'projectedAt' },
];
const quickest = 250;
const slowest = 5000;

/** What happened to one order on its way: asked for while it is looked at, and again until it has arrived. */
export function journey(orderId, container) {
  const summary = document.createElement('p');
  summary.className = 'quiet';
  summary.setAttribute('role', 'status');
  const problems = document.createElement('div');
  problems.className = 'problem';
  problems.setAttribute('role', 'alert');
  const events = document.createElement('div');
  container.replaceChildren(summary, problems, events);

  let shown = '';
  let timer = null;
  let isOpen = false;
  let expected = 1;
  let pause = quickest;
  let latest = 0;

  async function refresh() {
    const turn = ++latest;
    clearTimeout(timer);
    if (!isOpen) {
      return;
    }
    let arrived = false;
    try {
      const answer = await getJourney(orderId);
      if (turn !== latest) {
        return;
      }
      arrived = hasArrived(answer.events, expected);
      showProblem(problems, null);
      render(answer.events);
    } catch (problem) {
      if (turn !== latest) {
        return;
      }
      // An order that was just accepted is unknown to the read side for a moment.
      const isTooEarly = problem.status === 404 && shown === '';
      if (isTooEarly) {
        say(summary, 'On its way…');
      } else {
        showProblem(problems, problem, look);
      }
      arrived = !isTooEarly && !problem.mayRetry;
    }
    if (isOpen && !arrived) {
      timer = setTimeout(refresh, pause);
      pause = Math.min(pause * 1.5, slowest);
    }
  }

  function look() {
    pause = quickest;
    return refresh();
  }

  function render(list) {
    const now = JSON.stringify(list);
    if (now === shown) {
      return;
    }
    shown = now;
    events.replaceChildren(...list.map(renderEvent));
    say(summary, sentence(list));
  }

  return {
    open() {
      isOpen = true;
      look();
    },
    close() {
      isOpen = false;
      clearTimeout(timer);
    },
    /** Something happened to the order, which is now known to have reached this version. */
    changed(version) {
      expected = Math.max(expected, version);
      look();
    },
  };
}

const hasArrived = (events, version) =>
  events.some((event) => event.version >= version) && events.every((event) => steps.every((step) => event[step.at]));

function sentence(events) {
  const last = events.at(-1);
  if (!last) {
    return 'Nothing is known of it yet.';
  }
  if (last.projectedAt) {
    return `In my orders ${formatGap(last.committedAt, last.projectedAt).replace('+', '')} after it was committed.`;
  }
  return last.error ? 'It is held up.' : 'On its way…';
}

function renderEvent(event) {
  const { root, parts } = fromTemplate('journey-event-template');
  say(parts.name, nameOf(event.eventType));
  const heldUp = event.error && steps.find((step) => !event[step.at]);
  let before = null;
  for (const step of steps) {
    const at = event[step.at];
    parts.steps.append(renderStep(step.name, at, before, step === heldUp));
    before = at ?? before;
  }
  parts.error.hidden = !event.error;
  say(parts.error, event.error ?? '');
  return root;
}

function renderStep(name, at, before, isHeldUp) {
  const { root, parts } = fromTemplate('journey-step-template');
  root.classList.add(at ? 'done' : isHeldUp ? 'held-up' : 'waiting');
  say(parts.name, name);
  if (at) {
    parts.time.dateTime = at;
    say(parts.time, formatClock(at));
    say(parts.gap, before ? formatGap(before, at) : '');
  } else {
    say(parts.time, isHeldUp ? 'held up' : 'waiting…');
  }
  return root;
}

/** "ecommerce.orders.created.v1" is "Created" to a person. */
function nameOf(eventType) {
  const name = eventType.replace(/\.v\d+$/, '').split('.').at(-1);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
