import {
  asEnvelope,
  CHANNEL,
  type AppMessage,
  type Envelope,
  type FrameMessage,
  type Questions,
} from '../app-bridge/protocol.ts';

/** How the frame answers the app's questions. A rejected promise reaches the app as an error with its message. */
export type Answers = {
  [Q in keyof Questions]: (ask: Questions[Q]['ask']) => Promise<Questions[Q]['answer']>;
};

/** The frame's line to the app in its iframe; windows of any other origin are not heard. */
export type AppLine = {
  tell(message: FrameMessage): void;
  on<T extends AppMessage['type']>(type: T, heard: (message: Extract<AppMessage, { type: T }>) => void): void;
};

export function connectApp(iframe: HTMLIFrameElement, appOrigin: string, answers: Answers): AppLine {
  const listeners: ((message: AppMessage) => void)[] = [];
  const reply = async (
    to: MessageEventSource,
    envelope: Extract<Envelope, { question: keyof Questions }>,
  ) => {
    const answerTo = envelope.number;
    const send = (answer: Envelope) => to.postMessage(answer, { targetOrigin: appOrigin });
    try {
      const respond = answers[envelope.question] as (ask: unknown) => Promise<unknown>;
      send({ channel: CHANNEL, answerTo, answer: await respond(envelope.ask) });
    } catch (error) {
      send({ channel: CHANNEL, answerTo, error: error instanceof Error ? error.message : String(error) });
    }
  };

  window.addEventListener('message', (event) => {
    if (event.origin !== appOrigin || !event.source) return;
    const envelope = asEnvelope(event.data);
    if (!envelope) return;
    // A page that the app shows in a modal may ask for a token too; only the app's own window steers the frame.
    if ('question' in envelope && Object.hasOwn(answers, envelope.question))
      void reply(event.source, envelope);
    if ('message' in envelope && event.source === iframe.contentWindow) {
      for (const heard of listeners) heard(envelope.message as AppMessage);
    }
  });

  return {
    tell: (message) =>
      iframe.contentWindow?.postMessage({ channel: CHANNEL, message } satisfies Envelope, appOrigin),
    on: (type, heard) => {
      listeners.push((message) => {
        if (message.type === type) heard(message as Extract<AppMessage, { type: typeof type }>);
      });
    },
  };
}
