/** Why an administrator's command could not be carried out. */
export class AdministrationError extends Error {
  override readonly name = 'AdministrationError'
  readonly code: 'invalid' | 'exists' | 'not_found'

  constructor(code: 'invalid' | 'exists' | 'not_found', message: string) {
    super(message)
    this.code = code
  }
}
