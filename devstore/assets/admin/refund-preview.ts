/** Shows what a refund form would give back, asked of the store after each change. */
export function previewRefunds(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-refund-preview]');
  const output = form?.querySelector('[data-refund-total]');
  if (!form || !output) return;
  let latest = 0;
  form.addEventListener('input', () => {
    latest += 1;
    const asked = latest;
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string') parameters.set(name, value);
    void fetch(`${form.dataset['refundPreview'] ?? ''}?${parameters}`)
      .then((response) => response.json())
      .then((preview: { ok: true; amount: string } | { ok: false; detail: string }) => {
        // An answer that a later change has overtaken is not shown.
        if (asked === latest) output.textContent = preview.ok ? preview.amount : preview.detail;
      });
  });
}
