const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});
const count = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export const formatMoney = (amount) => money.format(amount);
export const formatDay = (instant) => day.format(new Date(instant));
export const formatClock = (instant) => clock.format(new Date(instant));

/** The time between two instants, in milliseconds while that stays readable. */
export function formatGap(from, to) {
  const milliseconds = new Date(to) - new Date(from);
  const size = Math.abs(milliseconds);
  if (size < 1) {
    return 'under 1 ms';
  }
  const sign = milliseconds < 0 ? '−' : '+';
  return size < 10_000 ? `${sign}${size} ms` : `${sign}${count.format(size / 1000)} s`;
}
