import { getMe } from './modules/api.js';
import { catalogue } from './modules/catalogue.js';
import { byId, say } from './modules/dom.js';
import { live } from './modules/live.js';
import { orders } from './modules/orders.js';

const myOrders = orders();
const products = catalogue((draft) => myOrders.placed(draft));
const events = live({ ready: connected, lost: disconnected, order: (summary) => myOrders.arrived(summary) });

let memberId;
let timer = null;

/** Finds out who is signed in; without an answer it keeps asking, since nothing else can be known. */
async function identify() {
  clearTimeout(timer);
  try {
    showAccount(await getMe());
    return true;
  } catch (problem) {
    if (problem.signedOut) {
      showAccount(null);
      return true;
    }
    showConnection(false);
    timer = setTimeout(start, 2000);
    return false;
  }
}

function showAccount(me) {
  if (memberId !== undefined && memberId !== (me?.memberId ?? null)) {
    myOrders.clear();
  }
  memberId = me?.memberId ?? null;
  say(byId('account-name'), nameOf(me));
  const link = byId('account-link');
  say(link, me ? 'Sign out' : 'Sign in');
  link.hidden = false;
  byId('sign-in-invitation').hidden = me !== null;
  byId('operations-link').hidden = !me?.operator;
}

function nameOf(me) {
  if (!me) {
    return '';
  }
  return me.operator ? 'Operator' : `Member ${me.memberId}`;
}

async function start() {
  if (!(await identify())) {
    return;
  }
  products.recover();
  if (memberId === null) {
    showConnection(true);
    events.stop();
  } else {
    events.start();
  }
}

function connected() {
  showConnection(true);
  products.recover();
  myOrders.reload();
}

/** A stream also ends when the sign-in does, so who is asking is found out again before more is tried. */
async function disconnected() {
  showConnection(false);
  const isKnown = await identify();
  if (!isKnown || memberId === null) {
    events.stop();
    showConnection(isKnown);
  }
}

function showConnection(isUp) {
  say(byId('connection'), isUp ? '' : 'Connection lost, trying again…');
}

products.show();
start();
