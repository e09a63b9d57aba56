import { getOrderAsOf, getOrders } from './api.js';
import { busy, byId, isBusy, say, showProblem } from './dom.js';
import { cancelDialog } from './cancel-dialog.js';
import { orderRow } from './order-row.js';

const pageSize = 10;
const largestPage = 100;
const patience = 2000;

/** My orders, newest first: what was loaded, what arrived live, and what this page itself has just asked for. */
export function orders() {
  const list = byId('order-list');
  const more = byId('more-orders');
  const filter = byId('status-filter');
  const status = byId('orders-status');
  const problems = byId('orders-problem');
  const dialog = cancelDialog();
  const entries = new Map();
  let nextCursor = null;
  let latest = 0;
  let arrivedMeanwhile = new Set();

  function entryOf(orderId) {
    if (!entries.has(orderId)) {
      const entry = { orderId, draft: null, summary: null, awaited: 0, isListed: false };
      entry.row = orderRow(orderId, (description) =>
        dialog.ask(orderId, description, (answer) => {
          entry.row.focus();
          awaitVersion(entry, answer);
        }));
      entries.set(orderId, entry);
    }
    return entries.get(orderId);
  }

  /** Older news than what is known changes nothing, whichever way it came. */
  function learn(summary) {
    const entry = entryOf(summary.orderId);
    const known = entry.summary;
    const isOlder = known && (summary.version < known.version
      || (summary.version === known.version && summary.productDetailsPending && !known.productDetailsPending));
    if (!isOlder) {
      entry.summary = summary;
      entry.draft = null;
      if (known?.version !== summary.version) {
        entry.row.journeyChanged(summary.version);
      }
    }
    return entry;
  }

  /** A command was accepted: its effect normally arrives by itself; if it takes long, the read model is asked for it. */
  async function awaitVersion(entry, { version, consistencyToken }) {
    entry.awaited = Math.max(entry.awaited, version);
    entry.row.journeyChanged(version);
    render();
    let pause = patience;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (!entries.has(entry.orderId) || (entry.summary?.version ?? 0) >= version) {
        return;
      }
      entry.row.note('Accepted; the list is a little behind.');
      try {
        arrived(await getOrderAsOf(entry.orderId, consistencyToken));
      } catch (problem) {
        if (problem.signedOut) {
          return;
        }
        pause = (problem.retryAfter ?? 3) * 1000;
      }
    }
  }

  function arrived(summary) {
    arrivedMeanwhile.add(summary.orderId);
    const isNews = !entries.has(summary.orderId);
    const entry = learn(summary);
    // An order that is older than what is shown belongs to a page not yet asked for.
    entry.isListed ||= !isNews || nextCursor === null || dateOf(entry) >= oldestShown();
    if (!entry.isListed) {
      forget(entry);
    }
    render();
  }

  const dateOf = (entry) => Date.parse(entry.summary.orderDate);

  const oldestShown = () =>
    Math.min(...[...entries.values()].filter((entry) => entry.isListed && entry.summary).map(dateOf));

  const isShown = (entry) => entry.isListed && (!filter.value || filter.value === (entry.summary?.status ?? 'CREATED'));

  function newestFirst(left, right) {
    if (!left.summary || !right.summary) {
      return (left.summary ? 1 : 0) - (right.summary ? 1 : 0);
    }
    return dateOf(right) - dateOf(left);
  }

  function render() {
    const shown = [...entries.values()].filter(isShown).sort(newestFirst);
    for (const { row, draft, summary, awaited } of shown) {
      const isAwaited = summary && summary.version < awaited;
      if (summary) {
        row.showSummary(summary, isAwaited);
      } else {
        row.showDraft(draft);
      }
      if (summary && !isAwaited) {
        row.note('');
      }
    }
    arrange(shown.map((entry) => entry.row.root));
    more.hidden = nextCursor === null;
    if (shown.length === 0) {
      say(status, filter.value ? 'No order is in this state.' : 'No orders yet. Choose something from the catalogue.');
    } else {
      say(status, '');
    }
  }

  /** Moves only what is out of place: moving an element takes the focus away from it. */
  function arrange(rows) {
    const wanted = new Set(rows);
    for (const row of [...list.children]) {
      if (!wanted.has(row)) {
        const hadFocus = row.contains(document.activeElement);
        row.remove();
        if (hadFocus) {
          filter.focus();
        }
      }
    }
    rows.forEach((row, index) => {
      if (list.children[index] !== row) {
        list.insertBefore(row, list.children[index] ?? null);
      }
    });
  }

  function forget(entry) {
    entry.row.leave();
    entries.delete(entry.orderId);
  }

  /** Loads again as much as is shown, so that an outage leaves no hole; rows that stay are kept as they are. */
  async function load(atLeast = pageSize) {
    const turn = ++latest;
    arrivedMeanwhile = new Set();
    showProblem(problems, null);
    if (entries.size === 0) {
      say(status, 'Loading your orders…');
    }
    try {
      const items = [];
      let cursor = null;
      do {
        const page = await getOrders(filter.value, Math.min(atLeast - items.length, largestPage), cursor);
        if (turn !== latest) {
          return;
        }
        items.push(...page.items);
        cursor = page.nextCursor ?? null;
      } while (cursor && items.length < atLeast);
      replace(items, cursor);
    } catch (problem) {
      if (turn === latest) {
        say(status, '');
        showProblem(problems, problem, reload);
      }
    }
  }

  function replace(items, cursor) {
    const loaded = new Set(items.map((item) => item.orderId));
    for (const entry of [...entries.values()]) {
      if (!loaded.has(entry.orderId) && entry.summary && !arrivedMeanwhile.has(entry.orderId)) {
        forget(entry);
      }
    }
    nextCursor = cursor;
    for (const item of items) {
      learn(item).isListed = true;
    }
    render();
  }

  async function loadMore() {
    if (isBusy(more)) {
      return;
    }
    const turn = ++latest;
    busy(more, true);
    showProblem(problems, null);
    try {
      const page = await getOrders(filter.value, pageSize, nextCursor);
      if (turn === latest) {
        nextCursor = page.nextCursor ?? null;
        const added = page.items.map(learn);
        for (const entry of added) {
          entry.isListed = true;
        }
        render();
        added[0]?.row.focus();
      }
    } catch (problem) {
      showProblem(problems, problem, loadMore);
    } finally {
      busy(more, false);
    }
  }

  const reload = () => load(Math.max(pageSize, list.childElementCount));

  filter.addEventListener('change', () => load());
  more.addEventListener('click', loadMore);

  return {
    reload,
    arrived,
    /** The answer to the command may come after the event that it caused: the order is shown once, under its id. */
    placed(draft) {
      const entry = entryOf(draft.orderId);
      entry.draft = draft;
      entry.isListed = true;
      awaitVersion(entry, draft);
    },
    clear() {
      latest++;
      entries.forEach(forget);
      nextCursor = null;
      list.replaceChildren();
      say(status, '');
      showProblem(problems, null);
      more.hidden = true;
    },
  };
}
