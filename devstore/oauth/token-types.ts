/** What token exchange and refreshing give out. Moments in milliseconds. */
export type AccessToken = {
  token: string;
  kind: 'offline' | 'online';
  scopes: string[];
  /** Null: an offline token of the old kind, which never expires. */
  expiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number | null;
  /** Set once a refresh or an uninstall ended it. */
  revokedAt: number | null;
};
