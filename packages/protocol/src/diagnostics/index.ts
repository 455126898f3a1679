// What makes evidence out of what a page noted: loaded on need, apart from the light part of the protocol.
export { type Har, toHar } from './har.ts'
export { type DiagnosticKind, diagnosticKinds } from './kinds.ts'
export { diagnosticLimits } from './limits.ts'
export { isCardNumber, maskCardNumbers } from './mask-card-numbers.ts'
export { maskAddress, maskText } from './mask-text.ts'
export { maskValues } from './mask-values.ts'
export { isSecretName } from './secret-names.ts'
