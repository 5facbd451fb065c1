// The panel, loaded on first intent: keeps the member's points fresh while it is open, and redeems.
import { copyCode, working } from './actions.js';
import { createApi, Problem } from './api.js';
import { askBirthday, tellBirthday } from './birthday.js';
import { createFormat } from './format.js';
import { join, offerJoin } from './join.js';
import { createRedeeming } from './redeem.js';
import { announce, part, renderSummary, show, writePlainValues } from './render.js';
import { renderLists } from './rows.js';
import { followSwipe } from './sheet.js';

/** @typedef {import('./api.js').Reward} Reward */
/** @typedef {import('./api.js').Redemption} Redemption */
/** @typedef {import('./api.js').Entry} Entry */

/** With the worker's part, an order's points are here within two seconds of its webhook. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Two minutes: who has just paid looks for the points here. */
const QUICK_ASKS = 120;

/** @param {Redemption} redemption */
const isUnderWay = ({ status, ending }) => status === 'reserved' || Boolean(ending);

export class Panel {
  #root;
  #dialog;
  #api;
  #format;
  #redeeming;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #pause = FIRST_PAUSE_MS;
  #asked = 0;
  #failures = 0;
  #changes = '';
  /** Counts the refreshes: an answer that a later one has overtaken is dropped. */
  #round = 0;
  /** @type {Reward[] | null} */
  #rewards = null;
  /** @type {Redemption[]} */
  #redemptions = [];
  /** @type {Entry[]} */
  #entries = [];
  /** @type {string | null} */
  #next = null;
  /** Failures that were told where the shopper asked: they are not told again among the codes. @type {Set<string>} */
  #told = new Set();
  #wasRefused = false;

