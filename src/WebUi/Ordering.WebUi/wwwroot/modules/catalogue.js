import { getProducts } from './api.js';
import { busy, byId, isBusy, say, showProblem } from './dom.js';
import { productCard } from './product-card.js';

const pageSize = 100;
const step = 12;

/** The catalogue: pages are fetched only as far as what is searched for needs them. */
export function catalogue(placed) {
  const list = byId('products');
  const more = byId('more-products');
  const search = byId('search');
  const status = byId('catalogue-status');
  const problems = byId('catalogue-problem');
  const products = new Map();
  const cards = new Map();
  let cursor = null;
  let complete = false;
  let wanted = step;
  let latest = 0;

  const words = () => search.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);

  function matching() {
    const searched = words();
    return [...products.values()].filter((product) => {
      const name = product.name.toLocaleLowerCase();
      return searched.every((word) => name.includes(word));
    });
  }

  async function fetchPage() {
    const page = await getProducts(pageSize, cursor);
    const before = products.size;
    for (const product of page) {
      products.set(product.productId, product);
    }
    complete = products.size === before;
    cursor = page.at(-1)?.productId ?? cursor;
  }

  async function show() {
    const turn = ++latest;
    busy(more, true);
    showProblem(problems, null);
    try {
      // One more than wanted tells whether there is more to show.
      while (!complete && matching().length <= wanted) {
        say(status, products.size === 0 ? 'Loading the catalogue…' : 'Searching…');
        await fetchPage();
        if (turn !== latest) {
          return;
        }
      }
      render();
    } catch (problem) {
      if (turn === latest) {
        say(status, '');
        showProblem(problems, problem, show);
        render();
      }
    } finally {
      if (turn === latest) {
        busy(more, false);
      }
    }
  }

  function render() {
    const found = matching();
    list.replaceChildren(...found.slice(0, wanted).map(card));
    more.hidden = found.length <= wanted;
    if (problems.childElementCount === 0) {
      say(status, sentence(Math.min(found.length, wanted), found.length > wanted));
    }
  }

  function sentence(shown, isMore) {
    if (shown === 0) {
      return words().length > 0 ? 'No product has that name.' : 'The catalogue is empty.';
    }
    const noun = shown === 1 ? 'product' : 'products';
    return isMore ? `The first ${shown} ${noun}` : `${shown} ${noun}`;
  }

  function card(product) {
    if (!cards.has(product.productId)) {
      cards.set(product.productId, productCard(product, placed));
    }
    return cards.get(product.productId);
  }

  search.addEventListener('input', () => {
    wanted = step;
    show();
  });
  more.addEventListener('click', async () => {
    if (isBusy(more)) {
      return;
    }
    const first = wanted;
    wanted += step;
    await show();
    list.children[first]?.querySelector('input').focus();
  });

  return {
    show,
    /** After an outage: tries again what had failed. */
    recover: () => problems.childElementCount > 0 && show(),
  };
}
