// For a vendor's own backend: tokens of its users, without a database and without the rest of the server.

export {
  type MintedPerson,
  type TokenKey,
  type TokenMinter,
  type TokenMinterOptions,
  tokenMinter,
} from './token-minter.ts'
export { TokenMistake } from './token-mistake.ts'
