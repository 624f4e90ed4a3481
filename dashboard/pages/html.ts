/** A piece of HTML that is safe to print. */
export class Html {
  constructor(readonly text: string) {}
}

/** Template of HTML: everything put in is escaped unless it is HTML itself. Labels come from users. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return new Html(
    parts.map((part, index) => (index === 0 ? part : `${render(values[index - 1])}${part}`)).join(''),
  );
}

function render(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  if (value === undefined || value === null || value === false) return '';
  return escapeHtml(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Marks that turn the direction of writing could make a name look like another one: they go. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
