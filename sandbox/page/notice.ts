import { make } from './make.ts';

const SHOWN_FOR_MS = 7000;
let box: HTMLElement | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells the person one sentence at the foot of the page, and screen readers with it. */
export function say(sentence: string): void {
  box ??= document.body.appendChild(make('div', { class: 'notice', role: 'status' }));
  clearTimeout(timer);
  box.textContent = sentence;
  box.classList.add('shown');
  timer = setTimeout(() => {
    box?.classList.remove('shown');
    box?.replaceChildren();
  }, SHOWN_FOR_MS);
}
