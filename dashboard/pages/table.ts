import { html, type Html } from './html.js';

/** A table that scrolls by itself where the screen is narrow; numbers stand right. */
export function table(heads: readonly string[], rows: readonly (readonly unknown[])[]): Html {
  return html`<div class="wide">
    <table>
      <tr>
        ${heads.map((head) => html`<th>${head}</th>`)}
      </tr>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </table>
  </div>`;
}

/** Ways to the pages before and after, for lists that are read a page at a time. */
export function pager(here: string, page: number, isMore: boolean): Html | false {
  if (page === 1 && !isMore) return false;
  return html`<p>
    ${page > 1 && html`<a href="${here}?page=${page - 1}">previous</a> `}page ${page}
    ${isMore && html` <a href="${here}?page=${page + 1}">next</a>`}
  </p>`;
}
