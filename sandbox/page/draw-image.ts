import type { ImageBlock, ImageElement } from '@slack/types';
import { isSafeAddress } from './draw-inline.ts';
import { make } from './make.ts';

/** An image that may be shown, or its words in a box when its address is not one to load. */
export function drawImage(image: ImageElement | ImageBlock, className: string): HTMLElement {
  const url = 'image_url' in image ? image.image_url : '';
  if (!isSafeAddress(url)) return make('span', { class: 'image-words' }, image.alt_text);
  const drawn = make('img', { class: className, src: url, alt: image.alt_text, loading: 'lazy' });
  drawn.addEventListener('error', () => {
    drawn.replaceWith(make('span', { class: 'image-words' }, image.alt_text));
  });
  return drawn;
}
