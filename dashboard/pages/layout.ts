import { boardPaths } from '../bull-board.js';
import { mayAct, type Role } from '../auth/roles.js';
import { html, Html } from './html.js';
import { style } from './style.js';

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Seconds after which the page is loaded anew. */
  readonly refreshSeconds?: number;
}

/** A page with the way to all others. */
export function renderPage({ title, body, refreshSeconds }: Page, role: Role): string {
  const board = mayAct(role) ? boardPaths.operator : boardPaths.viewer;
  const navigation = html`<nav>
    <a class="home" href="/">crystalq</a><a href="/">campaigns</a><a href="/errors">errors</a
    ><a href="${board}">queues</a>
    <form method="post" action="/logout"><span class="quiet">${role}</span> <button>log out</button></form>
  </nav>`;
  return renderPlainPage(
    title,
    html`${navigation}
      <main>${body}</main>`,
    refreshSeconds,
  );
}

export function renderPlainPage(title: string, body: Html, refreshSeconds?: number): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        ${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}" />`}
        <link rel="icon" href="data:," />
        <title>${title} - crystalq</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}
