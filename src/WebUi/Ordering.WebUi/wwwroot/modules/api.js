/** An answer other than success, in the server's own words (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  constructor(status, details = {}, retryAfter = null) {
    super(details.title ?? `HTTP ${status}`);
    this.status = status;
    this.type = details.type ?? '';
    this.details = details;
    this.retryAfter = retryAfter;
  }

  get signedOut() {
    return this.status === 401;
  }

  /** True when the same request may succeed later; the server then either has not acted or recognises the repetition. */
  get mayRetry() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500 || this.retryAfter !== null;
  }

  get words() {
    if (this.status === 0) {
      return 'The server does not answer.';
    }
    if (this.signedOut) {
      return 'You are not signed in.';
    }
    const { title, detail, errors } = this.details;
    const reasons = errors ? Object.values(errors).flat() : [];
    const sentences = reasons.length > 0 ? reasons : [title, detail].filter(Boolean);
    const words = sentences.map(asSentence).join(' ') || `The server answered with status ${this.status}.`;
    return this.retryAfter ? `${words} Try again in ${this.retryAfter} s.` : words;
  }
}

const asSentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

async function call(path, { method = 'GET', body, headers = {} } = {}) {
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  let response;
  let content;
  try {
    response = await fetch(path, {
      method,
      headers: { Accept: 'application/json', ...json, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(40_000),
    });
    content = await response.text();
  } catch {
    throw new Problem(0);
  }
  const answer = parse(content);
  if (!response.ok) {
    const retryAfter = Number.parseInt(response.headers.get('Retry-After'), 10);
    throw new Problem(response.status, answer ?? {}, Number.isNaN(retryAfter) ? null : retryAfter);
  }
  if (answer === null) {
    throw new Problem(response.status, { title: 'The server answered with something other than JSON' });
  }
  return answer;
}

function parse(content) {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

function address(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

const orderPath = (orderId) => `/api/orders/${encodeURIComponent(orderId)}`;

export const getMe = () => call('/api/me');

export const getProducts = (limit, cursor) => call(address('/api/products', { limit, cursor }));

export const getOrders = (status, limit, cursor) => call(address('/api/orders', { status, limit, cursor }));

/** Waits on the server until the read model has reached the token. */
export const getOrderAsOf = (orderId, consistencyToken) =>
  call(orderPath(orderId), { headers: { 'Consistency-Token': consistencyToken, Prefer: 'wait=5' } });

export const getJourney = (orderId) => call(`${orderPath(orderId)}/journey`);

export const placeOrder = (productId, quantity, idempotencyKey) =>
  call('/api/orders', { method: 'POST', body: { productId, quantity }, headers: { 'Idempotency-Key': idempotencyKey } });

export const cancelOrder = (orderId, reason) =>
  call(`${orderPath(orderId)}/cancel`, { method: 'POST', body: reason ? { reason } : {} });
