import { fromTemplate, say, showPicture } from './dom.js';
import { formatDay, formatMoney } from './format.js';
import { journey } from './journey.js';

const amount = (quantity, unitPrice) => `${quantity}\u00a0×\u00a0${formatMoney(unitPrice)}`;

const statusWords = { CREATED: 'created', CANCELLED: 'cancelled' };

/** One row of my orders. It is kept and updated in place, so that focus and an open journey survive every change. */
export function orderRow(orderId, askToCancel) {
  const { root, parts } = fromTemplate('order-template');
  root.id = `order-${orderId}`;
  const way = journey(orderId, parts.journey);
  parts.details.addEventListener('toggle', () => (parts.details.open ? way.open() : way.close()));
  parts.cancel.addEventListener('click', () => askToCancel(`${parts.name.textContent}, ${parts.amount.textContent}`));

  function name(text) {
    say(parts.name, text);
    parts.summary.ariaLabel = `What happened to it: ${text}`;
    parts.cancel.ariaLabel = `Cancel the order of ${text}`;
  }

  function chip(kind, text) {
    parts.status.className = `chip ${kind}`;
    say(parts.status, text);
  }

  return {
    root,
    focus: () => parts.summary.focus(),
    journeyChanged: (version) => way.changed(version),
    leave: () => way.close(),

    /** Accepted by the write side, not yet in the read model. */
    showDraft({ product, quantity }) {
      name(product.name);
      showPicture(parts.image, product.thumbnailUrl);
      say(parts.amount, amount(quantity, product.unitPrice));
      say(parts.date, '');
      say(parts.total, '');
      chip('on-its-way', 'on its way');
      parts.cancel.hidden = true;
    },

    showSummary(summary, isCancelling) {
      name(summary.productName ?? `Product ${summary.productId}`);
      showPicture(parts.image, summary.productThumbnailUrl);
      say(parts.amount, amount(summary.quantity, summary.unitPrice));
      parts.date.dateTime = summary.orderDate;
      say(parts.date, formatDay(summary.orderDate));
      say(parts.total, formatMoney(summary.totalPrice));
      parts.pendingDetails.hidden = !summary.productDetailsPending;
      root.classList.toggle('is-cancelled', summary.status === 'CANCELLED');
      if (isCancelling) {
        chip('on-its-way', 'cancelling');
      } else {
        chip(summary.status.toLowerCase(), statusWords[summary.status] ?? summary.status);
      }
      parts.cancel.hidden = isCancelling || summary.status !== 'CREATED';
    },

    note: (text) => say(parts.note, text),
  };
}
