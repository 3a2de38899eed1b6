/** An address at which a server listens. */
export interface OpenAddress {
  /** The URL without a trailing slash, or `unix:` with the path of a socket. */
  readonly url: string;
  /** Whether it is a TCP address. */
  readonly isTcp: boolean;
  /** Removes the file of the address, if it has one that the service has created. */
  readonly remove?: () => void;
}
