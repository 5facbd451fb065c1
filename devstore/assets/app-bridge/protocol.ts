/** Messages between the app's window (the App Bridge stand-in) and the admin frame around it. */
export const CHANNEL = 'devstore-app-bridge';

export type BarButton = {
  id: string;
  label: string;
  variant: 'primary' | 'secondary' | 'breadcrumb';
  critical: boolean;
  disabled: boolean;
  loading: boolean;
};

export type NavItem = { label: string; href: string };

export type PickerItem = {
  id: string;
  heading: string;
  detail: string;
  disabled: boolean;
  selected: boolean;
};

/** What the app's window tells the frame. */
export type AppMessage =
  | { type: 'location'; path: string; title: string }
  | { type: 'open'; path: string }
  | { type: 'nav'; items: NavItem[]; home: string | null }
  | { type: 'titleBar'; title: string | null; buttons: BarButton[] }
  | { type: 'saveBar'; visible: boolean; save: BarButton; discard: BarButton; discardConfirmation: boolean }
  | { type: 'leaveBlocked' }
  | {
      type: 'toast';
      id: string;
      message: string;
      durationMs: number;
      isError: boolean;
      action: string | null;
    }
  | { type: 'toastHide'; id: string }
  | { type: 'loading'; isLoading: boolean }
  | { type: 'modal'; isOpen: boolean };

/** What the app's window asks of the frame, and the answer's type. */
export type Questions = {
  idToken: { ask: null; answer: string };
  scopes: { ask: null; answer: string[] };
  leaveConfirmation: { ask: null; answer: boolean };
  pick: { ask: { heading: string; multiple: boolean; items: PickerItem[] }; answer: string[] | null };
  products: { ask: { query: string }; answer: Product[] };
  collections: { ask: { query: string }; answer: Collection[] };
};

export type Product = {
  id: string;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  variants: { id: string; title: string; sku: string; price: string }[];
};

export type Collection = { id: string; title: string; handle: string };

/** What the frame tells the app's window. */
export type FrameMessage =
  | { type: 'navigate'; path: string }
  | { type: 'titleBarClick'; id: string }
  | { type: 'saveBarClick'; which: 'save' | 'discard' }
  | { type: 'toastAction'; id: string }
  | { type: 'toastDismiss'; id: string };

export type Envelope =
  | { channel: typeof CHANNEL; message: AppMessage | FrameMessage }
  | { channel: typeof CHANNEL; question: keyof Questions; number: number; ask: unknown }
  | { channel: typeof CHANNEL; answerTo: number; answer?: unknown; error?: string };

/** A message of ours, or null for anything else that arrives (browser extensions and dev tools post too). */
export function asEnvelope(data: unknown): Envelope | null {
  return typeof data === 'object' && data !== null && 'channel' in data && data.channel === CHANNEL
    ? (data as Envelope)
    : null;
}
