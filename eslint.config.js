// Only what Biome does not know: Lit's templates, custom elements, and accessibility inside templates.
import { stripTypeScriptTypes } from 'node:module'
import lit from 'eslint-plugin-lit'
import litAccessibility from 'eslint-plugin-lit-a11y'
import webComponents from 'eslint-plugin-wc'

/** Types become white space, so that places in the code stay where they are and no second parser is needed. */
const withoutTypes = {
  preprocess: (text) => [{ text: stripTypeScriptTypes(text), filename: 'code.js' }],
  postprocess: (messages) => messages.flat(),
}

export default [
  { files: ['packages/elements/src/**/*.ts'], processor: withoutTypes },
  ...[
    lit.configs['flat/recommended'],
    webComponents.configs['flat/recommended'],
    litAccessibility.configs.recommended,
  ].map((config) => ({ ...config, files: ['packages/elements/src/**/*.js'] })),
]
