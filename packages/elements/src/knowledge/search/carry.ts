import type { AftercareTicketForm } from '../../tickets/ticket-form/ticket-form.ts'

/** Puts a text into the subject of a form, or under it where something stands there already, and the cursor there. */
export async function carry(form: AftercareTicketForm, text: string): Promise<void> {
  // What a draft holds is there by then.
  await form.begin()
  const fields = [...form.renderRoot.querySelectorAll<HTMLInputElement>('#subject, #description')]
  const field = fields.find(({ value }) => value === '')
  if (field) {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }
  ;(field ?? fields[0])?.focus()
}
