const GAP = 4;

/** Puts a popup under what opened it, or above where there is more room, and inside the window. */
export function placeUnder(popup: HTMLElement, opener: Element): void {
  const anchor = opener.getBoundingClientRect();
  const { width, height } = popup.getBoundingClientRect();
  const below = window.innerHeight - anchor.bottom - GAP * 2;
  const above = anchor.top - GAP * 2;
  const top = below >= height || below >= above ? anchor.bottom + GAP : anchor.top - height - GAP;
  const left = Math.min(anchor.left, window.innerWidth - width - GAP * 2);
  popup.style.top = `${Math.max(GAP, top)}px`;
  popup.style.left = `${Math.max(GAP, left)}px`;
}
