import {
  asEnvelope,
  CHANNEL,
  type AppMessage,
  type Envelope,
  type FrameMessage,
  type Questions,
} from './protocol.ts';

/** The app window's line to the admin frame. Only windows of the frame's own origin are heard, and only it is told anything. */
export type FrameLink = {
  tell(message: AppMessage): void;
  /** Rejects with the frame's own words when it cannot answer. */
  ask<Q extends keyof Questions>(question: Q, ask: Questions[Q]['ask']): Promise<Questions[Q]['answer']>;
  on<T extends FrameMessage['type']>(
    type: T,
    heard: (message: Extract<FrameMessage, { type: T }>) => void,
  ): void;
};

/** Opens the line to the top window, which must be of `frameOrigin`. */
export function connectFrame(frameOrigin: string): FrameLink {
  const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  const listeners: ((message: FrameMessage) => void)[] = [];
  let asked = 0;
  const send = (envelope: Envelope) => window.top?.postMessage(envelope, frameOrigin);

  window.addEventListener('message', (event) => {
    if (event.origin !== frameOrigin || event.source !== window.top) return;
    const envelope = asEnvelope(event.data);
    if (!envelope) return;
    if ('answerTo' in envelope) {
      const question = waiting.get(envelope.answerTo);
      waiting.delete(envelope.answerTo);
      if (envelope.error !== undefined) question?.reject(new Error(envelope.error));
      else question?.resolve(envelope.answer as never);
    } else if ('message' in envelope) {
      for (const heard of listeners) heard(envelope.message as FrameMessage);
    }
  });

  return {
    tell: (message) => send({ channel: CHANNEL, message }),
    ask: (question, ask) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        send({ channel: CHANNEL, question, number: asked, ask });
      }),
    on: (type, heard) => {
      listeners.push((message) => {
        if (message.type === type) heard(message as Extract<FrameMessage, { type: typeof type }>);
      });
    },
  };
}
