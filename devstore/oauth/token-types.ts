/** What token exchange and refreshing give out. Moments in milliseconds. */
export type AccessToken = {
  token: string;
  kind: 'offline' | 'online';
  scopes: string[];
  /** Null: an offline token of the old kind, which never expires. */
  expiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number | null;
  /** The refresh token with which this pair was got; it is retired when this pair's own is used. */
  precedingRefreshToken: string | null;
  refreshRetiredAt: number | null;
  /** Set once an uninstall ended it. */
  revokedAt: number | null;
};
