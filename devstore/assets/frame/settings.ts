/** What the frame's page hands to this script. */
export type FrameSettings = {
  shop: string;
  storeName: string;
  apiKey: string;
  appName: string;
  /** The iframe's first address, with a session token of a minute's life. */
  src: string;
  /** The app's path in `src`, and of the app's home. */
  path: string;
  home: string;
  appOrigin: string;
  sessionId: string;
  scopes: string[];
  pickerAddress: string;
};
