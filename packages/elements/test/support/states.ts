import { type ClientOptions, diagnostics, ticketDetails } from '@aftercare/client'
import type {
  AftercareConversation,
  AftercareDiagnostics,
  AftercareScreenshot,
  AftercareTicket,
  AftercareTicketForm,
  AftercareTicketList,
} from '@aftercare/elements'
import type { ProblemCode, TicketAction } from '@aftercare/protocol'
import { defineService, type PublicService, publicPart, softwareAfterSales } from '@aftercare/protocol/service'
import '@aftercare/elements/screenshot/define'
import { articleStates } from './article-states.ts'
import { until } from './expect.ts'
import { inside, show, textOf, type } from './page.ts'
import { searchStates } from './search-states.ts'
import { statusStates } from './status-states.ts'
import { customer, customerCore, FaultyFetch, newPerson, type Person, staffClient } from './world.ts'

export interface Setting {
  readonly theme?: 'light' | 'dark'
  readonly language?: string
}

type Draw = (setting: Setting) => Promise<HTMLElement>

/** Bytes that are a picture in name only. */
export const picture = (name = 'map.png', size = 2000): File =>
  new File([new Uint8Array(size)], name, { type: 'image/png' })

export const ticketOf = async (person: Person, subject = 'The map stands still', description = 'Since Tuesday.') => {
  const client = customer(person)
  const submission = await client.tickets.create({ type: 'incident', subject, description })
  return submission.acknowledged
}

export async function form(setting: Setting, fault = new FaultyFetch()): Promise<AftercareTicketForm> {
  return show<AftercareTicketForm>(
    'aftercare-ticket-form',
    { client: customerCore(newPerson(), { fetch: fault.fetch }), ticketHref: '#ticket={id}' },
    setting,
  )
}

const preset = softwareAfterSales()
/** The preset with people at work by day, in Shanghai. */
export const byDay = publicPart(
  defineService({ ...preset, version: 'by-day', sla: { ...preset.sla, calendar: 'business_hours' } }),
  'requester',
)

/** A form that asks by a definition, once it has it: the server's unless one is given. */
export async function grownForm(
  setting: Setting,
  { service = true, ...options }: Partial<ClientOptions> & { readonly service?: true | PublicService } = {},
): Promise<AftercareTicketForm> {
  const element = await show<AftercareTicketForm>(
    'aftercare-ticket-form',
    { client: customerCore(newPerson(), options), service, product: 'Tidewater', productVersion: '4.2.1' },
    setting,
  )
  inside(element, '#subject').focus()
  await until(() => element.shadowRoot?.querySelector('.along'), 'the definition')
  return element
}

/** A form that offers evidence, once it does; what is sent is refused with `problem` where there is one. */
export async function evidenceForm(
  setting: Setting,
  problem?: ProblemCode,
  evidence = 'console requests navigation marks versions',
): Promise<AftercareTicketForm> {
  const faulty = new FaultyFetch()
  const client = customerCore(newPerson(), { fetch: faulty.fetch })
  const element = await show<AftercareTicketForm>(
    'aftercare-ticket-form',
    { client, diagnostics: evidence, ticketHref: '#ticket={id}' },
    setting,
  )
  inside(element, '#subject').focus()
  const offered = await until(() => element.shadowRoot?.querySelector('aftercare-diagnostics'), 'the evidence')
  await until(() => offered.shadowRoot?.querySelector('[lang]'), 'its words')
  // Now it listens: the code that does is there.
  await diagnostics(client).lines()
  if (problem) faulty.refuse(problem, 'POST')
  return element
}

/** The technical details of a form, once the person has added them. */
export async function withLines(form: AftercareTicketForm): Promise<AftercareDiagnostics> {
  const element = inside<AftercareDiagnostics>(form, 'aftercare-diagnostics')
  inside(element, '.add').click()
  await until(() => element.shadowRoot?.querySelector('.line'), 'the lines')
  return element
}

