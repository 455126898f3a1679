// The content tree: what articles are made of. Its schema is heavy and is loaded only where one is checked.
export { isLinkAddress, isVideoAddress } from './address.ts'
export { contentLimits } from './limits.ts'
export { lineText, plainText, textOf } from './text-of.ts'
export type { Alignment, Block, Content, Inline } from './tree.ts'
