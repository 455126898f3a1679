/** How long a customer token may live at most, in seconds. */
export const longestLifetime = 3600

/** Longer than any honest token, in letters; a longer one is not even decoded. */
export const longestToken = 8192

/** The longest text that a claim may have, in UTF-16 code units. */
export const longestClaim = 255

/** The fewest bytes of a secret for HS256 (RFC 7518 §3.2). */
export const shortestSecret = 32