/** A picture of fine stripes, as a file. */
export async function drawnPicture(): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = 400
  canvas.height = 200
  const context = canvas.getContext('2d')
  for (let x = 0; x < canvas.width; x++) {
    if (!context) break
    context.fillStyle = x % 2 ? '#000' : '#fff'
    context.fillRect(x, 0, 1, canvas.height)
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  return new File([blob ?? new Blob()], 'stripes.png', { type: 'image/png' })
}

/** Opens the dialog, and chooses a picture in it. */
export async function editing(element: AftercareScreenshot, file?: File, then = 'canvas'): Promise<void> {
  await element.open()
  const input = await until(() => element.shadowRoot?.querySelector<HTMLInputElement>('#picture'), 'the dialog')
  const files = new DataTransfer()
  files.items.add(file ?? (await drawnPicture()))
  input.files = files.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
  await until(() => element.shadowRoot?.querySelector(then), then)
  await element.updateComplete
  // The picture is drawn, and has the focus.
  await new Promise((resolve) => requestAnimationFrame(resolve))
}

const screenshot = async (setting: Setting): Promise<AftercareScreenshot> =>
  show<AftercareScreenshot>('aftercare-screenshot', { client: customerCore(newPerson()) }, setting)

/** Chooses a topic and waits for its questions. */
export async function chooseTopic(element: HTMLElement, topic: string, control: string): Promise<void> {
  type(element, '#type', topic)
  await until(() => element.shadowRoot?.querySelector(control), control)
}

/** Chooses an answer as a click does, and waits until the form has drawn what follows from it. */
export async function choose(element: AftercareTicketForm, ...selectors: readonly string[]): Promise<void> {
  for (const selector of selectors) {
    inside(element, selector).click()
    await element.updateComplete
  }
}

/** A Saturday morning in Shanghai. */
export const saturday = Date.UTC(2026, 10, 28, 2)
export const clockAt = (at: number): NonNullable<ClientOptions['clock']> => ({
  now: () => at,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
})

export async function fillIn(element: HTMLElement): Promise<void> {
  type(element, '#type', 'incident')
  type(element, '#subject', 'The map stands still')
  type(element, '#description', 'Since Tuesday, for one container.')
}

export async function submitted(element: HTMLElement, state: string): Promise<void> {
  await fillIn(element)
  inside<HTMLFormElement>(element, 'form').requestSubmit()
  await until(
    () => element.shadowRoot?.querySelector(`[data-state="${state}"]`),
    () => `${state}: ${textOf(element)}`,
  )
}

export async function list(
  setting: Setting,
  client: AftercareTicketList['client'],
  status = 'ready',
): Promise<HTMLElement> {
  const element = await show<AftercareTicketList>('aftercare-ticket-list', { client }, setting)
  await until(
    () => element.shadowRoot?.querySelector(`[data-status="${status}"]`),
    () => `${status}: ${textOf(element)}`,
  )
  return element
}

export async function talk(
  setting: Setting,
  properties: Partial<AftercareConversation>,
  status = 'ready',
): Promise<AftercareConversation> {
  const element = await show<AftercareConversation>('aftercare-conversation', properties, setting)
  await until(
    () => element.shadowRoot?.querySelector(`[data-status="${status}"]`),
    () => `${status}: ${textOf(element)}`,
  )
  return element
}

/** What an agent does with a ticket, done once this resolves. */
export async function actAsAgent(ticketId: string, ...actions: readonly TicketAction[]): Promise<void> {
  const kept = staffClient().tickets.details(ticketId)
  for (const action of actions) await (await kept.act(action)).acknowledged
}

export const resolve: TicketAction = {
  action: 'resolve',
  cause: 'A full disk.',
  solution: 'The map is drawn again from the carrier’s positions.',
  prevention: 'An alert at 80 %.',
}

