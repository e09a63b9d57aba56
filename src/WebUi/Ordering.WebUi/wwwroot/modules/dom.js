export const byId = (id) => document.getElementById(id);

/** A copy of a template's only element, with its parts by their data-part name. */
export function fromTemplate(id) {
  const root = byId(id).content.firstElementChild.cloneNode(true);
  const parts = {};
  for (const element of root.querySelectorAll('[data-part]')) {
    parts[element.dataset.part] = element;
  }
  return { root, parts };
}

/** Writes a text only where it differs, so that a live region speaks once. Text stays text: nothing here parses HTML. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** A picture that is missing or fails to load leaves its frame empty, never broken. */
export function showPicture(image, address) {
  if (image.getAttribute('src') === (address ?? null)) {
    return;
  }
  image.hidden = !address;
  image.onerror = () => (image.hidden = true);
  if (address) {
    image.src = address;
  } else {
    image.removeAttribute('src');
  }
}

/** Shows a problem in words where it happened, with a button when trying again makes sense; null clears it. */
export function showProblem(element, problem, retry) {
  element.replaceChildren();
  if (!problem) {
    return;
  }
  const words = document.createElement('p');
  words.textContent = problem.words;
  element.append(words);
  if (problem.signedOut) {
    const link = document.createElement('a');
    link.href = '/sign-in';
    link.textContent = 'Sign in';
    element.append(link);
  } else if (retry && problem.mayRetry) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'small';
    button.textContent = 'Try again';
    button.addEventListener('click', retry);
    element.append(button);
  }
}

/** Marks a button busy without disabling it: a disabled button would lose the keyboard's focus. */
export function busy(button, isBusy) {
  button.setAttribute('aria-disabled', String(isBusy));
}

export const isBusy = (button) => button.getAttribute('aria-disabled') === 'true';
