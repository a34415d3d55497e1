type Attribute = string | number | boolean | null | undefined | (() => void);
export type Attributes = Readonly<Record<string, Attribute>>;
export type Child = Node | string | null | undefined;

/**
 * Makes an element. Text children become text nodes, so nothing a message says can turn into markup.
 * An attribute that is null, undefined or false is left out; `onclick` and the like take a listener.
 */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for the shapes of a drawing. */
export function makeSvg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

let made = 0;

/** An id for a label or a description to point at, unique in this page. */
export function freshId(prefix: string): string {
  made += 1;
  return `${prefix}-${made}`;
}

function fill<Made extends Element>(
  element: Made,
  attributes: Attributes,
  children: readonly Child[],
): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}