export async function showTicket(
  setting: Setting,
  properties: Partial<AftercareTicket>,
  status = 'ready',
): Promise<AftercareTicket> {
  const element = await show<AftercareTicket>('aftercare-ticket', properties, setting)
  await until(
    () => element.shadowRoot?.querySelector(`[data-status="${status}"]`),
    () => `${status}: ${textOf(element)}`,
  )
  return element
}

/** A ticket that the agent has done this much with, as its requester sees it. */
const ticketAfter =
  (...actions: readonly TicketAction[]): Draw =>
  async (setting) => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await actAsAgent(ticket.id, ...actions)
    return showTicket(setting, { client: customerCore(person), ticketId: ticket.id })
  }

const hour = 60 * 60 * 1000
const later = (hours: number): string => new Date(Date.now() + hours * hour).toISOString()

/** A form whose file hangs after its first piece. */
export async function sendingLarge(
  setting: Setting,
  faulty = new FaultyFetch(),
  more: readonly File[] = [],
): Promise<AftercareTicketForm> {
  faulty.stall('PATCH', 1)
  const element = await form(setting, faulty)
  const files = new DataTransfer()
  for (const file of [picture('recording.png', 3 * 1024 * 1024), ...more]) files.items.add(file)
  const input = inside<HTMLInputElement>(element, '#files')
  input.files = files.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
  await until(() => element.shadowRoot?.querySelectorAll('.file').length === 1 + more.length, 'the files')
  await submitted(element, 'uploading')
  await until(
    () => (element.shadowRoot?.querySelector('progress')?.value ?? 0) > 0,
    () => textOf(element),
  )
  return element
}

const submittedForm =
  (state: string, fault: (faulty: FaultyFetch) => void): Draw =>
  async (setting) => {
    const faulty = new FaultyFetch()
    fault(faulty)
    const element = await form(setting, faulty)
    await submitted(element, state)
    return element
  }

