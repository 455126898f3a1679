/** Bounds of one text, so that reading, keeping and showing it takes a bounded time and space. */
export const contentLimits = {
  /** Unicode code points of the Markdown. */
  length: 100_000,
  /** Nodes of the tree, text included. */
  nodes: 20_000,
  /** How deep lists and quotes stand in each other. */
  depth: 16,
  /** Cells of one table. */
  cells: 4_000,
  /** Code points of one address. */
  url: 2_000,
} as const
