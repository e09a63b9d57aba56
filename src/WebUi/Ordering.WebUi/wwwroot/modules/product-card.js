import { placeOrder } from './api.js';
import { busy, fromTemplate, isBusy, say, showPicture, showProblem } from './dom.js';
import { formatMoney } from './format.js';

// What the contract's number can hold; how much may be ordered is for the server to say.
const largest = 2 ** 31 - 1;

/** One product of the catalogue with the form that orders it. `placed(draft)` hears of every order that was accepted. */
export function productCard(product, placed) {
  const { root, parts } = fromTemplate('product-template');
  say(parts.name, product.name);
  parts.quantity.ariaLabel = `Quantity of ${product.name}`;
  parts.order.ariaLabel = `Order ${product.name}`;
  say(parts.price, formatMoney(product.unitPrice));
  showPicture(parts.image, product.thumbnailUrl);

  // What the person wants, until the server has said yes or no: the key stays the same however often it is sent.
  let intention = null;

  async function order() {
    if (isBusy(parts.order)) {
      return;
    }
    const quantity = parts.quantity.valueAsNumber;
    if (!Number.isInteger(quantity) || Math.abs(quantity) > largest) {
      showProblem(parts.problem, { words: 'Enter the quantity as a whole number that is not too large.' });
      parts.quantity.setAttribute('aria-invalid', 'true');
      parts.quantity.focus();
      return;
    }
    if (intention?.quantity !== quantity) {
      intention = { quantity, key: crypto.randomUUID() };
    }
    // The retry button goes away with the message that holds it; the keyboard must not be left nowhere.
    if (parts.problem.contains(document.activeElement)) {
      parts.order.focus();
    }
    busy(parts.order, true);
    say(parts.order, 'Ordering…');
    showProblem(parts.problem, null);
    say(parts.outcome, '');
    parts.quantity.removeAttribute('aria-invalid');
    try {
      const answer = await placeOrder(product.productId, quantity, intention.key);
      intention = null;
      announce(answer.orderId, quantity);
      placed({ ...answer, product, quantity });
    } catch (problem) {
      refuse(problem);
    } finally {
      busy(parts.order, false);
      say(parts.order, 'Order');
    }
  }

  function announce(orderId, quantity) {
    const link = document.createElement('a');
    link.href = `#order-${orderId}`;
    link.textContent = 'my orders';
    parts.outcome.replaceChildren(`Ordered ${quantity}. See it in `, link, '.');
  }

  function refuse(problem) {
    if (!problem.mayRetry && !problem.signedOut) {
      intention = null;
    }
    if (problem.details?.errors) {
      parts.quantity.setAttribute('aria-invalid', 'true');
    }
    const once = problem.status === 0 ? ' Trying again will not order twice.' : '';
    showProblem(parts.problem, { ...pick(problem), words: problem.words + once }, order);
  }

  root.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    order();
  });
  return root;
}

const pick = ({ mayRetry, signedOut }) => ({ mayRetry, signedOut });
