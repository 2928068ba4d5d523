/** The page of a webview: one script and one style sheet of ours, and nothing else. */
import { randomBytes } from 'node:crypto';
import { Uri, env, l10n, type Webview } from 'vscode';

export interface Page {
  /** Of the script and the style sheet in `dist`. */
  readonly name: string;
  /** What the page is, for those who do not see it: without names of files or programs. */
  readonly title: string;
  /** What the policy allows scripts beside that. */
  readonly scripts?: readonly string[];
  /** What it allows beside scripts and styles. */
  readonly policies?: readonly string[];
}

/** Where the page's files are: all that a webview may load. */
export function resourceRoot(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist');
}

/** The address of one of these files, for the page. */
export function resourceOf(webview: Webview, extensionUri: Uri, file: string): string {
  return webview.asWebviewUri(Uri.joinPath(resourceRoot(extensionUri), file)).toString();
}

/** Makes the page begin: whoever wants to hear from it listens already. */
export function showPage(webview: Webview, extensionUri: Uri, page: Page): void {
  webview.options = { enableScripts: true, localResourceRoots: [resourceRoot(extensionUri)] };
  webview.html = pageOf(webview, extensionUri, page);
}

/** Texts that are not ours come as data, so that nothing of them can be taken for markup. */
function pageOf(
  webview: Webview,
  extensionUri: Uri,
  { name, title, scripts = [], policies = [] }: Page,
): string {
  const nonce = randomBytes(16).toString('hex');
  const resource = (file: string) => resourceOf(webview, extensionUri, file);
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    ['script-src', `'nonce-${nonce}'`, ...scripts].join(' '),
    ...policies,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" href="${resource(`${name}.style.css`)}">
    <script nonce="${nonce}" defer src="${resource(`${name}.js`)}"></script>
  </head>
  <body></body>
</html>`;
}

/** What the editor's language has no message for is shown in English. */
export function displayMessages(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(l10n.bundle ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