  /** @param {HTMLElement} root @param {HTMLDialogElement} dialog */
  constructor(root, dialog) {
    this.#root = root;
    this.#dialog = dialog;
    const config = JSON.parse(root.dataset['config'] ?? '{}');
    this.#api = createApi(config);
    this.#format = createFormat(config);
    this.#redeeming = createRedeeming(dialog, this.#api, this.#format, {
      loaded: () => this.#loaded(),
      accept: (redemption) => this.#accept(redemption),
      failed: (problem, isNew) => this.#failed(problem, isNew),
    });
    followSwipe(dialog, part(dialog, 'handle') ?? dialog);
    writePlainValues(dialog, this.#format);
    dialog.addEventListener('close', () => clearTimeout(this.#timer));
    dialog.addEventListener('click', (event) => this.#clicked(event));
    addEventListener('online', () => void this.#refresh());
    addEventListener('offline', () => this.#showLoadProblem(new Problem('unreached')));
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) void this.#refresh();
    });
  }

  /** Called at every opening. */
  opened() {
    this.#pause = FIRST_PAUSE_MS;
    this.#asked = 0;
    this.#changes = '';
    void this.#refresh();
    if (part(this.#dialog, 'birthday')) void askBirthday(this.#dialog, this.#api);
  }

  /** Asks for the member, and for the rest only where the member's points changed. */
  async #refresh() {
    clearTimeout(this.#timer);
    if (!this.#dialog.open || this.#root.dataset['state'] === 'guest') return;
    const round = (this.#round += 1);
    try {
      const { member, join: offer } = await this.#api.member();
      if (round !== this.#round) return;
      const changes = JSON.stringify(member);
      const waiting = this.#redemptions.some(isUnderWay);
      if (changes !== this.#changes || waiting) {
        const [lists, page] = await Promise.all([this.#api.rewards(), this.#api.entries()]);
        if (round !== this.#round) return;
        for (const redemption of lists.redemptions) this.#heard(redemption);
        this.#wasRefused = false;
        this.#rewards = lists.rewards;
        this.#redemptions = lists.redemptions;
        this.#entries = page.entries;
        this.#next = page.next;
        this.#renderLists();
      }
      this.#changes = changes;
      if (member) renderSummary(this.#root, member, this.#rewards, this.#entries, this.#format);
      else offerJoin(this.#root, offer);
      show(this.#dialog, 'error', false);
      show(this.#dialog, 'offline', false);
      this.#failures = 0;
    } catch (error) {
      if (round !== this.#round) return;
      this.#failures += 1;
      this.#showLoadProblem(error);
    }
    if (!this.#dialog.open) return;
    // An app that is down, or busy, is not asked every second by every open panel.
    const pause = Math.min(this.#pause * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#timer = setTimeout(() => void this.#refresh(), pause);
    this.#asked += 1;
    if (this.#asked > QUICK_ASKS) this.#pause = Math.min(this.#pause * 1.25, LONGEST_PAUSE_MS);
  }

  /** What is new since the shopper last heard of it. @param {Redemption} redemption */
  #heard(redemption) {
    const { id, status, code } = redemption;
    const before = this.#redemptions.find((one) => one.id === id);
    if (status === before?.status) return;
    if (before && code && status === 'issued') announce(this.#dialog, this.#format.text('ready', { code }));
    if (status !== 'reserved' && status !== 'issued') this.#redeeming.ended(redemption);
    if (status === 'failed' && this.#wasRefused) this.#told.add(id);
  }

  /** @param {unknown} error */
  #showLoadProblem(error) {
    const unreached = error instanceof Problem && error.kind === 'unreached';
    const hasSomething = !/loading|error/.test(this.#root.dataset['state'] ?? '');
    // Without any fact to show it is an error, whatever its cause: "last loaded" would not be true.
    show(this.#dialog, 'offline', unreached && hasSomething);
    show(this.#dialog, 'error', !unreached || !hasSomething);
    if (!hasSomething) this.#root.dataset['state'] = 'error';
  }

  #renderLists() {
    const lists = {
      rewards: this.#rewards ?? [],
      redemptions: this.#redemptions.filter(({ id }) => !this.#told.has(id)),
      entries: this.#entries,
      next: this.#next,
    };
    renderLists(this.#dialog, lists, this.#format);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest('button');
    const row = button?.closest('li');
    const action = button?.dataset['action'];
    if (!button || button.getAttribute('aria-disabled') === 'true') return;
    if (action === 'retry') void this.#refresh();
    else if (action === 'more') void this.#showMore(button);
    else if (action === 'join')
      void join(this.#root, button, this.#api, this.#format).then(() => this.opened());
    if (!row) return;
    if (action === 'birthday') void tellBirthday(row, button, this.#api, this.#format);
    else if (action === 'redeem') void this.#redeeming.redeem(row, button);
    else if (action === 'copy')
      void copyCode(row, button, this.#format).then((text) => announce(this.#dialog, text));
    else if (action === 'cancel') void this.#redeeming.giveBack(row, button);
  }

  /** The lists are the page's until they were asked for once. */
  async #loaded() {
    if (!this.#rewards) await this.#refresh();
    if (!this.#rewards) throw new Problem('unreached');
  }

  /** A refusal means that something is not as it was shown. @param {Problem} problem @param {boolean} isNew of a new code, where the shopper asked for it */
  #failed({ kind }, isNew) {
    if (isNew) this.#wasRefused = kind === 'refused';
    if (kind !== 'refused') return;
    this.#changes = '';
    void this.#refresh();
  }

  /** Shows what was answered at once; the points follow with the next refresh, which is due now. @param {Redemption} redemption */
  #accept(redemption) {
    this.#heard(redemption);
    this.#redemptions = [redemption, ...this.#redemptions.filter(({ id }) => id !== redemption.id)];
    this.#renderLists();
    this.#changes = '';
    this.#pause = FIRST_PAUSE_MS;
    void this.#refresh();
  }

  /** @param {HTMLElement} button */
  async #showMore(button) {
    const cursor = this.#next;
    const row = button.closest('section');
    if (!cursor || !row) return;
    const place = { row, button, busy: 'loading', format: this.#format };
    await working(place, async () => {
      const page = await this.#api.entries(cursor);
      this.#entries = [...this.#entries, ...page.entries];
      this.#next = page.next;
      this.#renderLists();
    });
  }
}
