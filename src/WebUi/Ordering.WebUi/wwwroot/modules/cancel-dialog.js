import { cancelOrder } from './api.js';
import { busy, byId, isBusy, say, showProblem } from './dom.js';

/** Asks before an order is cancelled; stays open with the reason when the server refuses. */
export function cancelDialog() {
  const dialog = byId('cancel-dialog');
  const reason = byId('cancel-reason');
  const confirm = byId('cancel-confirm');
  const problems = byId('cancel-problem');
  let current = null;

  async function cancel() {
    if (isBusy(confirm)) {
      return;
    }
    const asked = current;
    busy(confirm, true);
    if (problems.contains(document.activeElement)) {
      confirm.focus();
    }
    showProblem(problems, null);
    try {
      const answer = await cancelOrder(asked.orderId, reason.value.trim());
      dialog.close();
      asked.cancelled(answer);
    } catch (problem) {
      showProblem(problems, problem, cancel);
    } finally {
      busy(confirm, false);
    }
  }

  dialog.querySelector('form').addEventListener('submit', (event) => {
    event.preventDefault();
    cancel();
  });
  byId('cancel-keep').addEventListener('click', () => dialog.close());
  dialog.addEventListener('cancel', (event) => {
    if (isBusy(confirm)) {
      event.preventDefault();
    }
  });

  return {
    /** `cancelled(answer)` hears of it when the order is cancelled. */
    ask(orderId, description, cancelled) {
      current = { orderId, cancelled };
      say(byId('cancel-what'), description);
      reason.value = '';
      showProblem(problems, null);
      dialog.showModal();
    },
  };
}
