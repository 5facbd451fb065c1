// What the cart earns, as the server says it after the cart has changed.

const find = (/** @type {ParentNode} */ page) =>
  /** @type {HTMLElement | null} */ (page.querySelector('[data-mrd-earns]'));

let asked = 0;

/**
 * The last to ask draws, whoever is answered when; nothing stays said where there is none any more, or where the server does not answer.
 */
async function drawEarns() {
  const section = find(document)?.closest('.shopify-section')?.id.slice('shopify-section-'.length);
  if (!section) return;
  const turn = ++asked;
  const answer = await fetch(`?section_id=${section}`).catch(() => null);
  const html = answer?.ok ? await answer.text() : '';
  const shown = find(document);
  if (turn !== asked || !shown) return;
  const fresh = find(new DOMParser().parseFromString(html, 'text/html'));
  shown.hidden = fresh?.hidden ?? true;
  shown.replaceChildren(...(fresh ?? shown).childNodes);
}

// Themes change the cart in ways of their own, and few tell of it. All of them ask the Ajax API, and then what this cart earns is asked anew.
new PerformanceObserver((list) => {
  if (list.getEntries().some(({ name }) => /\/cart\/(add|change|clear|update)\b/.test(name)))
    void drawEarns();
}).observe({ type: 'resource' });
