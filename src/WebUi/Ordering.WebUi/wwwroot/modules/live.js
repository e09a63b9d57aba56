const quickest = 500;
const slowest = 5000;
const hiddenFor = 30_000;
const silentFor = 45_000;

/**
 * The stream of server-sent events. It reopens by itself, also where a browser gives up (an answer other than 200), and it
 * lets go while nobody looks: over HTTP/1.1 a browser has only six connections for all tabs of a site.
 */
export function live({ ready, lost, order }) {
  let source = null;
  let timer = null;
  let silence = null;
  let pause = quickest;

  function open() {
    close();
    source = new EventSource('/api/orders/events');
    source.addEventListener('ready', () => {
      heard();
      pause = quickest;
      ready();
    });
    source.addEventListener('order', (event) => {
      heard();
      order(JSON.parse(event.data));
    });
    source.addEventListener('heartbeat', heard);
    source.addEventListener('error', retryLater);
  }

  /** A connection can die without a word, in a sleeping phone for instance: the host is never silent for this long. */
  function heard() {
    clearTimeout(silence);
    silence = setTimeout(retryLater, silentFor);
  }

  function retryLater() {
    close();
    timer = setTimeout(open, pause);
    pause = Math.min(pause * 1.5, slowest);
    lost();
  }

  function close() {
    clearTimeout(timer);
    clearTimeout(silence);
    source?.close();
    source = null;
  }

  let isWanted = false;
  let hiding = null;

  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(close, hiddenFor);
    } else if (isWanted && source?.readyState !== EventSource.OPEN) {
      open();
    }
  });
  addEventListener('online', () => isWanted && open());
  addEventListener('pageshow', (event) => event.persisted && isWanted && open());

  return {
    start() {
      isWanted = true;
      open();
    },
    stop() {
      isWanted = false;
      close();
    },
  };
}