/** Every state a widget can be seen in, reached over the real server where no fault is part of it. */
export const states: Record<string, Draw> = {
  ...articleStates,
  ...searchStates,
  ...statusStates,
  'form, empty': form,
  async 'form, with errors'(setting) {
    const element = await form(setting)
    inside<HTMLFormElement>(element, 'form').requestSubmit()
    await until(() => element.shadowRoot?.querySelector('.summary'), 'the summary')
    return element
  },
  async 'form, filled in, with files'(setting) {
    const element = await form(setting)
    await fillIn(element)
    const files = new DataTransfer()
    files.items.add(picture())
    files.items.add(picture('too-large.png', 11 * 1024 * 1024))
    const input = inside<HTMLInputElement>(element, '#files')
    input.files = files.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => element.shadowRoot?.querySelector('.file'), 'the file')
    return element
  },
  async 'form, sending a large file'(setting) {
    return sendingLarge(setting)
  },
  async 'form, with its file paused'(setting) {
    const element = await sendingLarge(setting)
    inside(element, '[part=sending] button').click()
    await until(() => element.shadowRoot?.querySelector('[data-state=paused]'), 'paused')
    return element
  },
  async 'form, with a file taken away on its way'(setting) {
    const element = await sendingLarge(setting, new FaultyFetch(), [
      picture('map.png'),
      new File([new Uint8Array(48_213)], 'the-console-of-the-page-with-the-map-on-2026-11-28T10-00-00Z.log'),
    ])
    inside(element, '[part=sending] button').click()
    const remove = await until(
      () => element.shadowRoot?.querySelector<HTMLElement>('[data-state=paused] .file button'),
      'the files',
    )
    remove.click()
    await until(() => element.shadowRoot?.querySelectorAll('.file').length === 2, 'the others')
    return element
  },
  'form, evidence offered': (setting) => evidenceForm(setting),
  async 'form, with technical details'(setting) {
    const element = await evidenceForm(setting)
    console.error('TypeError: Cannot read properties of undefined (reading "map")')
    await fetch('/support/nothing-here')
    await withLines(element)
    return element
  },
  async 'form, a technical detail removed'(setting) {
    const element = await evidenceForm(setting)
    const details = await withLines(element)
    inside(details, '.line button').click()
    await until(() => details.shadowRoot?.querySelector('.undo'), 'the way back')
    return element
  },
  async 'screenshot, where it comes from'(setting) {
    const element = await screenshot(setting)
    await element.open()
    return element
  },
  async 'screenshot, in the editor'(setting) {
    const element = await screenshot(setting)
    await editing(element)
    inside(element, '.add').click()
    inside(element, '.add').click()
    await element.updateComplete
    return element
  },
  'form, acknowledged': submittedForm('acknowledged', () => {}),
  'form, sending': submittedForm('sending', (faulty) => faulty.stall('POST')),
  'form, offline': submittedForm('waiting', (faulty) => faulty.offline()),
  'form, needs attention': submittedForm('needs_attention', (faulty) => faulty.refuse('forbidden', 'POST')),
  'form, signed out': submittedForm('blocked_auth', (faulty) => faulty.refuse('token_revoked', 'POST')),

  'form by a definition, nothing chosen': grownForm,
  async 'form by a definition, with errors'(setting) {
    const element = await grownForm(setting)
    await chooseTopic(element, 'incident', '#f-component')
    await choose(element, '#i-hindrance', '#f-frequency')
    inside<HTMLFormElement>(element, 'form').requestSubmit()
    await until(() => element.shadowRoot?.querySelector('.summary'), 'the summary')
    return element
  },
  async 'form by a definition, confidential'(setting) {
    const element = await grownForm(setting)
    await chooseTopic(element, 'vulnerability', '#f-source')
    await choose(element, '#f-disclosure')
    return element
  },
  async 'form by a definition, with a range, consents and what is sent along'(setting) {
    const element = await grownForm(setting)
    await chooseTopic(element, 'data_request', '#f-action')
    await choose(element, '#f-action-1', '#f-restore_to-1', 'summary', '.along li button')
    return element
  },
  async 'form by a definition, with several choices'(setting) {
    const element = await grownForm(setting)
    await chooseTopic(element, 'training', '#f-topics')
    await choose(element, '#f-topics', '#f-form-1')
    return element
  },
  async 'form by a definition, when nobody is at work'(setting) {
    const element = await grownForm(setting, { service: byDay, clock: clockAt(saturday) })
    await chooseTopic(element, 'question', '#f-goal')
    return element
  },
  async 'form by a definition, with what was promised'(setting) {
    const element = await grownForm(setting)
    await chooseTopic(element, 'question', '#f-goal')
    type(element, '#subject', 'How is a port changed?')
    inside<HTMLFormElement>(element, 'form').requestSubmit()
    await until(
      () => element.shadowRoot?.querySelector('[data-state=acknowledged]'),
      () => textOf(element),
    )
    return element
  },

  async 'list, loading'(setting) {
    return list(setting, customerCore(newPerson(), { fetch: new FaultyFetch().stall().fetch }), 'loading')
  },
  async 'list, empty'(setting) {
    return list(setting, customerCore(newPerson()))
  },
  async 'list, with tickets'(setting) {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await list(setting, customerCore(person))
    Object.assign(element, { selected: ticket.id })
    await until(() => element.shadowRoot?.querySelector('[aria-current]'), 'the selected ticket')
    return element
  },
  async 'list, searched in vain'(setting) {
    const person = newPerson()
    await ticketOf(person)
    const element = await list(setting, customerCore(person))
    await until(() => element.shadowRoot?.querySelector('.tools'), 'the tools')
    type(element, '[type=search]', 'zeppelin')
    await until(() => element.shadowRoot?.querySelector('.notice'), 'nothing')
    return element
  },
  async 'list, with news'(setting) {
    const person = newPerson()
    const core = customerCore(person)
    const element = await list(setting, core)
    const ticket = await ticketOf(person)
    await actAsAgent(ticket.id, { action: 'wait_for_requester', reason: 'Which one?' })
    await until(() => element.shadowRoot?.querySelector('.news'), 'the mark')
    return element
  },
  async 'list, with an unsent ticket'(setting) {
    const faulty = new FaultyFetch().refuse('unavailable', 'POST')
    const core = customerCore(newPerson(), { fetch: faulty.fetch })
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client: core }, setting)
    await submitted(element, 'waiting')
    element.remove()
    return list(setting, core)
  },
  async 'list, failed'(setting) {
    return list(setting, customerCore(newPerson(), { fetch: new FaultyFetch().refuse('internal').fetch }), 'failed')
  },
  async 'list, forbidden'(setting) {
    return list(setting, customerCore(newPerson(), { fetch: new FaultyFetch().refuse('forbidden').fetch }), 'failed')
  },
  async 'list, offline'(setting) {
    return list(setting, customerCore(newPerson(), { fetch: new FaultyFetch().offline().fetch }), 'failed')
  },

  async 'conversation, loading'(setting) {
    const client = customerCore(newPerson(), { fetch: new FaultyFetch().stall().fetch })
    return talk(setting, { client, ticketId: crypto.randomUUID() }, 'loading')
  },
  async 'conversation, with an answer'(setting) {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await (await staffClient().tickets.open(ticket.id).reply({ body: 'We are looking into it.' })).acknowledged
    return talk(setting, { client: customerCore(person), ticketId: ticket.id })
  },
  async 'conversation, with pictures'(setting) {
    const person = newPerson()
    const attachments = [await drawnPicture(), picture('broken.png'), new File(['Nothing.'], 'console.log')]
    const submission = await customer(person).tickets.create({
      ...{ type: 'incident', subject: 'The map stands still', description: 'See for yourself.', attachments },
    })
    const element = await talk(setting, {
      client: customerCore(person),
      ticketId: (await submission.acknowledged).id,
    })
    await until(() => element.shadowRoot?.querySelector<HTMLImageElement>('.picture img')?.naturalWidth, 'the picture')
    return element
  },
  async 'conversation, as staff, with a note'(setting) {
    const ticket = await ticketOf(newPerson())
    const client = staffClient()
    await (await client.tickets.open(ticket.id).reply({ body: 'A known fault.', kind: 'internal_note' })).acknowledged
    const element = await talk(setting, { client, ticketId: ticket.id, staff: true })
    inside<HTMLInputElement>(element, '[value=internal_note]').click()
    return element
  },
  async 'conversation, with an unsent reply'(setting) {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const faulty = new FaultyFetch()
    const element = await talk(setting, { client: customerCore(person, { fetch: faulty.fetch }), ticketId: ticket.id })
    faulty.refuse('unavailable', 'POST')
    type(element, '#body', 'It moves again.')
    inside<HTMLFormElement>(element, 'form').requestSubmit()
    await until(() => element.shadowRoot?.querySelector('[data-state="waiting"]'), 'waiting')
    return element
  },
  async 'conversation, with an unsent reply and its files'(setting) {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const faulty = new FaultyFetch()
    const element = await talk(setting, { client: customerCore(person, { fetch: faulty.fetch }), ticketId: ticket.id })
    faulty.refuse('unavailable', 'POST')
    type(element, '#body', 'It moves again.')
    const files = new DataTransfer()
    for (const file of [picture('map.png'), picture('depot.png')]) files.items.add(file)
    const input = inside<HTMLInputElement>(element, '#files')
    input.files = files.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => element.shadowRoot?.querySelectorAll('form .file').length === 2, 'the files')
    inside<HTMLFormElement>(element, 'form').requestSubmit()
    await until(() => element.shadowRoot?.querySelectorAll('.unsent .file').length === 2, 'the files that wait')
    return element
  },
  async 'conversation, unknown ticket'(setting) {
    return talk(setting, { client: customerCore(newPerson()), ticketId: crypto.randomUUID() }, 'failed')
  },

  async 'ticket, loading'(setting) {
    const client = customerCore(newPerson(), { fetch: new FaultyFetch().stall().fetch })
    return showTicket(setting, { client, ticketId: crypto.randomUUID() }, 'loading')
  },
  'ticket, new': ticketAfter(),
  'ticket, waiting for the requester': ticketAfter(
    { action: 'claim' },
    { action: 'wait_for_requester', reason: 'Which container is it?' },
  ),
  'ticket, with fixes and a visit to choose': (setting) =>
    ticketAfter(
      { action: 'claim' },
      { action: 'set_workaround', fix: { state: 'available', date: later(-1), text: 'Reload the map once.' } },
      { action: 'set_permanent_fix', fix: { state: 'planned', date: later(100), text: 'The next release draws it.' } },
      {
        action: 'offer_visit',
        visit: crypto.randomUUID(),
        mode: 'remote',
        purpose: 'To see the map together.',
        slots: [
          { from: later(24), to: later(25) },
          { from: later(48), to: later(49) },
        ],
      },
    )(setting),
  'ticket, resolved': ticketAfter({ action: 'claim' }, resolve),
  async 'ticket, resolved, not yet'(setting) {
    const element = await ticketAfter({ action: 'claim' }, resolve)(setting)
    inside(element, '[part=reject]').click()
    await until(() => element.shadowRoot?.querySelector('#reason'), 'the reason')
    inside<HTMLFormElement>(element, '.ask').requestSubmit()
    await until(() => element.shadowRoot?.querySelector('.ask .error'), 'the error')
    return element
  },
  async 'ticket, resolved, the answer on its way'(setting) {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await actAsAgent(ticket.id, resolve)
    const faulty = new FaultyFetch()
    const client = customerCore(person, { fetch: faulty.fetch })
    const element = await showTicket(setting, { client, ticketId: ticket.id })
    faulty.refuse('unavailable', 'POST')
    inside(element, '[part=verify]').click()
    await until(() => element.shadowRoot?.querySelector('[data-state=waiting]'), 'waiting')
    return element
  },
  async 'ticket, an answer refused'(setting) {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await actAsAgent(ticket.id, resolve)
    const faulty = new FaultyFetch()
    const client = customerCore(person, { fetch: faulty.fetch })
    const element = await showTicket(setting, { client, ticketId: ticket.id })
    faulty.refuse('action_not_possible', 'POST')
    inside(element, '[part=verify]').click()
    await until(() => element.shadowRoot?.querySelector('[data-state=needs_attention]'), 'the refusal')
    return element
  },
  async 'ticket, closed'(setting) {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await actAsAgent(ticket.id, resolve)
    const core = customerCore(person)
    await (await ticketDetails(core, ticket.id).act({ action: 'verify' })).acknowledged
    return showTicket(setting, { client: core, ticketId: ticket.id })
  },
  async 'ticket, being corrected'(setting) {
    const element = await ticketAfter()(setting)
    inside(element, '[data-asks=correct]').click()
    await until(() => element.shadowRoot?.querySelector('#correct-subject'), 'the form')
    return element
  },
  async 'ticket, as staff'(setting) {
    const ticket = await ticketOf(newPerson())
    await actAsAgent(ticket.id, { action: 'claim' }, { action: 'analyse', cause: 'defect', text: 'The tile cache.' })
    return showTicket(setting, { client: staffClient(), ticketId: ticket.id, staff: true })
  },
  async 'ticket, unknown'(setting) {
    return showTicket(setting, { client: customerCore(newPerson()), ticketId: crypto.randomUUID() }, 'failed')
  },
  async 'ticket, offline'(setting) {
    const client = customerCore(newPerson(), { fetch: new FaultyFetch().offline().fetch })
    return showTicket(setting, { client, ticketId: crypto.randomUUID() }, 'failed')
  },
}
