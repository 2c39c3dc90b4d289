/** How a place that holds the token is named: by the kind of the place and its own id. */
export const CONSUMER_KINDS = ["entra", "okta", "command"] as const;
export type ConsumerKind = (typeof CONSUMER_KINDS)[number];

/** "entra/<object id>", "okta/<app id>" or "command/<name>". */
export type ConsumerKey = `${ConsumerKind}/${string}`;

export function keyOf({ kind, id }: { kind: ConsumerKind; id: string }): ConsumerKey {
  return `${kind}/${id}`;
}
