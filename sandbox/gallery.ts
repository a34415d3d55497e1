import type { Message } from '../src/messages/message.ts';

/** One thing Summit can say, and what to type to hear it. */
export interface GalleryMessage {
  readonly title: string;
  readonly say: string;
  readonly message: Message;
}
